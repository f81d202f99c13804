/**
 * One problem is news once. After a surprise the score stays down for a while, unless something clearly worse comes.
 * (In the product the alert does the same for messages; verdicts and bounds know no rest.)
 */
import type { Baseline } from './state.ts';
import { TUNING } from './tuning.ts';

/** Whether a surprise is news, given what was said lately. */
export function isNews({ rest }: Baseline, surprise: number): boolean {
  return rest.left <= 0 || surprise >= TUNING.worse * rest.peak;
}

/** Counts the rest down, or begins it anew. */
export function noteNews(baseline: Baseline, surprise: number) {
  if (surprise >= TUNING.restFrom && isNews(baseline, surprise))
    baseline.rest = { left: TUNING.restValues, peak: surprise };
  else if (baseline.rest.left > 0) baseline.rest.left -= 1;
}
