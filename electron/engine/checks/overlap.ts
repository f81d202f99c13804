import type { Check } from '../../../shared/domain/check.ts';
import { measureOf } from './registry.ts';

/** A window of more intervals than this is mostly the same rows at the next due time. */
const RENEWED_AFTER = 5;

/**
 * Whether a mean or a share is taken over a window so long that the next due time sees nearly the same rows as a look at
 * once: waiting for it settles nothing. Counts and ages are another matter: a load that is late comes meanwhile.
 */
export function seesTheSameRows(check: Pick<Check, 'type' | 'config' | 'intervalMs'>): boolean {
  const measure = measureOf(check);
  const { windowSeconds } = check.config;
  if ((measure !== 'number' && measure !== 'share') || typeof windowSeconds !== 'number') return false;
  return windowSeconds * 1_000 > RENEWED_AFTER * check.intervalMs;
}
