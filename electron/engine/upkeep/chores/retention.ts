import type { Clock } from '../../ports.ts';
import type { StoreApi } from '../../store/api.ts';
import { HOUR_MS, HOURS_A_DAY, hourOf } from '../../store/summing.ts';
import type { Chore } from './chore.ts';

const DAY_MS = HOURS_A_DAY * HOUR_MS;
/** Removed in one step: each is on a page of its own, a few dozen microseconds. */
const AT_ONCE = 10;

/** Removes runs and lines of the query log that are older than the user wants to keep them. */
export class RemoveOldRuns implements Chore {
  readonly name = 'remove old runs';
  private readonly store: StoreApi;
  private readonly clock: Pick<Clock, 'now'>;
  private place: 'first written' | 'behind' | 'texts' = 'first written';
  private behindCheckId = 0;

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
    if (this.place === 'first written') {
      if (runs.prune(before, AT_ONCE) < AT_ONCE) this.place = 'behind';
      return true;
    }
    if (this.place === 'behind') {
      const next = runs.pruneBehind(before, this.behindCheckId, AT_ONCE);
      this.behindCheckId = next ?? 0;
      if (next === null) this.place = 'texts';
      return true;
    }
    const forgotten = runs.forgetMessages(before, AT_ONCE);
    if (queries.prune(wanted, AT_ONCE) === AT_ONCE || forgotten === AT_ONCE) return true;
    this.reset();
    return false;
  }

  reset(): void {
    this.place = 'first written';
    this.behindCheckId = 0;
  }
}

/** Removes sums that are older than the user wants to keep them, check by check, once a day. */
export class RemoveOldSums implements Chore {
  readonly name = 'remove old sums';
  private readonly store: Pick<StoreApi, 'rollups' | 'settings'>;
  private readonly clock: Pick<Clock, 'now'>;
  /** The last one that is done, 0 before the first. Null between two rounds. */
  private checkId: number | null = null;
  private before = 0;

  constructor(store: Pick<StoreApi, 'rollups' | 'settings'>, clock: Pick<Clock, 'now'>) {
    this.store = store;
    this.clock = clock;
  }

  step(): boolean {
    if (this.checkId === null) {
      const before = this.cut();
      if (before === this.before) return false;
      this.before = before;
      this.checkId = 0;
    }
    const next = this.store.rollups.checkAfter(this.checkId);
    if (next === null) {
      this.checkId = null;
      return false;
    }
    if (!this.store.rollups.prune(next, this.before)) this.checkId = next;
    return true;
  }

  reset(): void {
    this.checkId = null;
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
