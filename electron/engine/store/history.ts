import type { CheckConfig } from '../../../shared/domain/check.ts';
import type { RunFilter } from '../../../shared/domain/export.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import type { Db, Query } from './database.ts';
import { putTogether } from './message-parts.ts';
import { scopeOf } from './run-filter.ts';
import { statusCode, statusOf } from './status-code.ts';

/** A check that a filter takes in, with the names that tell a reader which one it is. */
export interface ScopedCheck {
  id: number;
  type: string;
  config: CheckConfig;
  name: string;
  connection: string;
  /** Null, as is `table`, for a check on the connection itself. */
  schema: string | null;
  table: string | null;
}

export interface HistoricRun {
  id: number;
  startedAt: number;
  finishedAt: number;
  status: RunStatus;
  value: number | null;
  message: string;
  durationMs: number;
  /** The usual band then. Null where bounds are not learned. */
  low: number | null;
  high: number | null;
}

/** A place in one check's history: the last run that was read. */
export interface Place {
  finishedAt: number;
  id: number;
}

export interface Page<T> {
  found: T;
  /** How many runs were looked at for it. */
  looked: number;
  /** Where to go on; null at the end of the check's history. */
  next: Place | null;
}

interface RunRow {
  id: number;
  finished_at: number;
  status: number;
  value: number | null;
  message: string;
  numbers: string | null;
  elapsed_ms: number;
  busy_us: number;
  low: number | null;
  high: number | null;
}

type Range = [check: number, afterTime: number, afterId: number, to: number];

const RANGE = 'r.check_id = ? AND (r.finished_at, r.id) > (?, ?) AND r.finished_at < ?';
const FOREVER = Number.MAX_SAFE_INTEGER;

/**
 * The whole history in pieces, for readers who must not hold up anything else: each call looks at a bounded number
 * of runs, whatever the filter, and runs newer than the one given as the last are left out.
 */
export class History {
  readonly #db: Db;
  readonly #lastId: Query<[], { id: number | null }>;
  readonly #runs: Query<[...Range, number], RunRow>;
  readonly #boundary: Query<[...Range, number], Place>;

  constructor(db: Db) {
    this.#db = db;
    this.#lastId = db.prepare('SELECT max(id) AS id FROM check_run');
    this.#runs = db.prepare(
      `SELECT r.id, r.finished_at, r.status, r.value, m.text AS message, r.numbers, r.elapsed_ms, r.busy_us,
         r.low, r.high
       FROM check_run r JOIN run_message m ON m.id = r.message_id
       WHERE ${RANGE} ORDER BY r.finished_at, r.id LIMIT ?`,
    );
    this.#boundary = db.prepare(
      `SELECT r.finished_at AS finishedAt, r.id FROM check_run r WHERE ${RANGE}
       ORDER BY r.finished_at, r.id LIMIT 1 OFFSET ?`,
    );
  }

  /** Id of the newest run of all, 0 when there is none. */
  lastId(): number {
    return this.#lastId.get()?.id ?? 0;
  }

  /** In the order of their names: connection, table, check. */
  scope(filter: RunFilter): ScopedCheck[] {
    const { sql, values } = scopeOf(filter);
    const query = this.#db.shaped<(number | string)[], Omit<ScopedCheck, 'config'> & { config: string }>(
      `SELECT c.id, c.type, c.config, c.name, n.name AS connection, t.schema_name AS "schema", t.name AS "table"
       FROM check_rule c JOIN connection n ON n.id = c.connection_id LEFT JOIN monitored_table t ON t.id = c.table_id
       WHERE ${sql} ORDER BY n.name, n.id, t.schema_name, t.name, c.name, c.id`,
    );
    return query.all(...values).map((row) => ({ ...row, config: JSON.parse(row.config) as CheckConfig }));
  }

  /** Looks at the next `size` runs of a check, oldest first, and returns those that the filter takes in. */
  page(
    checkId: number,
    filter: RunFilter,
    upToId: number,
    after: Place | null,
    size: number,
  ): Page<HistoricRun[]> {
    const rows = this.#runs.all(...rangeOf(checkId, filter, after), size);
    const wanted = new Set(filter.statuses.map(statusCode));
    const found = rows.filter((row) => row.id <= upToId && (wanted.size === 0 || wanted.has(row.status)));
    const last = rows.at(-1);
    const ended = rows.length < size || last === undefined;
    return {
      found: found.map(toHistoricRun),
      looked: rows.length,
      next: ended ? null : { finishedAt: last.finished_at, id: last.id },
    };
  }

  /** Counts what `page` would return, for the next `size` runs. */
  count(checkId: number, filter: RunFilter, upToId: number, after: Place | null, size: number): Page<number> {
    const range = rangeOf(checkId, filter, after);
    const next = this.#boundary.get(...range, size - 1) ?? null;
    const any = filter.statuses.length === 0;
    const wanted = any ? '' : 'AND r.status IN (SELECT value FROM json_each(?))';
    const query = this.#db.shaped<(number | string)[], { found: number; looked: number }>(
      `SELECT count(*) AS looked, count(*) FILTER (WHERE r.id <= ? ${wanted}) AS found FROM check_run r
       WHERE ${RANGE} ${next === null ? '' : 'AND (r.finished_at, r.id) <= (?, ?)'}`,
    );
    const row = query.get(
      upToId,
      ...(any ? [] : [JSON.stringify(filter.statuses.map(statusCode))]),
      ...range,
      ...(next === null ? [] : [next.finishedAt, next.id]),
    );
    return { found: row?.found ?? 0, looked: row?.looked ?? 0, next };
  }
}

function rangeOf(checkId: number, filter: RunFilter, after: Place | null): Range {
  // Before the first run of a time come all the runs with smaller ids.
  const start = after ?? { finishedAt: filter.from ?? 0, id: 0 };
  return [checkId, start.finishedAt, start.id, filter.to ?? FOREVER];
}

function toHistoricRun(row: RunRow): HistoricRun {
  return {
    id: row.id,
    startedAt: row.finished_at - row.elapsed_ms,
    finishedAt: row.finished_at,
    status: statusOf(row.status),
    value: row.value,
    message: putTogether(row.message, row.numbers),
    durationMs: row.busy_us / 1000,
    low: row.low,
    high: row.high,
  };
}
