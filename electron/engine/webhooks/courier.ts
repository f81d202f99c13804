import type { WebhookInput, WebhookView } from '../../../shared/domain/webhook.ts';
import { WebhookMessage } from '../../../shared/domain/webhook.ts';
import type { EventHub } from '../events.ts';
import type { KeptSecrets } from '../kept-secrets.ts';
import type { Clock, Logger } from '../ports.ts';
import { problemOf } from '../problem.ts';
import type { StoreApi, WebhookDelivery, WebhookRow } from '../store/api.ts';
import { type Address, readAddress, unpacked } from './address.ts';
import { bodyOf, gathered, testMessage } from './message.ts';
import { LONGEST_RETRY_MS, noteFailure, noteSent, type Outcome } from './outcome.ts';
import { type Fetch, type Posted, post } from './post.ts';

/** Old messages are told in one. */
const OLD_MS = 600_000;
const MOST_AT_ONCE = 500;
/** However far away the time is: a clock that was set meanwhile is noticed within this time. */
const LONGEST_WAIT_MS = 60_000;
/** So long nothing is posted when what came of it could not be written down, as on a full disk. */
const REST_MS = 60_000;

export interface CourierDeps {
  store: StoreApi;
  clock: Clock;
  events: EventHub;
  secrets: KeptSecrets;
  fetch: Fetch;
  log: Logger;
}

/**
 * Posts what stands in the outbox of each webhook: in order, one at a time, again after a failure with growing
 * patience. All of it is on disk, so a restart goes on where it was. Posted at least once: when Pulse dies between the
 * answer and the note of it, the same message goes out again with the same `idempotency-key`.
 */
export class Courier {
  private readonly deps: CourierDeps;
  private readonly busy = new Map<number, Promise<void>>();
  /** What was taken, by webhook, as long as that is not on disk: it is not posted again meanwhile. */
  private readonly taken = new Map<number, readonly WebhookDelivery[]>();
  private readonly restsUntil = new Map<number, number>();
  private running = false;
  private stopping = new AbortController();
  private cancelTimer: (() => void) | null = null;

  constructor(deps: CourierDeps) {
    this.deps = deps;
  }

  start(): void {
    this.running = true;
    this.stopping = new AbortController();
    this.look();
  }

  /** Resolves when nothing is on its way any more. */
  async stop(): Promise<void> {
    this.running = false;
    this.cancelTimer?.();
    this.stopping.abort();
    await this.idle();
  }

  /** Resolves when what could be posted now was. */
  async idle(): Promise<void> {
    while (this.busy.size > 0) await Promise.all(this.busy.values());
  }

  /** Posts what is due, and comes back for the rest. Returns at once. */
  look(): void {
    this.cancelTimer?.();
    if (!this.running) return;
    const now = this.deps.clock.now();
    let next: number | null = null;
    for (const row of this.deps.store.webhooks.list()) {
      if (!row.enabled || this.busy.has(row.id)) continue;
      if (this.deps.store.webhooks.countWaiting(row.id) === 0) continue;
      const due = Math.max(row.nextAt, this.restsUntil.get(row.id) ?? 0);
      // A clock that was set back must not keep it waiting.
      if (due > now && due - now <= LONGEST_RETRY_MS * 2) next = Math.min(next ?? due, due);
      else this.begin(row.id);
    }
    if (next === null) return;
    const wait = Math.min(Math.max(next - now, 50), LONGEST_WAIT_MS);
    this.cancelTimer = this.deps.clock.after(wait, () => this.look());
  }

  views(): WebhookView[] {
    const { store, secrets } = this.deps;
    return store.webhooks.list().map(({ id, name, format, host, enabled, problem, failingSince }) => ({
      id,
      name,
      format,
      host,
      enabled,
      problem,
      failingSince,
      addressKept: secrets.kept(id),
      waiting: store.webhooks.countWaiting(id),
    }));
  }

  push(): void {
    this.deps.events.emit('webhooks.changed', this.views());
  }

