import type { Check } from '../../shared/domain/check.ts';
import type { ConnectionConfig, ConnectionView } from '../../shared/domain/connection.ts';
import type { MonitoredTable, TableView } from '../../shared/domain/table.ts';
import { formatSeconds } from '../../shared/format.ts';
import type { CheckContext } from './checks/check-type.ts';
import { type RunOutcome, runCheck } from './checks/run-check.ts';
import { ConnectionWatch } from './connections/watch.ts';
import type { EventHub } from './events.ts';
import type { BookChanges, IncidentBook } from './incidents/incident-book.ts';
import type { Messenger } from './incidents/messenger.ts';
import { connectionKinds, connectionSignals } from './incidents/signals.ts';
import type { Clock, Logger } from './ports.ts';
import { notFound } from './problem.ts';
import { Recorder } from './recorder.ts';
import type { ReplicaApi, ReplicaFailure } from './replica/api.ts';
import type { Task } from './schedule/lane.ts';
import { isOverdue, type LiveCheck, liveCheck, nextDueOf } from './schedule/live-check.ts';
import type { NewQuery, StoreApi } from './store/api.ts';
import { checkView, connectionView, tableView } from './views.ts';

/** A doubt (pending, recovering) is settled this soon instead of after a whole interval. */
const SETTLE_MS = 15_000;
/** Facts about the replica older than this are asked for again before tables are judged through it. */
const FACTS_MAX_AGE_MS = 15_000;
/** Longest sleep of the due timer: a clock that was changed is noticed within this time. */
const HEARTBEAT_MS = 10_000;

export interface MonitorDeps {
  store: StoreApi;
  clock: Clock;
  log: Logger;
  events: EventHub;
  book: IncidentBook;
  messenger: Messenger;
  makeReplica(config: ConnectionConfig, onQuery: (entry: NewQuery) => void): ReplicaApi;
  passwordKept(connectionId: number): ConnectionView['passwordKept'];
}

/** The running heart: knows every check and connection, runs what is due, and tells what changed. */
export class Monitor {
  private readonly deps: MonitorDeps;
  private readonly recorder: Recorder;
  private readonly live = new Map<number, LiveCheck>();
  private readonly watches = new Map<number, ConnectionWatch>();
  private readonly shownHealth = new Map<number, string>();
  private state: 'stopped' | 'running' | 'asleep' = 'stopped';
  private cancelTimer: (() => void) | null = null;

  constructor(deps: MonitorDeps) {
    this.deps = deps;
    this.recorder = new Recorder(deps.store, deps.book);
    const now = deps.clock.now();
    const states = new Map(deps.store.checks.states().map((state) => [state.checkId, state]));
    for (const check of deps.store.checks.list()) {
      this.live.set(check.id, liveCheck(check, states.get(check.id) ?? null, now));
    }
    for (const config of deps.store.connections.list()) this.addWatch(config);
  }

  start(): void {
    this.state = 'running';
    for (const watch of this.watches.values()) void watch.keeper.connect();
    this.deps.messenger.resume();
    this.tick();
  }

  async stop(): Promise<void> {
    this.state = 'stopped';
    this.cancelTimer?.();
    await Promise.all([...this.watches.values()].map((watch) => watch.close()));
    await this.deps.messenger.idle();
  }

  /** The machine goes to sleep: ends all sessions, and runs nothing until `resume`. */
  async suspend(): Promise<void> {
    if (this.state !== 'running') return;
    this.state = 'asleep';
    this.cancelTimer?.();
    await Promise.all([...this.watches.values()].map((watch) => watch.keeper.suspend()));
  }

  /** Awake: connects again, then looks once at each check that missed its time. */
  resume(): void {
    if (this.state !== 'asleep') return;
    this.state = 'running';
    for (const watch of this.watches.values()) watch.keeper.resume();
    this.tick();
  }

  watch(connectionId: number): ConnectionWatch {
    const watch = this.watches.get(connectionId);
    if (!watch) throw notFound('connection');
    return watch;
  }

  addConnection(config: ConnectionConfig): void {
    this.addWatch(config);
    if (this.state === 'running') void this.watch(config.id).keeper.connect();
  }

  async changeConnection(config: ConnectionConfig): Promise<void> {
    await this.watch(config.id).reconfigure(config);
    this.emitTablesOf(config.id);
  }

  /** Stops watching the connection and all that belongs to it. Removing it from the store comes after. */
  async removeConnection(connectionId: number): Promise<void> {
    const watch = this.watch(connectionId);
    this.watches.delete(connectionId);
    for (const [id, live] of this.live) if (live.check.connectionId === connectionId) this.live.delete(id);
    await watch.close();
    this.drop((alert) => alert.connectionId === connectionId);
  }

  addCheck(check: Check): void {
    this.live.set(check.id, liveCheck(check, null, this.deps.clock.now()));
    this.emitCheck(check.id);
    this.runSoon([check.id]);
  }

  changeCheck(check: Check): void {
    const { state } = this.liveCheck(check.id);
    // A new object: what is running for the old settings is recognised by it, and let go.
    this.live.set(check.id, liveCheck(check, state, this.deps.clock.now()));
    if (!check.enabled) this.drop((alert) => alert.checkId === check.id);
    this.emitCheck(check.id);
    if (check.enabled) this.runSoon([check.id]);
  }

