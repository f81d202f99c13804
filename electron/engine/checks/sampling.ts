import type { Sample } from './check-type.ts';

/** Standard deviations taken for near certainty. */
const SIGMAS = 4;
/**
 * Rows of one page resemble each other (they arrived together), so a sample of pages tells less than as many rows
 * picked one by one: Kish's design effect, here a guess on the safe side.
 */
const DESIGN_EFFECT = 4;

/** How far a share of `rows` sampled rows may be off, in percent (Wilson's interval would be tighter near 0). */
export function marginOfShare(percent: number, rows: number, sample: Sample): number {
  const share = Math.min(Math.max(percent / 100, 1 / (rows + 2)), 1 - 1 / (rows + 2));
  const unread = 1 - sample.percent / 100;
  return 100 * SIGMAS * Math.sqrt((DESIGN_EFFECT * unread * share * (1 - share)) / Math.max(rows, 1));
}

/** How far a count, scaled up from `counted` sampled rows, may be off. */
export function marginOfCount(counted: number, sample: Sample): number {
  const unread = 1 - sample.percent / 100;
  return (100 / sample.percent) * SIGMAS * Math.sqrt(DESIGN_EFFECT * unread * Math.max(counted, 1));
}

/** How far a mean of `rows` sampled values may be off. */
export function marginOfMean(deviation: number, rows: number, sample: Sample): number {
  const unread = 1 - sample.percent / 100;
  return SIGMAS * deviation * Math.sqrt((DESIGN_EFFECT * unread) / Math.max(rows, 1));
}
