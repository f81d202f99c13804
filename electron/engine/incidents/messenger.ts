import type { InboxItem, Message } from '../../../shared/domain/incident.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { EventHub } from '../events.ts';
import type { Clock, Logger, Notifier } from '../ports.ts';
import { cannotBeWritten } from '../saving.ts';
import type { StoreApi } from '../store/api.ts';
import { listed } from './words.ts';

/** A message that a crash kept from the desktop is still news for this long; after that the inbox is enough. */
const STILL_NEWS_MS = 600_000;

/** Hands messages to the desktop after they are safely in the inbox, and records what the desktop did. */
export class Messenger {
  private readonly store: StoreApi;
  private readonly notifier: Notifier;
  private readonly events: EventHub;
  private readonly clock: Clock;
  private readonly log: Logger | undefined;
  private chain: Promise<void> = Promise.resolve();

  constructor(deps: { store: StoreApi; notifier: Notifier; events: EventHub; clock: Clock; log?: Logger }) {
    this.store = deps.store;
    this.notifier = deps.notifier;
    this.events = deps.events;
    this.clock = deps.clock;
    this.log = deps.log;
  }

  /** Delivers in order, one at a time. Returns at once. */
  send(items: readonly InboxItem[]): void {
    for (const item of items) {
      this.events.emit('inbox.added', item);
      if (item.delivery === 'waiting') this.inTurn(item);
    }
  }

  /** Takes up what an earlier run of Pulse could not hand over: as one message, however many they are. */
  resume(): void {
    const now = this.clock.now();
    const waiting = this.store.inbox.waiting();
    const fresh = waiting.filter((item) => Math.abs(now - item.at) <= STILL_NEWS_MS);
    const [first] = fresh;
    const only = fresh.length === 1 ? first : undefined;
    const summary = this.store.transaction(() => {
      for (const item of waiting) if (item !== only) this.store.inbox.setDelivery(item.id, 'inbox_only');
      return first && !only ? this.store.inbox.insert(summaryOf(fresh, first.incidentId, now)) : null;
    });
    if (only) this.inTurn(only);
    if (summary) this.send([summary]);
  }

  /** Shows what cannot be put into the inbox before. Resolves to whether the desktop took it. */
  show(message: Message): Promise<boolean> {
    const shown = this.chain.then(() => this.notifier.show(message));
    this.chain = shown.then(() => {});
    return shown;
  }

  /** Resolves when everything sent so far was handed over. */
  idle(): Promise<void> {
    return this.chain;
  }

  /** What goes wrong with one message must not keep the later ones from the desktop. */
  private inTurn(item: InboxItem): void {
    this.chain = this.chain
      .then(() => this.deliver(item))
      .catch((error: unknown) => this.log?.error({ err: error }, 'A message could not be handed over'));
  }

  private async deliver(item: InboxItem): Promise<void> {
    const shown = await this.notifier.show(item);
    const delivery = shown ? 'native' : 'inbox_only';
    try {
      this.store.inbox.setDelivery(item.id, delivery);
    } catch (error) {
      // The message is in the inbox, and was shown. The others must not wait for this.
      if (!cannotBeWritten(error)) throw error;
    }
    this.events.emit('inbox.added', { ...item, delivery });
  }
}

function summaryOf(items: readonly InboxItem[], incidentId: number | null, at: EpochMs): Message {
  return {
    incidentId,
    kind: 'summary',
    at,
    title: `${items.length} messages from before Pulse was stopped`,
    body: listed(
      items.map((item) => item.title),
      5,
      '\n',
    ),
    delivery: 'waiting',
    readAt: null,
  };
}
