import type { InboxItem, IncidentEvent, IncidentView } from '../../../shared/domain/incident.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { AlertRow, NewIncident, StoreApi } from '../store/api.ts';
import { type AlertStep, advanceAlert, compareSeverity, type Signal } from './alert.ts';
import { incidentTitle, notificationText, type Place } from './words.ts';

/**
 * Findings on one table (or one connection) that begin within this time of each other are one incident:
 * one cause, one message. Alertmanager's group interval.
 */
export const GROUP_WINDOW_MS = 300_000;

/** What changed: views to push to the window, and messages to hand to the desktop once all is on disk. */
export interface BookChanges {
  incidentIds: Set<number>;
  messages: InboxItem[];
}

/** Keeps alerts and incidents in the store. Every public method must be called inside a store transaction. */
export class IncidentBook {
  private readonly store: StoreApi;
  private readonly placeOf: (signal: { connectionId: number; tableId: number | null }) => Place;
  private readonly alerts: Map<string, AlertRow>;

  constructor(store: StoreApi, placeOf: IncidentBook['placeOf']) {
    this.store = store;
    this.placeOf = placeOf;
    this.alerts = new Map(store.incidents.alerts().map((alert) => [alert.key, alert]));
  }

  alert(key: string): AlertRow | undefined {
    return this.alerts.get(key);
  }

  /** Whether a cause is in doubt right now, so that a look soon would settle it. */
  isUnsettled(key: string): boolean {
    const phase = this.alerts.get(key)?.phase;
    return phase === 'pending' || phase === 'recovering';
  }

  /** Forgets what was read from the store, after a transaction was rolled back. */
  reload(): void {
    this.alerts.clear();
    for (const alert of this.store.incidents.alerts()) this.alerts.set(alert.key, alert);
  }

  apply(signals: readonly Signal[], now: EpochMs): BookChanges {
    const changes: BookChanges = { incidentIds: new Set(), messages: [] };
    for (const signal of signals) this.applyOne(signal, now, changes);
    return changes;
  }

  /** Ends, without a message, what is open for a check, table or connection that is not watched any more. */
  drop(matches: (alert: AlertRow) => boolean, now: EpochMs): BookChanges {
    const changes: BookChanges = { incidentIds: new Set(), messages: [] };
    for (const alert of [...this.alerts.values()].filter(matches)) {
      this.forget(alert.key);
      if (alert.incidentId === null) continue;
      this.event(alert.incidentId, {
        at: now,
        kind: 'resolved',
        text: `${alert.name} is not watched any more.`,
      });
      this.setMember(alert.incidentId, alert, now);
      this.closeIfOver(alert.incidentId, now, changes, false);
    }
    return changes;
  }

  private applyOne(signal: Signal, now: EpochMs, changes: BookChanges): void {
    const before = this.alerts.get(signal.key) ?? null;
    const { alert, transition }: AlertStep = advanceAlert(before, signal, now);
    if (alert === before) return;
    switch (transition) {
      case 'pending':
        if (alert) this.begin(alert, now, changes);
        return;
      case 'fired':
        if (alert) this.fire(alert, now, changes);
        return;
      case 'worsened':
        if (alert) this.worsen(alert, now, changes);
        return;
      case 'resolved':
      case 'cleared':
        if (before) this.end(before, signal, now, changes);
        return;
      case 'recovering':
      case 'relapsed':
      case 'none':
        if (alert) this.keep(alert, transition, signal, now, changes);
    }
  }

  private begin(alert: AlertRow, now: EpochMs, changes: BookChanges): IncidentView {
    const joined = this.openIncidentFor(alert, now);
    const incidentId = joined?.id ?? this.store.incidents.insert(this.newIncident(alert));
    this.save({ ...alert, incidentId });
    this.setMember(incidentId, alert);
    this.event(incidentId, { at: now, kind: 'pending', text: `${alert.name}: ${alert.message}` });
    changes.incidentIds.add(incidentId);
    return this.incident(incidentId);
  }

  private fire(alert: AlertRow, now: EpochMs, changes: BookChanges): void {
    const incident =
      alert.incidentId === null ? this.begin(alert, now, changes) : this.incident(alert.incidentId);
    this.save({ ...alert, incidentId: incident.id });
    this.setMember(incident.id, alert);
    changes.incidentIds.add(incident.id);
    if (incident.state !== 'firing') {
      this.event(incident.id, { at: now, kind: 'firing', text: `${alert.name}: ${alert.message}` });
      this.store.incidents.update(incident.id, { state: 'firing', firedAt: now, ...this.headline(alert) });
      this.message('firing', incident.id, now, changes);
      return;
    }
    this.event(incident.id, { at: now, kind: 'joined', text: `${alert.name}: ${alert.message}` });
    if (compareSeverity(alert.severity, incident.severity) < 0)
      this.escalate(alert, incident.id, now, changes);
  }

  private worsen(alert: AlertRow, now: EpochMs, changes: BookChanges): void {
    this.save(alert);
    if (alert.incidentId === null) return;
    this.setMember(alert.incidentId, alert);
    changes.incidentIds.add(alert.incidentId);
    const incident = this.incident(alert.incidentId);
    if (compareSeverity(alert.severity, incident.severity) < 0)
      this.escalate(alert, incident.id, now, changes);
  }

