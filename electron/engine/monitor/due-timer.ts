import type { Clock } from '../ports.ts';
import { type LiveCheck, nextDueOf } from '../schedule/live-check.ts';
import type { Roster } from './roster.ts';

/** Longest sleep: a clock that was changed is noticed within this time. */
const LONGEST_MS = 10_000;
const SHORTEST_MS = 50;

/** Calls for each check when it is due. A due time is a deadline on the wall clock, so that sleep does not move it. */
export class DueTimer {
  private readonly clock: Clock;
  private readonly roster: Pick<Roster, 'checks'>;
  private readonly onDue: (live: LiveCheck, dueAt: number, inDoubt: boolean) => void;
  private cancel: (() => void) | null = null;

  constructor(clock: Clock, roster: DueTimer['roster'], onDue: DueTimer['onDue']) {
    this.clock = clock;
    this.roster = roster;
    this.onDue = onDue;
  }

  /** Calls for what is due already, and goes on until it is stopped. */
  start(): void {
    this.stop();
    const now = this.clock.now();
    let next = now + LONGEST_MS;
    for (const live of this.roster.checks()) {
      if (!live.check.enabled) continue;
      // A clock that was set back must not silence the check until it has caught up.
      if (live.nextDueAt > now + live.check.intervalMs) live.nextDueAt = nextDueOf(live.check, now);
      if (live.nextDueAt <= now) {
        const { nextDueAt: dueAt, inDoubt } = live;
        live.nextDueAt = nextDueOf(live.check, now);
        live.inDoubt = false;
        this.onDue(live, dueAt, inDoubt);
      }
      next = Math.min(next, live.nextDueAt);
    }
    this.cancel = this.clock.after(Math.max(next - now, SHORTEST_MS), () => this.start());
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }
}
