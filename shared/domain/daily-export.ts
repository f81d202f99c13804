import { z } from 'zod';
import { Dataset, ExportFormat, exportColumns } from './export.ts';
import { EpochMs, Problem } from './primitives.ts';
import { TimeOfDay } from './settings.ts';

/** What each file takes in, up to the time of day. `new`: what came since the file before it, the last day at first. */
export const DailySpan = z.enum(['new', 'week', 'days30', 'all']);
export type DailySpan = z.infer<typeof DailySpan>;

/** Which columns a file of each data set has. None named is all of them. */
const ColumnsBySet = z.partialRecord(Dataset, z.array(z.string()));

/**
 * One file of each data set, every day. The folder is not part of it: the window never names one, it only lets its user
 * choose.
 */
export const DailyExport = ExportFormat.omit({ columns: true })
  .extend({
    enabled: z.boolean().default(false),
    datasets: z.array(Dataset).min(1, 'Choose at least one.').default(['runs']),
    columns: ColumnsBySet.default({}),
    span: DailySpan.default('new'),
    /** Local time of this machine. */
    at: TimeOfDay.default('06:00'),
  })
  .refine(
    ({ columns }) =>
      Dataset.options.every((dataset) => {
        const known: readonly string[] = exportColumns[dataset];
        return (columns[dataset] ?? []).every((column) => known.includes(column));
      }),
    { path: ['columns'], error: 'There is no such column.' },
  );
export type DailyExport = z.infer<typeof DailyExport>;

export const DailyExportView = z.object({
  schedule: DailyExport,
  folder: z.string().nullable(),
  running: z.boolean(),
  /** When the next files are due; null while there is no schedule. */
  nextAt: EpochMs.nullable(),
  /** The last files that were written. */
  last: z.object({ at: EpochMs, rows: z.number().int(), files: z.array(z.string()) }).nullable(),
  /** Since when the daily files fail, and why; null after some that went well. `seen`: its user knows. */
  failure: z.object({ at: EpochMs, problem: Problem, seen: z.boolean() }).nullable(),
});
export type DailyExportView = z.infer<typeof DailyExportView>;

/** What is kept of it. */
export const KeptDailyExport = z.object({
  schedule: DailyExport.default(DailyExport.parse({})),
  folder: z.string().nullable().default(null),
  /** Nothing is owed for any time of day up to here: it was dealt with, or came before there was a schedule. */
  settledUntil: EpochMs.default(0),
  /** Up to when the last daily file of each data set reaches. */
  reach: z.partialRecord(Dataset, EpochMs).default({}),
  last: DailyExportView.shape.last.default(null),
  failure: DailyExportView.shape.failure.default(null),
});
export type KeptDailyExport = z.infer<typeof KeptDailyExport>;
