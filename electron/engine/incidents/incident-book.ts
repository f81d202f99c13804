import type { IncidentEvent } from '../../../shared/domain/incident.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { AlertRow, IncidentRow, NewIncident, StoreApi } from '../store/api.ts';
import { type AlertStep, advanceAlert, compareSeverity, type Signal, type Transition } from './alert.ts';
import { Dispatcher, type Surroundings } from './dispatcher.ts';
import { noteTurn } from './flapping.ts';
import { newIncident } from './new-incident.ts';
import { endsTheWatching, isOnTableItself, OpenAlerts } from './open-alerts.ts';
import type { BookChanges } from './round.ts';
import { incidentTitle, type Place } from './words.ts';

export type { BookChanges } from './round.ts';

const MINUTE_MS = 60_000;

/** Transitions after which something may have to be said. */
const news: ReadonlySet<Transition> = new Set(['fired', 'worsened', 'relapsed', 'resolved', 'cleared']);

/** Keeps alerts and incidents in the store. Every public method must be called inside a store transaction. */
export class IncidentBook {
  /** Called with the time of the next review that is due though nothing happens; null when none is. */
  onDeadline: (at: EpochMs | null) => void = () => {};
  private readonly store: StoreApi;
  private readonly placeOf: (signal: { connectionId: number; tableId: number | null }) => Place;
  private readonly alerts: OpenAlerts;
  private readonly dispatcher: Dispatcher;

  constructor(store: StoreApi, placeOf: IncidentBook['placeOf'], surroundings?: Surroundings) {
    this.store = store;
    this.placeOf = placeOf;
    this.alerts = new OpenAlerts(store);
    this.dispatcher = new Dispatcher(store, surroundings);
  }

  alert(key: string): AlertRow | undefined {
    return this.alerts.get(key);
  }

  /**
   * From when on a look would settle a cause that is in doubt now; null when it is not in doubt. A check seen bad
   * often enough only waits for its pending period to end: until then its ordinary runs are enough.
   */
  settlesFrom({ key, checkId, needed, forMs = 0 }: Signal, now: EpochMs): EpochMs | null {
    const alert = this.alerts.get(key);
    if (alert?.phase === 'recovering') return alert.goodSince === null ? now : null;
    if (alert?.phase !== 'pending') return null;
    return checkId !== null && alert.streak >= needed ? alert.since + forMs : now;
  }

  /** Whether a cause was seen for the first time at that moment. */
  hasJustBegun(key: string, now: EpochMs): boolean {
    const alert = this.alerts.get(key);
    return alert !== undefined && alert.phase !== 'recovering' && alert.since === now && alert.seenAt === now;
  }

  /** Forgets what was read from the store, after a transaction was rolled back. */
  reload(): void {
    this.alerts.reload();
  }

  apply(signals: readonly Signal[], now: EpochMs): BookChanges {
    const changes: BookChanges = { incidentIds: new Set(), messages: [] };
    let toReview = false;
    for (const signal of signals) toReview = this.applyOne(signal, now, changes) || toReview;
    return toReview ? this.review(now, changes) : changes;
  }

  /** Says what is to be said by now: the time for it came, or a silence or the settings changed. */
  review(now: EpochMs, changes: BookChanges = { incidentIds: new Set(), messages: [] }): BookChanges {
    this.onDeadline(this.dispatcher.review(this.alerts.all(), now, changes));
    return changes;
  }

  /** Awake, just started, or a connection is back after long: what broke meanwhile is told in one message. */
  catchUp(now: EpochMs, connectionId: number | null = null): BookChanges {
    this.dispatcher.catchUp(now, connectionId);
    return this.review(now);
  }

  /** Ends, without a message, what is open for a check, table or connection that is not watched any more. */
  drop(matches: (alert: AlertRow) => boolean, now: EpochMs): BookChanges {
    const changes: BookChanges = { incidentIds: new Set(), messages: [] };
    for (const alert of [...this.alerts.all()].filter(matches)) {
      this.alerts.forget(alert.key);
      if (alert.incidentId === null) continue;
      const text = `${alert.name} is not watched any more.`;
      this.event(alert.incidentId, { at: now, kind: 'resolved', text });
      this.setMember(alert.incidentId, alert, now);
      this.closeIfOver(alert.incidentId, now, changes, null);
    }
    return this.review(now, changes);
  }

