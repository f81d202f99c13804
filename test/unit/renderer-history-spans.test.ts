import { expect, test } from 'vitest';
import { SPANS, spanOf, startOf } from '../../renderer/src/screens/history/spans.ts';
import { T0 } from '../support/samples.ts';

const MINUTE = 60_000;

test('a span is still the same one while its filter stands, and all time has no beginning', () => {
  for (const { value } of SPANS) {
    const from = startOf(value, T0);
    expect(spanOf(from, T0)).toBe(value);
    expect(spanOf(from, T0 + 20 * MINUTE)).toBe(value);
  }
  expect(startOf('all', T0)).toBeNull();
  expect(startOf(null, T0)).toBeNull();
});

test('what moved on too far is called by the next longer span', () => {
  expect(spanOf(startOf('1', T0), T0 + 40 * MINUTE)).toBe('24');
  expect(spanOf(T0, T0 + 400 * 24 * 60 * MINUTE)).toBe('all');
});
