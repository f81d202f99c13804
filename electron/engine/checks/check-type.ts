import type { z } from 'zod';
import type { Bounds, CheckInput, Unit } from '../../../shared/domain/check.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import type { Column, MonitoredTable } from '../../../shared/domain/table.ts';
import type { QueryResult, ServerFacts } from '../replica/api.ts';

/** What a check type may know when it plans and reads: nothing here costs the replica anything. */
export interface CheckContext {
  /** Null for a check on the connection itself. */
  table: MonitoredTable | null;
  acceptedSchema: readonly Column[] | null;
}

/** What a check asks. */
export type Probe =
  | { ask: 'statement'; sql: string; params?: readonly unknown[]; readsData: boolean }
  /** The connection's own facts: role, version, replay lag. */
  | { ask: 'server' };

export type ProbeAnswer = { ask: 'statement'; result: QueryResult } | { ask: 'server'; facts: ServerFacts };

/** What was seen, and how to say it. */
export interface Observation {
  /** In the check type's unit. Null when there was nothing to measure. */
  value: number | null;
  /** The finding in words, without the verdict: "newest row is 14 min old". */
  finding: string;
  /** Set when bounds cannot decide: no rows to judge, no history, a difference that is at least a warning. */
  status?: RunStatus;
  /** Schema checks only: what was seen and how it differs from the accepted schema. */
  schema?: { columns: Column[]; differences: string[] };
}

/** A kind of check. One file each; adding one is that file and a line in the registry. */
export interface CheckType<Config> {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly scope: 'table' | 'connection';
  readonly unit: Unit;
  /** Where the settings change what the value counts. */
  unitWith?(config: Record<string, unknown>): Unit;
  /** Validates the settings and, as JSON Schema, draws the form in the window. */
  readonly config: z.ZodType<Config>;
  readonly defaults: Omit<CheckInput, 'type' | 'config'> & { config: Record<string, unknown> };
  /** The cheapest question that answers. Pure. */
  plan(config: Config, context: CheckContext): Probe;
  /** Reads the answer. Pure. Throws `CheckProblem` when the answer cannot be read as this check's value. */
  observe(answer: ProbeAnswer, config: Config, context: CheckContext): Observation;
  /** Normal in words, for the verdict sentence: "normal is at most 5 min". Null: say nothing. */
  normal?(bounds: Bounds, observation: Observation): string | null;
}

/** Keeps a type's own config type inside its file while the registry holds them all alike. */
export function defineCheckType<Config>(definition: CheckType<Config>): CheckType<unknown> {
  return definition as CheckType<unknown>;
}

/** The one row that an aggregate always returns. */
export function singleRow(answer: ProbeAnswer): Record<string, unknown> {
  const row = answer.ask === 'statement' ? answer.result.rows[0] : undefined;
  if (!row) throw new Error('An aggregate returned no row.');
  return row;
}

/** A number out of a driver value: int8 and numeric arrive as text. Null stays null. */
export function asNumber(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  const number = typeof value === 'number' ? value : Number(value);
  return Number.isNaN(number) ? null : number;
}
