import type { Envelope } from './envelope-state.ts';

/**
 * What a value is, which decides how its noise grows: `count` rows in a window, `rate` anything per time, `age`
 * seconds, `share` percent from 0 to 100, `number` anything else.
 */
export type Measure = 'count' | 'rate' | 'age' | 'share' | 'number';

/**
 * What is normal for one check, as far as its values so far can tell. Only JSON in it, a few kilobytes. Values are on
 * the scale of the measure (`scale.ts`); times are UTC milliseconds.
 */
export interface Baseline {
  version: 1;
  measure: Measure;
  intervalMs: number;
  /** IANA name: hours and weekdays are those of the user's wall clock. */
  zone: string;
  /** First and latest learned time. */
  first: number | null;
  last: number | null;
  /** Values learned. */
  seen: number;
  /** All of them were whole numbers. */
  whole: boolean;
  /** The three forecasters of `season.ts`: level alone, with hour of day, with hour of week. */
  rhythms: Rhythm[];
  /** The most detailed of them that has been believed. */
  believed: number;
  day: Slots;
  week: Slots;
  /** Usual distance of a value from the forecast. */
  spread: number;
  /** How misses carry over from one value to the next. */
  carry: Carry;
  /** Running mean of the latest deviations, in spreads. */
  mean: number;
  /** How deviations, jumps and running means are distributed. */
  tails: Record<Evidence, Tails>;
  /** Values have been out of bounds since then, without a break. */
  astray: Astray | null;
  /** Levels before the latest adopted step: what lasted a day may still have been an incident. */
  former: { levels: number[]; until: number } | null;
  /** Quiet after news: values to go, and how surprising the news was. */
  rest: { left: number; peak: number };
  /** What decides on messages; all else is for the score and for words. */
  envelope: Envelope;
}

export interface Rhythm {
  level: number;
  /** Usual miss of this forecaster. */
  error: number;
}

export interface Slots {
  /** What a slot adds. */
  offset: number[];
  /** Its usual distance from the forecast, relative to the whole. */
  width: number[];
  /** Visits so far, up to what is remembered. */
  visits: number[];
}

export interface Carry {
  /** The latest miss, with its outliers cut off. */
  miss: number;
  /** Running products of a miss with the one before, and of the one before with itself. */
  together: number;
  alone: number;
  /** Usual distance from the forecast that includes what carries over. */
  spread: number;
}

export type Evidence = 'deviation' | 'jump' | 'mean';

/** Counts of deviations by size, on a logarithmic grid, below and above the forecast. */
export interface Tails {
  below: number[];
  above: number[];
  total: number;
}

export interface Astray {
  since: number;
  values: number;
  /** Mean distance from the forecast, lately. */
  centre: number;
  /** Values in a row that were within bounds again. */
  within: number;
  /** The user said that this is not normal: it never becomes so. */
  never: boolean;
}
