import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { AlertRow, IncidentRow, StoreApi } from '../store/api.ts';
import { within } from './alert.ts';
import { CALM_MS, GROUP_WINDOW_MS, REOPEN_MS } from './timing.ts';

/** Whether a finding is on the table itself, not on what is in it: it was dropped or changed, or may not be read. */
export function isOnTableItself({ kind, severity }: Pick<AlertRow, 'kind' | 'severity'>): boolean {
  return kind === 'permission' || (kind === 'schema' && severity !== 'unjudged');
}

/** Whether Pulse asks the whole connection nothing any more, until somebody points it elsewhere. */
export function endsTheWatching({ kind }: Pick<AlertRow, 'kind'>): boolean {
  return kind === 'not_a_replica';
}

/** The alerts of everything that is in doubt or bad now, in the store and at hand, and where each of them belongs. */
export class OpenAlerts {
  private readonly store: StoreApi;
  private readonly byKey = new Map<string, AlertRow>();

  constructor(store: StoreApi) {
    this.store = store;
    this.reload();
  }

  /** Forgets what was read from the store, after a transaction was rolled back. */
  reload(): void {
    this.byKey.clear();
    for (const alert of this.store.incidents.alerts()) this.byKey.set(alert.key, alert);
  }

  get(key: string): AlertRow | undefined {
    return this.byKey.get(key);
  }

  all(): Iterable<AlertRow> {
    return this.byKey.values();
  }

  of(incidentId: number): AlertRow[] {
    return [...this.byKey.values()].filter((alert) => alert.incidentId === incidentId);
  }

  save(alert: AlertRow): void {
    this.byKey.set(alert.key, alert);
    this.store.incidents.setAlert(alert);
  }

  forget(key: string): void {
    this.byKey.delete(key);
    this.store.incidents.removeAlert(key);
  }

  /** Throws when it is not in the store: an alert never outlives its incident. */
  incident(id: number): IncidentRow {
    const incident = this.store.incidents.row(id);
    if (!incident) throw new Error(`Incident ${id} is not in the store.`);
    return incident;
  }

  /** The incident that a finding belongs to when it fires, if it is not the one in which it began to be in doubt. */
  homeOf(alert: AlertRow, now: EpochMs): number | null {
    const last = this.store.incidents.lastHomeOf(alert.key);
    const home = last && this.store.incidents.row(last.incidentId);
    if (last && home && within(last.endedAt, now, home.flapping === null ? REOPEN_MS : CALM_MS))
      return home.id;
    const open = this.incidentFor(alert, now);
    return open !== null && this.incident(open).state === 'firing' ? open : null;
  }

  /**
   * An open incident of the same table (or connection) that began so short a while ago that it is the same one. What
   * was said of a column does not speak for the table itself: that it is gone is news of its own, whenever it comes.
   */
  incidentFor(alert: AlertRow, now: EpochMs): number | null {
    for (const other of this.byKey.values()) {
      if (other.incidentId === null || other.key === alert.key) continue;
      if (other.connectionId !== alert.connectionId || other.tableId !== alert.tableId) continue;
      const { firedAt, state, told, held } = this.incident(other.incidentId);
      if (firedAt === null) return other.incidentId;
      if (state !== 'firing' || !within(firedAt, now, GROUP_WINDOW_MS)) continue;
      const isSettled = told !== null || held !== null;
      if (isSettled && isOnTableItself(alert) && !this.of(other.incidentId).some(isOnTableItself)) continue;
      return other.incidentId;
    }
    return null;
  }
}
