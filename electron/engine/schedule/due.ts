import type { EpochMs } from '../../../shared/domain/primitives.ts';

/**
 * Fixed-rate schedule on a grid: every check has its own phase within its interval, so that load is spread and
 * a late run never shifts the ones after it. Checks of one table share their phase (they can be asked together).
 */
export function nextDue(now: EpochMs, intervalMs: number, phaseKey: number): EpochMs {
  const phase = Math.floor(spread(phaseKey) * intervalMs);
  return Math.floor((now - phase) / intervalMs + 1) * intervalMs + phase;
}

/** A number in [0, 1) that is always the same for the same key, and far apart for neighbours (golden ratio). */
function spread(key: number): number {
  return (key * 0.618_033_988_749_895) % 1;
}
