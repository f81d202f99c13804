import type { InboxItem, IncidentView } from '../../../shared/domain/incident.ts';
import type { LoudCause, Loudness } from '../../../shared/domain/loudness.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { StoreApi } from '../store/api.ts';
import { adviceFor } from './quieten.ts';

/** One problem is two messages: that it began, and that it is over. More are loud. */
const LOUD_FROM = 3;
const MOST_TOLD = 5;
/** Not about a problem of the data. */
const ABOUT_PULSE = new Set<InboxItem['kind']>(['undelivered', 'weekly', 'unsaved', 'saved']);

/** What was loud from `from` until `to`, and how to quieten it. */
export function loudness(store: StoreApi, { from, to }: { from: EpochMs; to: EpochMs }): Loudness {
  const items = store.inbox.between(from, to).filter(({ kind }) => !ABOUT_PULSE.has(kind));
  const incidents = new Map<number, IncidentView>();
  for (const { incidentId } of items) {
    if (incidentId === null) continue;
    const incident = incidents.get(incidentId) ?? store.incidents.get(incidentId);
    if (incident) incidents.set(incidentId, incident);
  }
  const causes = Map.groupBy(incidents.values(), causeOf);
  const loud = [...causes].flatMap(([key, own]) => {
    const about = items.filter(({ incidentId }) => own.some(({ id }) => id === incidentId));
    return about.length < LOUD_FROM ? [] : [told(store, key, own, about)];
  });
  return {
    from,
    to,
    messages: items.length,
    incidents: incidents.size,
    loud: loud.sort((a, b) => b.messages - a.messages).slice(0, MOST_TOLD),
  };
}

/** The finding with which an incident began is what it is about. */
function causeOf({ members, connectionId }: IncidentView): string {
  return members[0]?.key ?? `connection:${connectionId}:group`;
}

function told(
  store: StoreApi,
  key: string,
  incidents: readonly IncidentView[],
  about: readonly InboxItem[],
): LoudCause {
  const newest = incidents.reduce((best, each) => (each.startedAt > best.startedAt ? each : best));
  const { connectionId, connectionName, tableId, tableName, severity, id: incidentId } = newest;
  const checkId = newest.members[0]?.checkId ?? null;
  const check = checkId === null ? null : store.checks.get(checkId);
  const medianMs = medianOf(
    incidents.flatMap(({ startedAt, resolvedAt }) => (resolvedAt === null ? [] : [resolvedAt - startedAt])),
  );
  return {
    key,
    name: newest.members[0]?.name ?? newest.title,
    connectionId,
    connectionName,
    tableId,
    tableName,
    severity,
    messages: about.length,
    incidents: incidents.length,
    medianMs,
    incidentId,
    advice: adviceFor({
      incidents,
      reminders: about.filter(({ kind }) => kind === 'reminder').length,
      learns: check?.rule.kind === 'anomaly',
      medianMs,
      eventsOf: (id) => store.incidents.events(id),
    }),
  };
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
