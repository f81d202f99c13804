import type { EpochMs } from '../../../shared/domain/primitives.ts';

export const HOUR_MS = 3_600_000;
export const HOURS_A_DAY = 24;

/** Runs of an hour, or of a day, in sum. */
export interface Summed {
  /** Number of whole hours, or days, since the epoch. */
  start: number;
  passed: number;
  learning: number;
  deferred: number;
  errors: number;
  warned: number;
  failed: number;
  /** Of the runs that have a value; null when none has. */
  min: number | null;
  median: number | null;
  max: number | null;
  /** The last band that held. */
  low: number | null;
  high: number | null;
}

interface SummedRun {
  at: EpochMs;
  /** The stored code. */
  status: number;
  value: number | null;
  low: number | null;
  high: number | null;
}

/** Where each status is counted, by its code: see `status-code.ts`. */
const COUNTED = ['passed', 'learning', 'deferred', 'errors', 'warned', 'failed'] as const;

export function hourOf(at: EpochMs): number {
  return Math.floor(at / HOUR_MS);
}

/** Runs, oldest first, by the hour in which they ended. */
export function sumByHour(runs: readonly SummedRun[]): Summed[] {
  const hours: Summed[] = [];
  let from = 0;
  while (from < runs.length) {
    const start = hourOf(runs[from]?.at ?? 0);
    let to = from + 1;
    while (to < runs.length && hourOf(runs[to]?.at ?? 0) === start) to += 1;
    hours.push(sum(start, runs.slice(from, to)));
    from = to;
  }
  return hours;
}

function sum(start: number, runs: readonly SummedRun[]): Summed {
  const summed: Summed = { ...NOTHING, start };
  const values: number[] = [];
  for (const run of runs) {
    const counted = COUNTED[run.status];
    if (counted) summed[counted] += 1;
    if (run.value !== null) values.push(run.value);
    if (run.low !== null || run.high !== null) {
      summed.low = run.low;
      summed.high = run.high;
    }
  }
  values.sort((a, b) => a - b);
  return { ...summed, min: values[0] ?? null, median: medianOf(values), max: values.at(-1) ?? null };
}

/** Of values in order: the middle one, or the mean of the middle two. Null for none. */
export function medianOf(values: readonly number[]): number | null {
  const upper = values[Math.floor(values.length / 2)];
  const lower = values[Math.floor((values.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/** All but the median, which is not to be had from hours. Hours are oldest first. */
export function sumOfHours(hours: readonly Summed[]): Summed {
  const summed: Summed = { ...NOTHING };
  for (const hour of hours) {
    for (const counted of COUNTED) summed[counted] += hour[counted];
    summed.min = least(summed.min, hour.min);
    summed.max = most(summed.max, hour.max);
    if (hour.low !== null || hour.high !== null) {
      summed.low = hour.low;
      summed.high = hour.high;
    }
  }
  return summed;
}

const NOTHING: Summed = {
  start: 0,
  passed: 0,
  learning: 0,
  deferred: 0,
  errors: 0,
  warned: 0,
  failed: 0,
  min: null,
  median: null,
  max: null,
  low: null,
  high: null,
};

/** Code of the worst status that was counted. */
export function worstCode(summed: Summed): number {
  return COUNTED.findLastIndex((counted) => summed[counted] > 0);
}

export function least(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

export function most(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
