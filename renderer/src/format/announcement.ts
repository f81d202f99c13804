import type { IncidentView } from '../../../shared/domain/incident.ts';

/**
 * What a screen reader says of incidents that started firing together; empty where it says nothing, of what is kept
 * silent or is part of another incident.
 */
export function announcementOf(started: readonly IncidentView[]): string {
  const loud = started.filter(({ parentId, silence }) => parentId === null && silence === null);
  const newest = loud.at(-1);
  if (!newest) return '';
  const count = loud.length === 1 ? 'New incident' : `${loud.length} new incidents, the last`;
  return `${count}: ${newest.title}. ${newest.sentence}`;
}
