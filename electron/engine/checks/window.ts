import { z } from 'zod';
import type { MonitoredTable } from '../../../shared/domain/table.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { rowsOf, type Scan, type Window } from '../planner/scan.ts';
import { ProblemError } from '../problem.ts';
import type { TableFacts } from '../replica/api.ts';
import { indexLedBy } from '../replica/indexes.ts';
import { qualifiedName } from '../replica/sql.ts';

/** Settings that several check types share, so that they read the same in every form. */
export const timestampColumn = z
  .string()
  .min(1, 'Which column says when a row arrived?')
  .meta({ title: 'Timestamp column', description: 'Says when a row arrived.', format: 'column' });

export const where = z.string().trim().min(1).max(4_000).nullable().default(null).meta({
  title: 'Only rows where',
  description: "A condition in SQL, such as country = 'DE'. Other rows are not looked at.",
  format: 'sql_condition',
});

/** Which rows a check looks at. */
export const rowSettings = {
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
    .meta({ title: 'Window', description: 'How far back to look.', format: 'seconds' }),
  where,
};

export interface RowSettings {
  timestampColumn: string | null;
  windowSeconds: number | null;
  where: string | null;
}

/** The window that a check is set to. Null: all rows. */
export function windowOf({ timestampColumn: column, windowSeconds: seconds }: RowSettings): Window | null {
  return column === null || seconds === null ? null : { column, seconds };
}

/** A scan of the rows that a check is set to look at. */
export function scanOf(
  settings: RowSettings,
  table: MonitoredTable | null,
  aggregates: Scan['aggregates'],
): Scan {
  return { relation: relationOf(table), window: windowOf(settings), where: settings.where, aggregates };
}

/** ` WHERE …` of the rows that a check is set to look at, and further conditions; nothing when it looks at all rows. */
export function whereRows(settings: RowSettings, ...also: string[]): string {
  const rows = rowsOf({ window: windowOf(settings), where: settings.where });
  const conditions = [...(rows === null ? [] : [rows]), ...also];
  return conditions.length > 0 ? `\nWHERE ${conditions.join('\n  AND ')}` : '';
}

/** SQL as a part of other SQL, to be read. Of several lines in a condition or a name, one may end within the quotes. */
export function indented(sql: string, { where: condition }: RowSettings): string {
  const endsInName = sql.split('\n').some((line) => line.split('"').length % 2 === 0);
  return condition?.includes('\n') || endsInName ? sql : sql.replaceAll('\n', '\n  ');
}

/** "in the last 15 min", or "in the table" (or what else all rows are); says when a condition leaves rows out. */
export function rowWords(settings: RowSettings, all = 'in the table'): string {
  const window = windowOf(settings);
  const place = window ? `in the last ${formatSeconds(window.seconds)}` : all;
  return settings.where === null ? place : `${place}, where ${settings.where.replace(/\s+/g, ' ')}`;
}

/** Whether an index answers for the newest values of a column. Null facts: nobody knows. */
export function isIndexed(facts: TableFacts | null, column: string): boolean {
  return facts !== null && indexLedBy(facts, column) !== undefined;
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
