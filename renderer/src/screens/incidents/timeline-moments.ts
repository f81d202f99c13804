import type { IncidentEvent } from '../../../../shared/domain/incident.ts';
import type { SchemaChange, SchemaHistoryEntry } from '../../../../shared/domain/table.ts';
import { upperFirst } from '../../format/text.ts';

export type Moment =
  | { at: number; kind: IncidentEvent['kind']; text: string }
  | { at: number; kind: 'schema'; text: string; changes: readonly SchemaChange[] };

/** What is said of a moment besides its word, with which its text may begin: "Silenced until 14:02." */
export function besides(word: string, text: string): string {
  if (!text.startsWith(word)) return text;
  return upperFirst(text.slice(word.length).replace(/^[:.]?\s*/, ''));
}

/** What happened, and how the schema differed meanwhile, oldest first. */
export function momentsOf(events: readonly IncidentEvent[], schema: readonly SchemaHistoryEntry[]): Moment[] {
  const seen = schema.map(({ at, changes }): Moment => {
    const text = changes.length === 0 ? 'As accepted again, or accepted as it was then.' : '';
    return { at, kind: 'schema', text, changes };
  });
  // Stable: what the schema was stands before what came of it at the same moment.
  return [...seen, ...events].sort((a, b) => a.at - b.at);
}
