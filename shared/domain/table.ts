import { z } from 'zod';
import { CheckView } from './check.ts';
import { IncidentView } from './incident.ts';
import { EpochMs, Id } from './primitives.ts';
import { Health } from './status.ts';

export const RelationKind = z.enum([
  'table',
  'partitioned_table',
  'view',
  'materialized_view',
  'foreign_table',
]);
export type RelationKind = z.infer<typeof RelationKind>;

/** A relation in the replica's catalogue that could be monitored. */
export const CatalogueTable = z.object({
  schema: z.string(),
  name: z.string(),
  kind: RelationKind,
  /** From `pg_class.reltuples`; null when the table was never analysed. */
  estimatedRows: z.number().nullable(),
  bytes: z.number().nullable(),
  canSelect: z.boolean(),
  comment: z.string().nullable(),
  monitoredTableId: Id.nullable(),
});
export type CatalogueTable = z.infer<typeof CatalogueTable>;

export const Column = z.object({
  name: z.string(),
  /** As `format_type` prints it. */
  type: z.string(),
  nullable: z.boolean(),
  position: z.number().int(),
});
export type Column = z.infer<typeof Column>;

export const MonitoredTable = z.object({
  id: Id,
  connectionId: Id,
  schema: z.string(),
  name: z.string(),
  kind: RelationKind,
  addedAt: EpochMs,
});
export type MonitoredTable = z.infer<typeof MonitoredTable>;

/** One row of the overview. */
export const TableView = MonitoredTable.extend({
  connectionName: z.string(),
  health: Health,
  /** Why it is in that health, in one sentence. */
  sentence: z.string(),
  since: EpochMs.nullable(),
  /** Number of enabled checks, and of those in each health. */
  checks: z.number().int(),
  counts: z.record(Health, z.number().int()),
  lastJudgedAt: EpochMs.nullable(),
  nextDueAt: EpochMs.nullable(),
  incidentId: Id.nullable(),
});
export type TableView = z.infer<typeof TableView>;

/** A change between the accepted schema and what was seen, in words. */
export const SchemaEvent = z.object({ at: EpochMs, differences: z.array(z.string()) });
export type SchemaEvent = z.infer<typeof SchemaEvent>;

export const TableDetail = z.object({
  table: TableView,
  checks: z.array(CheckView),
  /** The accepted schema; empty until the schema check has run once. */
  columns: z.array(Column),
  /** What differs from the accepted schema now. */
  schemaDifferences: z.array(z.string()),
  schemaHistory: z.array(SchemaEvent),
  incidents: z.array(IncidentView),
});
export type TableDetail = z.infer<typeof TableDetail>;
