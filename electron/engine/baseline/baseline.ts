/**
 * What is normal for one check, learned value by value and never looking ahead: an envelope gives the bounds, a model of
 * surprise the scores. See docs/learned-bounds.md.
 */
import { adopt, mayLearn, restoreFormer } from './drift.ts';
import { learnEnvelope } from './envelope.ts';
import { blipRange } from './envelope-blips.ts';
import { boundsAt, waitOf } from './envelope-bounds.ts';
import { leanAt } from './envelope-lean.ts';
import { newEnvelope } from './envelope-state.ts';
import { deviationsOf, surpriseAt, type View, viewAt } from './evidence.ts';
import { basisOf, missingOf } from './explain.ts';
import { isNews, noteNews } from './news.ts';
import { toScale } from './scale.ts';
import { bestRhythm, emptySlots, learnRhythms, learnWidths, slotAt, slotMinutes } from './season.ts';
import type { Baseline, Evidence, Measure } from './state.ts';
import { acceptDeviation, fadeTails, learnTails, newTails } from './tail.ts';
import { TUNING } from './tuning.ts';

export { reachOf } from './envelope-lean.ts';
export { revive, serialise } from './serialise.ts';
export type { Baseline, Measure } from './state.ts';

const EVIDENCES: readonly Evidence[] = ['deviation', 'jump', 'mean'];

/** What a value at some time should be, from what was learned before. In the check's own unit. */
export interface Expectation {
  ready: boolean;
  /** In words, while not ready: "needs about 2 h more". */
  missing: string | null;
  centre: number | null;
  /** The usual band, as on the chart; outside is unusual. */
  lower: number | null;
  upper: number | null;
  /** Outside of these something is broken. */
  failLower: number | null;
  failUpper: number | null;
  /** Values out of the fail bounds, but within these, may be back by the next due time. Null: not to be expected. */
  blips: [number, number] | null;
  /** How far towards its fail bound the value one interval before was: 1 is at the upper, −1 at the lower one. */
  lean: number;
  /** "Mondays 09:00–10:00 (8 weeks)", "the last 3 h". */
  basis: string;
}

export interface Assessment {
  /** 0 to 1, the same meaning for every series; from 0.5 on it is rare enough to be news. */
  score: number;
  expectation: Expectation;
  /** Outside the usual band. */
  unusual: boolean;
  /** Outside the fail bounds. */
  broken: boolean;
}

/** How a value is to be learned: as the engine sees it, or as the user said. */
export type Verdict = 'auto' | 'normal' | 'not_normal';

/** A baseline that knows nothing yet. `zone` is an IANA name: hours and weekdays are those of its wall clock. */
export function newBaseline(options: { measure: Measure; intervalMs: number; zone: string }): Baseline {
  const perDay = 1_440 / slotMinutes(options.intervalMs);
  return {
    version: 1,
    measure: options.measure,
    intervalMs: options.intervalMs,
    zone: options.zone,
    first: null,
    last: null,
    seen: 0,
    whole: true,
    rhythms: [0, 1, 2].map(() => ({ level: 0, error: 0 })),
    believed: 0,
    day: emptySlots(perDay),
    week: emptySlots(7 * perDay),
    spread: 0,
    carry: { miss: 0, together: 0, alone: 0, spread: 0 },
    mean: 0,
    tails: { deviation: newTails(), jump: newTails(), mean: newTails() },
    astray: null,
    former: null,
    rest: { left: 0, peak: 0 },
    envelope: newEnvelope(),
  };
}

/** What to expect at a time. Never looks at the value to be judged. */
export function expectationAt(baseline: Baseline, at: number): Expectation {
  const bounds = boundsAt(baseline, at);
  if (!bounds) {
    const none = { lower: null, upper: null, failLower: null, failUpper: null };
    const nothing = { centre: null, ...none, blips: null, lean: 0 };
    const missing = missingOf(waitOf(baseline, at));
    return { ready: false, missing, ...nothing, basis: 'too few values so far' };
  }
  return {
    ready: true,
    missing: null,
    centre: bounds.centre,
    lower: bounds.low,
    upper: bounds.high,
    failLower: bounds.failLow,
    failUpper: bounds.failHigh,
    blips: blipRange(baseline, bounds.centre, at),
    lean: leanAt(baseline, at),
    basis: basisOf(baseline, slotAt(baseline, at), bestRhythm(baseline)),
  };
}

/** How surprising a value is, with what was expected. Call it before `learn`. */
export function assess(baseline: Baseline, at: number, value: number): Assessment {
  const expectation = expectationAt(baseline, at);
  const outside = (low: number | null, high: number | null) =>
    (low !== null && value < low) || (high !== null && value > high);
  return {
    score: scoreOf(baseline, at, value),
    expectation,
    unusual: outside(expectation.lower, expectation.upper),
    broken: outside(expectation.failLower, expectation.failUpper),
  };
}

