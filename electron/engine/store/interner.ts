import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Db, Query } from './database.ts';

/** Seven days: long enough for repeats to pay, short enough for old texts to go soon after their rows. */
export const PERIOD_MS = 7 * 86_400_000;

/**
 * Keeps each text of the query log once per period. There is no cache in front of the table on purpose: a transaction that is rolled
 * back would leave ids in it that point nowhere.
 */
export class Interner {
  readonly #find: Query<[number, number, string], { id: number }>;
  readonly #add: Query<[number, number, string]>;
  readonly #forget: Query<[number, number]>;

  constructor(db: Db) {
    this.#find = db.prepare(`SELECT id FROM query_text WHERE period = ? AND hash = ? AND text = ?`);
    this.#add = db.prepare(`INSERT INTO query_text (period, hash, text) VALUES (?, ?, ?)`);
    this.#forget = db.prepare(
      `DELETE FROM query_text WHERE id IN (SELECT id FROM query_text WHERE period < ? LIMIT ?)`,
    );
  }

  /** The id of `text` for a row of time `at`. */
  idOf(text: string, at: EpochMs): number {
    const period = periodOf(at);
    const hash = fnv1a(text);
    return this.#find.get(period, hash, text)?.id ?? this.#add.run(period, hash, text).id;
  }

  /** Removes texts that only rows from before `before` can have used; call it when all of those are gone. */
  forget(before: EpochMs, limit: number): number {
    return this.#forget.run(periodOf(before), limit).changes;
  }
}

export function periodOf(at: EpochMs): number {
  return Math.floor(at / PERIOD_MS);
}

/** 32-bit FNV-1a over UTF-16 units. It only has to spread texts; equality is checked on the text itself. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