  private escalate(alert: AlertRow, incidentId: number, now: EpochMs, changes: BookChanges): void {
    this.store.incidents.update(incidentId, this.headline(alert));
    this.event(incidentId, { at: now, kind: 'worsened', text: `${alert.name}: ${alert.message}` });
    this.message('worsened', incidentId, now, changes);
  }

  private keep(
    alert: AlertRow,
    transition: string,
    signal: Signal,
    now: EpochMs,
    changes: BookChanges,
  ): void {
    this.save(alert);
    if (alert.incidentId === null) return;
    if (signal.bad) this.setMember(alert.incidentId, alert);
    if (transition === 'recovering' || transition === 'relapsed') {
      const kind = transition === 'recovering' ? 'recovering' : 'firing';
      this.event(alert.incidentId, { at: now, kind, text: `${alert.name}: ${signal.message}` });
    }
    const incident = this.incident(alert.incidentId);
    // The sentence of an incident that has one finding follows it: "14 min old", then "19 min old".
    if (signal.bad && incident.members.filter((member) => member.resolvedAt === null).length === 1) {
      this.store.incidents.update(incident.id, { sentence: alert.message });
    }
    changes.incidentIds.add(incident.id);
  }

  private end(before: AlertRow, signal: Signal, now: EpochMs, changes: BookChanges): void {
    this.forget(before.key);
    if (before.incidentId === null) return;
    this.setMember(before.incidentId, before, now);
    this.event(before.incidentId, { at: now, kind: 'resolved', text: `${before.name}: ${signal.message}` });
    this.closeIfOver(before.incidentId, now, changes, true, signal.message);
  }

  private closeIfOver(
    id: number,
    now: EpochMs,
    changes: BookChanges,
    speak: boolean,
    sentence?: string,
  ): void {
    changes.incidentIds.add(id);
    for (const alert of this.alerts.values()) if (alert.incidentId === id) return;
    const wasFiring = this.incident(id).state === 'firing';
    this.store.incidents.update(id, { state: 'resolved', resolvedAt: now });
    if (wasFiring && speak) this.message('resolved', id, now, changes, sentence);
  }

  private message(
    kind: InboxItem['kind'],
    incidentId: number,
    now: EpochMs,
    changes: BookChanges,
    sentence?: string,
  ): void {
    const incident = this.incident(incidentId);
    const settings = this.store.settings.get().notifications;
    const wanted = settings.enabled && (kind !== 'resolved' || settings.onResolved);
    const text = notificationText(kind, incident, sentence ? { ...incident, sentence } : incident, now);
    const delivery = wanted ? 'waiting' : 'inbox_only';
    const item = this.store.inbox.insert({ incidentId, kind, at: now, ...text, delivery, readAt: null });
    const why = wanted ? 'Handed to the desktop' : 'Kept in the inbox only, as set under Settings';
    this.event(incidentId, {
      at: now,
      kind: wanted ? 'notified' : 'held_back',
      text: `${why}: ${text.title}`,
    });
    changes.messages.push(item);
  }

  private openIncidentFor(alert: AlertRow, now: EpochMs): IncidentView | null {
    const candidates = [...this.alerts.values()].filter(
      (other) =>
        other.incidentId !== null &&
        other.connectionId === alert.connectionId &&
        other.tableId === alert.tableId,
    );
    for (const { incidentId } of candidates) {
      const incident = incidentId === null ? null : this.store.incidents.get(incidentId);
      if (incident && (incident.firedAt === null || now - incident.firedAt < GROUP_WINDOW_MS))
        return incident;
    }
    return null;
  }

  private newIncident(alert: AlertRow): NewIncident {
    return {
      connectionId: alert.connectionId,
      tableId: alert.tableId,
      state: 'pending',
      ...this.headline(alert),
      startedAt: alert.since,
      firedAt: null,
      resolvedAt: null,
      acknowledgedAt: null,
    };
  }

  private headline(alert: AlertRow): Pick<NewIncident, 'title' | 'sentence' | 'severity'> {
    const { severity, message: sentence } = alert;
    return {
      title: incidentTitle(this.placeOf(alert), alert.name, severity, alert.checkId !== null),
      sentence,
      severity,
    };
  }

  private incident(id: number): IncidentView {
    const incident = this.store.incidents.get(id);
    if (!incident) throw new Error(`Incident ${id} is not in the store.`);
    return incident;
  }

  private setMember(incidentId: number, alert: AlertRow, resolvedAt: EpochMs | null = null): void {
    const { key, checkId, name, severity, message, since } = alert;
    this.store.incidents.setMember(incidentId, {
      key,
      checkId,
      name,
      severity,
      message,
      since,
      resolvedAt,
    });
  }

  private event(incidentId: number, event: IncidentEvent): void {
    this.store.incidents.addEvent(incidentId, event);
  }

  private save(alert: AlertRow): void {
    this.alerts.set(alert.key, alert);
    this.store.incidents.setAlert(alert);
  }

  private forget(key: string): void {
    this.alerts.delete(key);
    this.store.incidents.removeAlert(key);
  }
}
