import type { Check } from '../../../shared/domain/check.ts';
import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { Board } from '../board/board.ts';
import type { RunOutcome } from '../checks/due.ts';
import { untilNextLook } from '../clock.ts';
import { PauseSwitch } from '../connections/pause-switch.ts';
import { ConnectionWatch } from '../connections/watch.ts';
import type { EventHub } from '../events.ts';
import type { BookChanges, IncidentBook } from '../incidents/incident-book.ts';
import type { Messenger } from '../incidents/messenger.ts';
import { ReviewTimer } from '../incidents/review-timer.ts';
import { connectionKinds, connectionSignals } from '../incidents/signals.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Closing, ReplicaApi, ReplicaFailure } from '../replica/api.ts';
import type { QueryCost } from '../replica/log-entry.ts';
import { Saving } from '../saving.ts';
import { SavingNews } from '../saving-news.ts';
import { isOverdue, type LiveCheck, latestStart, noteCompany } from '../schedule/live-check.ts';
import type { Task } from '../schedule/order.ts';
import type { NewQuery, StoreApi } from '../store/api.ts';
import { Absences } from './absences.ts';
import { DueTimer } from './due-timer.ts';
import { Recorder } from './recorder.ts';
import type { Roster } from './roster.ts';
import { Runner } from './runner.ts';
import { Settlement } from './settlement.ts';

/** Milliseconds between two looks at what no due time tells of. */
const HEARTBEAT_MS = 15_000;
/** A beat that comes so much later than this found the machine asleep, though nobody said so. */
const MISSED_BEATS_MS = 60_000;

type AlertMatch = Parameters<IncidentBook['drop']>[0];

export interface MonitorDeps {
  store: StoreApi;
  clock: Clock;
  log: Logger;
  events: EventHub;
  book: IncidentBook;
  messenger: Messenger;
  roster: Roster;
  board: Board;
  makeReplica(
    config: ConnectionConfig,
    onQuery: (entry: NewQuery, cost: QueryCost) => void,
    wasReplica: boolean,
  ): ReplicaApi;
}

/** The running heart: connects, runs what is due, and records what came of it. */
export class Monitor {
  private readonly deps: MonitorDeps;
  private readonly roster: Roster;
  private readonly board: Board;
  private readonly recorder: Recorder;
  private state: 'stopped' | 'running' | 'asleep' = 'stopped';
  private cancelBeat: (() => void) | null = null;
  readonly pauses: PauseSwitch;
  readonly saving: Saving;
  private readonly savingNews: SavingNews;
  private readonly reviews: ReviewTimer;
  private readonly due: DueTimer;
  private readonly runner: Runner;
  private readonly settlement: Settlement;
  private readonly absences = new Absences();
  private lastBeatAt: number | null = null;

  constructor(deps: MonitorDeps) {
    this.deps = deps;
    this.roster = deps.roster;
    this.board = deps.board;
    this.recorder = new Recorder(deps.store, deps.book, deps.roster.memories);
    this.runner = new Runner(deps);
    const runSoon = (checkIds: readonly number[]) => this.runSoon(checkIds);
    const saving = new Saving(deps);
    this.saving = saving;
    this.savingNews = new SavingNews({ ...deps, saving });
    this.due = new DueTimer(deps.clock, deps.roster, (live, dueAt, inDoubt) =>
      this.dispatch(live, dueAt, inDoubt),
    );
    const dueSooner = (at: number) => this.due.sooner(at);
    this.settlement = new Settlement({ ...deps, recorder: this.recorder, saving, runSoon, dueSooner });
    this.reviews = new ReviewTimer(deps.clock, () => saving.do(() => this.reviewIncidents()));
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
    this.due.stop();
    this.cancelBeat?.();
    this.reviews.stop();
    await Promise.all([...this.roster.watches.values()].map((watch) => watch.close()));
    this.saving.do(() => this.roster.memories.flush());
    this.saving.stop();
    this.savingNews.stop();
    await this.deps.messenger.idle();
  }

