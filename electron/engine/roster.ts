import type { Check } from '../../shared/domain/check.ts';
import type { CheckContext } from './checks/check-type.ts';
import type { ConnectionWatch } from './connections/watch.ts';
import { notFound } from './problem.ts';
import { type LiveCheck, liveCheck } from './schedule/live-check.ts';
import type { StoreApi } from './store/api.ts';

/** Everything that is watched, as it stands now: the connections with their queues, and the checks with their state. */
export class Roster {
  readonly watches = new Map<number, ConnectionWatch>();
  private readonly live = new Map<number, LiveCheck>();
  /** The same checks by table, because every push of a table asks for its own. */
  private readonly byTable = new Map<number, Map<number, LiveCheck>>();
  private readonly store: StoreApi;

  constructor(store: StoreApi, now: number) {
    this.store = store;
    const states = new Map(store.checks.states().map((state) => [state.checkId, state]));
    for (const check of store.checks.list()) {
      this.add(liveCheck(check, states.get(check.id) ?? null, now));
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
    return [...(this.byTable.get(tableId)?.values() ?? [])];
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

  contextOf(tableId: number | null): CheckContext {
    if (tableId === null) return { table: null, acceptedSchema: null };
    const { tables } = this.store;
    return { table: tables.get(tableId), acceptedSchema: tables.acceptedSchema(tableId) };
  }

  /** Adds a check, or replaces it by a new object: what runs for the old settings is recognised by the old one. */
  put(check: Check, now: number): LiveCheck {
    const live = liveCheck(check, this.live.get(check.id)?.state ?? null, now);
    this.add(live);
    return live;
  }

  remove(checkId: number): void {
    const live = this.live.get(checkId);
    if (!live) return;
    this.live.delete(checkId);
    const { tableId } = live.check;
    const siblings = tableId === null ? undefined : this.byTable.get(tableId);
    siblings?.delete(checkId);
    if (tableId !== null && siblings?.size === 0) this.byTable.delete(tableId);
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
    const siblings = this.byTable.get(tableId);
    if (siblings) siblings.set(id, live);
    else this.byTable.set(tableId, new Map([[id, live]]));
  }
}
