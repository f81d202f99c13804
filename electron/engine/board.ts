import type { CheckView } from '../../shared/domain/check.ts';
import type { ConnectionView } from '../../shared/domain/connection.ts';
import type { MonitoredTable, TableView } from '../../shared/domain/table.ts';
import type { EventHub } from './events.ts';
import type { BookChanges } from './incidents/incident-book.ts';
import type { Messenger } from './incidents/messenger.ts';
import type { Clock } from './ports.ts';
import type { Roster } from './roster.ts';
import type { StoreApi } from './store/api.ts';
import { checkView, connectionView, tableView } from './views.ts';

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

  constructor(deps: BoardDeps) {
    this.deps = deps;
  }

  table(table: MonitoredTable): TableView {
    const { store, roster, clock } = this.deps;
    const { name, paused } = roster.watch(table.connectionId).keeper.config;
    const open = store.incidents.openForTable(table.id);
    return tableView(table, { name, paused }, roster.checksOfTable(table.id), open?.id ?? null, clock.now());
  }

  check(checkId: number): CheckView {
    const { roster, clock } = this.deps;
    const live = roster.check(checkId);
    return checkView(live, roster.contextOf(live.check), clock.now());
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
    this.deps.events.emit('table.changed', view);
  }

  pushTablesOf(connectionId: number): void {
    for (const table of this.deps.store.tables.list()) {
      if (table.connectionId === connectionId) this.pushTable(table.id);
    }
  }

  pushCheck(checkId: number): void {
    const live = this.deps.roster.find(checkId);
    if (!live) return;
    this.deps.events.emit('check.changed', this.check(checkId));
    if (live.check.tableId !== null && !live.running) this.pushTable(live.check.tableId);
  }

  pushConnection(connectionId: number): void {
    if (!this.deps.roster.watches.has(connectionId)) return;
    this.deps.events.emit('connection.changed', this.connection(connectionId));
  }

  /** Results grow old without any event: says so when a table's health changed by that alone. */
  pushStale(): void {
    for (const table of this.deps.store.tables.list()) {
      if (this.shownHealth.get(table.id) !== this.table(table).health) this.pushTable(table.id);
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