/** 0 to 1, with one threshold for every series: 0.5 is where it is so rare that it is news. Call it before `learn`. */
export function scoreOf(baseline: Baseline, at: number, value: number): number {
  if (baseline.seen < TUNING.fewestValues || !Number.isFinite(value)) return 0;
  const surprise = surpriseAt(viewAt(baseline, at), toScale(baseline.measure, value));
  return isNews(baseline, surprise) ? surprise / (surprise + TUNING.broken) : 0;
}

/**
 * Takes a value in. `normal`: the user said that it was fine, so it is adopted at once. `not_normal`: it is left out,
 * and what has been adopted of it is taken back.
 */
export function learn(baseline: Baseline, at: number, value: number, as: Verdict = 'auto'): void {
  if (!Number.isFinite(value)) return;
  learnEnvelope(baseline, at, value, as);
  const scaled = toScale(baseline.measure, value);
  if (as === 'not_normal') {
    if (!restoreFormer(baseline) && baseline.astray) baseline.astray.never = true;
    return;
  }
  if (baseline.seen === 0) {
    for (const rhythm of baseline.rhythms) rhythm.level = scaled;
    baseline.first = at;
  }
  const young = baseline.seen < TUNING.fewestValues;
  const view = viewAt(baseline, at);
  if (as === 'normal') {
    accept(baseline, view, at, scaled);
    return;
  }
  const surprise = surpriseAt(view, scaled);
  const deviations = deviationsOf(view, scaled);
  const learnable = young || mayLearn(baseline, view, at, scaled, surprise);
  if (view.kind > baseline.believed) believe(baseline, view.kind);
  const incident = (baseline.astray?.values ?? 0) > TUNING.burst;
  if (!young) {
    if (!incident)
      for (const evidence of EVIDENCES)
        learnTails(baseline.tails[evidence], view.fits[evidence], deviations[evidence]);
    noteNews(baseline, surprise);
  }
  baseline.mean = deviations.mean / Math.sqrt(TUNING.meanOver);
  if (learnable) learnForecast(baseline, view, at, scaled, young);
  if (young || surprise < TUNING.broken) learnCarry(baseline, view, at, scaled, young);
  else if (!incident) baseline.carry.miss *= view.carried;
  baseline.seen += 1;
  baseline.whole &&= Number.isInteger(value);
  baseline.last = Math.max(at, baseline.last ?? at);
}

function learnForecast(baseline: Baseline, view: View, at: number, scaled: number, young: boolean) {
  const slot = slotAt(baseline, at);
  const miss = Math.abs(scaled - view.centre);
  const limit = young ? Number.POSITIVE_INFINITY : TUNING.clip * view.spread;
  const steps = Math.min(3, Math.max(1, (at - (baseline.last ?? at)) / baseline.intervalMs));
  const usual = baseline.spread;
  learnRhythms(baseline, slot, scaled, steps, limit);
  if (!young && usual > 0) learnWidths(baseline, slot, Math.min(TUNING.widest, miss / usual));
  baseline.spread += average(baseline) * (Math.min(miss, limit) - baseline.spread);
}

function learnCarry(baseline: Baseline, view: View, at: number, scaled: number, young: boolean) {
  const { carry } = baseline;
  const jump = scaled - view.near;
  const limit = young ? Number.POSITIVE_INFINITY : TUNING.clip * view.nearSpread;
  const cut = (value: number, most: number) => Math.min(most, Math.max(-most, value));
  const before = carry.miss;
  const miss = cut(scaled - view.centre, young ? Number.POSITIVE_INFINITY : TUNING.clip * view.spread);
  if (at - (baseline.last ?? at) < 1.5 * baseline.intervalMs) {
    carry.together += average(baseline) * (miss * before - carry.together);
    carry.alone += average(baseline) * (before * before - carry.alone);
  }
  carry.spread += average(baseline) * (Math.min(Math.abs(jump), limit) - carry.spread);
  const most = young ? Number.POSITIVE_INFINITY : TUNING.carryClip * view.nearSpread;
  carry.miss = view.carried * before + cut(jump, most);
}

/** The user said that this was fine. While it lasts, it is the new level; if it is over, it may come again. */
function accept(baseline: Baseline, view: View, at: number, scaled: number) {
  if (baseline.astray) {
    baseline.astray.centre = scaled - view.centre;
    adopt(baseline, at);
    baseline.former = null;
    return;
  }
  const deviations = deviationsOf(view, scaled);
  acceptDeviation(baseline.tails.deviation, deviations.deviation);
  acceptDeviation(baseline.tails.jump, deviations.jump);
}

/** The first time that a more detailed rhythm is believed, what was rare before says little. */
function believe(baseline: Baseline, kind: number) {
  baseline.believed = kind;
  for (const evidence of EVIDENCES) fadeTails(baseline.tails[evidence], TUNING.carriedOver);
  const { error } = baseline.rhythms[kind] ?? { error: baseline.spread };
  baseline.spread = Math.min(baseline.spread, error);
}

/** Weight of one value in the spreads: all count alike at first, old ones fade later. */
function average(baseline: Baseline): number {
  return Math.max(1 / (baseline.seen + 1), 1 / TUNING.spreadKept);
}