  /** Returns whether something may have to be said. */
  private applyOne(given: Signal, now: EpochMs, changes: BookChanges): boolean {
    const before = this.alerts.get(given.key) ?? null;
    const signal = before && given.bad === false ? { keepForMs: this.keepForMs(), ...given } : given;
    const { alert, transition }: AlertStep = advanceAlert(before, signal, now);
    if (alert === before) return false;
    if (alert === null) {
      if (before) this.end(before, signal, now, changes);
    } else if (transition === 'pending') this.begin(alert, now, changes);
    else if (transition === 'fired') this.fire(alert, now, changes);
    else if (transition === 'worsened') this.worsen(alert, now, changes);
    else this.keep(alert, transition, signal, now, changes);
    const { incidentId } = alert ?? before ?? { incidentId: null };
    return news.has(transition) || (incidentId !== null && this.dispatcher.isWatching(incidentId));
  }

  private keepForMs(): number {
    return this.store.settings.get().notifications.keepFiringMinutes * MINUTE_MS;
  }

  private begin(alert: AlertRow, now: EpochMs, changes: BookChanges): number {
    const incidentId = this.alerts.incidentFor(alert, now) ?? this.insert(alert);
    this.alerts.save({ ...alert, incidentId });
    this.setMember(incidentId, alert);
    this.event(incidentId, { at: now, kind: 'pending', text: `${alert.name}: ${alert.message}` });
    changes.incidentIds.add(incidentId);
    return incidentId;
  }

  private fire(alert: AlertRow, now: EpochMs, changes: BookChanges): void {
    const began = alert.incidentId ?? this.begin(alert, now, changes);
    const incident = this.alerts.incident(this.alerts.homeOf(alert, now) ?? began);
    this.alerts.save({ ...alert, incidentId: incident.id });
    if (incident.id !== began) {
      // It belongs to an incident that was there before: the one it began in was never spoken of.
      this.store.incidents.removeMember(began, alert.key);
      this.closeIfOver(began, now, changes, null);
    }
    this.setMember(incident.id, alert);
    changes.incidentIds.add(incident.id);
    const text = `${alert.name}: ${alert.message}`;
    if (incident.state === 'firing') {
      this.event(incident.id, { at: now, kind: 'joined', text });
      if (endsTheWatching(alert)) this.tellAnew(alert, incident, now);
      else if (this.isCauseOf(alert, incident)) this.lead(alert, incident);
      this.escalate(alert, incident, now);
      return;
    }
    const firing = { state: 'firing', turnedAt: now, ...this.headline(alert) } as const;
    if (incident.state === 'pending') {
      this.event(incident.id, { at: now, kind: 'firing', text });
      this.store.incidents.update(incident.id, { ...firing, firedAt: now });
      return;
    }
    this.event(incident.id, { at: now, kind: 'reopened', text });
    const held = incident.held === 'flapping' ? incident.held : null;
    this.store.incidents.update(incident.id, { ...firing, resolvedAt: null, resolution: null, held });
    noteTurn(this.store.incidents, incident, now);
  }

  /** What is wrong with the table itself explains what is wrong in it, as long as nobody was told otherwise. */
  private isCauseOf(alert: AlertRow, { id, told, held }: IncidentRow): boolean {
    if (told !== null || held !== null || !isOnTableItself(alert)) return false;
    return !this.alerts.of(id).some((other) => other.key !== alert.key && isOnTableItself(other));
  }

  /** It has this finding alone, or its title names it. */
  private isAbout(alert: AlertRow, { id, title, severity }: IncidentRow): boolean {
    return this.alerts.of(id).length === 1 || this.headline({ ...alert, severity }).title === title;
  }

  private lead(alert: AlertRow, { id }: IncidentRow): void {
    const { title, sentence } = this.headline(alert);
    this.store.incidents.update(id, { title, sentence });
  }

