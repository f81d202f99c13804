import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Span } from './rollups.ts';
import { HOUR_MS, HOURS_A_DAY, type Summed, worstCode } from './summing.ts';
import type { PlottedRun } from './thin.ts';

/** More runs than this are read as sums: a chart has fewer pixels, and each run read is about a microsecond. */
export const MOST_RUNS = 3_000;
/** Six weeks: longer ranges are drawn by days. */
const MOST_HOURS = 1_008;

const DAY_MS = HOURS_A_DAY * HOUR_MS;

/** A part of a chart that is drawn from sums. */
export interface SeriesPart {
  span: Span;
  /** Numbers of hours or days; `to` is not among them. */
  from: number;
  to: number;
  /** Where the next part, or the runs themselves, go on. */
  endsAt: EpochMs;
}

/**
 * Which sums a time is drawn from, when the hours before `summedUpTo` are summed up: hours, or for a long time days
 * and only its last day in hours. What is not summed up yet is in no part.
 */
export function resolve(from: EpochMs, to: EpochMs, summedUpTo: number): SeriesPart[] {
  const parts: SeriesPart[] = [];
  let start = from;
  const add = (span: Span, length: number, upTo: number) => {
    const first = Math.floor(start / length);
    const last = Math.min(upTo, Math.ceil(to / length));
    if (first >= last) return;
    start = last * length;
    parts.push({ span, from: first, to: last, endsAt: start });
  };
  if (to - from > MOST_HOURS * HOUR_MS) add('day', DAY_MS, Math.floor(summedUpTo / HOURS_A_DAY));
  add('hour', HOUR_MS, summedUpTo);
  return parts;
}

/** A sum as a chart needs it: in the middle of its time, the median with its extent. */
export function plotSum(sum: Summed, span: Span): PlottedRun {
  const length = span === 'hour' ? HOUR_MS : DAY_MS;
  const { median, low, high, min, max } = sum;
  return { at: (sum.start + 0.5) * length, value: median, code: worstCode(sum), low, high, min, max };
}
