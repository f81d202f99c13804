/**
 * What is normal for one check, learned value by value and never looking ahead. The same code gives the bounds in the
 * product and the scores of `npm run bench:normal`. See docs/learned-bounds.md.
 */
import { basisOf, durationOf } from './explain.ts';
import { fromScale, leastSpread, toScale } from './scale.ts';
import { bestRhythm, emptySlots, learnRhythms, offsets, slotAt, slotMinutes } from './season.ts';
import type { Baseline, Measure } from './state.ts';
import { distanceOf, learnTail, newTail, rarity } from './tail.ts';

export type { Baseline, Measure } from './state.ts';

/** Probabilities that end the usual band and the band beyond which something is broken, per side. */
const UNUSUAL = 0.003;
const BROKEN = 0.0001;
const DAY_MS = 86_400_000;
/** Values needed before a verdict. */
const ENOUGH = 24;

/** What a value at some time should be, from what was learned before. In the check's own unit. */
export interface Expectation {
  ready: boolean;
  /** In words, while not ready: "needs about 2 more hours". */
  missing: string | null;
  centre: number | null;
  /** The usual band, as on the chart; outside is unusual. */
  lower: number | null;
  upper: number | null;
  /** Outside of these something is broken. */
  failLower: number | null;
  failUpper: number | null;
  /** "Mondays 09:00–10:00 (8 weeks)", "the last 3 h". */
  basis: string;
}

export interface Assessment {
  /** 0 to 1, the same meaning for every series; at least 0.5 is worth a message. */
  score: number;
  expectation: Expectation;
  /** Outside the usual band. */
  unusual: boolean;
  /** Outside the fail bounds. */
  broken: boolean;
}

/** How the user, or the engine, classes a value. */
export type Verdict = 'auto' | 'normal' | 'not_normal';

/** A baseline that knows nothing yet. `zone` is an IANA name; hours and weekdays are taken there. */
export function newBaseline(options: { measure: Measure; intervalMs: number; zone: string }): Baseline {
  const perDay = 1_440 / slotMinutes(options.intervalMs);
  return {
    version: 1,
    ...options,
    first: null,
    last: null,
    seen: 0,
    rhythms: [
      { level: 0, error: 0 },
      { level: 0, error: 0 },
      { level: 0, error: 0 },
    ],
    day: emptySlots(perDay),
    week: emptySlots(7 * perDay),
    spread: 0,
    tails: [newTail(), newTail()],
    astray: null,
  };
}

/** What to expect at a time. Never looks at the value to be judged. */
export function expectationAt(baseline: Baseline, at: number): Expectation {
  const slot = slotAt(baseline, at);
  if (baseline.seen < ENOUGH) {
    const more = durationOf((ENOUGH - baseline.seen) * baseline.intervalMs);
    const nothing = { centre: null, lower: null, upper: null, failLower: null, failUpper: null };
    return { ready: false, missing: `needs about ${more} more`, ...nothing, basis: 'nothing yet' };
  }
  const { centre, spread } = forecast(baseline, at);
  const [below, above] = baseline.tails;
  const value = (distance: number) => fromScale(baseline.measure, centre + distance * spread);
  return {
    ready: true,
    missing: null,
    centre: value(0),
    lower: value(-distanceOf(below, UNUSUAL)),
    upper: value(distanceOf(above, UNUSUAL)),
    failLower: value(-distanceOf(below, BROKEN)),
    failUpper: value(distanceOf(above, BROKEN)),
    basis: basisOf(baseline, slot),
  };
}

/** How surprising a value is, with what was expected. Call it before `learn`. */
export function assess(baseline: Baseline, at: number, value: number): Assessment {
  const expectation = expectationAt(baseline, at);
  if (!expectation.ready) return { score: 0, expectation, unusual: false, broken: false };
  const score = scoreOf(baseline, at, value);
  const outside = (low: number | null, high: number | null) =>
    (low !== null && value < low) || (high !== null && value > high);
  return {
    score,
    expectation,
    unusual: outside(expectation.lower, expectation.upper),
    broken: outside(expectation.failLower, expectation.failUpper),
  };
}

