import type { Db, Query } from './database.ts';

/** Sealed by the vault; what it holds is the vault's business. */
export interface Secret {
  mode: 'encrypted' | 'plain';
  sealed: Uint8Array;
}

/** Secrets of a kind of thing, in a table of their own. What was there is overwritten with zeros when it goes. */
export class SecretCells {
  readonly #db: Db;
  readonly #get: Query<[number], Secret>;
  readonly #set: Query<[number, string, Uint8Array]>;
  readonly #remove: Query<[number]>;

  constructor(db: Db, table: 'connection_secret' | 'webhook_secret', owner: 'connection_id' | 'webhook_id') {
    this.#db = db;
    this.#get = db.prepare(`SELECT mode, sealed FROM ${table} WHERE ${owner} = ?`);
    this.#set = db.prepare(
      `INSERT INTO ${table} (${owner}, mode, sealed) VALUES (?, ?, ?)
       ON CONFLICT (${owner}) DO UPDATE SET mode = excluded.mode, sealed = excluded.sealed`,
    );
    this.#remove = db.prepare(`DELETE FROM ${table} WHERE ${owner} = ?`);
  }

  get(id: number): Secret | null {
    return this.#get.get(id) ?? null;
  }

  set(id: number, secret: Secret | null): void {
    // What was there is overwritten with zeros and not left in a free page.
    this.#db.raw.pragma('secure_delete = ON');
    try {
      if (secret === null) this.#remove.run(id);
      else this.#set.run(id, secret.mode, secret.sealed);
    } finally {
      this.#db.raw.pragma('secure_delete = FAST');
    }
  }
}
