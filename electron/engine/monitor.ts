import type { Check } from '../../shared/domain/check.ts';
import type { ConnectionConfig } from '../../shared/domain/connection.ts';
import { formatSeconds } from '../../shared/format.ts';
import type { Board } from './board.ts';
import { readPast } from './checks/backfill.ts';
import { type RunOutcome, runChecks } from './checks/run-check.ts';
import { PauseSwitch } from './connections/pause-switch.ts';
import { ConnectionWatch } from './connections/watch.ts';
import type { EventHub } from './events.ts';
import type { IncidentBook } from './incidents/incident-book.ts';
import { LookAround } from './incidents/look-around.ts';
import type { Messenger } from './incidents/messenger.ts';
import { ReviewTimer } from './incidents/review-timer.ts';
import { connectionKinds, connectionSignals } from './incidents/signals.ts';
import type { Clock, Logger } from './ports.ts';
import { Recorder } from './recorder.ts';
import type { Closing, ReplicaApi, ReplicaFailure } from './replica/api.ts';
import { ReplicaError } from './replica/errors.ts';
import type { Roster } from './roster.ts';
import { isOverdue, type LiveCheck, nextDueOf } from './schedule/live-check.ts';
import type { Task } from './schedule/order.ts';
import type { NewQuery, StoreApi } from './store/api.ts';

/** A doubt (pending, recovering) is settled this soon instead of after a whole interval. */
const SETTLE_MS = 15_000;
/** Facts about the replica older than this are asked for again before tables are judged through it. */
const FACTS_MAX_AGE_MS = 15_000;
/** Longest sleep of the due timer: a clock that was changed is noticed within this time. */
const HEARTBEAT_MS = 10_000;
/** A beat that comes so much later than this found the machine asleep, though nobody said so. */
const MISSED_BEATS_MS = 60_000;

export interface MonitorDeps {
  store: StoreApi;
  clock: Clock;
  log: Logger;
  events: EventHub;
  book: IncidentBook;
  messenger: Messenger;
  roster: Roster;
  board: Board;
  makeReplica(config: ConnectionConfig, onQuery: (entry: NewQuery, busyMs: number) => void): ReplicaApi;
}

/** The running heart: connects, runs what is due, and records what came of it. */
export class Monitor {
  private readonly deps: MonitorDeps;
  private readonly roster: Roster;
  private readonly board: Board;
  private readonly recorder: Recorder;
  private state: 'stopped' | 'running' | 'asleep' = 'stopped';
  private cancelTimer: (() => void) | null = null;
  private cancelBeat: (() => void) | null = null;
  readonly pauses: PauseSwitch;
  private readonly reviews: ReviewTimer;
  private readonly lookAround = new LookAround();
  private lastBeatAt: number | null = null;

  constructor(deps: MonitorDeps) {
    this.deps = deps;
    this.roster = deps.roster;
    this.board = deps.board;
    this.recorder = new Recorder(deps.store, deps.book, deps.roster.memories);
    this.reviews = new ReviewTimer(deps.clock, () => this.reviewIncidents());
    deps.book.onDeadline = (at) => this.reviews.set(at);
    const { store, clock, events } = deps;
    const apply = (config: ConnectionConfig) => this.changeConnection(config);
    this.pauses = new PauseSwitch({ store, clock, events, apply });
    for (const config of store.connections.list()) this.addWatch(config);
  }

  start(): void {
    this.state = 'running';
    for (const watch of this.roster.watches.values()) void watch.keeper.connect();
    this.deps.messenger.resume();
    this.awake();
  }

  async stop(): Promise<void> {
    this.state = 'stopped';
    this.cancelTimer?.();
    this.cancelBeat?.();
    this.reviews.stop();
    await Promise.all([...this.roster.watches.values()].map((watch) => watch.close()));
    this.roster.memories.flush();
    await this.deps.messenger.idle();
  }

  /** The machine goes to sleep: ends all sessions, and runs nothing until `resume`. */
  async suspend(): Promise<void> {
    if (this.state !== 'running') return;
    this.state = 'asleep';
    this.cancelTimer?.();
    this.cancelBeat?.();
    this.reviews.stop();
    await Promise.all([...this.roster.watches.values()].map((watch) => watch.keeper.suspend()));
  }

