import { type Envelope, HOURS } from './envelope-state.ts';
import type { Measure } from './state.ts';
import { minuteOfWeek } from './zone.ts';

const DAY_MS = 86_400_000;
/** Until a whole week has been seen, anything seen at any hour may come at any other. */
const FIRST_WEEK = 8;
/** Visits of an hour and its neighbours from which on they decide which weekdays are alike. */
const KNOWN = 6;
/** Hours of two weekdays are alike when their means differ by no more: a factor of 1.35. */
const ALIKE = 0.3;
const AROUND = [-1, 0, 1];

/** Part of `Baseline` that the envelope works on. */
export interface Enveloped {
  measure: Measure;
  intervalMs: number;
  zone: string;
  envelope: Envelope;
}

/** What has been normal around a time, on the scale of the measure. */
export interface Range {
  low: number;
  high: number;
  /** Usual value, interpolated between the middles of the hours. */
  centre: number;
  /** Hours that it rests on. */
  visits: number;
  /** This hour of the week, or one next to it, has been seen. */
  known: boolean;
  /** Days since the first value. */
  days: number;
}

export function hourOfWeek(at: number, zone: string): number {
  return Math.floor(minuteOfWeek(at, zone) / 60) % HOURS;
}

/**
 * Pools the hours like this one: the hour before and after (batches come early or late), and the same hours of every
 * weekday whose mean here is alike. An hour of the week alone is seen too seldom to know its extremes. Null: nothing
 * has been learned.
 */
export function rangeAt({ envelope, measure, zone }: Enveloped, at: number): Range | null {
  const { low, high, mean, visits, least, most, first } = envelope;
  if (first === null || least === null || most === null) return null;
  const minute = minuteOfWeek(at, zone);
  const hour = Math.floor(minute / 60) % HOURS;
  const days = (at - first) / DAY_MS;
  const range: Range = { low: Infinity, high: -Infinity, centre: 0, visits: 0, known: false, days };
  const means: number[] = [];
  const steps = new Steps();
  const take = (slot: number, step: number) => {
    steps.take(step, mean[slot] ?? 0);
    range.low = Math.min(range.low, low[slot] ?? 0);
    range.high = Math.max(range.high, high[slot] ?? 0);
    range.visits += visits[slot] ?? 0;
  };
  for (const step of AROUND) {
    const slot = (hour + step + HOURS) % HOURS;
    if (!visits[slot]) continue;
    take(slot, step);
    means.push(mean[slot] ?? 0);
  }
  range.known = means.length > 0;
  const isKnown = range.visits >= KNOWN;
  const logarithmic = measure !== 'share' && measure !== 'number';
  const tolerance = Math.max(logarithmic ? ALIKE : 0, range.known ? range.high - range.low : 0);
  const from = Math.min(...means) - tolerance;
  const to = Math.max(...means) + tolerance;
  const others: number[] = [];
  for (let weekday = 0; weekday < HOURS; weekday += 24) {
    for (const step of AROUND) {
      const slot = (weekday + (hour % 24) + step + HOURS) % HOURS;
      if (!visits[slot]) continue;
      const own = mean[slot] ?? 0;
      if (isKnown && (own < from || own > to)) continue;
      take(slot, step);
      others.push(own);
    }
  }
  if (days < FIRST_WEEK || range.visits < 4 || !range.known) {
    range.low = Math.min(range.low, least);
    range.high = Math.max(range.high, most);
  }
  const beyond = steps.beyond();
  range.low += Math.min(0, beyond);
  range.high += Math.max(0, beyond);
  range.centre = centreAt(envelope, hour, (minute % 60) / 60 - 0.5) ?? average(others) ?? (least + most) / 2;
  return range;
}

/** Means of the hours that are pooled: those before, of this hour, and after. */
class Steps {
  readonly #means: [number[], number[], number[]] = [[], [], []];

  take(step: number, mean: number) {
    this.#means[step + 1]?.push(mean);
  }

  /**
   * By how much the hour on the other side goes on from this one where it has never been seen, as at the end of a
   * laptop's day: as far as this hour went on from the one that has been. A local line instead of a local mean is what
   * keeps a fit from being biased at the edge of the data (Fan and Gijbels 1992, "Variable Bandwidth and Local Linear
   * Regression Smoothers").
   */
  beyond(): number {
    const [before, here, after] = this.#means;
    const seen = before.length === 0 ? after : after.length === 0 ? before : [];
    const from = average(seen);
    const to = average(here);
    return from === null || to === null ? 0 : to - from;
  }
}

/** Mean at a place within its hour, from −0.5 to 0.5: the slope of a morning lies between two hours. */
function centreAt({ mean, visits }: Envelope, hour: number, place: number): number | null {
  let sum = 0;
  let weights = 0;
  for (const step of AROUND) {
    const slot = (hour + step + HOURS) % HOURS;
    const weight = step === 0 ? 1 - Math.abs(place) : Math.max(0, step * place);
    if (!visits[slot]) continue;
    sum += weight * (mean[slot] ?? 0);
    weights += weight;
  }
  return weights > 0 ? sum / weights : null;
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
