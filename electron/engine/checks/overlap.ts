import type { Check } from '../../../shared/domain/check.ts';
import type { Measure } from '../baseline/baseline.ts';

/** A window of more intervals than this is mostly the same rows at the next due time. */
const RENEWED_AFTER = 5;

/** The longest that is waited for other rows: a finding is told within minutes. */
const MOST_WAIT_MS = 300_000;

/**
 * Whether a mean or a share is taken over a window so long that the next due time sees nearly the same rows as a look at
 * once: waiting for it settles nothing. Counts and ages are another matter: a load that is late comes meanwhile.
 */
export function seesTheSameRows(
  { config, intervalMs }: Pick<Check, 'config' | 'intervalMs'>,
  measure: Measure | null,
): boolean {
  const { windowSeconds } = config;
  if ((measure !== 'number' && measure !== 'share') || typeof windowSeconds !== 'number') return false;
  return windowSeconds * 1_000 > RENEWED_AFTER * intervalMs;
}

/**
 * Runs until half of the rows in a check's window are others. Windows that hardly move from run to run see the same chance
 * each time, so that so many of them say no more than two that lie apart.
 */
export function runsUntilOtherRows({ config, intervalMs }: Pick<Check, 'config' | 'intervalMs'>): number {
  const { windowSeconds } = config;
  if (typeof windowSeconds !== 'number' || windowSeconds * 1_000 <= RENEWED_AFTER * intervalMs) return 1;
  return Math.max(1, Math.ceil(Math.min(MOST_WAIT_MS, windowSeconds * 500) / intervalMs));
}
