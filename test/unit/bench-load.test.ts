import { expect, test } from 'vitest';
import { Histogram } from '../bench/load/histogram.ts';
import { medianRank } from '../bench/load/report.ts';

function p95Of(scale: number): number {
  const histogram = new Histogram();
  for (let i = 1; i <= 1_000; i++) histogram.add((scale * i) / 1_000);
  return histogram.quantile(0.95);
}

test('Percentiles that are half a hundredth apart are told apart, and equal ones are equal', () => {
  for (const scale of [0.5, 1, 1.07, 3.6, 40]) {
    expect(p95Of(scale) / p95Of(scale * 1.005)).toBeCloseTo(1 / 1.005, 2);
    expect(p95Of(scale) / (0.95 * scale)).toBeCloseTo(1, 2);
    expect(p95Of(scale) / p95Of(scale * 1.005)).toBeGreaterThan(0.993);
  }
});

test('Beyond a minute there is one bucket, and an empty histogram has no percentile', () => {
  const histogram = new Histogram();
  expect(histogram.quantile(0.95)).toBeNaN();
  histogram.add(1e9);
  expect(histogram.quantile(0.95)).toBeGreaterThan(60_000);
});

test('What one process has counted is added to what another has', () => {
  const [one, other, sum] = [new Histogram(), new Histogram(), new Histogram()];
  for (let i = 1; i <= 100; i++) (i % 2 ? one : other).add(i);
  sum.merge(one.filled);
  sum.merge(other.filled);
  expect(sum.total).toBe(100);
  expect(sum.quantile(0.95) / 95).toBeCloseTo(1, 2);
});

test.each([
  [5, 0],
  [8, 0],
  [9, 1],
  [10, 1],
  [20, 5],
])('Of %d pairs %d on each side are left out of where their median lies', (pairs, leftOut) => {
  expect(medianRank(pairs)).toBe(leftOut);
});
