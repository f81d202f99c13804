import { z } from 'zod';
import { IncidentEvent, IncidentView } from './incident.ts';
import { EpochMs, Id } from './primitives.ts';
import { SchemaChange, SchemaHistoryEntry } from './table.ts';

/** So long before and after the first bad run is "around then". */
export const AROUND_MS = 1_800_000;

/**
 * Something that changed when an incident began. `schema`: a table got another schema, or that was accepted.
 * `incident`: another one began. `step`: the values of a healthy check moved to another level, as a deploy does.
 */
export const ChangeAround = z.object({
  at: EpochMs,
  kind: z.enum(['schema', 'incident', 'step']),
  connectionName: z.string(),
  tableId: Id.nullable(),
  tableName: z.string().nullable(),
  text: z.string(),
  /** Of a schema, in parts. */
  changes: z.array(SchemaChange),
  incidentId: Id.nullable(),
});
export type ChangeAround = z.infer<typeof ChangeAround>;

export const IncidentDetail = z.object({
  incident: IncidentView,
  timeline: z.array(IncidentEvent),
  /** Statement that shows the problem, ready to paste into any client. */
  query: z.string().nullable(),
  /** How its table's schema differed meanwhile, oldest first; empty where the incident is not about that. */
  schema: z.array(SchemaHistoryEntry),
});
export type IncidentDetail = z.infer<typeof IncidentDetail>;
