/**
 * How rare a deviation is, judged by the series' own deviations: where the rarest twentieth begins and how it falls off
 * from there (Hill 1975, "A Simple General Approach to Inference About the Tail of a Distribution"). One probability
 * then means the same for calm and for bursty series, as in SPOT (Siffer et al. 2017, "Anomaly Detection in Streams
 * with Extreme Value Theory").
 */
import type { Tails } from './state.ts';
import { TUNING } from './tuning.ts';

const STEP = Math.log(1.2);
const FROM = Math.log(0.2);
const BINS = 36;
/** Hill's mean of a normal distribution beyond its rarest twentieth. */
const NORMAL_REACH = 0.16;
/** When a tail is full, all of it fades by this much at once. */
const FADE = 0.9;

/** One side: the distance that the rarest twentieth exceeds, and the mean logarithm of by how many times. */
export interface Fit {
  edge: number;
  reach: number;
}

export interface Fits {
  below: Fit;
  above: Fit;
}

export function newTails(): Tails {
  return { below: new Array(BINS).fill(0), above: new Array(BINS).fill(0), total: 0 };
}

export function fitTails(tails: Tails): Fits {
  return { below: fitSide(tails.below, tails.total), above: fitSide(tails.above, tails.total) };
}

function fitSide(bins: readonly number[], total: number): Fit {
  const target = TUNING.tailShare * (total + 20);
  let beyond = 0;
  let sum = 0;
  let bin = BINS - 1;
  for (; bin > 0; bin--) {
    if (beyond + (bins[bin] ?? 0) > target) break;
    beyond += bins[bin] ?? 0;
    sum += (bins[bin] ?? 0) * (FROM + (bin + 0.5) * STEP);
  }
  const inBin = bins[bin] ?? 0;
  const part = inBin > 0 ? Math.min(1, (target - beyond) / inBin) : 0;
  const edge = FROM + (bin + 1 - part) * STEP;
  const weight = beyond + part * inBin;
  sum += part * inBin * Math.max(edge, FROM + (bin + 0.5) * STEP) - weight * edge;
  const reach = (sum + TUNING.tailPrior * NORMAL_REACH) / (weight + TUNING.tailPrior);
  return {
    edge: Math.max(TUNING.leastEdge, Math.exp(edge)),
    reach: Math.max(TUNING.leastReach, reach),
  };
}

/**
 * Surprise: minus the decimal logarithm of the probability of a deviation at least as high (`sign` 1) or as low (−1).
 * Grows with the deviation in that direction; next to nothing on the other side.
 */
export function surpriseOf(fits: Fits, deviation: number, sign: 1 | -1): number {
  const distance = deviation * sign;
  if (distance >= 0) return oneSided(sign === 1 ? fits.above : fits.below, distance);
  const opposite = oneSided(sign === 1 ? fits.below : fits.above, -distance);
  return -Math.log10(1 - 10 ** -opposite);
}

function oneSided({ edge, reach }: Fit, distance: number): number {
  const share = TUNING.tailShare;
  if (distance <= edge) return -Math.log10(0.5) - (Math.log10(2 * share) * distance) / edge;
  return -Math.log10(share) + Math.log10(distance / edge) / reach;
}

/** Takes a deviation in. Its size is capped, so that a single extreme cannot open the bounds. */
export function learnTails(tails: Tails, fits: Fits, deviation: number) {
  if (tails.total >= TUNING.tailKept) fadeTails(tails, FADE);
  const side = deviation < 0 ? fits.below : fits.above;
  count(tails, deviation, side.edge * Math.exp(TUNING.tailCap), 1);
}

/** Lets what was learned count for a part only. */
export function fadeTails(tails: Tails, part: number) {
  for (const side of [tails.below, tails.above]) for (const [i, n] of side.entries()) side[i] = n * part;
  tails.total *= part;
}

/** The user said that a deviation like this is fine: from now on it counts as one of a hundred. */
export function acceptDeviation(tails: Tails, deviation: number) {
  count(tails, deviation, Number.POSITIVE_INFINITY, Math.max(3, 0.06 * tails.total));
}

function count(tails: Tails, deviation: number, most: number, weight: number) {
  const size = Math.min(Math.abs(deviation), most);
  const bin = Math.max(0, Math.min(BINS - 1, Math.floor((Math.log(size + 1e-9) - FROM) / STEP)));
  const bins = deviation < 0 ? tails.below : tails.above;
  bins[bin] = (bins[bin] ?? 0) + weight;
  tails.total += weight;
}
