import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { StoreApi, WebhookDelivery, WebhookRow } from './api.ts';
import type { Db, Query } from './database.ts';
import { type Secret, SecretCells } from './secret-cells.ts';

type WebhookStore = StoreApi['webhooks'];
type Flat = Omit<WebhookRow, 'enabled' | 'failureTold'> & { enabled: number; failureTold: number };

const WEBHOOK = `SELECT id, name, format, host, enabled, attempts, failing_since AS failingSince, problem,
    next_at AS nextAt, failure_told AS failureTold
  FROM webhook`;
const DELIVERY = `SELECT id, webhook_id AS webhookId, inbox_item_id AS inboxItemId, at, state, message
  FROM webhook_delivery`;

export class Webhooks implements WebhookStore {
  readonly #secrets: SecretCells;
  readonly #list: Query<[], Flat>;
  readonly #get: Query<[number], Flat>;
  readonly #insert: Query<[string, string, string, number]>;
  readonly #update: Query<
    [string, string, string, number, number, number | null, string | null, number, number, number]
  >;
  readonly #remove: Query<[number]>;
  readonly #post: Query<[number, number, number, string]>;
  readonly #waiting: Query<[number, number], WebhookDelivery>;
  readonly #countWaiting: Query<[number], { waiting: number }>;
  readonly #settle: Query<[string, string]>;

  constructor(db: Db) {
    this.#secrets = new SecretCells(db, 'webhook_secret', 'webhook_id');
    this.#list = db.prepare(`${WEBHOOK} ORDER BY id`);
    this.#get = db.prepare(`${WEBHOOK} WHERE id = ?`);
    this.#insert = db.prepare('INSERT INTO webhook (name, format, host, enabled) VALUES (?, ?, ?, ?)');
    this.#update = db.prepare(
      `UPDATE webhook SET name = ?, format = ?, host = ?, enabled = ?, attempts = ?, failing_since = ?, problem = ?,
         next_at = ?, failure_told = ?
       WHERE id = ?`,
    );
    this.#remove = db.prepare('DELETE FROM webhook WHERE id = ?');
    this.#post = db.prepare(
      `INSERT INTO webhook_delivery (webhook_id, inbox_item_id, at, state, message) VALUES (?, ?, ?, 'waiting', ?)
       ON CONFLICT (webhook_id, inbox_item_id) DO NOTHING`,
    );
    this.#waiting = db.prepare(
      `${DELIVERY} WHERE webhook_id = ? AND state = 'waiting' ORDER BY webhook_id, id LIMIT ?`,
    );
    this.#countWaiting = db.prepare(
      `SELECT count(*) AS waiting FROM webhook_delivery WHERE webhook_id = ? AND state = 'waiting'`,
    );
    this.#settle = db.prepare(
      'UPDATE webhook_delivery SET state = ? WHERE id IN (SELECT value FROM json_each(?))',
    );
  }

  list(): WebhookRow[] {
    return this.#list.all().map(rowOf);
  }

  get(id: number): WebhookRow | null {
    const flat = this.#get.get(id);
    return flat === undefined ? null : rowOf(flat);
  }

  insert({ name, format, host, enabled }: Pick<WebhookRow, 'name' | 'format' | 'host' | 'enabled'>): number {
    return this.#insert.run(name, format, host, Number(enabled)).id;
  }

  update(row: WebhookRow): void {
    const { id, name, format, host, enabled, attempts, failingSince, problem, nextAt, failureTold } = row;
    this.#update.run(
      name,
      format,
      host,
      Number(enabled),
      attempts,
      failingSince,
      problem,
      nextAt,
      Number(failureTold),
      id,
    );
  }

  remove(id: number): void {
    this.setSecret(id, null);
    this.#remove.run(id);
  }

  secret(id: number): Secret | null {
    return this.#secrets.get(id);
  }

  setSecret(id: number, secret: Secret | null): void {
    this.#secrets.set(id, secret);
  }

  /** Once for each item of the inbox, however often it is asked for. */
  post(webhookId: number, inboxItemId: number, at: EpochMs, message: string): void {
    this.#post.run(webhookId, inboxItemId, at, message);
  }

  waiting(webhookId: number, limit: number): WebhookDelivery[] {
    return this.#waiting.all(webhookId, limit);
  }

  countWaiting(webhookId: number): number {
    return this.#countWaiting.get(webhookId)?.waiting ?? 0;
  }

  settle(ids: readonly number[], state: 'sent' | 'given_up'): void {
    this.#settle.run(state, JSON.stringify(ids));
  }
}

function rowOf(flat: Flat): WebhookRow {
  return { ...flat, enabled: flat.enabled === 1, failureTold: flat.failureTold === 1 };
}
