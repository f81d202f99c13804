import type { Clock } from '../ports.ts';
import { type LiveCheck, latestStart, nextDueOf } from '../schedule/live-check.ts';
import type { Roster } from './roster.ts';

const SHORTEST_MS = 50;

/**
 * Calls for each check that is due, once one of them can wait no longer. A due time is a deadline on the wall clock, so
 * that sleep does not move it; a timer knows nothing of that clock, so its owner has it glance there now and then.
 */
export class DueTimer {
  private readonly clock: Clock;
  private readonly roster: Pick<Roster, 'checks'>;
  private readonly onDue: (live: LiveCheck, dueAt: number, inDoubt: boolean) => void;
  private cancel: (() => void) | null = null;
  private lookedAt = Number.NEGATIVE_INFINITY;
  /** When it looks next; before all times while it is stopped. */
  private next = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, roster: DueTimer['roster'], onDue: DueTimer['onDue']) {
    this.clock = clock;
    this.roster = roster;
    this.onDue = onDue;
  }

  /** Looks at what is due, and goes on until it is stopped. */
  start(): void {
    const now = this.clock.now();
    this.lookedAt = now;
    this.next = Number.POSITIVE_INFINITY;
    const due: LiveCheck[] = [];
    let next = Number.POSITIVE_INFINITY;
    let isTime = false;
    for (const live of this.roster.checks()) {
      if (!live.check.enabled) continue;
      // A clock that was set back must not silence the check until it has caught up.
      if (live.nextDueAt > now + live.check.intervalMs) live.nextDueAt = nextDueOf(live.check, now);
      const latest = latestStart(live);
      if (live.nextDueAt <= now) due.push(live);
      if (latest <= now) isTime = true;
      else next = Math.min(next, latest);
    }
    if (isTime) next = Math.min(next, this.call(due, now));
    // One that was called for may have made another one due sooner.
    this.wait(Math.min(next, this.next), now);
  }

  /** A check is due earlier than it was. */
  sooner(at: number): void {
    if (at < this.next) this.wait(at, this.clock.now());
  }

  /** Notices a clock that was set since. */
  glance(): void {
    const now = this.clock.now();
    if (now < this.lookedAt || now >= this.next) this.start();
  }

  private wait(next: number, now: number): void {
    this.stop();
    this.next = next;
    this.cancel = this.clock.after(Math.max(next - now, SHORTEST_MS), () => this.start());
  }

  /** Returns when the first of them can wait no longer after that. */
  private call(due: readonly LiveCheck[], now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const live of due) {
      const { nextDueAt: dueAt, inDoubt } = live;
      live.nextDueAt = nextDueOf(live.check, now);
      live.inDoubt = false;
      this.onDue(live, dueAt, inDoubt);
      next = Math.min(next, latestStart(live));
    }
    return next;
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
    this.next = Number.NEGATIVE_INFINITY;
  }
}
