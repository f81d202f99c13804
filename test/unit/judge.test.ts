import { describe, expect, test } from 'vitest';
import { expectationAt, learn, type Measure, newBaseline } from '../../electron/engine/baseline/baseline.ts';
import type { Observation } from '../../electron/engine/checks/check-type.ts';
import { formatNormal, judge, judgeValue, NO_PAST } from '../../electron/engine/checks/judge.ts';
import { type Bounds, type Check, FIXED, NO_BOUNDS } from '../../shared/domain/check.ts';
import type { RunStatus } from '../../shared/domain/status.ts';

describe('fixed bounds', () => {
  const bounds = { warnMin: 10, warnMax: 20, failMin: 5, failMax: 30 };

  test.each([
    [4.9, 'fail'],
    [5, 'warn'],
    [9.9, 'warn'],
    [10, 'pass'],
    [20, 'pass'],
    [20.1, 'warn'],
    [30, 'warn'],
    [30.1, 'fail'],
    [Number.POSITIVE_INFINITY, 'fail'],
    [Number.NEGATIVE_INFINITY, 'fail'],
  ])('%d is %s', (value, status) => {
    expect(judgeValue(value, bounds)).toBe(status);
  });

  test('without bounds every value passes', () => {
    expect(judgeValue(-1e9, NO_BOUNDS)).toBe('pass');
  });
});

/** What has no say in a verdict but that on a mean over a long window. */
const PLAIN = { severity: 'broken' as const, config: {}, intervalMs: 3_600_000 };
const ROWS = { unit: 'rows' as const, measure: 'count' as const };

/** The status by an ordinary rule of fixed bounds. */
function statusOf(observation: Observation, changes: Partial<Bounds> = {}): RunStatus {
  const check = { ...PLAIN, bounds: { ...NO_BOUNDS, ...changes }, rule: FIXED };
  return judge(observation, check, ROWS, NO_PAST, 0).status;
}

describe('verdict', () => {
  test('nothing measured is learning, never healthy', () => {
    expect(statusOf({ value: null, finding: '' })).toBe('learning');
  });

  test('a type may say that nothing measured is a failure', () => {
    expect(statusOf({ value: null, finding: '', status: 'fail' })).toBe('fail');
  });

  test("a type's own warning holds where bounds see nothing, and gives way to a failure", () => {
    expect(statusOf({ value: 0, finding: '', status: 'warn' }, { failMax: 0 })).toBe('warn');
    expect(statusOf({ value: 1, finding: '', status: 'warn' }, { failMax: 0 })).toBe('fail');
  });

  test('a passing word of the type does not hide a bad value', () => {
    expect(statusOf({ value: 9, finding: '', status: 'pass' }, { failMax: 0 })).toBe('fail');
  });
});

describe('a sample', () => {
  test('never fails: beyond doubt it warns, in doubt it passes', () => {
    expect(statusOf({ value: 9, margin: 2, finding: '' }, { failMax: 5 })).toBe('warn');
    expect(statusOf({ value: 6, margin: 2, finding: '' }, { failMax: 5 })).toBe('pass');
    expect(statusOf({ value: 4, margin: 2, finding: '' }, { failMax: 5 })).toBe('pass');
  });
});

describe('change bounds', () => {
  const bounds = { ...NO_BOUNDS, failMin: -50, failMax: 100 };
  const judged = (value: number, before: number | null, reference?: number | null) =>
    judge(
      { value, finding: '', ...(reference === undefined ? {} : { reference }) },
      { bounds, ...PLAIN, rule: { kind: 'change', against: 'day' } },
      ROWS,
      { baseline: null, before: () => before },
      0,
    );

  test('are percent of the earlier value', () => {
    expect(judged(60, 100).status).toBe('pass');
    expect(judged(49, 100).status).toBe('fail');
    expect(judged(201, 100).status).toBe('fail');
    expect(judged(49, 100).normal).toContain('51 % less than the same time yesterday (100)');
  });

  test('prefer the value that the same question told', () => {
    expect(judged(49, 1_000_000, 50).status).toBe('pass');
    expect(judged(49, 50, null).status).toBe('learning');
  });

  test('have nothing to say without an earlier value, or where that was 0', () => {
    expect(judged(49, null).status).toBe('learning');
    expect(judged(49, 0).status).toBe('learning');
    expect(judged(0, 0).status).toBe('pass');
  });
});

