import { z } from 'zod';
import { CheckView, Unit } from './check.ts';
import { IncidentView } from './incident.ts';
import { TableLabels } from './labels.ts';
import { EpochMs, Id } from './primitives.ts';
import { Health, RunStatus } from './status.ts';

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
  /** Tables with a foreign key to it. */
  referencedBy: z.number().int(),
  /** Share of its pages that were written since the server last tidied it up (vacuum). Null where that is not known. */
  writtenShare: z.number().nullable(),
  /** 0 to 1: how much it matters among the tables here, by its size, its references and how much of it is written. */
  matter: z.number(),
  monitoredTableId: Id.nullable(),
});
export type CatalogueTable = z.infer<typeof CatalogueTable>;

/** A table of which Pulse knows the columns already. */
export const KnownTable = z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()) });
export type KnownTable = z.infer<typeof KnownTable>;

export const Column = z.object({
  name: z.string(),
  /** As `format_type` prints it. */
  type: z.string(),
  nullable: z.boolean(),
  position: z.number().int(),
});
export type Column = z.infer<typeof Column>;

/** What a relation is made of, as analysts mean it by its schema. */
export interface TableShape {
  /** Null: nobody knows. It is not there, or it was accepted by a Pulse that did not ask yet. */
  kind: RelationKind | null;
  columns: readonly Column[];
}

export const MonitoredTable = z.object({
  id: Id,
  connectionId: Id,
  schema: z.string(),
  name: z.string(),
  kind: RelationKind,
  addedAt: EpochMs,
});
export type MonitoredTable = z.infer<typeof MonitoredTable>;

/** The check types whose last value stands in the overview. */
export const figureTypes = ['freshness', 'volume'] as const;
export type FigureType = (typeof figureTypes)[number];

/** A check's last value, and what is normal: the learned band, or the bounds that warn or else fail. */
export const Figure = z.object({
  checkId: Id,
  value: z.number(),
  unit: Unit,
  low: z.number().nullable(),
  high: z.number().nullable(),
  status: RunStatus,
  at: EpochMs,
});
export type Figure = z.infer<typeof Figure>;

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
  freshness: Figure.nullable(),
  volume: Figure.nullable(),
  ...TableLabels.shape,
});
export type TableView = z.infer<typeof TableView>;

const statuses: ReadonlySet<unknown> = new Set(RunStatus.options);

const isStatusOrNull = (entry: unknown): entry is RunStatus | null => entry === null || statuses.has(entry);
const isInteger = (entry: unknown): entry is number => Number.isInteger(entry);

/** A list whose entries are looked at in a plain loop: a schema for each of a hundred thousand takes ten times as long. */
function listOf<T>(isEntry: (entry: unknown) => entry is T) {
  return z.custom<T[]>((value) => Array.isArray(value) && value.every(isEntry));
}

/**
 * The last 24 hours of tables in slots of equal length, oldest first; the last slot is the one that is going on. Each
 * array has an entry per slot.
 */
export const TableStrips = z.object({
  /** When the first slot begins. */
  from: EpochMs,
  slotMs: z.number().int().positive(),
  tables: z.array(
    z.object({
      tableId: Id,
      /** The worst status of the slot's runs. Null: nothing ran, so nobody knows. */
      worst: listOf(isStatusOrNull),
      /** Runs that passed, warned or failed. */
      judged: listOf(isInteger),
      /** Of those, the ones that warned or failed. */
      bad: listOf(isInteger),
    }),
  ),
});
export type TableStrips = z.infer<typeof TableStrips>;

/** A change between the accepted schema and what was seen, in words. */
export interface SchemaEvent {
  at: EpochMs;
  differences: string[];
}

/** One difference of a schema, in parts and in words. `before` and `after` are types, or names for `renamed`. */
export const SchemaChange = z.object({
  kind: z.enum(['added', 'dropped', 'renamed', 'retyped', 'nullable', 'other']),
  column: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  text: z.string(),
});
export type SchemaChange = z.infer<typeof SchemaChange>;

/** What differed from the accepted schema from then on; no changes when it was as accepted again. */
export const SchemaHistoryEntry = z.object({ at: EpochMs, changes: z.array(SchemaChange) });
export type SchemaHistoryEntry = z.infer<typeof SchemaHistoryEntry>;

/** What the server's own statistics say of a column: from its last ANALYZE, of a sample of the rows. */
export const ColumnProfile = z.object({
  name: z.string(),
  /** From 0 to 1. Null where the server has no statistics, or does not show them to the role. */
  nullShare: z.number().nullable(),
  /** Estimated number of different values. */
  distinct: z.number().nullable(),
  /** (Almost) every row has a value of its own. */
  unique: z.boolean(),
  /** Of numbers and times only; a time is ISO 8601. */
  lowest: z.union([z.number(), z.string()]).nullable(),
  highest: z.union([z.number(), z.string()]).nullable(),
});
export type ColumnProfile = z.infer<typeof ColumnProfile>;

/** All that is known of what a table holds without having read it. */
export const TableProfile = z.object({
  /** When Pulse read the statistics. */
  at: EpochMs,
  estimatedRows: z.number().nullable(),
  bytes: z.number().nullable(),
  columns: z.array(ColumnProfile),
});
export type TableProfile = z.infer<typeof TableProfile>;

export const TableDetail = z.object({
  table: TableView,
  checks: z.array(CheckView),
  /** The accepted schema, or what the catalogue last said where none was accepted yet; empty before the first look. */
  columns: z.array(Column),
  /** Null until the catalogue has been read, which is before the table's first check. */
  profile: TableProfile.nullable(),
  /** What differs from the accepted schema now. */
  schemaDifferences: z.array(z.string()),
  /** Newest first. */
  schemaHistory: z.array(SchemaHistoryEntry),
  incidents: z.array(IncidentView),
});
export type TableDetail = z.infer<typeof TableDetail>;
