import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDatabase, type Raw } from '../../electron/engine/store/database.ts';
import { Store } from '../../electron/engine/store/store.ts';
import { temporaryFolder, testStore } from './store.ts';

/** A store that can be kept from writing, as a full disk and a folder without permission do. */
export class StubbornStore {
  readonly store: Store;
  readonly #raw: Raw;
  readonly #file: string;
  #foreign: Raw | null = null;

  constructor(folder = temporaryFolder()) {
    const made = testStore(folder);
    const { opening } = made;
    made.close();
    const file = join(folder, 'pulse.db');
    this.#file = file;
    this.#raw = openDatabase({ file, readonly: false, nativeBinding: undefined, busyTimeoutMs: 0 });
    this.#raw.pragma('foreign_keys = ON');
    this.store = new Store(this.#raw, opening, () => {});
    onTestFinished(() => this.store.close());
  }

  /** What does not fit into the pages that are there is refused from now on: `SQLITE_FULL`. */
  fill(): void {
    this.#raw.pragma(`max_page_count = ${this.#raw.pragma('page_count', { simple: true })}`);
  }

  /** Every write is refused from now on: `SQLITE_READONLY`. */
  lock(): void {
    this.#raw.pragma('query_only = ON');
  }

  /** Another program has the file open, and is about to write: `SQLITE_BUSY`. */
  occupy(): void {
    const options = { file: this.#file, readonly: false, nativeBinding: undefined, busyTimeoutMs: 0 };
    this.#foreign = openDatabase(options);
    this.#foreign.exec('BEGIN IMMEDIATE');
  }

  heal(): void {
    this.#foreign?.close();
    this.#raw.pragma('max_page_count = 1000000');
    this.#raw.pragma('query_only = OFF');
  }
}
