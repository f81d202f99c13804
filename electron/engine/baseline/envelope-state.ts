/** Slots of the envelope: the hours of the local week. */
export const HOURS = 168;

/**
 * The lowest and highest values of each hour of the week, as far as they are normal. Values are on the scale of the
 * measure (`scale.ts`) unless said otherwise; times are UTC milliseconds. Only JSON in it.
 */
export interface Envelope {
  first: number | null;
  /** Values learned. */
  seen: number;
  /** Per hour of the week, Monday 00:00 first; void where `visits` is 0. */
  low: number[];
  high: number[];
  mean: number[];
  visits: number[];
  /** Lowest and highest normal values ever. */
  least: number | null;
  most: number | null;
  /** Hours that are not a day old yet, oldest first: they may still turn out to be an incident. */
  waiting: Hour[];
  /** All different values, as they were. Null: they are not few. */
  few: FewValue[] | null;
  /** The first value, as it was, while there has been no other that counts; and how often it was another. */
  constant: { value: number; others: number } | null;
  /** What the user called normal holds at every hour until then: the hours learn it one by one. */
  accepted: { low: number; high: number; until: number } | null;
  /** Hours in a row, a day old, that were out and still are, and by how much: a step, if there are enough. */
  moved: { hours: number; by: number };
  /** When the latest step was adopted. */
  stepped: number | null;
  /** Latest values in a row that were out, the first of them, and when the last was. */
  outside: { values: number; first: number; at: number };
  /** How far single values were out that were back the next time, and when it last happened. */
  blips: { low: number; high: number; at: number } | null;
  /** How far towards its bound the latest value was, which is at 1 (the lower one at −1), and when. */
  lean: { at: number; by: number } | null;
  /** The user said that this is not normal: values within bounds since, in a row. Null: all may be learned. */
  refusing: number | null;
  /** Youngest age learned, in seconds: clocks differ, so it may be below 0. */
  youngest: number;
  /** What it was last rounded to for the store. */
  step: number | null;
}

/** One hour on the clock. */
export interface Hour {
  /** Its first value. */
  at: number;
  low: number;
  high: number;
  mean: number;
  values: number;
  /** Of these, out of bounds. */
  out: number;
}

/** One of the few different values of a series, and on how many days it was seen. */
export interface FewValue {
  value: number;
  first: number;
  /** Number of the latest day. */
  day: number;
  days: number;
}

export function newEnvelope(): Envelope {
  const empty = () => new Array<number>(HOURS).fill(0);
  return {
    first: null,
    seen: 0,
    low: empty(),
    high: empty(),
    mean: empty(),
    visits: empty(),
    least: null,
    most: null,
    waiting: [],
    few: [],
    constant: null,
    accepted: null,
    moved: { hours: 0, by: 0 },
    stepped: null,
    outside: { values: 0, first: 0, at: 0 },
    blips: null,
    lean: null,
    refusing: null,
    youngest: 0,
    step: null,
  };
}
