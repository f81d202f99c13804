import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Clock } from '../ports.ts';
import { FairShares } from './fair-shares.ts';
import { type Task, turnOf } from './order.ts';

export interface LaneDeps {
  clock: Clock;
  /** Milliseconds until the task may start; 0 when it may start now. */
  waitMs(task: Task, now: EpochMs): number;
  /** Runs checks that go together, and books what they cost in the budget. Must not reject. */
  run(tasks: readonly Task[]): Promise<void>;
  /** Whether one statement can answer both: then the one that waits goes along with the one whose turn it is. */
  together(first: Task, other: Task): boolean;
  onChange(): void;
}

/** Checks that had to wait. */
export interface Backlog {
  checks: number;
  oldestDueAt: EpochMs | null;
}

/**
 * The way to one replica: due checks wait here until it is their turn (`turnOf`), at most `maxConcurrency` run at one time,
 * and each starts only when the load budget has room for its kind. A check is never in it twice.
 */
export class Lane {
  private readonly deps: LaneDeps;
  private readonly waiting = new Map<number, Task>();
  private readonly running = new Set<number>();
  private readonly shares = new FairShares();
  private maxConcurrency: number;
  private batches = 0;
  private open = false;
  private isAboutToPump = false;
  private cancelTimer: (() => void) | null = null;
  private onIdle: (() => void) | null = null;

  constructor(deps: LaneDeps, maxConcurrency: number) {
    this.deps = deps;
    this.maxConcurrency = maxConcurrency;
  }

  /** Batches under way, each of which asks one statement at a time. */
  get inFlight(): number {
    return this.batches;
  }

  get queued(): number {
    return this.waiting.size;
  }

  /** The checks that have waited for longer than `graceMs`. */
  backlog(graceMs: number): Backlog {
    const before = this.deps.clock.now() - graceMs;
    const late = [...this.waiting.values()].map(({ dueAt }) => dueAt).filter((dueAt) => dueAt < before);
    return { checks: late.length, oldestDueAt: late.length === 0 ? null : Math.min(...late) };
  }

  /** Whether the check still waits, that is, whether a further due time would pile up. */
  holds(checkId: number): boolean {
    return this.waiting.has(checkId) || this.running.has(checkId);
  }

  isRunning(checkId: number): boolean {
    return this.running.has(checkId);
  }

  add(task: Task): void {
    const waiting = this.waiting.get(task.checkId);
    if (waiting) {
      waiting.urgent ||= task.urgent;
    } else if (!this.running.has(task.checkId)) {
      this.waiting.set(task.checkId, task);
    }
    this.pumpSoon();
  }

  remove(checkId: number): void {
    this.waiting.delete(checkId);
  }

  /** Empties the queue, and returns what was in it. What runs already runs on. */
  drain(): Task[] {
    const tasks = [...this.waiting.values()];
    this.waiting.clear();
    return tasks;
  }

  setOpen(open: boolean): void {
    this.open = open;
    if (open) this.pump();
    else this.stopTimer();
  }

  setMaxConcurrency(most: number): void {
    this.maxConcurrency = most;
    this.pump();
  }

  /** What may run has changed: looks again at once instead of when the last wait is over. */
  nudge(): void {
    this.pump();
  }

  /** Starts nothing more. Resolves when what runs has ended. */
  close(): Promise<void> {
    this.open = false;
    this.stopTimer();
    this.waiting.clear();
    if (this.running.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.onIdle = resolve;
    });
  }

  /** Once all that comes due at this moment is here: one statement may answer several. */
  private pumpSoon(): void {
    if (this.isAboutToPump) return;
    this.isAboutToPump = true;
    queueMicrotask(() => {
      this.isAboutToPump = false;
      this.pump();
    });
  }

  private pump(): void {
    while (this.open && this.waiting.size > 0 && this.batches < this.maxConcurrency) {
      const now = this.deps.clock.now();
      const { first, soonestMs } = this.next(now);
      if (!first) {
        this.stopTimer();
        this.cancelTimer = this.deps.clock.after(soonestMs, () => this.pump());
        return;
      }
      const goesAlong = (task: Task) =>
        task === first || (this.deps.together(first, task) && this.deps.waitMs(task, now) === 0);
      const tasks = [...this.waiting.values()].filter(goesAlong);
      for (const task of tasks) this.waiting.delete(task.checkId);
      void this.start(tasks);
    }
  }

  private async start(tasks: readonly Task[]): Promise<void> {
    for (const task of tasks) this.running.add(task.checkId);
    this.batches += 1;
    this.deps.onChange();
    const startedAt = this.deps.clock.now();
    await this.deps.run(tasks);
    const now = this.deps.clock.now();
    const tableId = tasks[0]?.tableId ?? null;
    // What was asked for many tables at once is no one's part.
    if (tableId !== null && tasks.every((task) => task.tableId === tableId))
      this.shares.book(tableId, Math.max(1, now - startedAt), now);
    this.batches -= 1;
    for (const task of tasks) this.running.delete(task.checkId);
    this.deps.onChange();
    this.pump();
    if (this.running.size === 0) this.onIdle?.();
  }

  /** Whose turn it is of those that may start now; else how long until one may. In one pass: many may wait. */
  private next(now: EpochMs): { first: Task | null; soonestMs: number } {
    let first: Task | null = null;
    let firstTurn = Number.POSITIVE_INFINITY;
    let soonestMs = Number.POSITIVE_INFINITY;
    for (const task of this.waiting.values()) {
      const waitMs = this.deps.waitMs(task, now);
      soonestMs = Math.min(soonestMs, waitMs);
      if (waitMs > 0) continue;
      const turn = turnOf(task, task.tableId === null ? 0 : this.shares.excessOf(task.tableId));
      if (turn < firstTurn) {
        first = task;
        firstTurn = turn;
      }
    }
    return { first, soonestMs };
  }

  private stopTimer(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
  }
}
