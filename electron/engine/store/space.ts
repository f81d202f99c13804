import type { Db } from './database.ts';

/** The file's pages. */
export class Space {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** How many pages the file has, and how many of them hold nothing. */
  pages(): { pages: number; free: number } {
    const one = (pragma: string) => this.#db.raw.pragma(pragma, { simple: true }) as number;
    return { pages: one('page_count'), free: one('freelist_count') };
  }

  /** How many pages SQLite's log has, and how many of them are in the file, too. */
  log(): { pages: number; moved: number } {
    const [row] = this.#db.raw.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
    return { pages: row?.log ?? 0, moved: row?.checkpointed ?? 0 };
  }

  /** Gives up to so many free pages back to the disk; returns how many. None in a file that was not made for it. */
  giveBack(limit: number): number {
    const before = this.pages().pages;
    this.#db.raw.pragma(`incremental_vacuum(${limit})`);
    return before - this.pages().pages;
  }
}
