import type { IncidentEvent } from '../../../../shared/domain/incident.ts';
import type { SchemaChange, SchemaHistoryEntry } from '../../../../shared/domain/table.ts';

export type Moment =
  | { at: number; kind: IncidentEvent['kind']; text: string }
  | { at: number; kind: 'schema'; text: string; changes: readonly SchemaChange[] };

/** What happened, and how the schema differed meanwhile, oldest first. */
export function momentsOf(events: readonly IncidentEvent[], schema: readonly SchemaHistoryEntry[]): Moment[] {
  const seen = schema.map(({ at, changes }): Moment => {
    const text = changes.length === 0 ? 'As accepted again, or accepted as it was then.' : '';
    return { at, kind: 'schema', text, changes };
  });
  // Stable: what the schema was stands before what came of it at the same moment.
  return [...seen, ...events].sort((a, b) => a.at - b.at);
}
