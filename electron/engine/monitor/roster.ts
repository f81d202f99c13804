import type { Check, CheckPrice } from '../../../shared/domain/check.ts';
import type { CheckContext } from '../checks/check-type.ts';
import type { Due } from '../checks/due.ts';
import { checkType, isAskedAcrossTables } from '../checks/registry.ts';
import type { ConnectionWatch } from '../connections/watch.ts';
import { FactsBook } from '../planner/facts-book.ts';
import { fairOf } from '../planner/pricing.ts';
import { notFound } from '../problem.ts';
import { type LiveCheck, liveCheck } from '../schedule/live-check.ts';
import type { Task, Weight } from '../schedule/order.ts';
import type { StoreApi } from '../store/api.ts';
import { Memories } from './memories.ts';

/** A few hundred pages are read in a millisecond or two, some thousand are felt. */
const LOOKUP_BYTES = 2_097_152;
const WINDOW_BYTES = 67_108_864;
/** A dear check waits for its cost to be saved up for this part of its interval: it is judged within twice that. */
const PATIENCE = 0.75;
const MOST_PATIENCE_MS = 600_000;

/** Everything that is watched, as it stands now: the connections with their queues, and the checks with their state. */
export class Roster {
  readonly watches = new Map<number, ConnectionWatch>();
  private readonly live = new Map<number, LiveCheck>();
  /** The same checks by table, because every push of a table asks for its own. */
  private readonly ofTables = new Map<number, Map<number, LiveCheck>>();
  readonly facts: FactsBook;
  readonly memories: Memories;
  private readonly store: StoreApi;

  constructor(store: StoreApi, now: number) {
    this.store = store;
    this.facts = new FactsBook(store);
    this.memories = new Memories(store);
    const prices = store.checks.prices();
    const states = new Map(store.checks.states().map((state) => [state.checkId, state]));
    for (const check of store.checks.list()) {
      this.add(liveCheck(check, states.get(check.id) ?? null, prices.get(check.id) ?? null, now));
    }
  }

  /** Throws a `ProblemError` when there is no such connection. */
  watch(connectionId: number): ConnectionWatch {
    const watch = this.watches.get(connectionId);
    if (!watch) throw notFound('connection');
    return watch;
  }

  /** Throws a `ProblemError` when there is no such check. */
  check(checkId: number): LiveCheck {
    const live = this.live.get(checkId);
    if (!live) throw notFound('check');
    return live;
  }

  find(checkId: number): LiveCheck | undefined {
    return this.live.get(checkId);
  }

  checks(): Iterable<LiveCheck> {
    return this.live.values();
  }

  checksOfTable(tableId: number): LiveCheck[] {
    return [...(this.ofTables.get(tableId)?.values() ?? [])];
  }

  /** All of them by table. */
  byTable(): Iterable<[tableId: number, checks: ReadonlyMap<number, LiveCheck>]> {
    return this.ofTables.entries();
  }

  /** Whether there is a check on any table of a connection. */
  watchesTables(connectionId: number): boolean {
    return [...this.live.values()].some(
      ({ check }) => check.connectionId === connectionId && check.tableId !== null,
    );
  }

  /** The checks on the connection itself. */
  checksOfConnection(connectionId: number): LiveCheck[] {
    return [...this.live.values()].filter(
      ({ check }) => check.connectionId === connectionId && check.tableId === null,
    );
  }

  schemaCheckOf(tableId: number): LiveCheck | null {
    return this.checksOfTable(tableId).find(({ check }) => check.type === 'schema' && check.enabled) ?? null;
  }

  /** All that is known about a check without asking the replica. */
  contextOf(check: Check): CheckContext {
    const { tableId, rule } = check;
    const known = this.memories.known(check);
    if (tableId === null) return { table: null, acceptedSchema: null, facts: null, rule, known };
    const { tables } = this.store;
    return {
      table: tables.get(tableId),
      acceptedSchema: tables.acceptedSchema(tableId),
      facts: this.facts.of(tableId),
      rule,
      known,
    };
  }