  /** Awake: connects again, then looks once at each check that missed its time. */
  resume(): void {
    if (this.state !== 'asleep') return;
    this.state = 'running';
    for (const watch of this.roster.watches.values()) watch.keeper.resume();
    this.awake();
  }

  /** Says what is to be said of the incidents by now, after `work` in the same transaction has changed something. */
  reviewIncidents(work: () => void = () => {}): void {
    const review = () => {
      work();
      return this.deps.book.review(this.deps.clock.now());
    };
    this.board.publish(this.recorder.atomically(review));
  }

  addConnection(config: ConnectionConfig): void {
    this.addWatch(config);
    if (this.state === 'running') void this.roster.watch(config.id).keeper.connect();
  }

  /** Takes changed settings into use. Resolves to what became of the statements that were in flight. */
  async changeConnection(config: ConnectionConfig): Promise<Closing> {
    const closing = await this.roster.watch(config.id).reconfigure(this.pauses.effective(config));
    this.board.pushTablesOf(config.id);
    return closing;
  }

  /** Stops watching the connection and all that belongs to it. Removing it from the store comes after. */
  async removeConnection(connectionId: number): Promise<void> {
    const watch = this.roster.watch(connectionId);
    this.roster.removeConnection(connectionId);
    await watch.close();
    this.drop((alert) => alert.connectionId === connectionId);
  }

  /** Begins to watch a check, or goes on with its changed settings. It runs at once. */
  putCheck(check: Check): void {
    this.roster.put(check, this.deps.clock.now());
    if (!check.enabled) this.drop((alert) => alert.checkId === check.id);
    this.board.pushCheck(check.id);
    if (check.enabled) this.runSoon([check.id]);
  }

  removeCheck(check: Check): void {
    this.roster.remove(check.id);
    this.roster.watches.get(check.connectionId)?.lane.remove(check.id);
    this.drop((alert) => alert.checkId === check.id);
    this.deps.events.emit('check.removed', { id: check.id, tableId: check.tableId });
  }

  removeTable(tableId: number): void {
    for (const live of this.roster.checksOfTable(tableId)) this.removeCheck(live.check);
    this.drop((alert) => alert.tableId === tableId);
  }

  /** Queues checks now, before the routine ones. */
  runSoon(checkIds: readonly number[]): void {
    const now = this.deps.clock.now();
    for (const id of checkIds) {
      const live = this.roster.find(id);
      if (live?.check.enabled) this.dispatch(live, now, true);
    }
  }

  private addWatch(config: ConnectionConfig): void {
    const { clock, log, store, events } = this.deps;
    const onChange = () => this.board.pushConnection(config.id);
    const watch = new ConnectionWatch(this.pauses.effective(config), {
      clock,
      log,
      makeReplica: (current) =>
        this.deps.makeReplica(current, (entry, busyMs) => {
          this.roster.watches.get(config.id)?.noteQuery(entry, busyMs);
          // A connection that is being removed may still end its sessions.
          if (store.connections.get(config.id)) events.emit('query.logged', store.queries.append(entry));
        }),
      run: (tasks) => this.run(tasks),
      together: (first, other) => this.roster.together(first.checkId, other.checkId),
      onChange,
      onReady: () => this.catchUp(config.id),
      onQuietOver: () => this.catchUp(config.id),
      onDrained: (tasks, reason) => {
        for (const task of tasks) {
          const live = this.roster.find(task.checkId);
          if (live) this.defer(live, reason);
        }
      },
      onAttempt: (failure) => this.onAttempt(config.id, failure),
    });
    this.roster.watches.set(config.id, watch);
    onChange();
  }

  private onAttempt(connectionId: number, failure: ReplicaFailure | null): void {
    const watch = this.roster.watches.get(connectionId);
    if (!watch || this.state !== 'running') return;
    const signals = connectionSignals(watch.keeper.config, failure);
    // Most attempts go well while nothing is open: then there is nothing to write.
    if (failure === null && !signals.some((signal) => this.deps.book.alert(signal.key))) return;
    this.board.publish(this.recorder.signal(signals, this.deps.clock.now()));
  }

  private awake(): void {
    this.lastBeatAt = null;
    this.reviews.start();
    this.gatherNews();
    this.tick();
    this.beat();
  }

  /** What broke while nobody looked is told in one message. */
  private gatherNews(): void {
    const now = this.deps.clock.now();
    this.board.publish(this.recorder.atomically(() => this.deps.book.catchUp(now)));
  }

