import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { QueryLogEntry } from '../../../shared/domain/query-log.ts';
import type { NewQuery, StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';
import { Interner } from './interner.ts';

type QueryStore = StoreApi['queries'];

/** A line of the log as SQLite has it. */
export type QueryRow = Omit<QueryLogEntry, 'durationMs' | 'cancelConfirmed'> & {
  durationUs: number;
  cancelConfirmed: number | null;
};

/** Selects them, as `q`. */
export const ENTRY = `SELECT q.id, q.connection_id AS connectionId, n.name AS connectionName, c.id AS checkId,
    r.text AS reason, s.text AS sql, q.started_at AS startedAt, q.duration_us AS durationUs,
    q.row_count AS "rows", q.outcome, q.error, q.cancel_confirmed AS cancelConfirmed
  FROM query_log q
  JOIN connection n ON n.id = q.connection_id AND n.removed_at IS NULL
  JOIN query_text r ON r.id = q.reason_id
  JOIN query_text s ON s.id = q.sql_id
  LEFT JOIN check_rule c ON c.id = q.check_id AND c.removed_at IS NULL`;

export class Queries implements QueryStore {
  readonly #db: Db;
  readonly #texts: Interner;
  readonly #insert: Query<
    [number, number | null, number, number, number, number, number, string, string | null, number | null]
  >;
  readonly #name: Query<[number], { name: string }>;
  readonly #all: Query<[number, number], QueryRow>;
  readonly #ofConnection: Query<[number, number, number], QueryRow>;
  readonly #between: Query<[number, number, number], QueryRow>;
  readonly #prune: Query<[number, number]>;

  constructor(db: Db) {
    this.#db = db;
    this.#texts = new Interner(db);
    this.#insert = db.prepare(
      `INSERT INTO query_log (connection_id, check_id, reason_id, sql_id, started_at, duration_us, row_count, outcome,
         error, cancel_confirmed)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#name = db.prepare('SELECT name FROM connection WHERE id = ?');
    this.#all = db.prepare(`${ENTRY} WHERE q.id < ? ORDER BY q.id DESC LIMIT ?`);
    this.#ofConnection = db.prepare(
      `${ENTRY} WHERE q.connection_id = ? AND q.id < ? ORDER BY q.id DESC LIMIT ?`,
    );
    // The plus keeps SQLite from walking through all of a connection's statements.
    this.#between = db.prepare(
      `${ENTRY} WHERE +q.connection_id = ? AND q.started_at BETWEEN ? AND ? ORDER BY q.started_at, q.id LIMIT 1000`,
    );
    this.#prune = db.prepare(
      `DELETE FROM query_log WHERE id IN (SELECT id FROM query_log WHERE started_at < ? ORDER BY started_at LIMIT ?)`,
    );
  }

  /** Throws `StoreError` `not_found` when the connection was removed meanwhile. */
  append(entry: NewQuery): QueryLogEntry {
    return this.#db.transaction(() => {
      const { id } = this.#insert.run(
        entry.connectionId,
        entry.checkId,
        this.#texts.idOf(entry.reason, entry.startedAt),
        this.#texts.idOf(entry.sql, entry.startedAt),
        entry.startedAt,
        Math.round(entry.durationMs * 1000),
        entry.rows,
        entry.outcome,
        entry.error,
        entry.cancelConfirmed === null ? null : Number(entry.cancelConfirmed),
      );
      return { ...entry, id, connectionName: this.#name.get(entry.connectionId)?.name ?? '' };
    });
  }

  list(connectionId: number | null, beforeId: number | null, limit: number): QueryLogEntry[] {
    const before = beforeId ?? Number.MAX_SAFE_INTEGER;
    const rows =
      connectionId === null
        ? this.#all.all(before, limit)
        : this.#ofConnection.all(connectionId, before, limit);
    return rows.map(toEntry);
  }

  between(connectionId: number, from: EpochMs, to: EpochMs): QueryLogEntry[] {
    return this.#between.all(connectionId, from, to).map(toEntry);
  }

  prune(before: EpochMs, limit: number): number {
    return this.#db.transaction(() => {
      const removed = this.#prune.run(before, limit).changes;
      return removed < limit ? removed + this.#texts.forget(before, limit - removed) : removed;
    });
  }
}

export function toEntry({ durationUs, cancelConfirmed, ...rest }: QueryRow): QueryLogEntry {
  return {
    ...rest,
    durationMs: durationUs / 1000,
    cancelConfirmed: cancelConfirmed === null ? null : cancelConfirmed === 1,
  };
}
