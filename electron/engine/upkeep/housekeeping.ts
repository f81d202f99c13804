import type { Clock, Logger } from '../ports.ts';
import type { StoreApi } from '../store/api.ts';
import type { Chore } from './chores/chore.ts';

const FIRST_MS = 30_000;
const EVERY_MS = 600_000;
/** Of work before the event loop and the file are given back: with the commit well below what anybody notices. */
const SLICE_MS = 2;
/** Between two slices. So while there is much to do, it takes a tenth of the time at most. */
const PAUSE_MS = 20;
/** While SQLite's log is so long, it is being moved into the file: as long as one writes on, that does not come to its end. */
const LONG_LOG_PAGES = 10_000;
const REST_MS = 500;
/** Where so much is written that it does not come to its end, the housekeeping is not put off for ever. */
const MOST_RESTS = 240;

/**
 * Keeps the store in order: sums runs up, removes what is old, gives space back. All in slices of a few milliseconds,
 * each one transaction, so that no write and no click ever waits for it.
 */
export class Housekeeping {
  private readonly store: Pick<StoreApi, 'transaction' | 'space'>;
  private readonly chores: readonly Chore[];
  private readonly clock: Clock;
  private readonly log: Logger;
  private readonly held: () => boolean;
  private cancel: (() => void) | null = null;
  private rests = 0;

  /** The chores are done one after the other, in this order; none while `held`. */
  constructor(
    store: Pick<StoreApi, 'transaction' | 'space'>,
    chores: readonly Chore[],
    clock: Clock,
    log: Logger,
    held: () => boolean = () => false,
  ) {
    this.store = store;
    this.chores = chores;
    this.clock = clock;
    this.log = log;
    this.held = held;
  }

  start(): void {
    this.cancel = this.clock.after(FIRST_MS, () => this.slice(0));
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private slice(index: number): void {
    const chore = this.chores[index];
    if (!chore) {
      this.cancel = this.clock.after(EVERY_MS, () => this.slice(0));
      return;
    }
    if (this.held()) {
      this.cancel = this.clock.after(PAUSE_MS, () => this.slice(index));
      return;
    }
    const { pages, moved } = this.store.space.log();
    if (pages > LONG_LOG_PAGES && moved < pages && this.rests < MOST_RESTS) {
      this.rests += 1;
      this.cancel = this.clock.after(REST_MS, () => this.slice(index));
      return;
    }
    this.rests = 0;
    const more = this.some(chore);
    this.cancel = this.clock.after(PAUSE_MS, () => this.slice(more ? index : index + 1));
  }

  /** Does some of a chore; returns whether there is more of it. One that fails is tried again next time. */
  private some(chore: Chore): boolean {
    const end = this.clock.now() + SLICE_MS;
    try {
      return this.store.transaction(() => {
        while (chore.step()) {
          const now = this.clock.now();
          // A clock that was set back must not make a slice of an hour.
          if (now >= end || now < end - SLICE_MS) return true;
        }
        return false;
      });
    } catch (error) {
      chore.reset();
      this.log.error({ err: error, chore: chore.name }, 'A part of the housekeeping failed');
      return false;
    }
  }
}
