import type { TableLabels } from '../../../shared/domain/labels.ts';
import type { StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';

type LabelStore = StoreApi['labels'];

const NONE: TableLabels = { owner: null, tags: [] };

export class Labels implements LabelStore {
  readonly #all: Query<[], { tableId: number; owner: string | null; tags: string }>;
  readonly #put: Query<[number, string | null, string]>;

  /** Read once: every push of a table asks for its own, and nobody else writes while this store may. */
  #known: Map<number, TableLabels> | null = null;

  constructor(db: Db) {
    this.#all = db.prepare('SELECT table_id AS tableId, owner, tags FROM table_label');
    this.#put = db.prepare(
      `INSERT INTO table_label (table_id, owner, tags) VALUES (?, ?, ?)
       ON CONFLICT (table_id) DO UPDATE SET owner = excluded.owner, tags = excluded.tags`,
    );
  }

  of(tableId: number): TableLabels {
    return this.#map().get(tableId) ?? NONE;
  }

  set(tableId: number, { owner, tags }: TableLabels): void {
    this.#put.run(tableId, owner, JSON.stringify([...new Set(tags)].sort()));
    // Read anew when it is asked for: the transaction around this may yet be rolled back.
    this.#known = null;
  }

  #map(): Map<number, TableLabels> {
    this.#known ??= new Map(
      this.#all
        .all()
        .map(({ tableId, owner, tags }) => [tableId, { owner, tags: JSON.parse(tags) as string[] }]),
    );
    return this.#known;
  }
}
