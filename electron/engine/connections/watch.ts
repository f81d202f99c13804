import type { BudgetView, ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { Clock } from '../ports.ts';
import { BusyBudget } from '../schedule/budget.ts';
import { Lane } from '../schedule/lane.ts';
import type { Task } from '../schedule/order.ts';
import { ConnectionKeeper, type KeeperDeps } from './keeper.ts';

const HOUR_MS = 3_600_000;

export interface WatchDeps extends KeeperDeps {
  run(tasks: readonly Task[]): Promise<void>;
  together(first: Task, other: Task): boolean;
  /** Due checks that cannot run now, because the connection went away. */
  onDrained(tasks: Task[]): void;
}

/** Everything that Pulse keeps for one connection while it runs: sessions, budget, and the queue of due checks. */
export class ConnectionWatch {
  readonly keeper: ConnectionKeeper;
  readonly lane: Lane;
  private readonly budget: BusyBudget;
  private readonly clock: Clock;
  private readonly deferrals: number[] = [];

  constructor(config: ConnectionConfig, deps: WatchDeps) {
    this.clock = deps.clock;
    this.budget = new BusyBudget(config.policy.busyShare, deps.clock.now());
    this.lane = new Lane(
      {
        clock: deps.clock,
        budget: this.budget,
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
          if (this.keeper.status !== 'connecting') deps.onDrained(this.lane.drain());
        }
        deps.onChange();
      },
      onReady: () => {
        this.lane.setOpen(true);
        deps.onReady();
      },
    });
  }

  /** Books busy time: every statement counts, also the guard's own. */
  spend(ms: number): void {
    this.budget.spend(ms, this.clock.now());
  }

  /** A statement that waited for a lock kept a session, but the server had nothing to do meanwhile. */
  refundLockWait(): void {
    this.budget.spend(-this.keeper.config.policy.lockTimeoutMs, this.clock.now());
  }

  noteDeferral(): void {
    this.deferrals.push(this.clock.now());
  }

  async reconfigure(config: ConnectionConfig): Promise<void> {
    this.budget.setShare(config.policy.busyShare, this.clock.now());
    this.lane.setMaxConcurrency(config.policy.maxConcurrency);
    await this.keeper.reconfigure(config);
  }

  /** Resolves when no check of it runs any more: nothing will ask for the store because of it. */
  async close(): Promise<void> {
    const idle = this.lane.close();
    await this.keeper.close();
    await idle;
  }

  budgetView(): BudgetView {
    const now = this.clock.now();
    while (this.deferrals[0] !== undefined && this.deferrals[0] < now - HOUR_MS) this.deferrals.shift();
    return {
      allowedShare: this.keeper.config.policy.busyShare,
      usedShare: this.budget.usedShare(now),
      inFlight: this.lane.inFlight,
      queued: this.lane.queued,
      deferredLastHour: this.deferrals.length,
    };
  }
}
