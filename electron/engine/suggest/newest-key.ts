import type { ColumnFacts, TableFacts } from '../replica/api.ts';
import { typeOf } from '../replica/column-type.ts';
import { indexLedBy } from '../replica/indexes.ts';

/** Reading this many pages is cheap enough for once a minute (16 MB). */
export const CHEAP_PAGES = 2_000;
/** And looking into the columns of so many rows. */
const CHEAP_ROWS = 25_000;
/** `pg_stats.correlation` from which on the highest numbers are the newest rows. */
const IN_ORDER = 0.95;

/**
 * The column by which the newest rows of a table are found that has no time to go by: one that an index leads with, if
 * rows were written in the order of its numbers. Null: there is none, or the table is read cheaply as a whole.
 */
export function newestKey({ kind, pages, estimatedRows, columns, indexes }: TableFacts): ColumnFacts | null {
  if (kind !== 'table' || pages === null || !estimatedRows) return null;
  if (pages <= CHEAP_PAGES && estimatedRows <= CHEAP_ROWS) return null;
  return columns.find((column) => isWrittenInOrder(column) && indexLedBy({ indexes }, column.name)) ?? null;
}

function isWrittenInOrder(column: ColumnFacts): boolean {
  const { correlation, lowest, highest } = column;
  const isCounted =
    /^(bigint|integer)$/.test(typeOf(column)) && typeof lowest === 'number' && typeof highest === 'number';
  return isCounted && (correlation ?? 0) > IN_ORDER;
}
