import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Db, Query } from './database.ts';
import { fnv1a, periodOf } from './interner.ts';
import { takeApart } from './message-parts.ts';

/**
 * What runs said. A sentence is kept once per check, status and period, so that a search knows from the sentence alone
 * whose runs to look at; its numbers are kept with the run. No cache in front of the table, as in `Interner`.
 */
export class RunMessages {
  readonly #find: Query<[number, number, number, number, string], { id: number }>;
  readonly #add: Query<[number, number, string, number, number]>;
  readonly #forget: Query<[number, number]>;

  constructor(db: Db) {
    this.#find = db.prepare(
      'SELECT id FROM run_message WHERE period = ? AND hash = ? AND check_id = ? AND status = ? AND text = ?',
    );
    this.#add = db.prepare(
      'INSERT INTO run_message (period, hash, text, check_id, status) VALUES (?, ?, ?, ?, ?)',
    );
    this.#forget = db.prepare(
      'DELETE FROM run_message WHERE id IN (SELECT id FROM run_message WHERE period < ? LIMIT ?)',
    );
  }

  /** Keeps what a check's run of time `at` said. `status` is the stored code. */
  keep(
    text: string,
    checkId: number,
    status: number,
    at: EpochMs,
  ): { messageId: number; numbers: string | null } {
    const { sentence, numbers } = takeApart(text);
    const period = periodOf(at);
    const hash = fnv1a(`${checkId} ${status} ${sentence}`);
    const messageId =
      this.#find.get(period, hash, checkId, status, sentence)?.id ??
      this.#add.run(period, hash, sentence, checkId, status).id;
    return { messageId, numbers };
  }

  /** Removes sentences that only runs from before `before` can have said; call it when all of those are gone.
   *  Returns how many went. */
  forget(before: EpochMs, limit: number): number {
    return this.#forget.run(periodOf(before), limit).changes;
  }
}