  /** Whatever was said of it before, this is what it is about from now on. */
  private tellAnew(alert: AlertRow, incident: IncidentRow, now: EpochMs): void {
    this.lead(alert, incident);
    const unsaid = { told: null, toldAt: null, acknowledgedAt: null, held: null, flapping: null };
    this.store.incidents.update(incident.id, { ...unsaid, turnedAt: now });
  }

  private worsen(alert: AlertRow, now: EpochMs, changes: BookChanges): void {
    this.alerts.save(alert);
    if (alert.incidentId === null) return;
    this.setMember(alert.incidentId, alert);
    changes.incidentIds.add(alert.incidentId);
    this.escalate(alert, this.alerts.incident(alert.incidentId), now);
  }

  private escalate(alert: AlertRow, incident: IncidentRow, now: EpochMs): void {
    if (compareSeverity(alert.severity, incident.severity) >= 0) return;
    this.store.incidents.update(incident.id, this.headline(alert));
    this.event(incident.id, { at: now, kind: 'worsened', text: `${alert.name}: ${alert.message}` });
  }

  private keep(
    alert: AlertRow,
    transition: Transition,
    signal: Signal,
    now: EpochMs,
    changes: BookChanges,
  ): void {
    this.alerts.save(alert);
    if (alert.incidentId === null) return;
    if (signal.bad) this.setMember(alert.incidentId, alert);
    const incident = this.alerts.incident(alert.incidentId);
    if (transition === 'recovering' || transition === 'relapsed') {
      const text = `${alert.name}: ${signal.message}`;
      this.event(incident.id, { at: now, kind: transition, text });
      if (transition === 'relapsed') noteTurn(this.store.incidents, incident, now);
    }
    // The sentence follows what it is about: "14 min old", then "19 min old".
    if (signal.bad && this.isAbout(alert, incident)) {
      this.store.incidents.update(incident.id, { sentence: alert.message });
    }
    changes.incidentIds.add(incident.id);
  }

  private end(before: AlertRow, signal: Signal, now: EpochMs, changes: BookChanges): void {
    this.alerts.forget(before.key);
    if (before.incidentId === null) return;
    this.setMember(before.incidentId, before, now);
    this.event(before.incidentId, { at: now, kind: 'resolved', text: `${before.name}: ${signal.message}` });
    this.closeIfOver(before.incidentId, now, changes, signal.message);
  }

  /** `resolution` null: it ended without a judgement, and there is nothing to say of that. */
  private closeIfOver(id: number, now: EpochMs, changes: BookChanges, resolution: string | null): void {
    changes.incidentIds.add(id);
    const open = this.alerts.of(id);
    if (open.some((alert) => alert.phase !== 'pending')) return;
    if (open.length > 0) {
      if (this.alerts.incident(id).state !== 'firing') return;
      this.moveToOwnIncident(open, id, changes);
    }
    const spoken = resolution === null ? { told: null, held: null, flapping: null } : {};
    this.store.incidents.update(id, { state: 'resolved', resolvedAt: now, resolution, ...spoken });
  }

  /** What is only in doubt does not keep an incident open that was spoken of. */
  private moveToOwnIncident(doubts: readonly AlertRow[], from: number, changes: BookChanges): void {
    const [first] = doubts;
    if (!first) return;
    const incidentId = this.insert(first);
    changes.incidentIds.add(incidentId);
    for (const alert of doubts) {
      this.store.incidents.removeMember(from, alert.key);
      this.alerts.save({ ...alert, incidentId });
      this.setMember(incidentId, alert);
      const text = `${alert.name}: ${alert.message}`;
      this.event(incidentId, { at: alert.seenAt, kind: 'pending', text });
    }
  }

  private insert(alert: AlertRow): number {
    const { connectionId, tableId, since } = alert;
    return this.store.incidents.insert(
      newIncident({ connectionId, tableId, startedAt: since, ...this.headline(alert) }),
    );
  }

  private headline(alert: AlertRow): Pick<NewIncident, 'title' | 'sentence' | 'severity'> {
    const { severity, message: sentence } = alert;
    return {
      title: incidentTitle(this.placeOf(alert), alert.name, severity, alert.checkId !== null),
      sentence,
      severity,
    };
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
}
