import { quoteIdent } from '../replica/sql.ts';

/** Rows of the last `seconds` by a timestamp column; of an earlier stretch when it ended `endSecondsAgo`. */
export interface Window {
  column: string;
  seconds: number;
  endSecondsAgo?: number;
}

/** One aggregate over the rows of a scan. Same text, same result: two checks that ask for it share it. */
export interface Aggregate {
  /** `count(*)`, `max("price")`. */
  call: string;
  /** Only the rows for which this holds. */
  filter?: string;
  /** The result out of the aggregate, which stands for `$`. `$::float8` when not given: a number. */
  result?: string;
}

/** A question about one table that one pass over its rows answers, together with other such questions. */
export interface Scan {
  /** Quoted `schema.table`. */
  relation: string;
  /** Null: all rows. */
  window: Window | null;
  /** The user's own condition. Null: none. */
  where: string | null;
  /** By the name under which the answer has them. */
  aggregates: Record<string, Aggregate>;
  /** Scalar subqueries that an index answers, so that they cost next to nothing beside the scan. */
  lookups?: Record<string, string>;
}

/** Seconds ago at which a window begins. */
export const begins = ({ seconds, endSecondsAgo = 0 }: Window): number => seconds + endSecondsAgo;

/** `WHERE` condition of a window, as the server sees now. Compares the bare column, so that its index is used. */
export function windowCondition({ column, seconds, endSecondsAgo = 0 }: Window): string {
  const name = quoteIdent(column);
  const from = `${name} > now() - interval '${seconds + endSecondsAgo} seconds'`;
  const to =
    endSecondsAgo === 0 ? `${name} <= now()` : `${name} <= now() - interval '${endSecondsAgo} seconds'`;
  return `${from} AND ${to}`;
}

/** The user's condition, fenced so that neither an OR nor a trailing comment of it reaches what stands around it. */
export function fenced(where: string): string {
  return `(${where.trim()}\n)`;
}

/** Conditions joined by AND. Null: none at all. */
export function allOf(...conditions: (string | null | undefined)[]): string | null {
  const given = conditions.filter((condition) => condition !== null && condition !== undefined);
  return given.length === 0 ? null : given.join(' AND ');
}

/** All conditions of a scan's rows. */
export function rowsOf(scan: Pick<Scan, 'window' | 'where'>): string | null {
  return allOf(scan.window && windowCondition(scan.window), scan.where === null ? null : fenced(scan.where));
}
