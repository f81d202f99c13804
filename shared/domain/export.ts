import { z } from 'zod';
import { EpochMs, Id, Problem } from './primitives.ts';
import { queryConditions } from './query-log.ts';
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

/** `runs`: the history of checks. `incidents`: one line each. `queries`: what Pulse asked the replicas. */
export const Dataset = z.enum(['runs', 'incidents', 'queries']);
export type Dataset = z.infer<typeof Dataset>;

/** The columns of each data set, in the order of the file. */
export const exportColumns = {
  runs: [
    'run_id',
    'connection',
    'schema',
    'table',
    'check',
    'check_type',
    'status',
    'value',
    'unit',
    'message',
    'started_at',
    'finished_at',
    'duration_ms',
    'usual_low',
    'usual_high',
  ],
  incidents: [
    'incident_id',
    'connection',
    'schema',
    'table',
    'state',
    'severity',
    'title',
    'sentence',
    'findings',
    'started_at',
    'fired_at',
    'resolved_at',
    'lasted_seconds',
    'acknowledged_at',
    'notes',
    'resolution',
    'label',
    'part_of_incident',
  ],
  queries: [
    'query_id',
    'connection',
    'schema',
    'table',
    'check',
    'reason',
    'started_at',
    'duration_ms',
    'rows',
    'outcome',
    'error',
    'cancel_confirmed',
    'sql',
  ],
} as const satisfies Record<Dataset, readonly string[]>;

/**
 * What an export takes in. Of `runs` the time is when they ended, of `queries` when they began, and `incidents` are
 * those that were open at some time in between. `statuses` are about `runs` alone, `text` about `runs` and `queries`.
 */
export const ExportFilter = RunFilter.extend({
  ...queryConditions,
  /** Only what belongs to this incident: its findings' runs and queries, from an hour before it to an hour after. */
  incidentId: Id.nullable().default(null),
  /**
   * Only runs that said this, as `RunSearch` has it, which come newest first; only queries that hold it, as
   * `QueryFilter` has it. Empty: all.
   */
  text: z.string().max(200).default(''),
});
export type ExportFilter = z.infer<typeof ExportFilter>;

/** How the file is written. */
export const ExportFormat = z.object({
  /** Empty for all. The file keeps their usual order. */
  columns: z.array(z.string()).default([]),
  /** ISO 8601 either way: `utc` as 2026-03-09T13:05:00.000Z, `local` as 2026-03-09T14:05:00.000+01:00. */
  times: z.enum(['utc', 'local']).default('utc'),
  /** A mark at the beginning by which Excel knows UTF-8. */
  bom: z.boolean().default(false),
  gzip: z.boolean().default(false),
});
export type ExportFormat = z.infer<typeof ExportFormat>;

export const ExportRequest = ExportFormat.extend({
  dataset: Dataset.default('runs'),
  filter: ExportFilter.default(ExportFilter.parse({})),
}).refine(
  ({ dataset, columns }) => {
    const known: readonly string[] = exportColumns[dataset];
    return columns.every((column) => known.includes(column));
  },
  { path: ['columns'], error: 'There is no such column.' },
);
export type ExportRequest = z.infer<typeof ExportRequest>;

export const ExportProgress = z.object({
  jobId: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  rows: z.number().int(),
  total: z.number().int(),
  path: z.string(),
  problem: Problem.nullable(),
});
export type ExportProgress = z.infer<typeof ExportProgress>;
