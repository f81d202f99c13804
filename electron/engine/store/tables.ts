import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type {
  Column,
  MonitoredTable,
  RelationKind,
  SchemaEvent,
  TableShape,
} from '../../../shared/domain/table.ts';
import type { StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';
import { StoreError } from './errors.ts';
import { Kept } from './kept.ts';
import { hiding } from './removed.ts';

type TableStore = StoreApi['tables'];

const TABLE = `SELECT id, connection_id AS connectionId, schema_name AS "schema", name, kind, added_at AS addedAt
               FROM monitored_table`;

export class Tables implements TableStore {
  readonly #list: Query<[], MonitoredTable>;
  readonly #known: Kept<MonitoredTable | null>;
  readonly #find: Query<[number, string, string], MonitoredTable>;
  readonly #insert: Query<[number, string, string, string, number]>;
  readonly #update: Query<[number, string, string, string, number, number]>;
  readonly #db: Db;
  readonly #remove: Query<[number]>[];
  readonly #accepted: Kept<TableShape | null>;
  readonly #accept: Query<[number, string | null, string, number]>;
  readonly #acceptKind: Query<[string, number]>;
  readonly #addEvent: Query<[number, number, string]>;
  readonly #events: Query<[number, number], { at: number; differences: string }>;
  readonly #eventsBetween: Query<
    [number, number, number],
    { tableId: number; at: number; differences: string }
  >;
  readonly #facts: Query<[number], { facts: string; at: number }>;
  readonly #setFacts: Query<[number, string, number]>;

  constructor(db: Db) {
    this.#list = db.prepare(`${TABLE} WHERE removed_at IS NULL ORDER BY id`);
    const get = db.prepare<[number], MonitoredTable>(`${TABLE} WHERE id = ? AND removed_at IS NULL`);
    this.#known = new Kept(db, (id) => get.get(id) ?? null);
    this.#find = db.prepare(
      `${TABLE} WHERE connection_id = ? AND schema_name = ? AND name = ? AND removed_at IS NULL`,
    );
    this.#insert = db.prepare(
      'INSERT INTO monitored_table (connection_id, schema_name, name, kind, added_at) VALUES (?, ?, ?, ?, ?)',
    );
    this.#update = db.prepare(
      `UPDATE monitored_table SET connection_id = ?, schema_name = ?, name = ?, kind = ?, added_at = ?
       WHERE id = ?`,
    );
    this.#db = db;
    this.#remove = hiding(db, 'monitored_table', 'table_id = ?');
    const accepted = db.prepare<[number], { kind: RelationKind | null; columns: string }>(
      'SELECT kind, columns FROM accepted_schema WHERE table_id = ?',
    );
    this.#accepted = new Kept(db, (id) => {
      const row = accepted.get(id);
      return row === undefined ? null : { kind: row.kind, columns: JSON.parse(row.columns) as Column[] };
    });
    this.#accept = db.prepare(
      `INSERT INTO accepted_schema (table_id, kind, columns, accepted_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (table_id) DO UPDATE SET
         kind = excluded.kind, columns = excluded.columns, accepted_at = excluded.accepted_at`,
    );
    this.#acceptKind = db.prepare('UPDATE accepted_schema SET kind = ? WHERE table_id = ?');
    this.#addEvent = db.prepare('INSERT INTO schema_event (table_id, at, differences) VALUES (?, ?, ?)');
    this.#events = db.prepare(
      'SELECT at, differences FROM schema_event WHERE table_id = ? ORDER BY id DESC LIMIT ?',
    );
    this.#eventsBetween = db.prepare(
      `SELECT e.table_id AS tableId, e.at, e.differences
       FROM monitored_table t JOIN schema_event e ON e.table_id = t.id
       WHERE t.connection_id = ? AND t.removed_at IS NULL AND e.at BETWEEN ? AND ? ORDER BY e.at, e.id`,
    );
    this.#facts = db.prepare('SELECT facts, at FROM table_facts WHERE table_id = ?');
    this.#setFacts = db.prepare(
      `INSERT INTO table_facts (table_id, facts, at) VALUES (?, ?, ?)
       ON CONFLICT (table_id) DO UPDATE SET facts = excluded.facts, at = excluded.at`,
    );
  }

  list(): MonitoredTable[] {
    return this.#list.all();
  }

  get(id: number): MonitoredTable | null {
    return this.#known.get(id);
  }

  find(connectionId: number, schema: string, name: string): MonitoredTable | null {
    return this.#find.get(connectionId, schema, name) ?? null;
  }

  /** Throws `StoreError` `already_exists` when the table is monitored on that connection already. */
  insert(table: Omit<MonitoredTable, 'id'>): MonitoredTable {
    const { connectionId, schema, name, kind, addedAt } = table;
    if (this.find(connectionId, schema, name) !== null)
      throw new StoreError({
        code: 'already_exists',
        title: `${schema}.${name} is monitored already.`,
        hint: 'Open it from the overview to change its checks.',
      });
    const { id } = this.#insert.run(connectionId, schema, name, kind, addedAt);
    this.forgetKept();
    return { id, connectionId, schema, name, kind, addedAt };
  }

  update(table: MonitoredTable): MonitoredTable {
    this.#update.run(table.connectionId, table.schema, table.name, table.kind, table.addedAt, table.id);
    this.forgetKept();
    return table;
  }

  remove(id: number): void {
    this.#db.transaction(() => {
      for (const query of this.#remove) query.run(id);
    });
    this.forgetKept();
  }

  /** A connection was removed, and its tables with it. */
  forgetKept(): void {
    this.#known.forget();
    this.#accepted.forget();
  }

  acceptedSchema(tableId: number): TableShape | null {
    return this.#accepted.get(tableId);
  }

  acceptSchema(tableId: number, { kind, columns }: TableShape, at: EpochMs): void {
    this.#accept.run(tableId, kind, JSON.stringify(columns), at);
    this.#accepted.forget();
  }

  acceptKind(tableId: number, kind: RelationKind): void {
    this.#acceptKind.run(kind, tableId);
    this.#accepted.forget();
  }

  addSchemaEvent(tableId: number, event: SchemaEvent): void {
    this.#addEvent.run(tableId, event.at, JSON.stringify(event.differences));
  }

  schemaEvents(tableId: number, limit: number): SchemaEvent[] {
    return this.#events
      .all(tableId, limit)
      .map((row) => ({ at: row.at, differences: JSON.parse(row.differences) as string[] }));
  }

  schemaEventsBetween(connectionId: number, from: EpochMs, to: EpochMs) {
    return this.#eventsBetween
      .all(connectionId, from, to)
      .map((row) => ({ ...row, differences: JSON.parse(row.differences) as string[] }));
  }

  facts(tableId: number): { facts: string; at: EpochMs } | null {
    return this.#facts.get(tableId) ?? null;
  }

  setFacts(tableId: number, facts: string, at: EpochMs): void {
    this.#setFacts.run(tableId, facts, at);
  }
}
