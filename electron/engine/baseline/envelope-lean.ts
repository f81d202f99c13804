/**
 * Where the value of the time before lay between what was expected and its bound. On a control chart a point beyond the
 * limits counts for more when the one before was on its way there: the supplementary runs rules of the Western Electric
 * Handbook (1956; Champ and Woodall 1987, "Exact Results for Shewhart Control Charts with Supplementary Runs Rules").
 */
import type { EnvelopeBounds } from './envelope-bounds.ts';
import type { Enveloped } from './envelope-range.ts';

/** Further out is only out. */
const MOST = 9;

/**
 * How far from what was expected a value is, where the bound on its side is at 1, or at −1 where that is the lower one.
 * Without a bound it is infinitely far.
 */
export function reachOf(value: number, centre: number, low: number | null, high: number | null): number {
  const sign = value < centre ? -1 : 1;
  const bound = sign < 0 ? low : high;
  return bound === null ? sign * Infinity : (sign * Math.abs(value - centre)) / Math.abs(bound - centre);
}

export function noteLean({ envelope }: Enveloped, at: number, value: number, bounds: EnvelopeBounds) {
  const reach = reachOf(value, bounds.centre, bounds.failLow, bounds.failHigh);
  const by = Number.isNaN(reach) ? 0 : Math.round(100 * Math.min(MOST, Math.max(-MOST, reach))) / 100;
  envelope.lean = { at, by };
}

/** The reach of the value one interval before; 0: there is none. */
export function leanAt({ envelope, intervalMs }: Enveloped, at: number): number {
  const { lean } = envelope;
  if (lean === null) return 0;
  const intervals = (at - lean.at) / intervalMs;
  return intervals >= 0.5 && intervals <= 1.5 ? lean.by : 0;
}
