import { type Enveloped, type Range, rangeAt } from './envelope-range.ts';
import { fromScale } from './scale.ts';
import type { Measure } from './state.ts';

const DAY_MS = 86_400_000;
/** Values before any verdict, and days: the rhythm of the day must have been seen. */
const FEWEST_VALUES = 20;
const FEWEST_DAYS = 1.2;
/** After so many days of one value any other is out. */
const CONSTANT_DAYS = 14;
/** The usual band goes beyond the extremes by this part of the way to the fail bounds. */
const BAND = 0.25;
/** Room above the highest count, as a factor; more until a month's end has been seen. */
const UPWARD = 1.08;
const UNSEEN_MONTH = 1.45;
const MONTH_DAYS = 35;
/** So many different values are few. */
export const FEW = 8;
/** From so many values on it is known how far they scatter. */
const ENOUGH_VALUES = 200;
/** Whole numbers of which there are few different ones may differ by so much. */
const FEW_ROOM = 5;

/** What is normal at a time, in the check's own unit. `low` to `high`: the usual band. */
export interface EnvelopeBounds {
  centre: number;
  low: number;
  high: number;
  failLow: number;
  failHigh: number;
}

/** Milliseconds until there may be a verdict; 0: now. */
export function waitOf({ envelope, intervalMs }: Enveloped, at: number): number {
  const time = FEWEST_DAYS * DAY_MS - (at - (envelope.first ?? at));
  return Math.max(0, time, (FEWEST_VALUES - envelope.seen) * intervalMs);
}

/** Bounds at a time. Null: too little is known. */
export function boundsAt(enveloped: Enveloped, at: number): EnvelopeBounds | null {
  if (waitOf(enveloped, at) > 0) return null;
  const range = rangeAt(enveloped, at);
  if (!range) return null;
  const { envelope, measure } = enveloped;
  if (envelope.constant && range.days > CONSTANT_DAYS) {
    const { value } = envelope.constant;
    const room = 1e-9 * Math.max(1, Math.abs(value));
    return { centre: value, low: value, high: value, failLow: value - room, failHigh: value + room };
  }
  const bounds = fewBounds(enveloped, at, range.days) ?? marginOf(enveloped, range, at);
  const { accepted } = envelope;
  const isAccepted = accepted !== null && at <= accepted.until;
  const low = fromScale(measure, range.low);
  const high = fromScale(measure, range.high);
  const floor = floorOf(enveloped);
  const failLow = Math.max(
    floor,
    isAccepted ? Math.min(bounds[0], room(measure, accepted.low, -1)) : bounds[0],
  );
  const failHigh = isAccepted ? Math.max(bounds[1], room(measure, accepted.high, 1)) : bounds[1];
  const inside = (value: number) =>
    Math.min(failHigh, Math.max(failLow, measure === 'age' ? 0 : floor, value));
  return {
    failLow,
    failHigh,
    centre: inside(fromScale(measure, range.centre)),
    low: inside(low - BAND * Math.max(0, low - failLow)),
    high: inside(high + BAND * Math.max(0, failHigh - high)),
  };
}

/** No bound is below what a value can be. */
function floorOf({ measure, envelope }: Enveloped): number {
  if (measure === 'number') return -Infinity;
  if (measure === 'age') return Math.min(-60, 2 * envelope.youngest);
  return measure === 'share' || (envelope.least ?? 0) >= 0 ? 0 : -Infinity;
}

/** A tenth beyond a value that the user has called normal. */
function room(measure: Measure, scaled: number, sign: 1 | -1): number {
  const value = fromScale(measure, scaled);
  return value + sign * 0.1 * Math.abs(value);
}

/**
 * Where a series has few different values (a number of states, of partitions), those of at least two days are normal,
 * and others are judged by their distance to them. Null: it is not such a series.
 */
function fewBounds({ envelope, measure }: Enveloped, at: number, days: number): [number, number] | null {
  const { few } = envelope;
  if (!few || few.length > days / 1.5) return null;
  const old = few.filter(({ first }) => at - first > DAY_MS);
  const normal = old.filter((entry) => entry.days >= 2).map(({ value }) => value);
  if (normal.length === 0) return null;
  const highest = Math.max(...old.map(({ value }) => value));
  const lowest = Math.min(...old.map(({ value }) => value));
  const high = Math.max(...normal);
  const low = Math.min(...normal);
  if (high === low) {
    const least = measure === 'share' ? 1 : few.every(({ value }) => Number.isInteger(value)) ? FEW_ROOM : 0;
    const room = Math.max(least, 0.05 * Math.abs(high));
    return [low - Math.max(room, 2 * (low - lowest)), high + Math.max(room, 2 * (highest - high))];
  }
  const width = high - low;
  const failHigh = Math.max(high + 1.25 * width, highest + 0.5 * width);
  return [Math.min(low - 0.75 * width, lowest - 0.25 * width), low === 0 ? failHigh + 4 : failHigh];
}

