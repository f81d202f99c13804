import type { Check } from '../../../shared/domain/check.ts';
import type { Measure } from '../baseline/baseline.ts';

/** A window of more intervals than this is mostly the same rows at the next due time. */
const RENEWED_AFTER = 5;

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
