/**
 * How surprising a value would be, before it is known. Three deviations are looked at: of the value from the forecast,
 * of the jump from what the latest values had led to expect, and of the running mean (a small shift that lasts, as in
 * an EWMA chart, Roberts 1959). Each is turned into a probability by its own tail and the three are combined as in
 * Fisher (1925): their logarithms add up.
 */
import { leastSpread } from './scale.ts';
import { bestRhythm, LEVEL, offsetsOf, slotAt, widthOf } from './season.ts';
import type { Baseline, Evidence } from './state.ts';
import { type Fits, fitTails, surpriseOf } from './tail.ts';
import { TUNING } from './tuning.ts';

/** All that a verdict on a value at some time needs, on the scale of the measure. */
export interface View {
  /** Young is never bad: only a higher age surprises. */
  upwardOnly: boolean;
  kind: number;
  centre: number;
  spread: number;
  /** Where the latest values lead to expect it, and how closely. */
  near: number;
  nearSpread: number;
  mean: number;
  /** Weight of one value in the running mean. */
  meanGain: number;
  /** Part of the latest miss that carries over to this time. */
  carried: number;
  fits: Record<Evidence, Fits>;
}

export function viewAt(baseline: Baseline, at: number, levels?: readonly number[]): View {
  const slot = slotAt(baseline, at);
  const kind = bestRhythm(baseline);
  const level = levels?.[kind] ?? baseline.rhythms[kind]?.level ?? 0;
  const centre = level + (offsetsOf(baseline, slot)[kind] ?? 0);
  const least = Math.max(
    leastSpread(baseline.measure, centre, baseline.whole),
    TUNING.leastShare * (baseline.rhythms[LEVEL]?.error ?? 0),
  );
  const width = widthOf(baseline, slot, kind);
  const { carry, tails } = baseline;
  const steps = Math.max(1, (at - (baseline.last ?? at)) / baseline.intervalMs);
  const part = carry.alone > 0 ? carry.together / carry.alone : 0;
  const carried = Math.min(TUNING.mostCarry, Math.max(0, part)) ** steps;
  return {
    upwardOnly: baseline.measure === 'age',
    kind,
    centre,
    spread: Math.max(least, baseline.spread * width),
    near: centre + carried * carry.miss,
    nearSpread: Math.max(least, carry.spread * width),
    mean: baseline.mean,
    meanGain: 1 / Math.min(TUNING.meanOver, baseline.seen + 1),
    carried,
    fits: {
      deviation: fitTails(tails.deviation),
      jump: fitTails(tails.jump),
      mean: fitTails(tails.mean),
    },
  };
}

/** The three deviations of a value, each in its own spreads. */
export function deviationsOf(view: View, scaled: number): Record<Evidence, number> {
  const deviation = (scaled - view.centre) / view.spread;
  const cut = Math.min(TUNING.clip, Math.max(-TUNING.clip, deviation));
  return {
    deviation,
    jump: (scaled - view.near) / view.nearSpread,
    mean: (view.mean + view.meanGain * (cut - view.mean)) * Math.sqrt(TUNING.meanOver),
  };
}

/**
 * Combined surprise that a value is so high (`sign` 1) or so low (−1): it never falls as the value moves that way, so
 * that bounds can be read off it. The value's own deviation leads, the other evidence can support it only so far:
 * what is back at its usual place is fine, however it got there.
 */
export function surpriseToward(view: View, scaled: number, sign: 1 | -1): number {
  if (sign === -1 && view.upwardOnly) return 0;
  const deviations = deviationsOf(view, scaled);
  const own = surpriseOf(view.fits.deviation, deviations.deviation, sign);
  const most = TUNING.support * own;
  return (
    own +
    Math.min(most, surpriseOf(view.fits.jump, deviations.jump, sign)) +
    Math.min(most, surpriseOf(view.fits.mean, deviations.mean, sign))
  );
}

/** Surprise at a value, whichever way it is off. */
export function surpriseAt(view: View, scaled: number): number {
  return Math.max(surpriseToward(view, scaled, 1), surpriseToward(view, scaled, -1));
}