  removeCheck(check: Check): void {
    this.live.delete(check.id);
    this.watches.get(check.connectionId)?.lane.remove(check.id);
    this.drop((alert) => alert.checkId === check.id);
    this.deps.events.emit('check.removed', { id: check.id, tableId: check.tableId });
  }

  removeTable(tableId: number): void {
    for (const live of this.checksOf(tableId)) this.removeCheck(live.check);
    this.drop((alert) => alert.tableId === tableId);
    this.shownHealth.delete(tableId);
  }

  /** Queues checks now, before the routine ones. */
  runSoon(checkIds: readonly number[]): void {
    const now = this.deps.clock.now();
    for (const id of checkIds) {
      const live = this.live.get(id);
      if (live?.check.enabled) this.dispatch(live, now, true);
    }
  }

  liveCheck(checkId: number): LiveCheck {
    const live = this.live.get(checkId);
    if (!live) throw notFound('check');
    return live;
  }

  checksOf(tableId: number): LiveCheck[] {
    return [...this.live.values()].filter((live) => live.check.tableId === tableId);
  }

  checksOfConnection(connectionId: number): LiveCheck[] {
    return [...this.live.values()].filter(
      (live) => live.check.connectionId === connectionId && live.check.tableId === null,
    );
  }

  contextOf(tableId: number | null): CheckContext {
    if (tableId === null) return { table: null, acceptedSchema: null };
    const { tables } = this.deps.store;
    return { table: tables.get(tableId), acceptedSchema: tables.acceptedSchema(tableId) };
  }

  tableView(table: MonitoredTable): TableView {
    const watch = this.watch(table.connectionId);
    const { name, paused } = watch.keeper.config;
    const open = this.deps.store.incidents.openForTable(table.id);
    return tableView(
      table,
      { name, paused },
      this.checksOf(table.id),
      open?.id ?? null,
      this.deps.clock.now(),
    );
  }

  connectionViews(): ConnectionView[] {
    return [...this.watches.keys()].map((id) => this.connectionView(id));
  }

  connectionView(id: number): ConnectionView {
    return connectionView(this.watch(id), this.deps.passwordKept(id));
  }

  emitTable(tableId: number): void {
    const table = this.deps.store.tables.get(tableId);
    if (!table) return;
    const view = this.tableView(table);
    this.shownHealth.set(tableId, view.health);
    this.deps.events.emit('table.changed', view);
  }

  /** Acts on changes of the incident book: pushes them to the window, and messages to the desktop. */
  publish(changes: BookChanges): void {
    for (const id of changes.incidentIds) {
      const incident = this.deps.store.incidents.get(id);
      if (!incident) continue;
      this.deps.events.emit('incident.changed', incident);
      if (incident.tableId !== null) this.emitTable(incident.tableId);
    }
    this.deps.messenger.send(changes.messages);
  }

  private addWatch(config: ConnectionConfig): void {
    const { clock, log, store, events } = this.deps;
    const onChange = () => {
      if (this.watches.has(config.id)) events.emit('connection.changed', this.connectionView(config.id));
    };
    const watch = new ConnectionWatch(config, {
      clock,
      log,
      makeReplica: (current) =>
        this.deps.makeReplica(current, (entry) => {
          this.watches.get(config.id)?.spend(entry.durationMs);
          // A connection that is being removed may still end its sessions.
          if (store.connections.get(config.id)) events.emit('query.logged', store.queries.append(entry));
        }),
      run: (task) => this.run(task),
      onChange,
      onReady: () => this.catchUp(config.id),
      onDrained: (tasks) => {
        for (const task of tasks) {
          const live = this.live.get(task.checkId);
          if (live) this.defer(live, this.whyNotReady(watch));
        }
      },
      onAttempt: (failure) => this.onAttempt(config.id, failure),
    });
    this.watches.set(config.id, watch);
    onChange();
  }

  private onAttempt(connectionId: number, failure: ReplicaFailure | null): void {
    const watch = this.watches.get(connectionId);
    if (!watch || this.state !== 'running') return;
    const signals = connectionSignals(watch.keeper.config, failure);
    // Most attempts go well while nothing is open: then there is nothing to write.
    if (failure === null && !signals.some((signal) => this.deps.book.alert(signal.key))) return;
    this.publish(this.recorder.signal(signals, this.deps.clock.now()));
  }

