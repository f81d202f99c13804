import type { EpochMs } from '../../../shared/domain/primitives.ts';

/** Longest interval there is. */
const DAY_MS = 86_400_000;

/**
 * Fixed-rate schedule on a grid: every table has its own phase, so that load is spread and a late run never shifts
 * the ones after it. Checks of one table come due together wherever one interval is a multiple of the other, so that
 * one statement can answer them.
 */
export function nextDue(now: EpochMs, intervalMs: number, phaseKey: number): EpochMs {
  const phase = Math.floor(spread(phaseKey) * DAY_MS) % intervalMs;
  return Math.floor((now - phase) / intervalMs + 1) * intervalMs + phase;
}

/** A number in [0, 1) that is always the same for the same key, and far apart for neighbours (golden ratio). */
function spread(key: number): number {
  return (key * 0.618_033_988_749_895) % 1;
}
