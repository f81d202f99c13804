import type { CheckView } from '../../../shared/domain/check.ts';
import type { ConnectionView } from '../../../shared/domain/connection.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Health } from '../../../shared/domain/status.ts';
import type { MonitoredTable, TableView } from '../../../shared/domain/table.ts';
import { summary } from '../../../shared/summary.ts';
import type { EventHub } from '../events.ts';
import type { BookChanges } from '../incidents/incident-book.ts';
import type { Messenger } from '../incidents/messenger.ts';
import type { Roster } from '../monitor/roster.ts';
import type { Clock } from '../ports.ts';
import { type LiveCheck, staleAfter } from '../schedule/live-check.ts';
import type { StoreApi } from '../store/api.ts';
import { checkView, connectionView, tableHealth, tableView } from './views.ts';

export interface BoardDeps {
  store: StoreApi;
  clock: Clock;
  events: EventHub;
  messenger: Messenger;
  roster: Roster;
  passwordKept(connectionId: number): ConnectionView['passwordKept'];
}

/** What everybody who looks on sees: makes views of the roster, and pushes those that changed. */
export class Board {
  private readonly deps: BoardDeps;
  private readonly shownHealth = new Map<number, string>();
  private stale = { lookedAt: Number.POSITIVE_INFINITY, soonest: Number.NEGATIVE_INFINITY };

  constructor(deps: BoardDeps) {
    this.deps = deps;
  }

  table(table: MonitoredTable): TableView {
    return this.viewOf(table, this.deps.store.incidents.openOfTable(table.id));
  }

  /** All tables, with their incidents asked for at once: one by one they would take most of the time. */
  tables(): TableView[] {
    const { tables, incidents } = this.deps.store;
    const open = incidents.openByTable();
    return tables.list().map((table) => {
      const view = this.viewOf(table, open.get(table.id) ?? null);
      this.shownHealth.set(table.id, view.health);
      return view;
    });
  }

  private viewOf(table: MonitoredTable, incidentId: number | null): TableView {
    const { roster, store, clock } = this.deps;
    const { name, paused } = roster.watch(table.connectionId).keeper.config;
    const view = tableView(table, { name, paused }, roster.checksOfTable(table.id), incidentId, clock.now());
    return { ...view, ...store.labels.of(table.id) };
  }

  private healthOf({ id, connectionId }: MonitoredTable, now: EpochMs): Health {
    const { roster } = this.deps;
    return tableHealth(roster.checksOfTable(id), roster.watch(connectionId).keeper.config.paused, now);
  }

  /** The overview's first line, without its rows: those take ten times as long. */
  answer(paused: boolean): string {
    const { store, clock } = this.deps;
    const now = clock.now();
    const tables = store.tables.list().map((table) => ({ health: this.healthOf(table, now) }));
    return summary(tables, this.connections(), paused);
  }

  check(checkId: number): CheckView {
    const { roster, clock } = this.deps;
    const live = roster.check(checkId);
    const { paused } = roster.watch(live.check.connectionId).keeper.config;
    return checkView(live, (check) => roster.contextOf(check), paused, clock.now());
  }

  connections(): ConnectionView[] {
    return [...this.deps.roster.watches.keys()].map((id) => this.connection(id));
  }

  connection(id: number): ConnectionView {
    return connectionView(this.deps.roster.watch(id), this.deps.passwordKept(id));
  }

  pushTable(tableId: number): void {
    const table = this.deps.store.tables.get(tableId);
    if (!table) return;
    const view = this.table(table);
    this.shownHealth.set(tableId, view.health);
    this.expectStale(this.deps.roster.checksOfTable(tableId));
    this.deps.events.emit('table.changed', view);
  }

  pushTablesOf(connectionId: number): void {
    for (const table of this.deps.store.tables.list()) {
      if (table.connectionId === connectionId) this.pushTable(table.id);
    }
  }

  pushCheck(checkId: number): void {
    this.pushChecks([checkId]);
  }

  /** Checks that changed together. Their table is told of once: one statement may answer all that is asked of it. */
  pushChecks(checkIds: readonly number[]): void {
    const tableIds = new Set<number>();
    for (const checkId of checkIds) {
      const live = this.deps.roster.find(checkId);
      if (!live) continue;
      this.deps.events.emit('check.changed', this.check(checkId));
      if (live.check.tableId !== null && !live.running) tableIds.add(live.check.tableId);
    }
    for (const tableId of tableIds) this.pushTable(tableId);
  }

  pushConnection(connectionId: number): void {
    if (!this.deps.roster.watches.has(connectionId)) return;
    this.deps.events.emit('connection.changed', this.connection(connectionId));
  }

  /** Results grow old without any event: says so when a table's health changed by that alone. */
  pushStale(): void {
    const { roster, clock } = this.deps;
    const now = clock.now();
    // This is asked every few seconds, and thousands of tables are seldom the answer. The clock may be set back.
    if (now >= this.stale.lookedAt && now <= this.stale.soonest) return;
    this.stale = { lookedAt: now, soonest: Number.POSITIVE_INFINITY };
    // A table without checks has nothing that grows old. The store is not asked.
    for (const [tableId, checks] of roster.byTable()) {
      const [first] = checks.values();
      if (!first) continue;
      const { paused } = roster.watch(first.check.connectionId).keeper.config;
      if (this.shownHealth.get(tableId) !== tableHealth(checks.values(), paused, now))
        this.pushTable(tableId);
      else this.expectStale(checks.values());
    }
  }

  private expectStale(checks: Iterable<LiveCheck>): void {
    const { lookedAt } = this.stale;
    for (const live of checks) {
      const at = staleAfter(live);
      // One that is old already stays so until it is judged.
      if (at >= lookedAt && at < this.stale.soonest) this.stale.soonest = at;
    }
  }

  /** Acts on changes of the incident book: pushes them to the window, and messages to the desktop. */
  publish(changes: BookChanges): void {
    for (const id of changes.incidentIds) {
      const incident = this.deps.store.incidents.get(id);
      if (!incident) continue;
      this.deps.events.emit('incident.changed', incident);
      if (incident.tableId !== null) this.pushTable(incident.tableId);
    }
    this.deps.messenger.send(changes.messages);
  }
}
