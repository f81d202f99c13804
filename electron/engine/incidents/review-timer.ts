import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Clock } from '../ports.ts';

/** However far away the time is: a clock that was set meanwhile is noticed within this time. */
const LONGEST_MS = 30_000;

/** Wakes up when the book of incidents asked for another look. */
export class ReviewTimer {
  private readonly clock: Clock;
  private readonly review: () => void;
  private cancel: (() => void) | null = null;
  private running = false;

  constructor(clock: Clock, review: () => void) {
    this.clock = clock;
    this.review = review;
  }

  start(): void {
    this.running = true;
  }

  stop(): void {
    this.running = false;
    this.cancel?.();
    this.cancel = null;
  }

  /** Replaces the time that was set before. Null: nothing is to be looked at until something happens. */
  set(at: EpochMs | null): void {
    this.cancel?.();
    this.cancel = null;
    if (at === null || !this.running) return;
    const wait = Math.min(Math.max(at - this.clock.now(), 50), LONGEST_MS);
    this.cancel = this.clock.after(wait, () => this.review());
  }
}
