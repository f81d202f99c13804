import type { StopProof } from '../../../../shared/domain/connection.ts';
import { took } from '../../format/duration.ts';
import { plural } from '../../format/number.ts';

/** Whether the server itself said that all that was cancelled is gone. */
export const isProven = ({ cancelled, confirmedGone }: StopProof): boolean => confirmedGone >= cancelled;

/** "2 queries cancelled; the server confirmed that both are gone, within 180 ms." */
export function proofInWords(proof: StopProof): string {
  const { cancelled, confirmedGone, ms } = proof;
  if (cancelled === 0) return `Nothing was running (${took(ms)}).`;
  const what = `${plural(cancelled, 'query', 'queries')} cancelled`;
  if (!isProven(proof)) {
    return `${what}; the server confirmed that ${confirmedGone} of them ${confirmedGone === 1 ? 'is' : 'are'} gone. The rest ends by its own timeout.`;
  }
  return `${what}; the server confirmed that ${cancelled === 1 ? 'it is' : 'all are'} gone, within ${took(ms)}.`;
}
