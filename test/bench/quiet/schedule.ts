import { nextDue } from '../../../electron/engine/schedule/due.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { AwakeSpan } from './world/awake.ts';
import type { Random } from './world/random.ts';

/** A doubt is looked at again so soon (`SETTLE_MS` in electron/engine/incidents/timing.ts). */
export const SETTLE_MS = 8_000;

/** When a check runs on a machine that sleeps: its grid, one catch-up after each sleep, and looks at a doubt. */
export class RunTimes {
  private readonly spans: readonly AwakeSpan[];
  private readonly intervalMs: number;
  private readonly phaseKey: number;
  private readonly missedRuns: number;
  private readonly random: Random;
  private span = 0;
  private last: EpochMs | null = null;
  private next: EpochMs;

  constructor(
    spans: readonly AwakeSpan[],
    check: { intervalMs: number; phaseKey: number; missedRuns: number },
    random: Random,
  ) {
    this.spans = spans;
    this.intervalMs = check.intervalMs;
    this.phaseKey = check.phaseKey;
    this.missedRuns = check.missedRuns;
    this.random = random;
    this.next = spans[0]?.from ?? Number.POSITIVE_INFINITY;
  }

  /** The next run, and whether it is one of the grid's (or the catch-up for one). Null: the world has ended. */
  take(lookSoon: boolean): { at: EpochMs; scheduled: boolean } | null {
    if (lookSoon && this.last !== null) {
      const soon = this.last + SETTLE_MS;
      const span = this.spans[this.span];
      if (span && soon < this.next && soon < span.to) {
        this.last = soon;
        return { at: soon, scheduled: false };
      }
    }
    for (;;) {
      const at = this.nextAwake();
      if (at === null) return null;
      this.next = nextDue(at, this.intervalMs, this.phaseKey);
      if (this.random.chance(this.missedRuns)) continue;
      this.last = at;
      return { at, scheduled: true };
    }
  }

  /** The due time, or where the machine sleeps then, the moment it wakes. */
  private nextAwake(): EpochMs | null {
    for (; this.span < this.spans.length; this.span++) {
      const span = this.spans[this.span];
      if (!span || this.next >= span.to) continue;
      return Math.max(this.next, span.from);
    }
    return null;
  }
}
