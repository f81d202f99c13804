import type { Check, SeriesPoint } from '../../../shared/domain/check.ts';
import type { IncidentView } from '../../../shared/domain/incident.ts';
import { AROUND_MS, type ChangeAround } from '../../../shared/domain/incident-detail.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { formatValue } from '../checks/judge.ts';
import { unitOf } from '../checks/registry.ts';
import { schemaChange } from '../checks/schema-change.ts';
import type { StoreApi } from '../store/api.ts';
import { type Step, size, stepIn } from './step.ts';

/** Runs from so long before on say where a check was. */
const LEAD_MS = 6 * 3_600_000;
/** And until so long after, where it went. */
const TAIL_MS = 2 * 3_600_000;
const MOST_POINTS = 2_000;
const DAY_MS = 86_400_000;
const EARLIER_MS = [DAY_MS, 7 * DAY_MS];
const MOST_OF_A_KIND = 12;
/** Their values rise and fall by themselves, or are no level. */
const NO_LEVEL = new Set(['freshness', 'schema', 'replication_lag', 'custom_sql']);

/** "What changed around then?": everything else that is known to have changed when an incident began. Oldest first. */
export function changesAround(store: StoreApi, id: number): ChangeAround[] {
  const incident = store.incidents.get(id);
  if (!incident) return [];
  const [from, to] = [incident.startedAt - AROUND_MS, incident.startedAt + AROUND_MS];
  return [
    ...schemaChanges(store, incident, from, to),
    ...otherIncidents(store, incident, from, to),
    ...steps(store, incident, from, to),
  ].sort((a, b) => a.at - b.at);
}

function schemaChanges(
  store: StoreApi,
  { connectionId, connectionName }: IncidentView,
  from: EpochMs,
  to: EpochMs,
): ChangeAround[] {
  return store.tables.schemaEventsBetween(connectionId, from, to).map(({ tableId, at, differences }) => ({
    at,
    kind: 'schema',
    connectionName,
    tableId,
    tableName: nameOf(store, tableId),
    text:
      differences.length === 0
        ? 'The schema was as accepted again, or was accepted.'
        : differences.join('; '),
    changes: differences.map(schemaChange),
    incidentId: null,
  }));
}

function otherIncidents(
  store: StoreApi,
  { id, parentId }: IncidentView,
  from: EpochMs,
  to: EpochMs,
): ChangeAround[] {
  // The incident that explains this one, and those that it explains, stand beside it already.
  return store.incidents
    .startedBetween(from, to)
    .filter((other) => other.id !== id && other.id !== parentId && other.parentId === null)
    .slice(0, MOST_OF_A_KIND)
    .map((other) => ({
      at: other.startedAt,
      kind: 'incident',
      connectionName: other.connectionName,
      tableId: other.tableId,
      tableName: other.tableName,
      text: other.title,
      changes: [],
      incidentId: other.id,
    }));
}

/** Of the same connection. What has an incident of its own is told as that one. */
function steps(store: StoreApi, incident: IncidentView, from: EpochMs, to: EpochMs): ChangeAround[] {
  const { connectionId, connectionName } = incident;
  const own = new Set(incident.members.map(({ checkId }) => checkId));
  const found = store.checks
    .list()
    .filter((check) => check.connectionId === connectionId && !own.has(check.id) && !NO_LEVEL.has(check.type))
    .flatMap((check) => {
      const step = stepOf(store, check, from, to);
      return step && !isRhythm(store, check, step, from, to) ? [{ check, step }] : [];
    });
  return found
    .sort((a, b) => size(b.step) - size(a.step))
    .slice(0, MOST_OF_A_KIND)
    .map(({ check, step }) => ({
      at: step.at,
      kind: 'step',
      connectionName,
      tableId: check.tableId,
      tableName: check.tableId === null ? null : nameOf(store, check.tableId),
      text: stepWords(check, step),
      changes: [],
      incidentId: null,
    }));
}

function stepOf(store: StoreApi, check: Check, from: EpochMs, to: EpochMs): Step | null {
  const points = store.runs.series(check.id, from - LEAD_MS, to + TAIL_MS, MOST_POINTS);
  return stepIn(points.filter(isHealthy), from, to);
}

/** Whether the same check took a step in the same direction at that time of an earlier day: every morning is a step. */
function isRhythm(store: StoreApi, check: Check, step: Step, from: EpochMs, to: EpochMs): boolean {
  return EARLIER_MS.some((ago) => {
    const earlier = stepOf(store, check, from - ago, to - ago);
    return earlier !== null && earlier.after > earlier.before === step.after > step.before;
  });
}

const isHealthy = (point: SeriesPoint): point is SeriesPoint & { value: number } =>
  point.value !== null && (point.status === 'pass' || point.status === 'learning');

function stepWords(check: Check, { before, after }: Step): string {
  const unit = unitOf(check);
  return `${check.name} went from about ${formatValue(before, unit)} to about ${formatValue(after, unit)}`;
}

function nameOf(store: StoreApi, tableId: number): string | null {
  const table = store.tables.get(tableId);
  return table && `${table.schema}.${table.name}`;
}
