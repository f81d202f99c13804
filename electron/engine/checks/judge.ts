import type { Bounds, Check, Rule, Unit } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import { formatNumber, formatSeconds } from '../../../shared/format.ts';
import { type Baseline, type Expectation, expectationAt, reachOf } from '../baseline/baseline.ts';
import { expectationOnHoliday } from '../baseline/holiday.ts';
import { toScale } from '../baseline/scale.ts';
import type { Measured, Observation } from './check-type.ts';
import { runsUntilOtherRows, seesTheSameRows } from './overlap.ts';

/** Standard errors within which a value is as expected, for all that its few rows can tell. */
const NOISE_SIGMAS = 5;
/** Half as far again from what was expected as the bound is. */
const MARGINAL_REACH = 1.5;
/** Measured with bench:quiet: a third of the false messages, and hardly a fault, lie so close to the bound. */
const SLIGHT_REACH = 1.2;
/** The value before was on its way when it was so far towards the same bound. Measured, too: up to 0.33 all is alike. */
const ON_ITS_WAY = 0.2;

const rank: Partial<Record<RunStatus, number>> = { pass: 0, warn: 1, fail: 2 };

/** What a check knows of its own past. */
export interface Past {
  /** Null where bounds are not learned. */
  baseline: Baseline | null;
  /** Value of the run to compare with under a `change` rule. Null: there is none. */
  before(against: Extract<Rule, { kind: 'change' }>['against'], at: EpochMs): number | null;
  /** Name of the holiday at a time. Null: a day like others. Absent: there are none. */
  holidayAt?(at: EpochMs): string | null;
}

export const NO_PAST: Past = { baseline: null, before: () => null };

export interface Judgement {
  status: RunStatus;
  /** The usual band, where bounds are learned. */
  low: number | null;
  high: number | null;
  /** What is normal, or what is missing to tell, in words. Null: nothing to add. */
  normal: string | null;
  /**
   * A little outside of learned bounds, or where blips are known: a second look at nearly the same rows would only see
   * the same chance again, so it is worth waiting for the next due time, unless that sees the same rows, too.
   */
  marginal?: boolean;
  /**
   * Runs more than the check wants until it is believed. 1: just outside of learned bounds, or where blips are known,
   * which may be chance; and more where the next runs count mostly the same rows. −1: clearly outside, and the value
   * before was on its way there, so two looks at different times agree already.
   */
  extraRuns?: number;
}

type Judged = Pick<Check, 'bounds' | 'rule' | 'severity' | 'config' | 'intervalMs'>;

/** Which side of fixed bounds a value is on. Bounds are inclusive. */
export function judgeValue(value: number, bounds: Bounds): 'pass' | 'warn' | 'fail' {
  if (outside(value, bounds.failMin, bounds.failMax)) return 'fail';
  if (outside(value, bounds.warnMin, bounds.warnMax)) return 'warn';
  return 'pass';
}

function outside(value: number, min: number | null, max: number | null): boolean {
  return (min !== null && value < min) || (max !== null && value > max);
}

/**
 * The verdict on an observation, by the check's rule. A status that the check type set itself wins when bounds have
 * nothing to say (no value), and never makes a bad value look better. Pure, but for what `past` looks up.
 */
export function judge(
  observation: Observation,
  check: Judged,
  measured: Measured,
  past: Past,
  at: EpochMs,
): Judgement {
  const { status, ...rest } = byRule(observation, check, measured, past, at);
  return { ...rest, status: status === 'fail' && check.severity === 'warning' ? 'warn' : status };
}

