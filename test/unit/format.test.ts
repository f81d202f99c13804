import { expect, test } from 'vitest';
import { formatCount, formatNumber, formatSeconds } from '../../shared/format.ts';

test.each([
  [0, '0 s'],
  [0.44, '0.4 s'],
  [45, '45 s'],
  [59.7, '1 min'],
  [90, '1 min 30 s'],
  [600, '10 min'],
  [859, '14 min'],
  [7_500, '2 h 5 min'],
  [86_400, '1 d'],
  [90_000, '1 d 1 h'],
  [-30, '-30 s'],
])('%d seconds are %s', (seconds, words) => {
  expect(formatSeconds(seconds)).toBe(words);
});

test('a tiny share does not become zero', () => {
  expect(formatNumber(0.0004)).toBe('0.0004');
  expect(formatNumber(0)).toBe('0');
  expect(formatNumber(12_345.678)).toBe('12,345.68');
});

test('one row, many rows', () => {
  expect(formatCount(1, 'row')).toBe('1 row');
  expect(formatCount(0, 'row')).toBe('0 rows');
});