  /** Posts a test. Says in words what came of it. */
  async test(id: number | null, input: WebhookInput): Promise<{ delivered: boolean; words: string }> {
    const { clock, fetch } = this.deps;
    const address = input.url === null ? await this.addressOf(id) : readAddress(input.url, input.token);
    if (typeof address === 'string') return { delivered: false, words: address };
    const body = bodyOf(input.format, testMessage(input.name, clock.now()));
    const key = `pulse-test-${clock.now()}`;
    const posted = await post(fetch, address, body, { key, signal: this.stopping.signal, clock });
    if (posted.ok) return { delivered: true, words: 'It took the message: look whether it arrived.' };
    return { delivered: false, words: posted.reason };
  }

  private begin(id: number): void {
    const work = this.empty(id)
      .catch((error: unknown) => {
        this.deps.log.warn({ err: error }, 'What came of a post could not be noted');
        this.restsUntil.set(id, this.deps.clock.now() + REST_MS);
      })
      .finally(() => {
        this.busy.delete(id);
        this.look();
      });
    this.busy.set(id, work);
  }

  /** Posts until nothing waits, or something fails. */
  private async empty(id: number): Promise<void> {
    const { store, clock } = this.deps;
    while (this.running) {
      this.noteTaken(id);
      const row = store.webhooks.get(id);
      const waiting = store.webhooks.waiting(id, MOST_AT_ONCE);
      const [first] = waiting;
      if (!row?.enabled || !first) return;
      const old = waiting.filter(({ at }) => Math.abs(clock.now() - at) > OLD_MS);
      const parcel = old.length > 1 ? old : [first];
      const posted = await this.postAll(row, parcel);
      // Cut short by the end of Pulse: that says nothing about the webhook.
      if (!posted.ok && !this.running) return;
      if (posted.ok) {
        this.taken.set(id, parcel);
        continue;
      }
      const now = clock.now();
      this.publish(store.transaction(() => noteFailure(store, id, waiting, posted, now)));
      return;
    }
    this.noteTaken(id);
  }

  private noteTaken(id: number): void {
    const parcel = this.taken.get(id);
    if (!parcel) return;
    const { store, clock } = this.deps;
    const now = clock.now();
    this.publish(store.transaction(() => noteSent(store, id, parcel, now)));
    this.taken.delete(id);
  }

  private async postAll(row: WebhookRow, parcel: readonly WebhookDelivery[]): Promise<Posted> {
    const address = await this.addressOf(row.id);
    if (typeof address === 'string') return { ok: false, reason: address, lasting: true, retryAfterMs: null };
    const messages = parcel.map(({ message }) => WebhookMessage.parse(JSON.parse(message)));
    const [only] = messages;
    const message = only && messages.length === 1 ? only : gathered(messages, this.deps.clock.now());
    const { fetch, clock } = this.deps;
    const key = keyOf(row, parcel);
    return post(fetch, address, bodyOf(row.format, message), { key, signal: this.stopping.signal, clock });
  }

  /** Words instead of an address when there is none. */
  private async addressOf(id: number | null): Promise<Address | string> {
    try {
      const kept = id === null ? null : await this.deps.secrets.get(id);
      return kept === null ? this.whyNoAddress(id) : unpacked(kept);
    } catch (error) {
      const problem = problemOf(error);
      if (!problem) throw error;
      return problem.title;
    }
  }

  private whyNoAddress(id: number | null): string {
    // Set up by a configuration file, which holds no addresses.
    if (id !== null && this.deps.store.webhooks.get(id)?.host === '')
      return 'Its address was never entered on this machine. Enter it under Settings, Notifications.';
    return 'Its address was kept only until Pulse was quit. Enter it again.';
  }

  /** Told only once it is on disk. */
  private publish({ incidentIds, item }: Outcome): void {
    const { store, events } = this.deps;
    for (const id of incidentIds) {
      const incident = store.incidents.get(id);
      if (incident) events.emit('incident.changed', incident);
    }
    if (item) events.emit('inbox.added', item);
    this.push();
  }
}

/** The same for the same messages however often they are posted, and never the same for others. */
function keyOf({ id }: WebhookRow, parcel: readonly WebhookDelivery[]): string {
  const items = parcel.map(({ inboxItemId }) => inboxItemId);
  const [first] = items;
  // Messages wait in order: the ends and the number say which.
  return items.length > 1 ? `pulse-${id}-${first}-${items.at(-1)}-${items.length}` : `pulse-${id}-${first}`;
}
