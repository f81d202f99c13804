import type { InboxItem, IncidentEvent } from '../../../shared/domain/incident.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { NotificationPolicy } from '../../../shared/domain/settings.ts';
import type { AlertRow, IncidentRow, NewIncident, StoreApi } from '../store/api.ts';
import { repeatHoursOf } from './repeat.ts';

/** What changed: views to push to the window, and messages to hand to the desktop once all is on disk. */
export interface BookChanges {
  incidentIds: Set<number>;
  messages: InboxItem[];
}

/** The monitored tables whose rows a monitored view shows. */
export type SourcesOf = (tableId: number) => readonly number[];

/** What one review of the incidents looks at and changes. */
export class Round {
  readonly now: EpochMs;
  readonly store: StoreApi;
  readonly policy: NotificationPolicy;
  readonly changes: BookChanges;
  /** Just woken or started, or the connection is just back: its news is gathered for a while. */
  readonly catchingUp: (connectionId: number) => boolean;
  /** Everything about which something may have to be said, by id. */
  readonly rows: Map<number, IncidentRow>;
  /** Alerts still in doubt. */
  readonly pending: AlertRow[] = [];
  /** Incidents whose next run decides whether they are still folded. */
  readonly awaited = new Set<number>();
  private readonly sources: SourcesOf;
  private readonly open = new Map<number, AlertRow[]>();
  private soonest: EpochMs | null = null;

  constructor(
    store: StoreApi,
    alerts: Iterable<AlertRow>,
    now: EpochMs,
    changes: BookChanges,
    catchingUp: (connectionId: number) => boolean,
    sources: SourcesOf,
  ) {
    this.store = store;
    this.sources = sources;
    this.now = now;
    this.changes = changes;
    this.catchingUp = catchingUp;
    this.policy = store.settings.get().notifications;
    this.rows = new Map(store.incidents.unsettled().map((row) => [row.id, row]));
    for (const alert of alerts) {
      if (alert.phase === 'pending') this.pending.push(alert);
      else if (alert.incidentId !== null) {
        const known = this.open.get(alert.incidentId);
        if (known) known.push(alert);
        else this.open.set(alert.incidentId, [alert]);
      }
    }
  }

  /** When something may have to be said though nothing happens. Null: never. */
  get nextAt(): EpochMs | null {
    return this.soonest;
  }

  /** The findings of an incident that are bad now. */
  alertsOf(incidentId: number): readonly AlertRow[] {
    return this.open.get(incidentId) ?? [];
  }

  /** The monitored tables whose rows a table's incident is about, where that is a view. */
  sourcesOf(tableId: number | null): readonly number[] {
    return tableId === null ? [] : this.sources(tableId);
  }

  /** Hours between two reminders; null: none. */
  repeatHoursOf(row: IncidentRow): number | null {
    return repeatHoursOf(this.store, this.policy, row, this.alertsOf(row.id));
  }

  firing(): IncidentRow[] {
    return [...this.rows.values()].filter((row) => row.state === 'firing');
  }

  lookAgain(at: EpochMs): void {
    // What is over by now was said just now, or waits for something else.
    const then = at > this.now ? at : this.now + 1_000;
    if (this.soonest === null || then < this.soonest) this.soonest = then;
  }

  set(row: IncidentRow, changes: Partial<NewIncident>): void {
    Object.assign(row, changes);
    this.store.incidents.update(row.id, changes);
    this.changes.incidentIds.add(row.id);
  }

  event(row: Pick<IncidentRow, 'id'>, kind: IncidentEvent['kind'], text: string): void {
    this.store.incidents.addEvent(row.id, { at: this.now, kind, text });
    this.changes.incidentIds.add(row.id);
  }
}
