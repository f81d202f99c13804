import { expect, test } from 'vitest';
import type { Measure } from '../../electron/engine/baseline/baseline.ts';
import { runsUntilOtherRows, seesTheSameRows } from '../../electron/engine/checks/overlap.ts';

const sees = (measure: Measure | null, windowSeconds: number | null, intervalMs = 60_000) =>
  seesTheSameRows({ config: { windowSeconds }, intervalMs }, measure);

test('A mean over a window of many intervals sees the same rows at its next time as at once', () => {
  expect(sees('number', 1_800)).toBe(true);
  expect(sees('share', 1_800)).toBe(true);
  expect(sees('number', 1_800, 600_000)).toBe(false);
  expect(sees('number', 300)).toBe(false);
  expect(sees('number', null)).toBe(false);
});

test('A count waits for its next time: a late load comes meanwhile', () => {
  expect(sees('count', 3_600)).toBe(false);
  expect(seesTheSameRows({ config: {}, intervalMs: 60_000 }, 'age')).toBe(false);
});

test('A count in doubt waits until half of its rows are others, five minutes at most', () => {
  const runs = (windowSeconds: number | null, intervalMs = 60_000) =>
    runsUntilOtherRows({ config: { windowSeconds }, intervalMs });
  expect(runs(900)).toBe(5);
  expect(runs(3_600)).toBe(5);
  expect(runs(3_600, 300_000)).toBe(1);
  expect(runs(86_400, 3_600_000)).toBe(1);
  expect(runs(300)).toBe(1);
  expect(runs(null)).toBe(1);
});
