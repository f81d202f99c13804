import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Db, Query } from './database.ts';
import { noteFromHousekeeping, noteInHousekeeping } from './housekeeping-notes.ts';
import { HOUR_MS, HOURS_A_DAY, hourOf, type Summed, sumByHour, sumOfHours } from './summing.ts';

const SUMMED_UP_TO = 'summed_up_to_hour';
const WHOLE_FROM = 'runs_whole_from';
const PRUNED_AT_ONCE = 200;

type Cells = [
  checkId: number,
  start: number,
  passed: number,
  learning: number,
  deferred: number,
  errors: number,
  warned: number,
  failed: number,
  min: number | null,
  median: number | null,
  max: number | null,
  low: number | null,
  high: number | null,
];

const COLUMNS = 'start, passed, learning, deferred, errors, warned, failed, min, median, max, low, high';

export type Span = 'hour' | 'day';

/**
 * Runs in sum, by hour and by day (of UTC). Each call works on one check and a bounded time, so that whoever drives
 * them decides how much is done at once: see `SumUp`. Doing one again changes nothing.
 */
export class Rollups {
  readonly #db: Db;
  readonly #runs: Query<[number, number, number], RunCells>;
  readonly #put: Record<Span, Query<Cells>>;
  readonly #read: Record<Span, Query<[number, number, number], Summed>>;
  readonly #prune: Record<Span, Query<[number, number, number]>>;
  readonly #values: Query<[number, number, number], { values: number }>;
  readonly #middle: Query<[number, number, number, number, number], { median: number }>;
  readonly #oldest: Query<[], { at: number | null }>;
  readonly #checkAfter: Query<[number], { id: number }>;
  readonly #noteAgain: Query<[number, number]>;
  readonly #again: Query<[number], { checkId: number; start: number }>;
  readonly #settleAgain: Query<[number, number]>;
  /** Hours before this one are summed up, or are just being. A run that ends there counts later. */
  #closed: number;
  #wholeFrom: EpochMs;

