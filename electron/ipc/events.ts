import { events, type PulseEvent } from '../../shared/contract/contract.ts';
import { within } from '../engine/incidents/alert.ts';
import type { Clock, Logger } from '../engine/ports.ts';

/** Long enough to gather a burst of finished checks, short enough to feel immediate to who has just done something. */
const BATCH_MS = 80;
/** To who only looks on, results may come together: each batch wakes the window, which lays its list out and draws. */
const CALM_BATCH_MS = 2_000;
/** A window that has asked for nothing in this time is only looked at. */
const IN_USE_MS = 5_000;
/** What who only looks on wants to see at once, too. */
const URGENT: ReadonlySet<PulseEvent['name']> = new Set(['incident.changed', 'inbox.added']);

interface Deps {
  clock: Clock;
  log: Logger;
  /** Hands a batch to the window; called with at least one event. Returns whether there is a page to hear it. */
  send(batch: PulseEvent[]): boolean;
}

/** Gathers events for a moment, so that a burst of results costs the window one update and not hundreds. */
export class EventBatcher {
  readonly #deps: Deps;
  #waiting: PulseEvent[] = [];
  #cancelTimer: (() => void) | null = null;
  #isHurried = false;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** The page in the window: another one is read after a crash. */
  #page = 0;
  /** Whether the page has asked for something: before, it does not listen either. */
  #listens = false;
  /** Where to go, said before the page listened. All else it asks for by itself. */
  #place: PulseEvent | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Adds an event to the current batch. */
  push(event: PulseEvent): void {
    if (event.name === 'navigate' && !this.#listens) {
      this.#place = event;
      return;
    }
    // A check's view makes its statement when it is read: now, as the store may be closed when it is sent.
    this.#waiting.push(event.name === 'check.changed' ? { ...event, payload: { ...event.payload } } : event);
    // A click on a notification must not wait.
    if (event.name === 'navigate') this.#flush();
    else this.#schedule(this.#isInUse || URGENT.has(event.name));
  }

  #schedule(hurry: boolean): void {
    if (this.#cancelTimer !== null && (this.#isHurried || !hurry)) return;
    this.#cancelTimer?.();
    this.#isHurried = hurry;
    this.#cancelTimer = this.#deps.clock.after(hurry ? BATCH_MS : CALM_BATCH_MS, () => this.#flush());
  }

  /** The page asks for something. Returns what is to be called before its answer is sent. */
  asked(): () => void {
    const page = this.#page;
    return () => {
      if (page === this.#page) this.flush();
    };
  }

  /** Sends what has gathered: the window has asked for something, and its answer comes after. */
  flush(): void {
    this.#askedAt = this.#deps.clock.now();
    this.#listens = true;
    if (this.#place !== null) this.#waiting.push(this.#place);
    this.#place = null;
    this.#flush();
  }

  /** Another page is read into the window, or will be: the one that was there is gone. */
  pageIsNew(): void {
    this.#page += 1;
    this.#listens = false;
  }

  get #isInUse(): boolean {
    return within(this.#askedAt, this.#deps.clock.now(), IN_USE_MS);
  }

  #flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const batch = collapse(this.#waiting).flatMap((event) => this.#parsed(event));
    this.#waiting = [];
    if (batch.length === 0 || this.#deps.send(batch)) return;
    this.pageIsNew();
    this.#place = batch.findLast(({ name }) => name === 'navigate') ?? null;
  }

  /** As the contract has it, and nothing else of it; the page does not look again. None when it breaks the contract. */
  #parsed(event: PulseEvent): PulseEvent[] {
    const parsed = events[event.name].safeParse(event.payload);
    if (parsed.success) return [{ name: event.name, payload: parsed.data } as PulseEvent];
    this.#deps.log.error({ event: event.name, issues: parsed.error.issues }, 'an event broke the contract');
    return [];
  }
}

/** Keeps only the last of several changes of the same thing; the order of what stays is the order in which it happened. */
export function collapse(batch: readonly PulseEvent[]): PulseEvent[] {
  const lastIndex = new Map<string, number>();
  for (const [index, event] of batch.entries()) {
    const key = collapseKey(event);
    if (key !== null) lastIndex.set(key, index);
  }
  return batch.filter((event, index) => {
    const key = collapseKey(event);
    return key === null || lastIndex.get(key) === index;
  });
}

/** Events with the same key say the same thing anew; null for one that stands for itself. */
function collapseKey(event: PulseEvent): string | null {
  switch (event.name) {
    case 'connection.changed':
    case 'table.changed':
    case 'check.changed':
    case 'incident.changed':
    // Told again when the desktop has taken the message.
    case 'inbox.added':
      return `${event.name}:${event.payload.id}`;
    case 'export.progress':
      return `${event.name}:${event.payload.jobId}`;
    case 'dailyExport.changed':
    case 'backups.changed':
    case 'webhooks.changed':
    case 'settings.changed':
      return event.name;
    default:
      return null;
  }
}
