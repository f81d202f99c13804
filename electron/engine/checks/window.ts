import { z } from 'zod';
import type { MonitoredTable } from '../../../shared/domain/table.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { ProblemError } from '../problem.ts';
import { qualifiedName, quoteIdent } from '../replica/sql.ts';

/** Settings that several check types share, so that they read the same in every form. */
export const timestampColumn = z
  .string()
  .min(1, 'Which column says when a row arrived?')
  .meta({ title: 'Timestamp column', description: 'Says when a row arrived.', format: 'column' });

export const recentWindow = {
  timestampColumn: z.string().min(1).nullable().default(null).meta({
    title: 'Timestamp column',
    description: 'Looks only at recent rows by this column. Without it the whole table is read.',
    format: 'column',
  }),
  windowSeconds: z
    .number()
    .int()
    .min(30)
    .max(31 * 86_400)
    .nullable()
    .default(null)
    .meta({ title: 'Window', description: 'How far back to look, in seconds.', format: 'seconds' }),
};

export interface RecentWindow {
  timestampColumn: string | null;
  windowSeconds: number | null;
}

export function hasWindow(
  config: RecentWindow,
): config is { timestampColumn: string; windowSeconds: number } {
  return config.timestampColumn !== null && config.windowSeconds !== null;
}

/**
 * `WHERE` condition of a window that ends now, as the server sees now. Compares the bare column, so that an
 * index on it is used; the parameter-free text can be pasted into any client.
 */
export function inWindow(column: string, seconds: number, endSecondsAgo = 0): string {
  const name = quoteIdent(column);
  const from = `${name} > now() - interval '${seconds + endSecondsAgo} seconds'`;
  const to =
    endSecondsAgo === 0 ? `${name} <= now()` : `${name} <= now() - interval '${endSecondsAgo} seconds'`;
  return `${from} AND ${to}`;
}

/** ` WHERE …` of a check's recent window, or nothing when it reads the whole table. */
export function whereWindow(config: RecentWindow, also?: string): string {
  const conditions = [];
  if (hasWindow(config)) conditions.push(inWindow(config.timestampColumn, config.windowSeconds));
  if (also) conditions.push(also);
  return conditions.length > 0 ? `\nWHERE ${conditions.join('\n  AND ')}` : '';
}

/** "in the last 15 min", or "in the table". */
export function windowWords(config: RecentWindow): string {
  return hasWindow(config) ? `in the last ${formatSeconds(config.windowSeconds)}` : 'in the table';
}

/** Quoted `schema.table` of a check on a table. */
export function relationOf(table: MonitoredTable | null): string {
  if (!table) {
    throw new ProblemError({
      code: 'check_needs_table',
      title: 'This kind of check belongs to a table.',
      hint: 'Add it from the page of the table that it should watch.',
    });
  }
  return qualifiedName(table.schema, table.name);
}