function byRule(
  observation: Observation,
  check: Judged,
  { unit, measure }: Measured,
  past: Past,
  at: EpochMs,
): Judgement {
  const { value } = observation;
  const fixed = (status: RunStatus, normal: string | null): Judgement => ({
    status,
    low: null,
    high: null,
    normal,
  });
  if (value === null) return fixed(observation.status ?? 'learning', null);
  if (check.rule.kind === 'change') return byChange(observation, value, check, check.rule, past, at);
  const { bounds, rule } = check;
  const expected =
    rule.kind === 'anomaly' && past.baseline !== null ? expectedOf(past.baseline, past, at) : null;
  const guarded = !(expected?.ready && rule.kind === 'anomaly' && rule.guard === 'while_learning');
  const byBounds = worse(
    observation.status,
    guarded ? inDoubt(value, observation.margin, (v) => judgeValue(v, bounds)) : 'pass',
  );
  if (!expected || rule.kind !== 'anomaly') return fixed(byBounds, formatNormal(bounds, unit));
  if (byBounds === 'fail' || rank[byBounds] === undefined) return fixed(byBounds, formatNormal(bounds, unit));
  if (!expected.ready) {
    // Until it has learned, the fixed bounds alone are a judgement; without any there is none.
    const bounded = Object.values(bounds).some((bound) => bound !== null);
    const status = byBounds === 'pass' && !bounded ? 'learning' : byBounds;
    return fixed(status, `still learning what is normal: ${expected.missing ?? 'it needs more values'}`);
  }
  const { sides } = rule;
  const noise = NOISE_SIGMAS * (observation.noise ?? 0);
  const learned = inDoubt(value, observation.margin, (v) => judgeLearned(v, expected, sides, noise));
  const byLearnedAlone = learned === 'fail' && byBounds === 'pass';
  const { centre, failLower, failUpper, blips, lean } = expected;
  const signed = reachOf(value, centre ?? 0, failLower, failUpper);
  const reach = Math.abs(signed);
  const blip = blips !== null && value >= blips[0] && value <= blips[1];
  const isSlight = blip || reach <= SLIGHT_REACH;
  const wasOnItsWay = lean * Math.sign(signed) >= ON_ITS_WAY;
  const extraRuns = isSlight ? runsInDoubt(value, check, measure, expected) : wasOnItsWay ? -1 : 0;
  return {
    status: worse(byBounds, learned),
    low: expected.lower,
    high: expected.upper,
    normal: usual(expected, unit),
    marginal: byLearnedAlone && (blip || reach <= MARGINAL_REACH) && !seesTheSameRows(check, measure),
    extraRuns: byLearnedAlone ? extraRuns : 0,
  };
}

/**
 * How many runs more a value wants that is just outside. A count can be no further below than 0, which lies close to a
 * low bound: how far out it is shows on the logarithm, on which counts scatter alike.
 */
function runsInDoubt(
  value: number,
  check: Judged,
  measure: Measured['measure'],
  { centre, failLower, failUpper }: Expectation,
): number {
  if (measure !== 'count') return 1;
  const scaled = (bound: number | null) => (bound === null ? null : toScale(measure, bound));
  const reach = reachOf(toScale(measure, value), scaled(centre) ?? 0, scaled(failLower), scaled(failUpper));
  return Math.abs(reach) <= SLIGHT_REACH ? runsUntilOtherRows(check) : 1;
}

function expectedOf(baseline: Baseline, past: Past, at: EpochMs): Expectation {
  const holiday = past.holidayAt?.(at) ?? null;
  return holiday === null ? expectationAt(baseline, at) : expectationOnHoliday(baseline, at, holiday);
}

function judgeLearned(
  value: number,
  { centre, failLower, failUpper }: Expectation,
  sides: 'both' | 'lower' | 'upper',
  noise: number,
): 'pass' | 'fail' {
  if (centre !== null && Math.abs(value - centre) <= noise) return 'pass';
  const low = sides === 'upper' ? null : failLower;
  const high = sides === 'lower' ? null : failUpper;
  return outside(value, low, high) ? 'fail' : 'pass';
}

