import type { Clock, Logger } from './ports.ts';
import type { StoreApi } from './store/api.ts';

const EVERY_MS = 600_000;
/** Small enough that no batch holds up a write for long. */
const BATCH = 500;
const DAY_MS = 86_400_000;

/** Keeps the store at the size that the user chose: removes old runs and query log entries, a little at a time. */
export class Housekeeping {
  private readonly store: StoreApi;
  private readonly clock: Clock;
  private readonly log: Logger;
  private cancel: (() => void) | null = null;

  constructor(store: StoreApi, clock: Clock, log: Logger) {
    this.store = store;
    this.clock = clock;
    this.log = log;
  }

  start(): void {
    this.cancel = this.clock.after(EVERY_MS, () => this.sweep());
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private sweep(): void {
    let more = false;
    try {
      const before = this.clock.now() - this.store.settings.get().retentionDays * DAY_MS;
      const runs = this.store.runs.prune(before, BATCH);
      const queries = this.store.queries.prune(before, BATCH);
      more = runs === BATCH || queries === BATCH;
    } catch (error) {
      this.log.error({ err: error }, 'Old history could not be removed');
    }
    this.cancel = this.clock.after(more ? 1_000 : EVERY_MS, () => this.sweep());
  }
}
