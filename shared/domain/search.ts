import { z } from 'zod';
import { CheckRun } from './check.ts';
import { RunFilter } from './export.ts';
import { EpochMs } from './primitives.ts';

/** Where a search goes on, as it was given with the last page: before the run with this id that ended then. */
export const SearchPlace = z.object({ at: EpochMs, id: z.number().int().min(0) });
export type SearchPlace = z.infer<typeof SearchPlace>;

/**
 * Runs by what they said. Every word must be there, in any order; `"words in quotes"` stand together; the last word may
 * be a beginning. A number is found as it is written, with or without thousands separators.
 */
export const RunSearch = z.object({
  text: z.string().max(200),
  filter: RunFilter.default(RunFilter.parse({})),
  before: SearchPlace.nullable().default(null),
  limit: z.number().int().min(1).max(500),
});
export type RunSearch = z.infer<typeof RunSearch>;

export const RunsFound = z.object({
  /** Newest first. A page may be short, or empty, before the end: a search answers soon, however rare its words. */
  runs: z.array(CheckRun),
  /** Null at the end. */
  next: SearchPlace.nullable(),
});
export type RunsFound = z.infer<typeof RunsFound>;
