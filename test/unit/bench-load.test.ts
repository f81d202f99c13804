import { expect, test } from 'vitest';
import { Histogram } from '../bench/load/histogram.ts';

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
