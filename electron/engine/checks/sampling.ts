import type { Rule } from '../../../shared/domain/check.ts';
import { formatCount } from '../../../shared/format.ts';
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

/**
 * The margin of a sampled value of which nobody knows how far it is off: as good as nothing, and yet enough for the
 * judge to know that it is no proof.
 */
export const NO_PROOF = Number.EPSILON;

/** Rows that break a rule: what to judge, and the count in words. */
export interface Offenders {
  value: number;
  margin?: number;
  /** "12 rows", "At least 3 rows", "About 1,200 rows". */
  words: string;
}

/**
 * Rows that break a rule, counted in all rows or in a sample of them. Against fixed bounds the count is taken as it
 * is: there are at least as many, so one beyond the bound is proof, sample or not. Compared with earlier values, it
 * is scaled up, as the sample may have been another one then.
 */
export function offendersOf(counted: number, sample: Sample | null, rule: Rule): Offenders {
  if (!sample || counted === 0) return { value: counted, words: formatCount(counted, 'row') };
  if (rule.kind === 'fixed') return { value: counted, words: `At least ${formatCount(counted, 'row')}` };
  const value = Math.round((counted * 100) / sample.percent);
  return { value, margin: marginOfCount(counted, sample), words: `About ${formatCount(value, 'row')}` };
}

/** Standard error of a share of all `rows`, in percent, by Agresti and Coull: not 0 where none or all were hit. */
export function noiseOfShare(percent: number, rows: number): number {
  const share = ((percent / 100) * rows + 2) / (rows + 4);
  return 100 * Math.sqrt((share * (1 - share)) / (rows + 4));
}
