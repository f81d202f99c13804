import { z } from 'zod';
import { EpochMs, Id, Problem } from './primitives.ts';
import { RunStatus } from './status.ts';

/** Which check runs to take. An absent or null part takes all. Times are inclusive `from`, exclusive `to`. */
export const RunFilter = z.object({
  connectionId: Id.nullable().default(null),
  tableId: Id.nullable().default(null),
  checkId: Id.nullable().default(null),
  statuses: z.array(RunStatus).default([]),
  from: EpochMs.nullable().default(null),
  to: EpochMs.nullable().default(null),
});
export type RunFilter = z.infer<typeof RunFilter>;

export const ExportProgress = z.object({
  jobId: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  rows: z.number().int(),
  total: z.number().int(),
  path: z.string(),
  problem: Problem.nullable(),
});
export type ExportProgress = z.infer<typeof ExportProgress>;
