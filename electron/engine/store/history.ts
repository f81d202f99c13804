import type { CheckConfig } from '../../../shared/domain/check.ts';
import type { RunFilter } from '../../../shared/domain/export.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import type { Db, Query } from './database.ts';
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
  /** What it said: a sentence that other runs share, and its own numbers. `putTogether` makes the message. */
  sentence: string;
  numbers: string | null;
  busyUs: number;
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

type RunCells = [
  id: number,
  finishedAt: number,
  status: number,
  value: number | null,
  messageId: number,
  numbers: string | null,
  elapsedMs: number,
  busyUs: number,
  low: number | null,
  high: number | null,
];

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
  readonly #runs: (...parameters: [...Range, number]) => RunCells[];
  readonly #sentence: Query<[number], { text: string }>;
  readonly #boundary: Query<[...Range, number], Place>;

  constructor(db: Db) {
    this.#db = db;
    this.#lastId = db.prepare('SELECT max(id) AS id FROM check_run');
    this.#runs = db.prepareCells(
      `SELECT r.id, r.finished_at, r.status, r.value, r.message_id, r.numbers, r.elapsed_ms, r.busy_us, r.low, r.high
       FROM check_run r WHERE ${RANGE} ORDER BY r.finished_at, r.id LIMIT ?`,
    );
    this.#sentence = db.prepare('SELECT text FROM run_message WHERE id = ?');
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
    const wanted = new Set(filter.statuses.map(statusCode));
    const found: HistoricRun[] = [];
    // One transaction, so that no sentence goes between its run and itself.
    const cells = this.#db.transaction(() => {
      const sentences = new Map<number, string>();
      const rows = this.#runs(...rangeOf(checkId, filter, after), size);
      for (const row of rows) {
        if (row[0] > upToId || (wanted.size > 0 && !wanted.has(row[2]))) continue;
        let sentence = sentences.get(row[4]);
        if (sentence === undefined) {
          sentence = this.#sentence.get(row[4])?.text ?? '';
          sentences.set(row[4], sentence);
        }
        found.push(toHistoricRun(row, sentence));
      }
      return rows;
    });
    const last = cells.at(-1);
    const ended = cells.length < size || last === undefined;
    return { found, looked: cells.length, next: ended ? null : { finishedAt: last[1], id: last[0] } };
  }

  /** Counts what `page` would return, for the next `size` runs. */
  count(checkId: number, filter: RunFilter, upToId: number, after: Place | null, size: number): Page<number> {
    const range = rangeOf(checkId, filter, after);
    const any = filter.statuses.length === 0;
    const wanted = any ? '' : 'AND r.status IN (SELECT value FROM json_each(?))';
    const query = this.#db.shaped<(number | string)[], { found: number; looked: number }>(
      `SELECT count(*) AS looked, count(*) FILTER (WHERE r.id <= ? ${wanted}) AS found
       FROM (SELECT r.id, r.status FROM check_run r WHERE ${RANGE} ORDER BY r.finished_at, r.id LIMIT ?) AS r`,
    );
    const statuses = any ? [] : [JSON.stringify(filter.statuses.map(statusCode))];
    const { found, looked } = query.get(upToId, ...statuses, ...range, size) ?? { found: 0, looked: 0 };
    // Most checks have fewer, and no boundary to be looked for.
    const next = looked < size ? null : (this.#boundary.get(...range, size - 1) ?? null);
    return { found, looked, next };
  }
}

function rangeOf(checkId: number, filter: RunFilter, after: Place | null): Range {
  // Before the first run of a time come all the runs with smaller ids.
  const start = after ?? { finishedAt: filter.from ?? 0, id: 0 };
  return [checkId, start.finishedAt, start.id, filter.to ?? FOREVER];
}

function toHistoricRun(
  [id, finishedAt, status, value, , numbers, elapsedMs, busyUs, low, high]: RunCells,
  sentence: string,
): HistoricRun {
  return {
    id,
    startedAt: finishedAt - elapsedMs,
    finishedAt,
    status: statusOf(status),
    value,
    sentence,
    numbers,
    busyUs,
    low,
    high,
  };
}
