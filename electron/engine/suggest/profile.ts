import { z } from 'zod';
import { asNumber } from '../checks/check-type.ts';
import { reckonable } from '../checks/columns.ts';
import { DAMAGED_TEXT } from '../checks/text-format.ts';
import { explainStatement } from '../planner/explain.ts';
import { PAGE_BYTES } from '../planner/pages-read.ts';
import type { ColumnFacts, ReplicaApi, TableFacts } from '../replica/api.ts';
import { isNumber, isTimestamp, typeOf } from '../replica/column-type.ts';
import { qualifiedName, quoteIdent } from '../replica/sql.ts';
import { CHEAP_PAGES, newestKey } from './newest-key.ts';
import type { TimestampCandidate } from './timestamp.ts';

/** Newest rows that are looked at: enough to tell a habit, and a bounded price whatever the table's size. */
const SAMPLE_ROWS = 2_000;
/** Of these, shapes of text are read. */
const SHAPE_ROWS = 500;
/** Pages that a sample of a table without an indexed timestamp reads, 2 MB. */
const SAMPLE_PAGES = 250;
/** Columns beyond this many are left out: more checks than anybody reads. */
const MOST_COLUMNS = 40;

/** What the newest rows hold in one column. Shares are from 0 to 1. */
export interface ColumnProfile {
  nullShare: number;
  /** Numbers only; null when there is none, or one of them is not finite. */
  lowest: number | null;
  highest: number | null;
  /** Numbers only: share without a fraction. */
  wholeShare: number | null;
  /** Text only: share that was read in the wrong encoding. */
  damagedShare: number | null;
  /** Text only: how values are built, `A9` for "TN0001"; null when there are too many ways. */
  shapes: string[] | null;
  /** Timestamps only: seconds from this one to the row's arrival, at most and at least. */
  delay: { least: number; most: number } | null;
}

export interface TableProfile {
  rows: number;
  columns: ReadonlyMap<string, ColumnProfile>;
}

const Shapes = z.object({ count: z.number(), few: z.array(z.string()).nullable() });

/**
 * Looks at the newest rows through the index on their timestamp or their key, or at a sample of pages without one: one statement of
 * a bounded price. No value leaves the server but the extremes of numbers. Null: the first rows of a view, say of sums,
 * would take all rows below it. Throws `ReplicaError`.
 */
export async function readProfile(
  replica: ReplicaApi,
  facts: TableFacts,
  timestamp: TimestampCandidate | null,
): Promise<TableProfile | null> {
  const columns = facts.columns.slice(0, MOST_COLUMNS);
  const arrival = columns.findIndex(({ name }) => name === timestamp?.column.name);
  const parts = columns.map((column, i) => aggregatesOf(column, i, arrival));
  const names = columns.map((column, i) => `${quoteIdent(column.name)} AS v${i}`);
  const sql = [
    `WITH newest AS MATERIALIZED (\n  SELECT ${names.join(', ')}`,
    `  ${sourceOf(facts, timestamp)}\n)`,
    `SELECT count(*)::float8 AS n,\n  ${parts.flat().join(',\n  ')}`,
    'FROM newest',
  ].join('\n');
  const reason = `Learning what the columns of ${facts.schema}.${facts.name} hold`;
  if (!isStored(facts)) {
    const { bytes } = await explainStatement(replica, { sql }, reason, null);
    if (bytes === null || bytes > CHEAP_PAGES * PAGE_BYTES) return null;
  }
  const { rows } = await replica.query({ sql, reason });
  const row = rows[0] ?? {};
  const n = asNumber(row.n) ?? 0;
  return { rows: n, columns: new Map(columns.map((column, i) => [column.name, profileOf(row, i, n)])) };
}

/** Its rows are pages of its own, so that a few rows are a few pages. */
const isStored = ({ kind }: TableFacts): boolean => kind !== 'view' && kind !== 'foreign_table';

