import { expect, test } from 'vitest';
import { beginBefore, timeAround } from '../../renderer/src/screens/incidents/around-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 2, 1, 12);

test('what lasts is shown up to now, in the shortest range in which what was before it takes half', () => {
  const rangeAfter = (age: number) => timeAround({ startedAt: NOW - age, resolvedAt: null }, NOW);
  expect(rangeAfter(5 * MINUTE)).toEqual({ range: '1h', zoom: null });
  expect(rangeAfter(40 * MINUTE)).toEqual({ range: '24h', zoom: null });
  expect(rangeAfter(3 * 24 * HOUR)).toEqual({ range: '7d', zoom: null });
  expect(rangeAfter(900 * 24 * HOUR)).toEqual({ range: '1y', zoom: null });
});

test('the chart of what lasts begins as long before it as it lasts, and half an hour before it at least', () => {
  expect(beginBefore(NOW - 2 * HOUR, NOW)).toBe(NOW - 4 * HOUR);
  expect(beginBefore(NOW - MINUTE, NOW)).toBe(NOW - 31 * MINUTE);
});

test('what is over is shown with as much before and after it, never beyond now', () => {
  const startedAt = NOW - 10 * HOUR;
  expect(timeAround({ startedAt, resolvedAt: startedAt + 2 * HOUR }, NOW).zoom).toEqual({
    from: startedAt - 2 * HOUR,
    to: startedAt + 4 * HOUR,
  });
  expect(timeAround({ startedAt, resolvedAt: startedAt + MINUTE }, NOW).zoom).toEqual({
    from: startedAt - 30 * MINUTE,
    to: startedAt + 31 * MINUTE,
  });
  expect(timeAround({ startedAt, resolvedAt: NOW - MINUTE }, NOW).zoom?.to).toBe(NOW);
});