/** 0 to 1; 0.5 is as rare as the fail bounds. One threshold serves every series. Call it before `learn`. */
export function scoreOf(baseline: Baseline, at: number, value: number): number {
  if (baseline.seen < ENOUGH) return 0;
  const { centre, spread } = forecast(baseline, at);
  const distance = (toScale(baseline.measure, value) - centre) / spread;
  const tail = baseline.tails[distance < 0 ? 0 : 1];
  const surprise = -Math.log10(rarity(tail, Math.abs(distance)));
  return surprise / (surprise - Math.log10(BROKEN));
}

/**
 * Takes a value in. `normal`: the user said that it was fine, so it is adopted at once. `not_normal`: it is left out.
 * Values far out are not learned until they have lasted for a day.
 */
export function learn(baseline: Baseline, at: number, value: number, as: Verdict = 'auto'): void {
  if (!Number.isFinite(value) || as === 'not_normal') return;
  const scaled = toScale(baseline.measure, value);
  if (baseline.seen === 0) {
    for (const rhythm of baseline.rhythms) rhythm.level = scaled;
    baseline.first = at;
  }
  const { centre, spread } = forecast(baseline, at);
  const distance = (scaled - centre) / spread;
  const side = baseline.tails[distance < 0 ? 0 : 1];
  const young = baseline.seen < ENOUGH;
  const out = !young && rarity(side, Math.abs(distance)) < BROKEN;
  if (out && as === 'auto') {
    baseline.astray ??= { since: at, runs: 0, centre: scaled, spread: 0 };
    const astray = baseline.astray;
    astray.runs += 1;
    astray.centre += (scaled - centre - astray.centre) / astray.runs;
    if (at - astray.since < DAY_MS || astray.runs < 7) return;
    for (const rhythm of baseline.rhythms) rhythm.level += astray.centre;
    baseline.astray = null;
    return;
  }
  if (as === 'normal' && out) for (const rhythm of baseline.rhythms) rhythm.level += scaled - centre;
  baseline.astray = null;
  const gain = Math.max(1 / (baseline.seen + 1), Math.min(0.2, 1 - Math.exp(-baseline.intervalMs / DAY_MS)));
  learnRhythms(baseline, slotAt(baseline, at), scaled, gain, young ? Number.POSITIVE_INFINITY : 5 * spread);
  baseline.spread +=
    gain * (Math.min(Math.abs(scaled - centre), young ? 1e300 : 5 * spread) - baseline.spread);
  if (!young) {
    const slow = Math.max(gain / 5, 0.002);
    learnTail(baseline.tails[0], -distance, slow);
    learnTail(baseline.tails[1], distance, slow);
  }
  baseline.last = at;
  baseline.seen += 1;
}

/** A text for the store, at most about 4 KB. */
export function serialise(baseline: Baseline): string {
  return JSON.stringify(baseline, (_, part) =>
    typeof part === 'number' && !Number.isInteger(part) ? Number(part.toPrecision(5)) : part,
  );
}

/** The baseline of a text from `serialise`. Null when it is not one of a version known here: learn anew. */
export function revive(text: string): Baseline | null {
  try {
    const state = JSON.parse(text) as Baseline | null;
    return state?.version === 1 ? state : null;
  } catch {
    return null;
  }
}

function forecast(baseline: Baseline, at: number): { centre: number; spread: number } {
  const kind = bestRhythm(baseline);
  const slot = slotAt(baseline, at);
  const centre = (baseline.rhythms[kind]?.level ?? 0) + (offsets(baseline, slot)[kind] ?? 0);
  return {
    centre,
    spread: Math.max(baseline.spread, leastSpread(baseline.measure, centre, baseline.intervalMs)),
  };
}
