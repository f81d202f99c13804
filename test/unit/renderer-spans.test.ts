import { expect, test } from 'vitest';
import { SPANS, spanOf, startOf } from '../../renderer/src/components/fields/spans.ts';
import { T0 } from '../support/samples.ts';

const MINUTE = 60_000;

test('a span is still the same one while its filter stands, and all time has no beginning', () => {
  for (const { value } of SPANS) {
    if (value === 'own') continue;
    const from = startOf(value, T0);
    expect(spanOf(from, null, T0)).toBe(value);
    expect(spanOf(from, null, T0 + 9 * MINUTE)).toBe(value);
  }
  expect(startOf('all', T0)).toBeNull();
});

test('times that are no span any more are said as times', () => {
  expect(spanOf(startOf('hour', T0), null, T0 + 40 * MINUTE)).toBe('own');
  expect(spanOf(startOf('day', T0), T0, T0)).toBe('own');
  expect(spanOf(null, T0, T0)).toBe('own');
});
