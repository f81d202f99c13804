import { describe, expect, test } from 'vitest';
import {
  assess,
  type Baseline,
  expectationAt,
  learn,
  newBaseline,
  revive,
  scoreOf,
  serialise,
} from '../../electron/engine/baseline/baseline.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 5, 1);

function learned(values: number, valueAt: (i: number) => number): Baseline {
  const baseline = newBaseline({ measure: 'count', intervalMs: HOUR, zone: 'UTC' });
  for (let i = 0; i < values; i++) learn(baseline, START + i * HOUR, valueAt(i));
  return baseline;
}

describe('a baseline', () => {
  test('says what is missing while it learns', () => {
    const expectation = expectationAt(
      learned(3, () => 100),
      START + 3 * HOUR,
    );
    expect(expectation.ready).toBe(false);
    expect(expectation.missing).toMatch(/^needs about \d+ (h|days) more$/);
    expect(expectation.failLower).toBeNull();
  });

  test('gives bounds around the usual value once it has enough', () => {
    const baseline = learned(200, (i) => 1_000 + (i % 7));
    const { ready, centre, lower, upper, failLower, failUpper } = expectationAt(baseline, START + 200 * HOUR);
    expect(ready).toBe(true);
    expect(centre).toBeGreaterThan(950);
    expect(centre).toBeLessThan(1_050);
    expect(failLower).toBeLessThan(Number(lower));
    expect(lower).toBeLessThan(Number(centre));
    expect(upper).toBeGreaterThan(Number(centre));
    expect(failUpper).toBeGreaterThan(Number(upper));
  });

  test('finds half of the rows missing, and nothing wrong with a usual value', () => {
    const baseline = learned(200, (i) => 1_000 + (i % 7));
    const at = START + 200 * HOUR;
    expect(assess(baseline, at, 500)).toMatchObject({ unusual: true, broken: true });
    expect(assess(baseline, at, 1_004)).toMatchObject({ unusual: false, broken: false });
    expect(scoreOf(baseline, at, 500)).toBeGreaterThan(0.5);
    expect(scoreOf(baseline, at, 1_004)).toBeLessThan(0.5);
  });

  test('continues after a restart, and refuses what it does not know', () => {
    const baseline = learned(200, (i) => 1_000 + (i % 7));
    const again = revive(serialise(baseline));
    expect(again).not.toBeNull();
    if (!again) return;
    expect(expectationAt(again, START + 200 * HOUR).basis).toBe(
      expectationAt(baseline, START + 200 * HOUR).basis,
    );
    expect(revive('{"version":0}')).toBeNull();
    expect(revive('no JSON')).toBeNull();
  });
});