  constructor(db: Db) {
    this.#db = db;
    const range = 'check_id = ? AND finished_at >= ? AND finished_at < ?';
    this.#runs = db.prepare(
      `SELECT finished_at AS at, status, value, low, high FROM check_run WHERE ${range} ORDER BY finished_at, id`,
    );
    this.#put = bySpan((table) =>
      db.prepare(`INSERT OR REPLACE INTO ${table} (check_id, ${COLUMNS})
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    );
    this.#read = bySpan((table) =>
      db.prepare(
        `SELECT ${COLUMNS} FROM ${table} WHERE check_id = ? AND start >= ? AND start < ? ORDER BY start`,
      ),
    );
    this.#prune = bySpan((table) =>
      db.prepare(
        `DELETE FROM ${table} WHERE check_id = ? AND start IN
           (SELECT start FROM ${table} WHERE check_id = ? AND start < ? ORDER BY start LIMIT ${PRUNED_AT_ONCE})`,
      ),
    );
    this.#values = db.prepare(`SELECT count(value) AS "values" FROM check_run WHERE ${range}`);
    this.#middle = db.prepare(
      `SELECT avg(value) AS median FROM (
         SELECT value FROM check_run WHERE ${range} AND value IS NOT NULL ORDER BY value LIMIT ? OFFSET ?)`,
    );
    this.#oldest = db.prepare(
      `SELECT min((SELECT min(finished_at) FROM check_run WHERE check_id = c.id)) AS at FROM check_rule c`,
    );
    this.#checkAfter = db.prepare(
      'SELECT id FROM check_rule WHERE id > ? AND removed_at IS NULL ORDER BY id LIMIT 1',
    );
    this.#noteAgain = db.prepare('INSERT OR IGNORE INTO check_hour_again (check_id, start) VALUES (?, ?)');
    this.#again = db.prepare('SELECT check_id AS checkId, start FROM check_hour_again LIMIT ?');
    this.#settleAgain = db.prepare('DELETE FROM check_hour_again WHERE check_id = ? AND start = ?');
    this.#closed = this.summedUpTo() ?? 0;
    this.#wholeFrom = Number(noteFromHousekeeping(db.raw, WHOLE_FROM) ?? 0);
  }

  /** Hours before this one are summed up. Null: none were yet. */
  summedUpTo(): number | null {
    const note = noteFromHousekeeping(this.#db.raw, SUMMED_UP_TO);
    return note === null ? null : Number(note);
  }

  noteSummedUpTo(hour: number): void {
    noteInHousekeeping(this.#db.raw, SUMMED_UP_TO, String(hour));
  }

  /** From this time on all runs are there; before it retention took some, and roll-ups are all there is. */
  wholeFrom(): EpochMs {
    return this.#db.raw.readonly
      ? Number(noteFromHousekeeping(this.#db.raw, WHOLE_FROM) ?? 0)
      : this.#wholeFrom;
  }

  /** Call it before runs that ended before `at` are removed. */
  noteWholeFrom(at: EpochMs): void {
    if (at <= this.#wholeFrom) return;
    noteInHousekeeping(this.#db.raw, WHOLE_FROM, String(at));
    this.#wholeFrom = at;
  }

  /** The hour of the oldest run. Null: there is none. */
  oldestHour(): number | null {
    const at = this.#oldest.get()?.at ?? null;
    return at === null ? null : hourOf(at);
  }

  /** The next check after this one (0 at first), by id; null after the last. To go through many of them bit by bit. */
  checkAfter(id: number): number | null {
    return this.#checkAfter.get(id)?.id ?? null;
  }

  /** From now on a run that ends before this hour is late: its hour is summed up again. */
  close(hour: number): void {
    this.#closed = hour;
  }

  /** Call it for every run that is written, in its transaction. */
  noteRun(checkId: number, finishedAt: EpochMs): void {
    const hour = hourOf(finishedAt);
    if (hour < this.#closed) this.#noteAgain.run(checkId, hour);
  }

  /** Hours that got a run after they were summed up. */
  again(limit: number): { checkId: number; start: number }[] {
    return this.#again.all(limit);
  }

  settleAgain(checkId: number, hour: number): void {
    this.#settleAgain.run(checkId, hour);
  }

  /** Sums up the hours of a check from one to before another; those without runs get no row. */
  sumHours(checkId: number, from: number, to: number): void {
    const runs = this.#runs.all(checkId, from * HOUR_MS, to * HOUR_MS);
    for (const hour of sumByHour(runs)) this.#write('hour', checkId, hour);
  }

  /** Sums up a day of a check, whose hours are summed up and whose runs are all there. */
  sumDay(checkId: number, day: number): void {
    const hours = this.read(checkId, 'hour', day * HOURS_A_DAY, (day + 1) * HOURS_A_DAY);
    if (hours.length === 0) return;
    this.#write('day', checkId, { ...sumOfHours(hours), start: day, median: this.#median(checkId, day) });
  }

  /** Oldest first. `from` and `to` are numbers of hours or days; `to` is not among them. */
  read(checkId: number, span: Span, from: number, to: number): Summed[] {
    return this.#read[span].all(checkId, from, to);
  }

  /** Removes a bounded number of a check's rows from before that hour; returns whether there are more. */
  prune(checkId: number, beforeHour: number): boolean {
    const hours = this.#prune.hour.run(checkId, checkId, beforeHour).changes;
    const days = this.#prune.day.run(checkId, checkId, Math.floor(beforeHour / HOURS_A_DAY)).changes;
    return hours === PRUNED_AT_ONCE || days === PRUNED_AT_ONCE;
  }

  /** Of the values themselves: the median of medians would be another number. */
  #median(checkId: number, day: number): number | null {
    const range = [checkId, day * HOURS_A_DAY * HOUR_MS, (day + 1) * HOURS_A_DAY * HOUR_MS] as const;
    const count = this.#values.get(...range)?.values ?? 0;
    if (count === 0) return null;
    const odd = count % 2;
    return this.#middle.get(...range, 2 - odd, (count - 2 + odd) / 2)?.median ?? null;
  }

  #write(span: Span, checkId: number, summed: Summed): void {
    const { start, passed, learning, deferred, errors, warned, failed } = summed;
    const { min, median, max, low, high } = summed;
    const counts = [passed, learning, deferred, errors, warned, failed] as const;
    this.#put[span].run(checkId, start, ...counts, min, median, max, low, high);
  }
}

interface RunCells {
  at: EpochMs;
  status: number;
  value: number | null;
  low: number | null;
  high: number | null;
}

function bySpan<T>(make: (table: string) => T): Record<Span, T> {
  return { hour: make('check_hour'), day: make('check_day') };
}
