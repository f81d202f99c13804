import type { Bounds } from '../../../shared/domain/check.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { asNumber } from '../checks/check-type.ts';
import type { Due } from '../checks/due.ts';
import { isIndexed } from '../checks/window.ts';
import { explainStatement } from '../planner/explain.ts';
import { rowsOf } from '../planner/scan.ts';
import type { ReplicaApi } from '../replica/api.ts';
import { qualifiedName, quoteIdent } from '../replica/sql.ts';
import type { PastPoint } from './replay.ts';

const DAY = 86_400;
const SPANS = [30 * DAY, 14 * DAY, 7 * DAY, 2 * DAY, DAY / 2] as const;
const CHEAP_BYTES = 12 * 1_048_576;
const MOST_BUCKETS = 9_000;
const WIDEST_BUCKET = 6 * 3_600;
const NARROWEST_BUCKET = 60;

/** First and last arrival in a stretch of time. Seconds since the epoch. */
export interface Arrivals {
  first: number;
  last: number;
}

/**
 * How old the newest row was in the past, from when the rows came: one statement over the index on their timestamp, as
 * far back as is cheap. Oldest first; empty when it cannot be known. Throws `ReplicaError`.
 */
export async function readAges(
  due: Due,
  column: string,
  where: string | null,
  replica: ReplicaApi,
): Promise<PastPoint[]> {
  const { check, context, limitBytes } = due;
  const { table, facts } = context;
  if (!table || !isIndexed(facts, column)) return [];
  const at = `${quoteIdent(column)}::timestamptz`;
  const { warnMax, failMax } = check.bounds;
  const limit = Math.min(warnMax ?? WIDEST_BUCKET * 4, failMax ?? WIDEST_BUCKET * 4);
  for (const span of SPANS) {
    const seconds = Math.ceil(
      Math.max(span / MOST_BUCKETS, Math.min(WIDEST_BUCKET, Math.max(NARROWEST_BUCKET, limit / 4))),
    );
    const sql = [
      `SELECT floor(date_part('epoch', ${at}) / ${seconds}) AS bucket,`,
      `  date_part('epoch', min(${at})) AS first, date_part('epoch', max(${at})) AS last,`,
      `  date_part('epoch', now()) AS now`,
      `FROM ${qualifiedName(table.schema, table.name)}`,
      `WHERE ${rowsOf({ window: { column, seconds: span }, where })}`,
      'GROUP BY 1\nORDER BY 1',
    ].join('\n');
    const reason = `When rows came in the last ${formatSeconds(span)} · ${table.schema}.${table.name}`;
    const { bytes } = await explainStatement(replica, { sql }, reason, null);
    if (bytes === null || bytes > Math.min(CHEAP_BYTES, limitBytes)) continue;
    const { rows } = await replica.query({ sql, reason, maxRows: MOST_BUCKETS + 2 });
    const arrivals = rows.map((row) => ({ first: asNumber(row.first) ?? 0, last: asNumber(row.last) ?? 0 }));
    return agesOf(arrivals, seconds, asNumber(rows[0]?.now) ?? 0, check.bounds);
  }
  return [];
}

/**
 * Ages of the newest row, every so many seconds, right before each arrival after a long gap, and where it crosses a
 * bound. Times in milliseconds, ages in seconds. Pure.
 */
export function agesOf(
  arrivals: readonly Arrivals[],
  seconds: number,
  now: number,
  { warnMax, failMax }: Pick<Bounds, 'warnMax' | 'failMax'>,
): PastPoint[] {
  const points: PastPoint[] = [];
  const put = (time: number, newest: number) =>
    points.push({ at: Math.round(time * 1_000), value: time - newest });
  arrivals.forEach(({ last: newest }, index) => {
    const next = arrivals[index + 1]?.first ?? now;
    const times = new Set<number>();
    for (let time = (Math.floor(newest / seconds) + 1) * seconds; time < next; time += seconds)
      times.add(time);
    for (const bound of [warnMax, failMax]) {
      if (bound !== null && next - newest > bound) times.add(newest + bound);
    }
    if (next - newest > seconds || next === now) times.add(next);
    for (const time of [...times].sort((a, b) => a - b)) put(time, newest);
  });
  return points;
}