function byChange(
  observation: Observation,
  value: number,
  check: Judged,
  { against }: Extract<Rule, { kind: 'change' }>,
  past: Past,
  at: EpochMs,
): Judgement {
  const before = observation.reference === undefined ? past.before(against, at) : observation.reference;
  const when = {
    previous: 'the time before',
    day: 'the same time yesterday',
    week: 'the same time a week ago',
  }[against];
  const nothing: Judgement = { status: 'learning', low: null, high: null, normal: null };
  if (before === null) return { ...nothing, normal: `there is no value of ${when} to compare with` };
  if (before === 0) {
    if (value === 0) return { ...nothing, status: 'pass' };
    return { ...nothing, normal: `${when} it was 0, so there is no change in percent` };
  }
  const change = ((value - before) / Math.abs(before)) * 100;
  const status = inDoubt(change, observation.margin && (observation.margin * 100) / Math.abs(before), (v) =>
    judgeValue(v, check.bounds),
  );
  const direction = change < 0 ? 'less' : 'more';
  const normal = formatNormal(check.bounds, 'percent');
  const words = `${formatNumber(Math.abs(Math.round(change)))} % ${direction} than ${when} (${formatNumber(before)})`;
  return {
    status: worse(observation.status, status),
    low: null,
    high: null,
    normal: normal ? `${words}; ${normal.replace('normal is', 'a normal change is')}` : words,
  };
}

/**
 * A sampled value is judged by both ends of what it may be: in doubt it passes, and even beyond doubt it only warns,
 * as only a full look is proof.
 */
function inDoubt(
  value: number,
  margin: number | undefined,
  judgeOne: (value: number) => 'pass' | 'warn' | 'fail',
): 'pass' | 'warn' | 'fail' {
  if (!margin) return judgeOne(value);
  const ends = [judgeOne(value - margin), judgeOne(value), judgeOne(value + margin)];
  return ends.includes('pass') ? 'pass' : 'warn';
}

function worse<S extends RunStatus>(own: RunStatus | undefined, other: S): RunStatus {
  if (own === undefined) return other;
  if (rank[own] === undefined) return own;
  return (rank[own] ?? 0) > (rank[other] ?? 0) ? own : other;
}

/** "usual is 8,900 rows to 11,300 rows, by Mondays 09:00–10:00 (8 weeks)". */
function usual({ lower, upper, basis }: Expectation, unit: Unit): string | null {
  if (lower === null && upper === null) return null;
  const band =
    lower === null
      ? `at most ${formatValue(upper ?? 0, unit)}`
      : upper === null
        ? `at least ${formatValue(lower, unit)}`
        : `${formatValue(lower, unit)} to ${formatValue(upper, unit)}`;
  return `usual is ${band}, by ${basis}`;
}

/** A value with its unit: `14 min`, `2.5 %`, `1,200 rows`. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'seconds':
      return formatSeconds(value);
    case 'percent':
      return `${formatNumber(value)} %`;
    case 'rows':
      return `${formatNumber(value)} ${value === 1 ? 'row' : 'rows'}`;
    case 'differences':
      return `${formatNumber(value)} ${value === 1 ? 'difference' : 'differences'}`;
    case 'number':
      return formatNumber(value);
  }
}

/** "normal is 400 rows to 900 rows"; the tighter of the warn and fail bounds on each side. Null without bounds. */
export function formatNormal(bounds: Bounds, unit: Unit): string | null {
  const min = tightest(bounds.warnMin, bounds.failMin, Math.max);
  const max = tightest(bounds.warnMax, bounds.failMax, Math.min);
  if (min !== null && max !== null) {
    if (min === max) return `normal is ${formatValue(min, unit)}`;
    return `normal is ${formatValue(min, unit)} to ${formatValue(max, unit)}`;
  }
  if (max !== null) return `normal is at most ${formatValue(max, unit)}`;
  if (min !== null) return `normal is at least ${formatValue(min, unit)}`;
  return null;
}

function tightest(a: number | null, b: number | null, pick: (a: number, b: number) => number): number | null {
  if (a === null) return b;
  return b === null ? a : pick(a, b);
}
