import type { Db } from './database.ts';

/** The tables of a few statements: all of them would be the store a second time, in memory. */
const MOST = 64;

/**
 * The rows that were asked for last, by id. A table's own are wanted dozens of times around one statement: for each of
 * its checks as it is planned, asked, judged and shown.
 */
export class Kept<V extends object | null> {
  readonly #read: (id: number) => V;
  readonly #rows = new Map<number, V>();
  readonly #mayKeep: boolean;

  constructor(db: Db, read: (id: number) => V) {
    this.#read = read;
    // Beside a Pulse that is running, another process writes.
    this.#mayKeep = !db.raw.readonly;
    db.onRollback(() => this.forget());
  }

  get(id: number): V {
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    const row = Object.freeze(this.#read(id)) as V;
    if (!this.#mayKeep) return row;
    const [oldest] = this.#rows.keys();
    if (oldest !== undefined && this.#rows.size >= MOST) this.#rows.delete(oldest);
    this.#rows.set(id, row);
    return row;
  }

  /** Call it after each write to what is kept here. */
  forget(): void {
    this.#rows.clear();
  }
}
