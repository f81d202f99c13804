import type { ExportFilter } from '../../../shared/domain/export.ts';
import { notFound } from '../problem.ts';
import type { Store } from '../store/store.ts';

const HOUR_MS = 3_600_000;

/** A filter whose incident has become checks and a time. */
export interface Scope {
  filter: ExportFilter;
  /** Only these checks; null for all that the filter takes in. */
  checkIds: ReadonlySet<number> | null;
}

/** Throws `not_found` when the filter's incident is gone. */
export function scopeOf(store: Pick<Store, 'incidents'>, filter: ExportFilter): Scope {
  if (filter.incidentId === null) return { filter, checkIds: null };
  const incident = store.incidents.get(filter.incidentId);
  if (incident === null) throw notFound('incident');
  const folded = incident.children.flatMap(({ id }) => store.incidents.get(id) ?? []);
  const found = [incident, ...folded].flatMap(({ members }) =>
    members.flatMap(({ checkId }) => checkId ?? []),
  );
  const from = incident.startedAt - HOUR_MS;
  const to = incident.resolvedAt === null ? null : incident.resolvedAt + HOUR_MS;
  return {
    filter: {
      ...filter,
      connectionId: incident.connectionId,
      // A cause that is no check's finding, such as a replica that is down, is told by all that it is about.
      tableId: found.length > 0 ? null : incident.tableId,
      from: Math.max(from, filter.from ?? from),
      to: to === null ? filter.to : Math.min(to, filter.to ?? to),
    },
    checkIds: found.length > 0 ? new Set(found) : null,
  };
}
