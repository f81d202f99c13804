import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Silence } from '../../../shared/domain/silence.ts';
import type { StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';

type SilenceStore = StoreApi['silences'];

const SILENCE = `SELECT id, connection_id AS connectionId, table_id AS tableId, check_id AS checkId, kind, matcher, until,
    note, created_at AS createdAt, ended_at AS endedAt
  FROM silence`;

export class Silences implements SilenceStore {
  readonly #insert: Query<
    [number | null, number | null, number | null, string | null, string | null, number | null, string, number]
  >;
  readonly #end: Query<[number, number]>;
  readonly #get: Query<[number], Silence>;
  readonly #active: Query<[], Silence>;
  readonly #list: Query<[number], Silence>;

  constructor(db: Db) {
    this.#insert = db.prepare(
      `INSERT INTO silence (connection_id, table_id, check_id, kind, matcher, until, note, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#end = db.prepare('UPDATE silence SET ended_at = ? WHERE id = ? AND ended_at IS NULL');
    this.#get = db.prepare(`${SILENCE} WHERE id = ?`);
    this.#active = db.prepare(`${SILENCE} WHERE ended_at IS NULL ORDER BY id`);
    this.#list = db.prepare(`${SILENCE} ORDER BY ended_at IS NOT NULL, id DESC LIMIT ?`);
  }

  insert(silence: Omit<Silence, 'id' | 'endedAt'>): Silence {
    const { connectionId, tableId, checkId, kind, matcher, until, note, createdAt } = silence;
    const { id } = this.#insert.run(connectionId, tableId, checkId, kind, matcher, until, note, createdAt);
    return { ...silence, id, endedAt: null };
  }

  /** One that has ended already keeps its time. */
  end(id: number, at: EpochMs): void {
    this.#end.run(at, id);
  }

  get(id: number): Silence | null {
    return this.#get.get(id) ?? null;
  }

  active(): Silence[] {
    return this.#active.all();
  }

  list(limit: number): Silence[] {
    return this.#list.all(limit);
  }
}
