/**
 * What a value is, which decides how its noise grows: `count` rows in a window, `rate` anything per time, `age`
 * seconds, `share` percent from 0 to 100, `number` anything else.
 */
export type Measure = 'count' | 'rate' | 'age' | 'share' | 'number';

/**
 * What is normal for one check, as far as its values so far can tell. Only JSON in it; a few kilobytes. Values are on
 * the scale of the measure (see `scale.ts`) unless said otherwise.
 */
export interface Baseline {
  version: 1;
  measure: Measure;
  intervalMs: number;
  /** IANA name; hours and weekdays are the user's. */
  zone: string;
  /** First and latest learned time, UTC milliseconds. */
  first: number | null;
  last: number | null;
  /** Values learned. */
  seen: number;
  /** Per rhythm that is tried (see `season.ts`): its level, and its usual error as a forecaster. */
  rhythms: Rhythm[];
  /** What each hour of day adds to the level, and of how many days that is known. */
  day: Slots;
  /** What each slot of the week adds to that, and of how many weeks that is known. */
  week: Slots;
  /** Usual distance from the forecast. */
  spread: number;
  /** Where rare begins and how far rare goes, below and above. */
  tails: [below: Tail, above: Tail];
  /** Since when values have been out of bounds without a break, and what they were. */
  astray: Astray | null;
}

export interface Rhythm {
  level: number;
  error: number;
}

export interface Slots {
  /** Offset per slot. */
  offset: number[];
  /** Usual distance per slot, relative to the whole. */
  width: number[];
  /** Visits, up to what is remembered. */
  visits: number[];
}

/** A tail of the distribution of deviations, in usual distances. */
export interface Tail {
  /** Exceeded by a set share of the values. */
  edge: number;
  /** Mean logarithm of how many times the edge is exceeded, of the values that do. */
  reach: number;
}

export interface Astray {
  since: number;
  runs: number;
  centre: number;
  spread: number;
}
