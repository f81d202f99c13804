import { expect, test } from 'vitest';
import { seesTheSameRows } from '../../electron/engine/checks/overlap.ts';

const sees = (type: string, config: Record<string, unknown>, intervalMs = 60_000) =>
  seesTheSameRows({ type, config, intervalMs });

test('A mean over a window of many intervals sees the same rows at its next time as at once', () => {
  const mean = { column: 'weight', statistic: 'mean' };
  expect(sees('distribution', { ...mean, windowSeconds: 1_800 })).toBe(true);
  expect(sees('distribution', { ...mean, windowSeconds: 1_800 }, 600_000)).toBe(false);
  expect(sees('distribution', { ...mean, windowSeconds: 300 })).toBe(false);
  expect(sees('distribution', { ...mean, windowSeconds: null })).toBe(false);
});

test('A count waits for its next time: a late load comes meanwhile', () => {
  expect(sees('volume', { windowSeconds: 3_600 })).toBe(false);
  expect(sees('freshness', {})).toBe(false);
});