function sourceOf(facts: TableFacts, timestamp: TimestampCandidate | null): string {
  const relation = qualifiedName(facts.schema, facts.name);
  if (timestamp?.indexed) {
    const name = quoteIdent(timestamp.column.name);
    return `FROM ${relation} WHERE ${name} <= now() ORDER BY ${name} DESC LIMIT ${SAMPLE_ROWS}`;
  }
  const key = newestKey(facts);
  if (key) return `FROM ${relation} ORDER BY ${quoteIdent(key.name)} DESC LIMIT ${SAMPLE_ROWS}`;
  const pages = facts.pages ?? 0;
  const sampled = pages > SAMPLE_PAGES && isStored(facts);
  const percent = Math.max(0.01, Number(((100 * SAMPLE_PAGES) / Math.max(pages, 1)).toPrecision(2)));
  return `FROM ${relation}${sampled ? ` TABLESAMPLE SYSTEM (${percent})` : ''} LIMIT ${SAMPLE_ROWS}`;
}

/** `arrival` is the place of the column that says when a row arrived, -1 without one. */
function aggregatesOf(column: ColumnFacts, i: number, arrival: number): string[] {
  const v = `v${i}`;
  const aggregates = [`count(*) FILTER (WHERE ${v} IS NULL)::float8 AS nulls${i}`];
  if (isNumber(column)) {
    const number = reckonable(v, typeOf(column));
    aggregates.push(`min(${number})::float8 AS low${i}`, `max(${number})::float8 AS high${i}`);
    if (hasFraction(column)) {
      aggregates.push(`count(*) FILTER (WHERE ${v} = trunc(${v}))::float8 AS whole${i}`);
    }
  }
  if (isText(column)) {
    const shape = [
      ['[[:digit:]]+', '9'],
      ['[[:upper:]]+', 'A'],
      ['[[:lower:]]+', 'a'],
    ].reduce(
      (text, [pattern, sign]) => `regexp_replace(${text}, '${pattern}', '${sign}', 'g')`,
      `left(${v}::text, 100)`,
    );
    aggregates.push(
      `count(*) FILTER (WHERE ${v}::text ~ ${DAMAGED_TEXT})::float8 AS damaged${i}`,
      `(SELECT json_build_object('count', count(*), 'few', (array_agg(shape))[1:4])::text
    FROM (SELECT DISTINCT ${shape} AS shape FROM (SELECT ${v} FROM newest LIMIT ${SHAPE_ROWS}) AS newest_few
      WHERE ${v} IS NOT NULL) AS shapes) AS shapes${i}`,
    );
  }
  if (arrival !== -1 && isTimestamp(column) && i !== arrival) {
    const delay = `extract(epoch FROM v${arrival}::timestamptz - ${v}::timestamptz)`;
    aggregates.push(`min(${delay})::float8 AS least${i}`, `max(${delay})::float8 AS most${i}`);
  }
  return aggregates;
}

function profileOf(row: Record<string, unknown>, i: number, n: number): ColumnProfile {
  const share = (name: string) => {
    const count = asNumber(row[`${name}${i}`]);
    return count === null || n === 0 ? null : count / n;
  };
  const shapes = row[`shapes${i}`];
  const parsed = typeof shapes === 'string' ? Shapes.parse(JSON.parse(shapes)) : null;
  return {
    nullShare: share('nulls') ?? 0,
    lowest: finite(row[`low${i}`]),
    highest: finite(row[`high${i}`]),
    wholeShare: share('whole'),
    damagedShare: share('damaged'),
    shapes: parsed && parsed.count <= 4 ? (parsed.few ?? []) : null,
    delay: delayOf(finite(row[`least${i}`]), finite(row[`most${i}`])),
  };
}

function delayOf(least: number | null, most: number | null): ColumnProfile['delay'] {
  return least === null || most === null ? null : { least, most };
}

function finite(value: unknown): number | null {
  const number = asNumber(value);
  return number !== null && Number.isFinite(number) ? number : null;
}

/** Types whose values may have digits behind the point. */
export function hasFraction(column: ColumnFacts): boolean {
  return /^(numeric(?!\(\d+(,0)?\))|real|double)/.test(typeOf(column));
}

export function isText(column: ColumnFacts): boolean {
  return column.category === 'S' && typeOf(column) !== 'name';
}
