import type { EpochMs } from '../../../shared/domain/primitives.ts';

/** Values of this many runs say where a check was, and of this many where it is. */
const MOST_BEFORE = 20;
const LEAST_BEFORE = 6;
const MOST_AFTER = 10;
const LEAST_AFTER = 3;
/** So much of what came before must lie between the levels, so that no usual swing is taken for a step. */
const APART = 0.5;
/** And they must differ by this share, so that nobody is told of what nobody would see. */
const WORTH_SHARE = 0.1;

export interface Step {
  at: EpochMs;
  before: number;
  after: number;
}

/**
 * Where values moved to another level between `from` and `to`: all that came after lie clear of all that came before.
 * Null where they did not, or where there are too few to say. `points` are oldest first.
 */
export function stepIn(
  points: readonly { at: EpochMs; value: number }[],
  from: EpochMs,
  to: EpochMs,
): Step | null {
  let best: Step | null = null;
  for (const [index, { at }] of points.entries()) {
    if (at < from || at > to) continue;
    const before = valuesOf(points.slice(Math.max(0, index - MOST_BEFORE), index));
    const after = valuesOf(points.slice(index, index + MOST_AFTER));
    if (before.length < LEAST_BEFORE || after.length < LEAST_AFTER) continue;
    const step = { at, before: median(before), after: median(after) };
    if (areApart(before, after) && isWorth(step) && (!best || size(step) > size(best))) best = step;
  }
  return best;
}

function areApart(before: readonly number[], after: readonly number[]): boolean {
  const [low, high] = [Math.min(...before), Math.max(...before)];
  const gap = (high - low) * APART;
  return Math.min(...after) > high + gap || Math.max(...after) < low - gap;
}

const isWorth = ({ before, after }: Step): boolean =>
  Math.abs(after - before) >= WORTH_SHARE * Math.max(Math.abs(before), Math.abs(after));

/** Relative to what it was: by this the greatest of several steps is known. */
export const size = ({ before, after }: Step): number =>
  Math.abs(after - before) / Math.max(Math.abs(before), Number.EPSILON);

const valuesOf = (points: readonly { value: number }[]) => points.map(({ value }) => value);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
