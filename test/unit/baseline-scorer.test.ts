import { describe, expect, test } from 'vitest';
import { learningRows, PROFILES, scaledSigmoid, sweep, tally } from '../bench/normal/scorer.ts';

/** 200 rows, one a minute, with scores of 1 in the given rows. */
function series(flagged: readonly number[], windows: [number, number][]) {
  const timestamps = Array.from({ length: 200 }, (_, i) =>
    new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
  );
  const name = (row: number) => timestamps[row] ?? '';
  return {
    name: 'series',
    timestamps,
    scores: timestamps.map((_, i) => (flagged.includes(i) ? 1 : 0)),
    windows: windows.map(([from, to]) => [name(from), name(to)] as const),
  };
}

describe('the scorer of the bench', () => {
  test('leaves out the first 15 %, at most 750 rows', () => {
    expect(learningRows(200)).toBe(30);
    expect(learningRows(22_695)).toBe(750);
    expect(sweep([series([10], [[100, 119]])], PROFILES.standard).normalised).toBe(0);
  });

  test('gives 100 to a detection in the first row of each window, and nothing for silence', () => {
    expect(sweep([series([100], [[100, 119]])], PROFILES.standard).normalised).toBeCloseTo(100, 6);
    expect(sweep([series([], [[100, 119]])], PROFILES.standard).normalised).toBe(0);
  });

  test('counts only the first detection in a window, and less the later it comes', () => {
    const early = sweep([series([105, 110, 115], [[100, 119]])], PROFILES.standard).normalised;
    expect(early).toBe(sweep([series([105], [[100, 119]])], PROFILES.standard).normalised);
    expect(sweep([series([118], [[100, 119]])], PROFILES.standard).normalised).toBeLessThan(early);
  });

  test('takes off for each detection outside, less just behind a window, twice as much under low_fp', () => {
    const cost = (row: number, profile: keyof typeof PROFILES) =>
      100 - sweep([series([100, row], [[100, 119]])], PROFILES[profile]).normalised;
    expect(cost(50, 'standard')).toBeCloseTo(5.5, 6);
    expect(cost(50, 'low_fp')).toBeCloseTo(11, 6);
    expect(cost(180, 'standard')).toBeCloseTo(5.5, 6);
    expect(cost(121, 'standard')).toBeLessThan(cost(130, 'standard'));
    expect(scaledSigmoid(0)).toBe(0);
    expect(scaledSigmoid(3.1)).toBe(-1);
  });

  test('chooses one threshold for all series', () => {
    const good = series([100], [[100, 119]]);
    const noisy = { ...series([], []), scores: good.timestamps.map(() => 0.5) };
    const { threshold, normalised } = sweep([good, noisy], PROFILES.standard);
    expect(threshold).toBe(1);
    expect(normalised).toBeCloseTo(100, 6);
    expect(tally(noisy, threshold).falseRows).toHaveLength(0);
    expect(tally(noisy, 0.5).falseRows).toHaveLength(170);
  });
});