  private tick(): void {
    this.cancelTimer?.();
    if (this.state !== 'running') return;
    const now = this.deps.clock.now();
    let next = now + HEARTBEAT_MS;
    for (const live of this.roster.checks()) {
      if (!live.check.enabled) continue;
      // A clock that was set back must not silence the check until it has caught up.
      if (live.nextDueAt > now + live.check.intervalMs) live.nextDueAt = nextDueOf(live.check, now);
      if (live.nextDueAt <= now) {
        const dueAt = live.nextDueAt;
        live.nextDueAt = nextDueOf(live.check, now);
        this.dispatch(live, dueAt, false);
      }
      next = Math.min(next, live.nextDueAt);
    }
    this.cancelTimer = this.deps.clock.after(Math.max(next - now, 50), () => this.tick());
  }

  /** Looks for results that have grown old: apart from the due times, of which there may be many a second. */
  private beat(): void {
    this.cancelBeat?.();
    if (this.state !== 'running') return;
    const now = this.deps.clock.now();
    if (this.lastBeatAt !== null && now - this.lastBeatAt > MISSED_BEATS_MS) this.gatherNews();
    this.lastBeatAt = now;
    for (const watch of this.roster.watches.values()) watch.quietReason();
    this.board.pushStale();
    this.cancelBeat = this.deps.clock.after(HEARTBEAT_MS, () => this.beat());
  }

  /** Puts a due check into its replica's queue, or says why not. */
  private dispatch(live: LiveCheck, dueAt: number, urgent: boolean): void {
    if (this.state !== 'running') return;
    const watch = this.roster.watches.get(live.check.connectionId);
    if (!watch || watch.keeper.status === 'paused') return;
    const notNow =
      watch.quietReason() ??
      (watch.keeper.ready || watch.keeper.status === 'connecting' ? null : watch.whyNotReady());
    if (notNow !== null) {
      this.defer(live, notNow);
      return;
    }
    const waiting = watch.lane.holds(live.check.id);
    if (waiting && !urgent && !watch.lane.isRunning(live.check.id)) {
      watch.noteDeferral();
      this.defer(live, watch.holdReason);
    }
    watch.lane.add(this.roster.taskOf(live, dueAt, urgent));
  }

  /** After a connection came (back): looks once at everything that missed its time. */
  private catchUp(connectionId: number): void {
    const now = this.deps.clock.now();
    for (const live of this.roster.checks()) {
      if (live.check.connectionId === connectionId && live.check.enabled && isOverdue(live, now)) {
        this.dispatch(live, live.nextDueAt, false);
      }
    }
  }

  /** Runs checks that go together: of one table, or one alone. */
  private async run(tasks: readonly Task[]): Promise<void> {
    const lives = tasks
      .flatMap(({ checkId }) => this.roster.find(checkId) ?? [])
      .filter((live) => live.check.enabled);
    const [first] = lives;
    const watch = first && this.roster.watches.get(first.check.connectionId);
    if (!first || !watch) return;
    this.setRunning(lives, true);
    try {
      const { tableId } = first.check;
      const tooFarBehind = tableId === null ? null : await this.lagReason(watch);
      if (tooFarBehind !== null) {
        this.setRunning(lives, false);
        if (this.state === 'running') for (const live of lives) this.defer(live, tooFarBehind);
        return;
      }
      const outcomes = await this.ask(lives, tableId, watch);
      this.setRunning(lives, false);
      lives.forEach((live, index) => {
        const outcome = outcomes[index];
        // Removed, changed or stopped meanwhile: the outcome answers a question that nobody asks any more.
        if (!outcome || this.roster.find(live.check.id) !== live || this.state !== 'running') return;
        this.conclude(live, watch, outcome);
      });
    } catch (error) {
      this.setRunning(lives, false);
      const checkIds = lives.map((live) => live.check.id);
      this.deps.log.error({ err: error, checkIds }, 'Finished checks could not be recorded');
    }
  }

  private setRunning(lives: readonly LiveCheck[], running: boolean): void {
    for (const live of lives) {
      live.running = running;
      if (running) this.board.pushCheck(live.check.id);
    }
  }