  dueOf(check: Check, price: CheckPrice | null): Due {
    const { maxScanBytes, busyShare } = this.watch(check.connectionId).keeper.config.policy;
    return {
      check,
      context: this.contextOf(check),
      price,
      past: this.memories.past(check),
      limitBytes: maxScanBytes,
      fair: fairOf(busyShare, check.intervalMs),
    };
  }

  /** A due check as its replica's queue takes it. */
  taskOf(live: LiveCheck, dueAt: number, urgent: boolean): Task {
    const { id, tableId, intervalMs } = live.check;
    const failing = live.state?.status === 'fail' || live.state?.status === 'warn';
    const patienceMs = urgent ? 0 : Math.min(MOST_PATIENCE_MS, intervalMs * PATIENCE);
    const { costMs } = live;
    return { checkId: id, tableId, dueAt, urgent, weight: this.weightOf(live), costMs, patienceMs, failing };
  }

  private weightOf({ check, price }: LiveCheck): Weight {
    const bytes = price?.bytes ?? null;
    if (bytes !== null) return bytes <= LOOKUP_BYTES ? 'lookup' : bytes <= WINDOW_BYTES ? 'window' : 'scan';
    if (check.tableId === null) return 'lookup';
    try {
      const type = checkType(check.type);
      const probe = type.plan(type.config.parse(check.config), this.contextOf(check));
      if (probe.ask === 'server') return 'lookup';
      if (probe.ask === 'statement') return probe.readsData ? 'scan' : 'lookup';
      return probe.scan.window === null ? 'scan' : 'window';
    } catch {
      // Settings that do not fit any more: its own run will say so, at no cost.
      return 'lookup';
    }
  }

  /** Whether one statement can answer both checks. */
  together(oneId: number, otherId: number): boolean {
    const one = this.live.get(oneId);
    const other = this.live.get(otherId);
    if (!one || !other || [one, other].some(({ alone, apartRuns }) => alone || apartRuns > 0)) return false;
    if (isAskedAcrossTables(one.check.type)) return one.check.type === other.check.type;
    const { tableId } = one.check;
    return tableId !== null && tableId === other.check.tableId && this.isScan(one) && this.isScan(other);
  }

  private isScan({ check }: LiveCheck): boolean {
    try {
      const type = checkType(check.type);
      return type.plan(type.config.parse(check.config), this.contextOf(check)).ask === 'scan';
    } catch {
      // Settings that do not fit any more: its own run will say so.
      return false;
    }
  }

  /** Adds a check, or replaces it by a new object: what runs for the old settings is recognised by the old one. */
  put(check: Check, now: number): LiveCheck {
    const before = this.live.get(check.id);
    const same = before !== undefined && asksTheSame(before.check, check);
    if (before && !same) this.memories.forget(check, now);
    const live = liveCheck(check, before?.state ?? null, same ? before.price : null, now);
    this.add(live);
    return live;
  }

  remove(checkId: number): void {
    const live = this.live.get(checkId);
    if (!live) return;
    this.live.delete(checkId);
    this.memories.drop(checkId);
    const { tableId } = live.check;
    const siblings = tableId === null ? undefined : this.ofTables.get(tableId);
    siblings?.delete(checkId);
    if (tableId !== null && siblings?.size === 0) this.ofTables.delete(tableId);
  }

  removeConnection(connectionId: number): void {
    this.watches.delete(connectionId);
    for (const { check } of [...this.live.values()]) {
      if (check.connectionId === connectionId) this.remove(check.id);
    }
  }

  /** A check that is there already keeps its place in the order. */
  private add(live: LiveCheck): void {
    const { id, tableId } = live.check;
    this.live.set(id, live);
    if (tableId === null) return;
    const siblings = this.ofTables.get(tableId);
    if (siblings) siblings.set(id, live);
    else this.ofTables.set(tableId, new Map([[id, live]]));
  }
}

/** Whether a changed check still asks what it asked before, so that its price and what it has learned hold. */
function asksTheSame(a: Check, b: Check): boolean {
  const question = ({ type, config, rule }: Check) => JSON.stringify([type, config, rule]);
  return question(a) === question(b);
}