describe('learned bounds', () => {
  const HOUR = 3_600_000;
  const check = (changes: Partial<Pick<Check, 'bounds' | 'rule' | 'severity' | 'config'>> = {}) => ({
    bounds: NO_BOUNDS,
    rule: { kind: 'anomaly' as const, sides: 'both' as const, guard: 'always' as const },
    ...PLAIN,
    ...changes,
  });
  const past = (values: number) => {
    const baseline = newBaseline({ measure: 'count', intervalMs: HOUR, zone: 'UTC' });
    for (let n = 0; n < values; n++) learn(baseline, n * HOUR, 1_000 + ((n * 37) % 50));
    return { baseline, before: () => null };
  };
  const at = 1_000 * HOUR;

  test('say what they still need, and never pass before they know', () => {
    const verdict = judge({ value: 1_000, finding: '' }, check(), ROWS, past(2), 2 * HOUR);
    expect(verdict.status).toBe('learning');
    expect(verdict.normal).toMatch(/still learning/);
  });

  test('fail what is far out, with the band and its basis in words', () => {
    const verdict = judge({ value: 0, finding: '' }, check(), ROWS, past(1_000), at);
    expect(verdict.status).toBe('fail');
    expect(verdict.low).toBeGreaterThan(500);
    expect(verdict.high).toBeGreaterThan(verdict.low ?? 0);
    expect(verdict.normal).toMatch(/^usual is .* rows to .* rows, by /);
    expect(judge({ value: 1_020, finding: '' }, check(), ROWS, past(1_000), at).status).toBe('pass');
  });

  test('are patient on a holiday, and say why', () => {
    const { baseline, before } = past(1_000);
    const quiet = Math.round((expectationAt(baseline, at).failLower ?? 0) * 0.95);
    const verdict = (holiday: string | null) =>
      judge({ value: quiet, finding: '' }, check(), ROWS, { baseline, before, holidayAt: () => holiday }, at);
    expect(verdict(null).status).toBe('fail');
    expect(verdict('May Day')).toMatchObject({
      status: 'pass',
      normal: expect.stringContaining('as today is a holiday (May Day)'),
    });
  });

  test('look at the side that was asked for only', () => {
    const upper = check({ rule: { kind: 'anomaly', sides: 'upper', guard: 'always' } });
    expect(judge({ value: 0, finding: '' }, upper, ROWS, past(1_000), at).status).toBe('pass');
    expect(judge({ value: 9_000, finding: '' }, upper, ROWS, past(1_000), at).status).toBe('fail');
  });

  test('leave fixed bounds in force, even while they learn', () => {
    const guarded = check({ bounds: { ...NO_BOUNDS, failMin: 1 } });
    expect(judge({ value: 0, finding: '' }, guarded, ROWS, past(2), 2 * HOUR).status).toBe('fail');
  });

  test('can take the place of fixed bounds once they are learned', () => {
    const until = check({
      bounds: { ...NO_BOUNDS, failMin: 5_000 },
      rule: { kind: 'anomaly', sides: 'both', guard: 'while_learning' },
    });
    expect(judge({ value: 1_020, finding: '' }, until, ROWS, past(2), 2 * HOUR).status).toBe('fail');
    expect(judge({ value: 6_000, finding: '' }, until, ROWS, past(2), 2 * HOUR).status).toBe('pass');
    expect(judge({ value: 1_020, finding: '' }, until, ROWS, past(1_000), at).status).toBe('pass');
  });

  test('say when a value is so close that a second look would prove nothing, or one run too little', () => {
    const known = past(1_000);
    const marginal = (value: number) => judge({ value, finding: '' }, check(), ROWS, known, at);
    const { high } = marginal(1_020);
    const close = Array.from({ length: 400 }, (_, i) => marginal((high ?? 0) + i)).find(
      ({ status }) => status === 'fail',
    );
    expect(close).toMatchObject({ marginal: true, extraRuns: 1 });
    expect(marginal(9_000)).toMatchObject({ status: 'fail', marginal: false, extraRuns: 0 });
  });

  test('want as many runs more of a count just outside as bring other rows, unless it is all but gone', () => {
    const known = past(1_000);
    const { failLower } = expectationAt(known.baseline, at);
    const runs = (value: number, windowSeconds: number | null, measure: Measure = 'count') => {
      const judged = { ...check(), config: { windowSeconds }, intervalMs: 60_000 };
      const judgement = judge({ value, finding: '' }, judged, { ...ROWS, measure }, known, at);
      expect(judgement.status).toBe('fail');
      return judgement.extraRuns;
    };
    const just = Math.ceil(failLower ?? 0) - 1;
    expect(runs(just, 900)).toBe(5);
    expect(runs(just, 60)).toBe(1);
    expect(runs(just, null)).toBe(1);
    expect(runs(just, 900, 'number')).toBe(1);
    expect(runs(0, 900)).toBeLessThanOrEqual(1);
  });

  test('want one run less where the value before was on its way to the same bound', () => {
    const { centre, failLower, failUpper } = expectationAt(past(1_000).baseline, at);
    const between = (bound: number | null, part: number) =>
      Math.round((centre ?? 0) + part * ((bound ?? 0) - (centre ?? 0)));
    const judgedAfter = (before: number, value: number, hours = 1) => {
      const known = past(1_000);
      learn(known.baseline, at, before);
      return judge({ value, finding: '' }, check(), ROWS, known, at + hours * HOUR);
    };
    expect(judgedAfter(between(failLower, 0.5), 0)).toMatchObject({ status: 'fail', extraRuns: -1 });
    expect(judgedAfter(between(failUpper, 0.5), 9_000).extraRuns).toBe(-1);
    // From the usual place, from the other side, or from long ago.
    expect(judgedAfter(between(failLower, 0.1), 0).extraRuns).toBe(0);
    expect(judgedAfter(between(failUpper, 0.5), 0).extraRuns).toBe(0);
    expect(judgedAfter(between(failLower, 0.5), 0, 2).extraRuns).toBe(0);
    // A second look a moment later says nothing new.
    expect(judgedAfter(between(failLower, 0.5), 0, 0.01).extraRuns).toBe(0);
    // What may be chance is chance after such a value, too.
    expect(judgedAfter(between(failLower, 0.5), between(failLower, 1.1)).extraRuns).toBe(1);
  });

  test('do not wait where the next time sees the rows that a look at once would see', () => {
    const known = past(1_000);
    const value = (expectationAt(known.baseline, at).failUpper ?? 0) + 1;
    const marginal = (hours: number, measure: Measure) => {
      const judged = check({ config: { windowSeconds: hours * 3_600 } });
      return judge({ value, finding: '' }, judged, { unit: 'rows', measure }, known, at).marginal;
    };
    expect(marginal(5, 'share')).toBe(true);
    expect(marginal(6, 'share')).toBe(false);
    expect(marginal(6, 'count')).toBe(true);
  });

  test('make room for the chance of few rows', () => {
    const verdict = (noise: number) =>
      judge({ value: 600, noise, finding: '' }, check(), ROWS, past(1_000), at).status;
    expect(verdict(1)).toBe('fail');
    expect(verdict(100)).toBe('pass');
  });

  test('only warn where the check is of that severity', () => {
    const mild = check({ severity: 'warning' });
    expect(judge({ value: 0, finding: '' }, mild, ROWS, past(1_000), at).status).toBe('warn');
  });
});

test('normal is said with the tighter bound of each side', () => {
  expect(formatNormal({ warnMin: 10, warnMax: null, failMin: 5, failMax: 30 }, 'rows')).toBe(
    'normal is 10 rows to 30 rows',
  );
  expect(formatNormal({ ...NO_BOUNDS, failMax: 300 }, 'seconds')).toBe('normal is at most 5 min');
  expect(formatNormal(NO_BOUNDS, 'rows')).toBeNull();
});
