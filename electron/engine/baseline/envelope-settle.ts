/** What becomes of an hour once it is a day old. */
import { boundsAt } from './envelope-bounds.ts';
import { type Enveloped, hourOfWeek } from './envelope-range.ts';
import { type Envelope, HOURS, type Hour } from './envelope-state.ts';
import { fromScale, toScale } from './scale.ts';
import type { Measure } from './state.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Extremes come nearer to the mean by this share at each visit: they are forgotten within some months. */
const FORGET = 0.06;
/** After a step what was before is forgotten sooner. */
const FORGET_STEPPED = 0.6;
const STEPPED_DAYS = 21;
/** Weight of the latest visit in the mean of its hour. */
const FOLLOW = 0.3;
/** Until then the envelope takes everything as it is. */
const YOUNG_DAYS = 14;
/** Of what was out and is over, so much of the distance from centre to bound is taken. */
const TAKEN = 1.2;
/** Hours a day old, still out, that make a step; or so many runs, where they are hours apart. */
const STEP_HOURS = 6;
const STEP_RUNS = 3;

/**
 * An hour that was within bounds belongs to what is normal. One that was out and is over by now was an incident,
 * maybe: it widens what is normal by a part only, so what comes again and again is learned and a single outage hardly.
 * One that is still out a day later is part of a step. A feed that has stopped is never a step: it stays wrong until the
 * user says otherwise.
 */
export function settle(enveloped: Enveloped, hour: Hour | undefined) {
  if (!hour) return;
  const { envelope, measure, intervalMs, zone } = enveloped;
  const { waiting, moved } = envelope;
  const isYoung = hour.at - (envelope.first ?? 0) < YOUNG_DAYS * DAY_MS;
  if (hour.out === 0) {
    moved.hours = Math.max(0, moved.hours - 1);
    commit(enveloped, hour);
    return;
  }
  const last = waiting.at(-1);
  const lasts = last !== undefined && last.out > 0;
  if (lasts && hasStopped(measure, hour, last)) return;
  if (!lasts) {
    commit(enveloped, isYoung ? hour : tamed(enveloped, hour));
    return;
  }
  const slot = hourOfWeek(hour.at, zone);
  if (envelope.visits[slot]) {
    moved.hours += 1;
    moved.by += (hour.mean - (envelope.mean[slot] ?? 0) - moved.by) / moved.hours;
  }
  commit(enveloped, hour);
  if (moved.hours >= (intervalMs > 3 * HOUR_MS ? STEP_RUNS : STEP_HOURS)) adopt(envelope, hour.at);
}

/** Whether nothing came in this hour, or nothing has come since. */
function hasStopped(measure: Measure, hour: Hour, last: Hour): boolean {
  if (measure === 'count' || measure === 'rate') return hour.high === 0;
  return measure === 'age' && fromScale('age', last.low) >= (last.at - hour.at) / 1_000;
}

/** Takes an hour into the envelope. */
export function commit({ envelope, zone }: Enveloped, hour: Hour) {
  const { low, high, mean, visits, stepped } = envelope;
  const slot = hourOfWeek(hour.at, zone);
  stretch(envelope, hour.low, hour.high);
  const before = visits[slot] ?? 0;
  visits[slot] = before + 1;
  if (before === 0) {
    mean[slot] = hour.mean;
    low[slot] = hour.low;
    high[slot] = hour.high;
    return;
  }
  const isStepped = stepped !== null && hour.at < stepped + STEPPED_DAYS * DAY_MS;
  const forget = isStepped ? FORGET_STEPPED : FORGET;
  const middle = mean[slot] ?? 0;
  const nearer = (extreme: number) => extreme + forget * (middle - extreme);
  low[slot] = Math.min(nearer(low[slot] ?? 0), hour.low);
  high[slot] = Math.max(nearer(high[slot] ?? 0), hour.high);
  mean[slot] = middle + FOLLOW * (hour.mean - middle);
}

/** Widens what was ever normal. */
export function stretch(envelope: Envelope, low: number, high: number) {
  envelope.least = Math.min(envelope.least ?? low, low);
  envelope.most = Math.max(envelope.most ?? high, high);
}

function tamed(enveloped: Enveloped, hour: Hour): Hour {
  const { measure } = enveloped;
  const bounds = boundsAt(enveloped, hour.at);
  if (!bounds) return hour;
  const centre = toScale(measure, bounds.centre);
  const least = centre + TAKEN * (toScale(measure, bounds.failLow) - centre);
  const most = centre + TAKEN * (toScale(measure, bounds.failHigh) - centre);
  const cut = (scaled: number) => Math.min(most, Math.max(least, scaled));
  return { ...hour, low: cut(hour.low), high: cut(hour.high), mean: cut(hour.mean) };
}

/** A step seen at some hours holds for all: each may now be where it was, or where it is after the step. */
function adopt(envelope: Envelope, at: number) {
  const { low, high, mean, visits, moved } = envelope;
  for (let slot = 0; slot < HOURS; slot++) {
    if (!visits[slot]) continue;
    low[slot] = Math.min(low[slot] ?? 0, (low[slot] ?? 0) + moved.by);
    high[slot] = Math.max(high[slot] ?? 0, (high[slot] ?? 0) + moved.by);
    mean[slot] = (mean[slot] ?? 0) + moved.by / 2;
  }
  stretch(envelope, Math.min(...low), Math.max(...high));
  envelope.stepped = at;
  envelope.moved = { hours: 0, by: 0 };
}