  private tick(): void {
    this.cancelTimer?.();
    if (this.state !== 'running') return;
    const now = this.deps.clock.now();
    let next = now + HEARTBEAT_MS;
    for (const live of this.live.values()) {
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
    this.refreshStale();
    this.cancelTimer = this.deps.clock.after(Math.max(next - now, 50), () => this.tick());
  }

  /** Puts a due check into its replica's queue, or says why not. */
  private dispatch(live: LiveCheck, dueAt: number, urgent: boolean): void {
    if (this.state !== 'running') return;
    const watch = this.watches.get(live.check.connectionId);
    if (!watch || watch.keeper.status === 'paused') return;
    if (!watch.keeper.ready && watch.keeper.status !== 'connecting') {
      this.defer(live, this.whyNotReady(watch));
      return;
    }
    const waiting = watch.lane.holds(live.check.id);
    if (waiting && !urgent && !watch.lane.isRunning(live.check.id)) {
      watch.noteDeferral();
      this.defer(live, 'Held back: the load budget for this replica is used up for now.');
    }
    watch.lane.add({ checkId: live.check.id, dueAt, urgent });
  }

  private whyNotReady(watch: ConnectionWatch): string {
    return `Not run: ${watch.keeper.problem?.title ?? 'the replica has not answered yet.'}`;
  }

  /** After a connection came (back): looks once at everything that missed its time. */
  private catchUp(connectionId: number): void {
    const now = this.deps.clock.now();
    for (const live of this.live.values()) {
      if (live.check.connectionId === connectionId && live.check.enabled && isOverdue(live, now)) {
        this.dispatch(live, live.nextDueAt, false);
      }
    }
  }

  private async run(task: Task): Promise<void> {
    const live = this.live.get(task.checkId);
    const watch = live && this.watches.get(live.check.connectionId);
    if (!live || !watch || !live.check.enabled) return;
    try {
      live.running = true;
      this.emitCheck(live.check.id);
      const tooFarBehind = live.check.tableId === null ? null : await this.lagReason(watch);
      if (tooFarBehind !== null) {
        live.running = false;
        if (this.state === 'running') this.defer(live, tooFarBehind);
        return;
      }
      const context = this.contextOf(live.check.tableId);
      const outcome = await runCheck(live.check, context, watch.keeper.replica, this.deps.clock);
      live.running = false;
      // Removed, changed or stopped meanwhile: the outcome answers a question that nobody asks any more.
      if (this.live.get(task.checkId) !== live || this.state !== 'running') return;
      if (outcome.failure?.kind === 'lock_timeout') watch.refundLockWait();
      if (outcome.failure && connectionKinds.has(outcome.failure.kind)) watch.keeper.report(outcome.failure);
      if (watch.keeper.facts && live.check.type === 'replication_lag')
        this.emitConnection(live.check.connectionId);
      this.settle(live, outcome);
    } catch (error) {
      live.running = false;
      this.deps.log.error({ err: error, checkId: task.checkId }, 'A finished check could not be recorded');
    }
  }

  /** Tables seen through a replica that is far behind would all look stale: the lag is the finding, not they. */
  private async lagReason(watch: ConnectionWatch): Promise<string | null> {
    const facts = await watch.keeper.freshFacts(FACTS_MAX_AGE_MS);
    if (!facts) return this.whyNotReady(watch);
    const { maxLagSeconds } = watch.keeper.config.policy;
    if (facts.lagSeconds === null || facts.lagSeconds <= maxLagSeconds) return null;
    return `Not judged: the replica is ${formatSeconds(facts.lagSeconds)} behind its primary (more than ${formatSeconds(maxLagSeconds)}).`;
  }

  /** Records the outcome, decides when to look again, and tells what changed. */
  private settle(live: LiveCheck, outcome: RunOutcome): void {
    const { tableId } = live.check;
    const schemaCheck = tableId === null ? null : this.schemaCheckOf(tableId);
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
    this.emitCheck(live.check.id);
    this.publish(changes);
    if (askSchema && askSchema !== live) this.runSoon([askSchema.check.id]);
  }

  private defer(live: LiveCheck, reason: string): void {
    const now = this.deps.clock.now();
    this.settle(live, {
      status: 'deferred',
      value: null,
      message: reason,
      startedAt: now,
      finishedAt: now,
      durationMs: 0,
      failure: null,
      readsData: false,
      schema: null,
    });
  }

  private schemaCheckOf(tableId: number): LiveCheck | null {
    return this.checksOf(tableId).find((live) => live.check.type === 'schema' && live.check.enabled) ?? null;
  }

  private drop(matches: Parameters<IncidentBook['drop']>[0]): void {
    const now = this.deps.clock.now();
    this.publish(this.recorder.atomically(() => this.deps.book.drop(matches, now)));
  }

  /** Results grow old without any event: says so when a table's health changed by that alone. */
  private refreshStale(): void {
    for (const table of this.deps.store.tables.list()) {
      const { health } = this.tableView(table);
      if (this.shownHealth.get(table.id) !== health) this.emitTable(table.id);
    }
  }

  private emitCheck(checkId: number): void {
    const live = this.live.get(checkId);
    if (!live) return;
    const { tableId } = live.check;
    const table = tableId === null ? null : this.deps.store.tables.get(tableId);
    this.deps.events.emit('check.changed', checkView(live, table, this.deps.clock.now()));
    if (tableId !== null && !live.running) this.emitTable(tableId);
  }

  private emitTablesOf(connectionId: number): void {
    for (const table of this.deps.store.tables.list()) {
      if (table.connectionId === connectionId) this.emitTable(table.id);
    }
  }

  private emitConnection(connectionId: number): void {
    this.deps.events.emit('connection.changed', this.connectionView(connectionId));
  }
}
