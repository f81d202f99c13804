import type { InboxItem, Message } from '../../../shared/domain/incident.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';
import { incidentShown } from './removed.ts';

type InboxStore = StoreApi['inbox'];

const ITEM = `SELECT m.id, m.incident_id AS incidentId, m.kind, m.at, m.title, m.body, m.delivery, m.read_at AS readAt
  FROM inbox_item m LEFT JOIN incident i ON i.id = m.incident_id
  WHERE (m.incident_id IS NULL OR (${incidentShown('i')}))`;

export class Inbox implements InboxStore {
  readonly #insert: Query<[number | null, string, number, string, string, string, number | null]>;
  readonly #setDelivery: Query<[string, number]>;
  readonly #waiting: Query<[], InboxItem>;
  readonly #list: Query<[number], InboxItem>;
  readonly #get: Query<[number], InboxItem>;
  readonly #between: Query<[number, number], InboxItem>;
  readonly #lastOf: Query<[string], { at: number }>;
  readonly #markRead: Query<[number, string]>;

  constructor(db: Db) {
    this.#insert = db.prepare(
      `INSERT INTO inbox_item (incident_id, kind, at, title, body, delivery, read_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#setDelivery = db.prepare('UPDATE inbox_item SET delivery = ? WHERE id = ?');
    this.#waiting = db.prepare(`${ITEM} AND m.delivery = 'waiting' ORDER BY m.id`);
    this.#get = db.prepare(`${ITEM} AND m.id = ?`);
    this.#list = db.prepare(`${ITEM} ORDER BY m.id DESC LIMIT ?`);
    this.#between = db.prepare(`${ITEM} AND m.at >= ? AND m.at < ? ORDER BY m.id`);
    this.#lastOf = db.prepare('SELECT at FROM inbox_item WHERE kind = ? ORDER BY id DESC LIMIT 1');
    this.#markRead = db.prepare(
      `UPDATE inbox_item SET read_at = ? WHERE id IN (SELECT value FROM json_each(?)) AND read_at IS NULL`,
    );
  }

  insert(item: Message): InboxItem {
    const { incidentId, kind, at, title, body, delivery, readAt } = item;
    const { id } = this.#insert.run(incidentId, kind, at, title, body, delivery, readAt);
    return { id, incidentId, kind, at, title, body, delivery, readAt };
  }

  setDelivery(id: number, delivery: InboxItem['delivery']): void {
    this.#setDelivery.run(delivery, id);
  }

  /** Oldest first. */
  waiting(): InboxItem[] {
    return this.#waiting.all();
  }

  get(id: number): InboxItem | null {
    return this.#get.get(id) ?? null;
  }

  list(limit: number): InboxItem[] {
    return this.#list.all(limit);
  }

  between(from: EpochMs, to: EpochMs): InboxItem[] {
    return this.#between.all(from, to);
  }

  lastOf(kind: InboxItem['kind']): EpochMs | null {
    return this.#lastOf.get(kind)?.at ?? null;
  }

  /** Items that were read before keep the time of the first reading. */
  markRead(ids: readonly number[], at: EpochMs): void {
    this.#markRead.run(at, JSON.stringify(ids));
  }
}