  private async ask(
    lives: readonly LiveCheck[],
    tableId: number | null,
    watch: ConnectionWatch,
  ): Promise<RunOutcome[]> {
    const { replica } = watch.keeper;
    const { clock, store } = this.deps;
    const table = tableId === null ? null : store.tables.get(tableId);
    if (table) await this.roster.facts.refresh(table, replica, clock.now());
    await this.learnPast(lives, replica);
    const dues = lives.map(({ check, price }) => this.roster.dueOf(check, price));
    return runChecks(dues, replica, clock);
  }

  /** Before the first verdict of checks with learned bounds: what the table itself tells of the time before. */
  private async learnPast(lives: readonly LiveCheck[], replica: ReplicaApi): Promise<void> {
    const { memories } = this.roster;
    const blank = lives.filter(({ check }) => memories.isBlank(check));
    if (blank.length === 0) return;
    try {
      const past = await readPast(
        blank.map(({ check }) => this.roster.dueOf(check, null)),
        replica,
      );
      const now = this.deps.clock.now();
      this.deps.store.transaction(() => {
        for (const { check } of blank) memories.backfill(check, past.get(check.id) ?? [], now);
      });
    } catch (error) {
      // The check itself comes next, and meets the same trouble: it says what is wrong.
      if (!(error instanceof ReplicaError)) throw error;
    }
  }

  private conclude(live: LiveCheck, watch: ConnectionWatch, outcome: RunOutcome): void {
    const kind = outcome.failure?.kind;
    if (kind === 'lock_timeout') watch.refundLockWait();
    if (outcome.failure) watch.noteFailure(outcome.failure);
    if (outcome.failure && connectionKinds.has(outcome.failure.kind)) watch.keeper.report(outcome.failure);
    if (outcome.facts) watch.keeper.learn(outcome.facts);
    if (outcome.price) live.price = outcome.price;
    live.alone = kind === 'sql' || kind === 'missing_column';
    this.settle(live, outcome);
  }

  /** Tables seen through a replica that is far behind would all look stale: the lag is the finding, not they. */
  private async lagReason(watch: ConnectionWatch): Promise<string | null> {
    const facts = await watch.keeper.freshFacts(FACTS_MAX_AGE_MS);
    if (!facts) return watch.whyNotReady();
    const { maxLagSeconds } = watch.keeper.config.policy;
    if (facts.lagSeconds === null || facts.lagSeconds <= maxLagSeconds) return null;
    return `Not judged: the replica is ${formatSeconds(facts.lagSeconds)} behind its primary (more than ${formatSeconds(maxLagSeconds)}).`;
  }

  /** Records the outcome, decides when to look again, and tells what changed. */
  private settle(live: LiveCheck, outcome: RunOutcome): void {
    const { tableId } = live.check;
    const schemaCheck = tableId === null ? null : this.roster.schemaCheckOf(tableId);
    const { state, run, changes, signals } = this.recorder.record(live, outcome, schemaCheck);
    live.state = state;
    const kind = outcome.failure?.kind;
    const askSchema =
      schemaCheck && (kind === 'missing_relation' || kind === 'missing_column') ? schemaCheck : null;
    if (
      askSchema ||
      kind === 'recovery_conflict' ||
      signals.some((signal) => this.deps.book.isUnsettled(signal.key))
    ) {
      live.nextDueAt = Math.min(live.nextDueAt, this.deps.clock.now() + SETTLE_MS);
    }
    if (run) this.deps.events.emit('run.finished', { ...run, tableId });
    this.board.pushCheck(live.check.id);
    this.board.publish(changes);
    if (askSchema && askSchema !== live) this.runSoon([askSchema.check.id]);
    const { finishedAt } = outcome;
    if (signals.some((signal) => signal.bad && this.deps.book.hasJustBegun(signal.key, finishedAt)))
      this.runSoon(this.lookAround.after(live, this.roster.checks(), finishedAt));
  }

  private defer(live: LiveCheck, reason: string): void {
    const now = this.deps.clock.now();
    this.settle(live, {
      status: 'deferred',
      value: null,
      low: null,
      high: null,
      message: reason,
      startedAt: now,
      finishedAt: now,
      durationMs: 0,
      failure: null,
      readsData: false,
      schema: null,
      facts: null,
      price: null,
    });
  }

  private drop(matches: Parameters<IncidentBook['drop']>[0]): void {
    const now = this.deps.clock.now();
    this.board.publish(this.recorder.atomically(() => this.deps.book.drop(matches, now)));
  }
}
