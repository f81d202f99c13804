/**
 * Blips: single values out of bounds that were back the next time, as of a load that comes a few minutes late. Where
 * they happen, or nothing is known of it yet, a value out is not looked at again before its time: a second look at the
 * same rows would only see the same blip.
 */
import type { Enveloped } from './envelope-range.ts';

const DAY_MS = 86_400_000;
/** Until then it is not known whether there are any. Three weeks of a table's own past hold so many whole days. */
const UNKNOWN_DAYS = 20;
/** So long a blip is remembered. */
const KEPT_DAYS = 60;
/** Where values are further apart, waiting for the next one takes too long. */
const MOST_INTERVAL_MS = DAY_MS / 4;
/** Blips may differ in size by this part of their distance from the usual. */
const ROOM = 0.25;

/** How far out a value may be and still be a blip, in the check's own unit. Null: none is to be expected. */
export function blipRange(enveloped: Enveloped, centre: number, at: number): [number, number] | null {
  const { envelope, intervalMs } = enveloped;
  const { blips } = envelope;
  if (intervalMs > MOST_INTERVAL_MS) return null;
  if (at - (envelope.first ?? at) < UNKNOWN_DAYS * DAY_MS) return [-Infinity, Infinity];
  if (!blips || at - blips.at > KEPT_DAYS * DAY_MS) return null;
  const beyond = (extreme: number) => extreme + ROOM * (extreme - centre);
  return [Math.min(centre, beyond(blips.low)), Math.max(centre, beyond(blips.high))];
}

/** Counts values out of bounds in a row, and remembers the single ones. `value` is in the check's own unit. */
export function noteOutside({ envelope }: Enveloped, at: number, value: number, isOut: boolean) {
  const { outside } = envelope;
  if (isOut) {
    const first = outside.values === 0 ? value : outside.first;
    envelope.outside = { values: outside.values + 1, first, at };
    return;
  }
  if (outside.values === 1) {
    const { first } = outside;
    const { low, high } = envelope.blips ?? { low: first, high: first };
    envelope.blips = { low: Math.min(low, first), high: Math.max(high, first), at };
  }
  outside.values = 0;
}
