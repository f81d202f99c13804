import { type Loudness, WEEK_MS } from '../../../shared/domain/loudness.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { formatCount } from '../../../shared/format.ts';
import type { EventHub } from '../events.ts';
import type { Clock, Logger } from '../ports.ts';
import type { StoreApi } from '../store/api.ts';

/** The window of a week ends on Mondays at this hour, by the clock of this machine. */
const HOUR = 9;
const LOOK_EVERY_MS = 3_600_000;
const FIRST_LOOK_MS = 60_000;

export interface WeeklyDeps {
  store: Pick<StoreApi, 'inbox' | 'transaction'>;
  clock: Clock;
  events: EventHub;
  log: Logger;
  /** Read where it may take its time. */
  read: (span: { from: EpochMs; to: EpochMs }) => Promise<{ loudness: Loudness; toldAt: EpochMs | null }>;
}

/**
 * Once a week says in the inbox, and nowhere else, what was loud and how to quieten it. Nothing is said of a quiet
 * week.
 */
export class WeeklyNote {
  private readonly deps: WeeklyDeps;
  /** The end of the week that was looked at last. */
  private done: EpochMs | null = null;
  private running = false;
  private cancel: (() => void) | null = null;

  constructor(deps: WeeklyDeps) {
    this.deps = deps;
  }

  start(): void {
    this.running = true;
    this.cancel = this.deps.clock.after(FIRST_LOOK_MS, () => void this.look());
  }

  stop(): void {
    this.running = false;
    this.cancel?.();
  }

  /** Says what is to be said of the last whole week, unless that was done. */
  async look(): Promise<void> {
    const { clock, log } = this.deps;
    this.cancel?.();
    if (!this.running) return;
    const to = lastMonday(clock.now());
    try {
      if (this.done !== to) await this.tell(to);
      this.done = to;
    } catch (error) {
      // The reader ends with Pulse, in the middle of an answer if need be.
      if (this.running) log.error({ err: error }, 'The note of the week failed');
    }
    if (this.running) this.cancel = clock.after(LOOK_EVERY_MS, () => void this.look());
  }

  private async tell(to: EpochMs): Promise<void> {
    const { store, clock, events, read } = this.deps;
    const { loudness, toldAt } = await read({ from: to - WEEK_MS, to });
    const [loudest] = loudness.loud;
    if (!this.running || !loudest || (toldAt !== null && toldAt >= to)) return;
    const item = store.transaction(() =>
      store.inbox.insert({
        incidentId: loudest.incidentId,
        kind: 'weekly',
        at: clock.now(),
        ...weeklyText(loudness),
        delivery: 'inbox_only',
        readAt: null,
      }),
    );
    events.emit('inbox.added', item);
  }
}

/** The note, in the words of the inbox. */
export function weeklyText({ messages, incidents, loud }: Loudness): { title: string; body: string } {
  const lines = loud.map(
    ({ name, tableName, connectionName, messages: own, advice }) =>
      `${tableName ?? connectionName}: ${name}, ${formatCount(own, 'message')}. ${advice[0] ?? ''}`,
  );
  return {
    title: `Last week: ${formatCount(messages, 'message')} about ${formatCount(incidents, 'incident')}`,
    body: ['What was loud, and how to quieten it:', ...lines].join('\n'),
  };
}

/** The last Monday morning that is over. */
export function lastMonday(now: EpochMs): EpochMs {
  const day = new Date(now);
  day.setHours(HOUR, 0, 0, 0);
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
  if (day.getTime() > now) day.setDate(day.getDate() - 7);
  return day.getTime();
}