  /** The machine goes to sleep: ends all sessions, and runs nothing until `resume`. */
  async suspend(): Promise<void> {
    if (this.state !== 'running') return;
    this.state = 'asleep';
    this.due.stop();
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

  /**
   * Changes what is watched as a whole: what `work` writes, and the end of what was open for that which it drops, hold
   * together, or nothing does. What it changed is taken into use by the methods below.
   */
  atomically<T>(work: (drop: (matches: AlertMatch) => void) => T): T {
    const changes: BookChanges[] = [];
    const drop = (matches: AlertMatch) => {
      changes.push(this.deps.book.drop(matches, this.deps.clock.now()));
    };
    const result = this.recorder.atomically(() => work(drop));
    for (const each of changes) this.board.publish(each);
    return result;
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
    this.absences.forget(connectionId);
    await watch.close();
    this.drop((alert) => alert.connectionId === connectionId);
  }

  /** Begins to watch checks, or goes on with their changed settings. They run at once. */
  putChecks(checks: readonly Check[]): void {
    const now = this.deps.clock.now();
    for (const check of checks) this.due.sooner(latestStart(this.roster.put(check, now)));
    const off = new Set(checks.filter(({ enabled }) => !enabled).map(({ id }) => id));
    if (off.size > 0) this.drop(({ checkId }) => checkId !== null && off.has(checkId));
    const ids = checks.map(({ id }) => id);
    // Their tables are told of once: one by one, thousands of checks took seconds.
    this.board.pushChecks(ids);
    this.runSoon(ids);
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

  /** Books and logs a statement that a connection's server was asked. */
  noteQuery(entry: NewQuery, cost: QueryCost): void {
    const { store, events } = this.deps;
    this.roster.watches.get(entry.connectionId)?.noteQuery(entry, cost);
    this.saving.do(() => {
      // A connection that is being removed may still end its sessions.
      if (store.connections.get(entry.connectionId)) events.emit('query.logged', store.queries.append(entry));
    });
  }

  private addWatch(config: ConnectionConfig): void {
    const { clock, log } = this.deps;
    const onChange = () => this.board.pushConnection(config.id);
    const onQuery = (entry: NewQuery, cost: QueryCost) => this.noteQuery(entry, cost);
    const watch = new ConnectionWatch(this.pauses.effective(config), {
      clock,
      log,
      makeReplica: (current, wasReplica) => this.deps.makeReplica(current, onQuery, wasReplica),
      run: (tasks) => this.run(tasks),
      together: (first, other) => this.roster.together(first.checkId, other.checkId),
      onChange,
      onReady: () => this.catchUp(config.id),
      onQuietOver: () => this.catchUp(config.id),
      onDrained: (tasks, reason) =>
        this.settlement.defer(
          tasks.flatMap(({ checkId }) => this.roster.find(checkId) ?? []),
          reason,
        ),
      onAttempt: (failure) => this.onAttempt(config.id, failure),
    });
    this.roster.watches.set(config.id, watch);
    onChange();
  }

  private onAttempt(connectionId: number, failure: ReplicaFailure | null): void {
    const watch = this.roster.watches.get(connectionId);
    if (!watch || this.state !== 'running') return;
    const signals = connectionSignals(watch.keeper.config, failure);
    const now = this.deps.clock.now();
    if (this.absences.note(connectionId, failure === null, now) && this.roster.watchesTables(connectionId))
      this.gatherNews(connectionId);
    this.saving.do(() => {
      // Most attempts go well while nothing is open: then there is nothing to write.
      if (failure === null && !signals.some((signal) => this.deps.book.alert(signal.key))) return;
      this.board.publish(this.recorder.signal(signals, now));
    });
  }

  private awake(): void {
    this.lastBeatAt = null;
    this.reviews.start();
    this.gatherNews();
    this.due.start();
    this.beat();
  }

  /** What broke while nobody looked is told in one message. */
  private gatherNews(connectionId: number | null = null): void {
    const now = this.deps.clock.now();
    this.saving.do(() =>
      this.board.publish(this.recorder.atomically(() => this.deps.book.catchUp(now, connectionId))),
    );
  }

  /** Looks for results that have grown old: apart from the due times, of which there may be many a second. */
  private beat(): void {
    this.cancelBeat?.();
    if (this.state !== 'running') return;
    const now = this.deps.clock.now();
    if (this.lastBeatAt !== null && now - this.lastBeatAt > MISSED_BEATS_MS) this.gatherNews();
    this.lastBeatAt = now;
    this.due.glance();
    for (const watch of this.roster.watches.values()) watch.quietReason();
    this.board.pushStale();
    this.cancelBeat = this.deps.clock.after(untilNextLook(now, HEARTBEAT_MS), () => this.beat());
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
      this.settlement.defer([live], notNow);
      return;
    }
    const waiting = watch.lane.holds(live.check.id);
    if (waiting && !urgent && !watch.lane.isRunning(live.check.id)) {
      watch.noteDeferral();
      // One that was never looked at is still waiting for its first look: that is no deferral worth a row.
      if (live.state) this.settlement.defer([live], watch.holdReason);
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

  /** Runs checks that go together. */
  private async run(tasks: readonly Task[]): Promise<void> {
    const lives = tasks
      .flatMap(({ checkId }) => this.roster.find(checkId) ?? [])
      .filter((live) => live.check.enabled);
    const watch = lives[0] && this.roster.watches.get(lives[0].check.connectionId);
    if (!watch) return;
    this.setRunning(lives, true);
    try {
      const came = await this.runner.run(lives, watch);
      this.setRunning(lives, false);
      if (typeof came === 'string') {
        if (this.state === 'running') this.settlement.defer(lives, came);
        return;
      }
      this.settlement.settle(
        lives.flatMap((live, index) => {
          const outcome = came[index];
          // Removed, changed or stopped meanwhile: the outcome answers a question that nobody asks any more.
          if (!outcome || this.roster.find(live.check.id) !== live || this.state !== 'running') return [];
          this.takeNote(live, watch, outcome, lives.length > 1);
          return [{ live, outcome }];
        }),
      );
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

  /** What an outcome says of its connection, and of how to ask next time. */
  private takeNote(live: LiveCheck, watch: ConnectionWatch, outcome: RunOutcome, inCompany: boolean): void {
    const kind = outcome.failure?.kind;
    if (kind === 'lock_timeout') watch.refundLockWait();
    if (outcome.failure) watch.noteFailure(outcome.failure);
    if (outcome.failure && connectionKinds.has(outcome.failure.kind)) watch.keeper.report(outcome.failure);
    if (outcome.facts) watch.keeper.learn(outcome.facts);
    const { tableId } = live.check;
    if (outcome.schema && tableId !== null) {
      this.roster.facts.compare(tableId, outcome.schema, this.deps.clock.now());
    }
    if (outcome.price) live.price = outcome.price;
    if (outcome.statementMs !== undefined) live.costMs = outcome.statementMs;
    noteCompany(live, kind, inCompany);
  }

  private drop(matches: AlertMatch): void {
    const now = this.deps.clock.now();
    this.board.publish(this.recorder.atomically(() => this.deps.book.drop(matches, now)));
  }
}