/** The margin outside of the envelope: wide while little has been seen, and in keeping with its own breadth. */
function marginOf(enveloped: Enveloped, range: Range, at: number): [number, number] {
  const { visits } = range;
  const { stepped } = enveloped.envelope;
  // A step makes it as uncertain as in the second week.
  const days = stepped === null ? range.days : Math.min(range.days, 8 + (at - stepped) / DAY_MS);
  const young = days < 4 ? 3 : days < 8 ? 2.4 : days < 21 ? 1.8 : 1;
  const unsure = young * Math.sqrt(1 + 12 / (visits + 1));
  const margin = { young, unsure };
  switch (enveloped.measure) {
    case 'count':
    case 'rate':
      return countMargin(enveloped, range, margin);
    case 'age':
      return ageMargin(enveloped, range, margin);
    case 'share':
      return shareMargin(enveloped, range, margin);
    case 'number':
      return numberMargin(enveloped, range, margin);
  }
}

interface Margin {
  /** 1 and more: the whole series is young. */
  young: number;
  /** The same, and this hour has seldom been seen. */
  unsure: number;
}

/**
 * Bursty tables get wide bounds, steady ones such that a half and a double show; and never nearer than chance goes
 * (Poisson: the root of the count). No lower bound where there are hardly any rows.
 */
function countMargin(
  { measure, envelope }: Enveloped,
  range: Range,
  { young, unsure }: Margin,
): [number, number] {
  const value = (scaled: number) => fromScale(measure, scaled);
  const low = value(range.low);
  const centre = value(range.centre);
  const high = Math.max(value(range.high), centre < 2 ? 0.8 * value(envelope.most ?? 0) : 0);
  const breadth = range.high - range.low;
  const room = range.days < MONTH_DAYS ? UNSEEN_MONTH : UPWARD;
  const failLow = Math.min(
    (low * Math.sqrt(Math.min(1, low / centre))) / (1 + 0.03 * unsure),
    centre * (1 - Math.min(0.38, 0.15 + breadth) * Math.min(1.6, young)),
    low - 0.5 * unsure * Math.sqrt(Math.max(0, low)),
  );
  const failHigh = Math.max(
    high * Math.sqrt(Math.max(1, Math.min(5, high / Math.max(1, centre)))) * (room + 0.03 * unsure),
    centre * (1 + Math.min(0.7, 0.2 + 1.5 * breadth) * young),
    high + 1.5 * unsure * Math.sqrt(Math.max(0, high) + 1),
  );
  const lowest = (failLow * (range.days < MONTH_DAYS ? 0.85 : 1)) / (range.known ? 1 : 4);
  return [low < 4 || centre < 8 || lowest < 1.5 ? Math.min(0, 2 * low) : lowest, failHigh];
}

/** An age is never too young, but for a clock that is ahead. */
function ageMargin({ intervalMs }: Enveloped, range: Range, { unsure }: Margin): [number, number] {
  const high = fromScale('age', range.high);
  return [-Infinity, high * (1 + (range.days < MONTH_DAYS ? 0.65 : 0.5) * unsure) + (3 * intervalMs) / 1_000];
}

function shareMargin({ envelope }: Enveloped, range: Range, { young, unsure }: Margin): [number, number] {
  const ever = (envelope.most ?? 0) - (envelope.least ?? 0);
  const isSteady = range.centre > 0.05 && range.low > 0.01;
  const width = Math.max(range.high - range.low, 0.5 * ever * (isSteady ? 0.3 : 0.6));
  const margin = Math.max(0.04 * young, 0.2 * unsure * width);
  const failLow = fromScale('share', range.low - margin);
  return [failLow, fromScale('share', range.high + margin)];
}

function numberMargin({ envelope }: Enveloped, range: Range, { young, unsure }: Margin): [number, number] {
  const { low, high, centre } = range;
  const least = envelope.least ?? 0;
  const ever = (envelope.most ?? 0) - least;
  const fewest = envelope.few?.every(({ value }) => Number.isInteger(value)) ? FEW_ROOM : 0;
  const margin = Math.max(fewest, 0.25 * unsure * Math.max(high - low, 0.04 * Math.abs(centre), 0.1 * ever));
  if (least <= 0) return [low - margin, high + margin];
  // Never below 0, so that it is likely to scatter by a factor; but not where it has hardly scattered at all.
  const scatter = envelope.seen < ENOUGH_VALUES ? 1 : Math.min(1, Math.max(1 / 3, (2.5 * ever) / centre));
  const factor = 0.3 * scatter;
  return [
    Math.max(Math.min(low - margin, centre * (1 - factor * Math.min(2, young))), low / 5),
    Math.max(
      high + margin,
      centre * (1 + factor * young),
      high * Math.max(1, 1.1 * Math.min(4, high / centre)),
    ),
  ];
}
