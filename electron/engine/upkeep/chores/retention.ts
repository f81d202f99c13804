import type { Clock } from '../../ports.ts';
import type { StoreApi } from '../../store/api.ts';
import { HOUR_MS, HOURS_A_DAY, hourOf } from '../../store/summing.ts';
import type { Chore } from './chore.ts';

const DAY_MS = HOURS_A_DAY * HOUR_MS;
/** Removed in one step: each is on a page of its own, a few microseconds. */
const AT_ONCE = 20;

/** Removes runs and lines of the query log that are older than the user wants to keep them. */
export class RemoveOldRuns implements Chore {
  readonly name = 'remove old runs';
  private readonly store: StoreApi;
  private readonly clock: Pick<Clock, 'now'>;
  private runsDone = false;

  constructor(store: StoreApi, clock: Pick<Clock, 'now'>) {
    this.store = store;
    this.clock = clock;
  }

  step(): boolean {
    const { rollups, runs, queries, settings } = this.store;
    const wanted = this.clock.now() - settings.get().retentionDays * DAY_MS;
    // Never a run that is not yet in its day's sum, and whole days: a day is summed up from all its runs.
    const summedUp = (rollups.summedUpTo() ?? 0) * HOUR_MS;
    const before = Math.floor(Math.min(wanted, summedUp) / DAY_MS) * DAY_MS;
    rollups.noteWholeFrom(before);
    // To find that there are none costs more than to find some: not again until the next time.
    if (!this.runsDone) {
      this.runsDone = runs.prune(before, AT_ONCE) < AT_ONCE;
      return true;
    }
    const forgotten = runs.forgetMessages(before, AT_ONCE);
    if (queries.prune(wanted, AT_ONCE) === AT_ONCE || forgotten === AT_ONCE) return true;
    this.runsDone = false;
    return false;
  }

  reset(): void {
    this.runsDone = false;
  }
}

/** Removes sums that are older than the user wants to keep them, check by check, once a day. */
export class RemoveOldSums implements Chore {
  readonly name = 'remove old sums';
  private readonly store: Pick<StoreApi, 'rollups' | 'settings'>;
  private readonly clock: Pick<Clock, 'now'>;
  /** Null between two rounds. */
  private checkIds: number[] | null = null;
  private before = 0;

  constructor(store: Pick<StoreApi, 'rollups' | 'settings'>, clock: Pick<Clock, 'now'>) {
    this.store = store;
    this.clock = clock;
  }

  step(): boolean {
    if (this.checkIds === null) {
      const before = this.cut();
      if (before === this.before) return false;
      this.before = before;
      this.checkIds = this.store.rollups.checkIds();
    }
    const checkId = this.checkIds.at(-1);
    if (checkId === undefined) {
      this.checkIds = null;
      return false;
    }
    if (!this.store.rollups.prune(checkId, this.before)) this.checkIds.pop();
    return true;
  }

  reset(): void {
    this.checkIds = null;
    this.before = 0;
  }

  /** Sums outlast the runs they are made of, whatever is set. In whole days. */
  private cut(): number {
    const { retentionDays, rollupDays } = this.store.settings.get();
    const days = Math.max(retentionDays, rollupDays);
    const hour = hourOf(this.clock.now() - days * DAY_MS);
    return Math.floor(hour / HOURS_A_DAY) * HOURS_A_DAY;
  }
}
