import type { CheckRun, SeriesPoint } from '../../../shared/domain/check.ts';
import type { RunFilter } from '../../../shared/domain/export.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { notFound } from '../problem.ts';
import type { StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';
import { RunMessages } from './messages.ts';
import { checkShown } from './removed.ts';
import type { Rollups } from './rollups.ts';
import { conditionsOf } from './run-filter.ts';
import { RUN, type RunRow, toRun } from './run-row.ts';
import { MOST_RUNS, plotSum, resolve } from './series.ts';
import { statusCode, statusOf } from './status-code.ts';
import type { StripCell } from './strips.ts';
import { hourOf } from './summing.ts';
import { type PlottedRun, thin } from './thin.ts';

type RunStore = StoreApi['runs'];

/** So many seeks take a fraction of a millisecond, also when their pages are not in memory. */
const CHECKS_AT_ONCE = 50;

interface RunKey {
  check_id: number;
  finished_at: number;
  id: number;
}

type RunCells = [
  checkId: number,
  finishedAt: number,
  id: number,
  status: number,
  value: number | null,
  messageId: number,
  elapsedMs: number,
  busyUs: number,
  low: number | null,
  high: number | null,
  numbers: string | null,
];

export class Runs implements RunStore {
  readonly #db: Db;
  readonly #rollups: Rollups;
  readonly #messages: RunMessages;
  readonly #insert: Query<RunCells>;
  readonly #check: Query<[number], { id: number }>;
  readonly #judgedSince: Query<[number, number], { at: number; value: number }>;
  readonly #valueNear: Query<[number, number, number, number, number], { value: number }>;
  readonly #get: Query<[number], RunRow>;
  readonly #last: Query<[number], RunRow>;
  readonly #count: Query<[number, number, number, number], { runs: number }>;
  readonly #points: Query<[number, number, number], PlottedRun>;
  readonly #cells: Query<[number, number, number], StripCell>;
  readonly #oldest: Query<[number, number], RunKey>;
  readonly #checksAfter: Query<[number], { id: number }>;
  readonly #behind: Query<[number, number, number], RunKey>;
  readonly #remove: Query<[number, number, number]>;
  #lastId: number;

  constructor(db: Db, rollups: Rollups) {
    this.#db = db;
    this.#rollups = rollups;
    this.#messages = new RunMessages(db);
    this.#insert = db.prepare(
      `INSERT INTO check_run (check_id, finished_at, id, status, value, message_id, elapsed_ms, busy_us, low, high,
         numbers)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#check = db.prepare('SELECT id FROM check_rule WHERE id = ? AND removed_at IS NULL');
    this.#get = db.prepare(
      `SELECT ${RUN} FROM check_run r JOIN run_message m ON m.id = r.message_id
       WHERE r.id = ? AND ${checkShown('r.check_id')}`,
    );
    this.#last = db.prepare(
      `SELECT ${RUN} FROM check_run r JOIN run_message m ON m.id = r.message_id
       WHERE r.check_id = ? ORDER BY r.finished_at DESC, r.id DESC LIMIT 1`,
    );
    this.#count = db.prepare(
      `SELECT count(*) AS runs FROM (
         SELECT 1 FROM check_run WHERE check_id = ? AND finished_at >= ? AND finished_at < ? LIMIT ?)`,
    );
    this.#points = db.prepare(
      `SELECT finished_at AS at, value, status AS code, low, high FROM check_run
       WHERE check_id = ? AND finished_at >= ? AND finished_at < ? ORDER BY finished_at, id`,
    );
    this.#judgedSince = db.prepare(
      `SELECT at, value FROM (
         SELECT finished_at AS at, value, id FROM check_run
         WHERE check_id = ? AND finished_at > ? AND value IS NOT NULL ORDER BY finished_at DESC, id DESC LIMIT 20000)
       ORDER BY at, id`,
    );
    // 0 is pass, 4 warn, and 1 learning, as which the first value begins: what failed is nothing to compare with.
    this.#valueNear = db.prepare(
      `SELECT value FROM check_run
       WHERE check_id = ? AND finished_at BETWEEN ? AND ? AND status IN (0, 1, 4) AND value IS NOT NULL
       ORDER BY abs(finished_at - ?), id DESC LIMIT ?`,
    );
    // Codes: 0 pass, 2 deferred, 4 warn, 5 fail. What was held back shows only where nothing else ran.
    this.#cells = db.prepare(
      `SELECT c.table_id AS tableId, r.finished_at / CAST(? AS INTEGER) AS slot, coalesce(max(r.status) FILTER (WHERE r.status <> 2), 2) AS worst,
         count(*) FILTER (WHERE r.status IN (0, 4, 5)) AS judged, count(*) FILTER (WHERE r.status IN (4, 5)) AS bad
       FROM check_rule c CROSS JOIN check_run r ON r.check_id = c.id
       WHERE c.table_id IS NOT NULL AND c.removed_at IS NULL AND r.finished_at >= ? AND r.id <= ?
       GROUP BY 1, 2`,
    );
    this.#oldest = db.prepare(
      `SELECT check_id, finished_at, id
       FROM (SELECT check_id, finished_at, id FROM check_run INDEXED BY check_run_by_id ORDER BY id LIMIT ?)
       WHERE finished_at < ?`,
    );
    const checksAfter = `SELECT id FROM check_rule WHERE id > ? ORDER BY id LIMIT ${CHECKS_AT_ONCE}`;
    this.#checksAfter = db.prepare(checksAfter);
    this.#behind = db.prepare(
      `SELECT r.check_id, r.finished_at, r.id FROM (${checksAfter}) c CROSS JOIN check_run r ON r.check_id = c.id
       WHERE r.finished_at < ? LIMIT ?`,
    );
    this.#remove = db.prepare('DELETE FROM check_run WHERE check_id = ? AND finished_at = ? AND id = ?');
    const newest = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM check_run').get();
    this.#lastId = newest?.id ?? 0;
  }

  /** Within a transaction of the caller. Throws `ProblemError` `not_found` when the check was removed while it ran. */
  append(run: Omit<CheckRun, 'id'>): CheckRun {
    if (!this.#check.get(run.checkId)) throw notFound('check');
    // Counted here and not by SQLite, as this process is the only writer. An id is not used again in its lifetime,
    // even when a transaction is rolled back or the newest runs are removed.
    const id = ++this.#lastId;
    const status = statusCode(run.status);
    const { messageId, numbers } = this.#messages.keep(run.message, run.checkId, status, run.finishedAt);
    this.#insert.run(
      run.checkId,
      run.finishedAt,
      id,
      status,
      run.value,
      messageId,
      run.finishedAt - run.startedAt,
      Math.round(run.durationMs * 1000),
      run.low,
      run.high,
      numbers,
    );
    this.#rollups.noteRun(run.checkId, run.finishedAt);
    return { ...run, id };
  }

  series(checkId: number, from: EpochMs, to: EpochMs, maxPoints: number): SeriesPoint[] {
    const points = this.#plotted(checkId, from, to);
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return [];
    const shown = points.length <= maxPoints ? points : thin(points, first.at, last.at, maxPoints);
    return shown.map(({ code, ...point }) => ({ ...point, status: statusOf(code) }));
  }

  /** The runs themselves where these are few and all there, else their sums, and of what is not yet summed the runs. */
  #plotted(checkId: number, from: EpochMs, to: EpochMs): PlottedRun[] {
    const runs = (after: EpochMs) => this.#points.all(checkId, after, to);
    const whole = this.#rollups.wholeFrom();
    const gone = from < whole ? this.#rollups.read(checkId, 'hour', hourOf(from), hourOf(whole)) : [];
    const few = (this.#count.get(checkId, from, to, MOST_RUNS + 1)?.runs ?? 0) <= MOST_RUNS;
    if (gone.length === 0 && few) return runs(from);
    const parts = resolve(from, to, this.#rollups.summedUpTo() ?? 0);
    const sums = parts.flatMap((part) =>
      this.#rollups.read(checkId, part.span, part.from, part.to).map((sum) => plotSum(sum, part.span)),
    );
    return [...sums, ...runs(Math.max(from, parts.at(-1)?.endsAt ?? from))];
  }

  list(filter: RunFilter, beforeId: number | null, limit: number): CheckRun[] {
    const { sql, values } = conditionsOf(filter);
    // For one check or table its own history is short: find it by primary key, then sort. For anything wider the
    // index by id has them in order already, and what the filter asks for, so the scan stops at the limit.
    const narrow = filter.checkId !== null || filter.tableId !== null;
    const source = narrow ? 'check_run r' : 'check_run r INDEXED BY check_run_by_id';
    const order = narrow ? '+r.id' : 'r.id';
    const page = this.#db.shaped<(number | string)[], RunRow>(
      `SELECT ${RUN}
       FROM (SELECT r.check_id, r.finished_at, r.id FROM ${source}
             WHERE ${sql} AND ${narrow ? '+' : ''}r.id < ? ORDER BY ${order} DESC LIMIT ?) AS page
       CROSS JOIN check_run r
         ON r.check_id = page.check_id AND r.finished_at = page.finished_at AND r.id = page.id
       JOIN run_message m ON m.id = r.message_id
       ORDER BY page.id DESC`,
    );
    return page.all(...values, beforeId ?? Number.MAX_SAFE_INTEGER, limit).map(toRun);
  }

  count(filter: RunFilter): number {
    const { sql, values } = conditionsOf(filter);
    const query = this.#db.shaped<(number | string)[], { runs: number }>(
      `SELECT count(*) AS runs FROM check_run r WHERE ${sql}`,
    );
    return query.get(...values)?.runs ?? 0;
  }

  /** The runs of all tables since `from`, up to the one with this id, counted by slots of so many milliseconds. */
  cells(from: EpochMs, upToId: number, slotMs: number): StripCell[] {
    return this.#cells.all(slotMs, from, upToId);
  }

  /** Id of the newest run of all, 0 when there was none yet. */
  lastId(): number {
    return this.#lastId;
  }

  valueNear(checkId: number, at: EpochMs, toleranceMs: number): number | null {
    return this.#valueNear.get(checkId, at - toleranceMs, at + toleranceMs, at, 1)?.value ?? null;
  }

  judgedSince(checkId: number, after: EpochMs): { at: EpochMs; value: number }[] {
    return this.#judgedSince.all(checkId, after);
  }

  get(id: number): CheckRun | null {
    const row = this.#get.get(id);
    return row === undefined ? null : toRun(row);
  }

  last(checkId: number): CheckRun | null {
    const row = this.#last.get(checkId);
    return row === undefined ? null : toRun(row);
  }

  forgetMessages(before: EpochMs, limit: number): number {
    return this.#messages.forget(before, limit);
  }

  prune(before: EpochMs, limit: number): number {
    // The first written are the oldest, unless the clock was changed. Neighbours there, they cost the fewest pages.
    return this.#removeAll(this.#oldest.all(limit, before));
  }

  pruneBehind(before: EpochMs, afterCheckId: number, limit: number): number | null {
    // One short seek per check, never a walk through all runs.
    const checks = this.#checksAfter.all(afterCheckId);
    const removed = this.#removeAll(this.#behind.all(afterCheckId, before, limit));
    if (removed === limit) return afterCheckId;
    return checks.length < CHECKS_AT_ONCE ? null : (checks.at(-1)?.id ?? null);
  }

  #removeAll(runs: readonly RunKey[]): number {
    this.#db.transaction(() => {
      for (const run of runs) this.#remove.run(run.check_id, run.finished_at, run.id);
    });
    return runs.length;
  }
}
