import type { BudgetView, ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { formatCount, formatSeconds } from '../../../shared/format.ts';
import type { Clock } from '../ports.ts';
import type { Closing, ReplicaFailure, ServerFacts } from '../replica/api.ts';
import type { QueryCost } from '../replica/log-entry.ts';
import { BusyBudget } from '../schedule/budget.ts';
import { Governor } from '../schedule/governor.ts';
import { Lane } from '../schedule/lane.ts';
import type { Task } from '../schedule/order.ts';
import { quietUntil } from '../schedule/quiet-window.ts';
import type { NewQuery } from '../store/api.ts';
import { ConnectionKeeper, type KeeperDeps } from './keeper.ts';
import { LongQueries } from './long-queries.ts';

const HOUR_MS = 3_600_000;
/** Checks wait for one another for some seconds now and then; only later ones are behind. */
const BEHIND_MS = 15_000;
/** While the allowance is cut, the replica is looked at this often, whether checks run or not. */
const WATCH_STRESS_MS = 15_000;

export interface WatchDeps extends Omit<KeeperDeps, 'onFacts'> {
  run(tasks: readonly Task[]): Promise<void>;
  together(first: Task, other: Task): boolean;
  /** Due checks that cannot run now: the connection went away, or a quiet window began. */
  onDrained(tasks: Task[], reason: string): void;
  /** A quiet window is over. */
  onQuietOver(): void;
}

/** Everything that Pulse keeps for one connection while it runs: sessions, budget, and the queue of due checks. */
export class ConnectionWatch {
  readonly keeper: ConnectionKeeper;
  readonly lane: Lane;
  private readonly deps: WatchDeps;
  private readonly budget: BusyBudget;
  private readonly governor: Governor;
  private readonly longQueries = new LongQueries();
  private readonly clock: Clock;
  private readonly deferrals: number[] = [];
  private quiet = false;
  private cancelLook: (() => void) | null = null;

  constructor(config: ConnectionConfig, deps: WatchDeps) {
    this.deps = deps;
    this.clock = deps.clock;
    this.governor = new Governor(config.policy);
    this.budget = new BusyBudget(config.policy.busyShare, deps.clock.now());
    this.lane = new Lane(
      {
        clock: deps.clock,
        waitMs: (task, now) => this.waitMs(task, now),
        run: deps.run,
        together: deps.together,
        onChange: deps.onChange,
      },
      config.policy.maxConcurrency,
    );
    this.keeper = new ConnectionKeeper(config, {
      ...deps,
      onChange: () => {
        // Waiting for the first answer, checks may queue; once it is clear that there is none, they are let go.
        if (this.keeper && !this.keeper.ready) {
          this.lane.setOpen(false);
          if (this.keeper.status !== 'connecting') this.drain(this.whyNotReady());
        }
        deps.onChange();
      },
      onReady: () => {
        this.lane.setOpen(true);
        deps.onReady();
      },
      onFacts: (facts) => this.noteFacts(facts),
      onAttempt: (failure) => {
        if (failure) this.noteFailure(failure);
        deps.onAttempt(failure);
      },
    });
  }

  /** Books what a statement cost, the guard's part included. */
  noteQuery(entry: NewQuery, { busyMs, byHand }: QueryCost): void {
    const now = this.clock.now();
    if (byHand) this.budget.spendByHand(busyMs, now);
    else this.budget.spend(busyMs, now);
    if (entry.outcome === 'ok' || entry.outcome === 'timeout')
      this.governor.noteStatement(entry.sql, busyMs, now);
    this.longQueries.note(entry, now);
  }

  /** How much room the budget leaves for what can wait. */
  savings(): ReturnType<BusyBudget['savings']> {
    return this.budget.savings(this.clock.now());
  }

  /** Milliseconds for which Pulse has kept the replica busy since it watches it. */
  get busyMs(): number {
    return this.budget.total;
  }

  /** A statement that waited for a lock kept a session, but the server had nothing to do meanwhile. */
  refundLockWait(): void {
    this.budget.spend(-this.keeper.config.policy.lockTimeoutMs, this.clock.now());
  }

  /** Failures that tell of stress on the replica, or are its way to say so. */
  noteFailure({ kind, problem }: ReplicaFailure): void {
    const why =
      kind === 'recovery_conflict'
        ? "replay had to cancel a query of Pulse's"
        : problem.sqlstate === '53300'
          ? 'the server has no free connection left'
          : null;
    if (why !== null && this.governor.noteTrouble(why, this.clock.now())) this.applyAllowance();
  }

  noteDeferral(): void {
    this.deferrals.push(this.clock.now());
  }

  /** Why a check that is due does not run now. */
  get holdReason(): string {
    if (!this.keeper.ready) return this.whyNotReady();
    return this.governor.restraint === null
      ? 'Held back: the load budget for this replica is used up for now.'
      : 'Held back: Pulse asks less while this replica is under stress.';
  }

  whyNotReady(): string {
    const { status, problem } = this.keeper;
    if (status === 'paused') return 'Watching is paused.';
    return problem?.title ?? 'The replica has not answered yet.';
  }

  /** Why no check may run by the connection's quiet window. Null outside of one. Notices when one begins or ends. */
  quietReason(): string | null {
    const { quietWindow } = this.keeper.config.policy;
    const quiet = this.quietMs(this.clock.now()) > 0;
    const reason =
      quiet && quietWindow ? `Quiet window until ${quietWindow.to} (${quietWindow.zone}).` : null;
    if (quiet === this.quiet) return reason;
    this.quiet = quiet;
    if (reason !== null) this.drain(reason);
    this.deps.onChange();
    if (reason === null) this.deps.onQuietOver();
    return reason;
  }

  /** Replaces the settings, and resolves to what became of the statements that were in flight. */
  async reconfigure(config: ConnectionConfig): Promise<Closing> {
    this.governor.setConfigured(config.policy);
    this.applyAllowance();
    return this.keeper.reconfigure(config);
  }

  /** Resolves when no check of it runs any more: nothing will ask for the store because of it. */
  async close(): Promise<void> {
    this.cancelLook?.();
    const idle = this.lane.close();
    await this.keeper.close();
    await idle;
  }

  budgetView(): BudgetView {
    const now = this.clock.now();
    while (this.deferrals[0] !== undefined && this.deferrals[0] < now - HOUR_MS) this.deferrals.shift();
    const { quietWindow, busyShare } = this.keeper.config.policy;
    const used = this.budget.used(now);
    const { checks, oldestDueAt } = this.lane.backlog(BEHIND_MS);
    return {
      allowedShare: this.governor.share,
      configuredShare: busyShare,
      usedShare: used.share,
      byHandShare: used.byHand,
      busyMs: this.budget.total,
      inFlight: this.lane.inFlight,
      queued: this.lane.queued,
      deferredLastHour: this.deferrals.length,
      deferred: {
        checks,
        sentence: oldestDueAt === null ? null : this.backlogInWords(checks, now - oldestDueAt, now),
      },
      stress: this.governor.restraint,
      history: [...this.governor.changes],
      quietUntil: quietWindow && quietUntil(quietWindow, now),
    };
  }

  private backlogInWords(checks: number, longestMs: number, now: EpochMs): string {
    const { ready } = this.keeper;
    const wait = `${formatCount(checks, 'check')} ${checks === 1 ? 'waits' : 'wait'} for ${ready ? 'the load budget' : 'the replica to answer'}, the oldest due ${formatSeconds(longestMs / 1_000)} ago.`;
    const overdrawnMs = this.budget.waitMs(now);
    // What was used lately may be little: the debt that is paid can be older.
    return ready && overdrawnMs > BEHIND_MS
      ? `${wait} It is overdrawn for another ${inMinutes(overdrawnMs)} at least.`
      : wait;
  }

  /** What the owner of the server should know. */
  notices(): string[] {
    if (this.keeper.facts?.hotStandbyFeedback !== true) return [];
    return this.longQueries.notices(this.clock.now());
  }

  private noteFacts({ pressure }: ServerFacts): void {
    if (pressure && this.governor.sample(pressure, this.clock.now())) this.applyAllowance();
    this.watchStress();
  }

  private applyAllowance(): void {
    const now = this.clock.now();
    this.budget.setShare(this.governor.share, now);
    this.lane.setMaxConcurrency(this.governor.maxConcurrency);
    this.watchStress();
    this.deps.onChange();
  }

  /** With hardly anything allowed, hardly any check would notice that the replica is well again. */
  private watchStress(): void {
    this.cancelLook?.();
    this.cancelLook = null;
    if (this.governor.restraint === null || !this.keeper.ready) return;
    this.cancelLook = this.clock.after(WATCH_STRESS_MS, () => {
      if (this.quietMs(this.clock.now()) === 0) void this.keeper.freshFacts(WATCH_STRESS_MS / 2);
      this.watchStress();
    });
  }

  private waitMs(task: Task, now: number): number {
    // How the replica itself does is asked in microseconds, and worth most just when it is asked too much.
    const isProbe = task.tableId === null && task.weight === 'lookup';
    // What settles a doubt is worth more than the routine, too, as long as it is no pass over a table.
    const mayUseReserve = task.weight === 'lookup' || (task.urgent && task.weight === 'window');
    const { costMs, patienceMs, dueAt } = task;
    const dear = { costMs, patienceMs, waitedMs: now - dueAt };
    const wait = isProbe ? 0 : this.budget.waitMs(now, mayUseReserve, dear);
    return Math.max(wait, this.quietMs(now));
  }

  private quietMs(now: number): number {
    const { quietWindow } = this.keeper.config.policy;
    const until = quietWindow && quietUntil(quietWindow, now);
    return until === null ? 0 : until - now;
  }

  private drain(reason: string): void {
    this.deps.onDrained(this.lane.drain(), reason);
  }
}

/** Rounded up: nobody waits for a second of it. */
const inMinutes = (ms: number): string => formatSeconds(Math.ceil(ms / 60_000) * 60);
