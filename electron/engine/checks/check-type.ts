import type { z } from 'zod';
import { type Bounds, type CheckInput, FIXED, type Rule, type Unit } from '../../../shared/domain/check.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import type { MonitoredTable, TableShape } from '../../../shared/domain/table.ts';
import type { Measure } from '../baseline/baseline.ts';
import type { Scan } from '../planner/scan.ts';
import type { QueryResult, ServerFacts, TableFacts } from '../replica/api.ts';

/** What a check type may know when it plans and reads: nothing here costs the replica anything. */
export interface CheckContext {
  /** Null for a check on the connection itself. */
  table: MonitoredTable | null;
  acceptedSchema: TableShape | null;
  /** What the catalogue last said of the table. Null: not asked yet. */
  facts: TableFacts | null;
  rule: Rule;
  /** What the type itself keeps between runs, such as the values it has seen. Null before the first run. */
  known: unknown;
}

/** What a check asks. */
export type Probe =
  /** Aggregates over a table's rows: those of all checks due on it are asked in one statement. */
  | { ask: 'scan'; scan: Scan }
  /** A statement that stands alone. */
  | {
      ask: 'statement';
      sql: string;
      params?: readonly unknown[];
      readsData: boolean;
      /** Reads the catalogue only, so there is nothing to price. */
      free?: boolean;
      /** It asks for the columns of this relation. Those of several are asked for in one statement. */
      columnsOf?: { schema: string; name: string };
    }
  /** The connection's own facts: role, version, replay lag. */
  | { ask: 'server' };

export type ProbeAnswer =
  | { ask: 'scan'; row: Record<string, unknown>; sample: Sample | null }
  | { ask: 'statement'; result: QueryResult }
  | { ask: 'server'; facts: ServerFacts };

/** Only a part of the table's pages was read, at random. */
export interface Sample {
  percent: number;
}

/** What was seen, and how to say it. */
export interface Observation {
  /** In the check type's unit. Null when there was nothing to measure. */
  value: number | null;
  /** The finding in words, without the verdict: "newest row is 14 min old". */
  finding: string;
  /** Set when bounds cannot decide: no rows to judge, no history, a difference that is at least a warning. */
  status?: RunStatus;
  /** The value to compare with under a `change` rule, where the same question told it. */
  reference?: number | null;
  /** How far a sampled value may be off, in the check's unit, with near certainty. */
  margin?: number;
  /**
   * Standard error of the value by the number of rows behind it, in the check's unit: by so much it is off by chance.
   * Learned bounds make room for it, as few rows scatter more than the many that were learned from.
   */
  noise?: number;
  /** What the type wants to know at the next run, as JSON. Left out: as before. */
  known?: unknown;
  /** Schema checks only: what was seen and how it differs from the accepted schema. */
  schema?: TableShape & { differences: string[]; rowSecurity: boolean };
}

/** What a check's value is. */
export interface Measured {
  unit: Unit;
  /** Null: it cannot be learned. */
  measure: Measure | null;
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
  /** What kind of quantity the value is: decides how its normal range is learned. Null: it cannot be learned. */
  readonly measure: Measure | null;
  /** Where the settings change what kind of quantity it is. */
  measureWith?(config: Record<string, unknown>): Measure;
  /** One statement asks it for many tables, so it comes due for all tables of a connection at one time. */
  readonly acrossTables?: boolean;
  /** How the planner may ask for less when the question is too dear, best first. */
  readonly stepDown: readonly ('window' | 'sample')[];
  /** Validates the settings and, as JSON Schema, draws the form in the window. */
  readonly config: z.ZodType<Config>;
  readonly defaults: Omit<CheckInput, 'type' | 'config'> & { config: Record<string, unknown> };
  /** The cheapest question that answers. Pure. */
  plan(config: Config, context: CheckContext): Probe;
  /**
   * What else to ask once a scan's answer is there, such as which values were found. Its aggregates join the answer.
   * Null: nothing. Pure.
   */
  examples?(row: Record<string, unknown>, config: Config, context: CheckContext): Scan | null;
  /** Reads the answer. Pure. Throws `CheckProblem` when the answer cannot be read as this check's value. */
  observe(answer: ProbeAnswer, config: Config, context: CheckContext): Observation;
  /** The user says that what was found last is fine: what to know from now on. */
  accept?(known: unknown): unknown;
  /** The value is the age of the newest row by this column, so that the arrivals of rows tell its past. */
  arrivals?(config: Record<string, unknown>): { column: string; where: string | null };
  /** Normal in words, for the verdict sentence: "normal is at most 5 min". Null: say nothing. */
  normal?(bounds: Bounds, observation: Observation): string | null;
}

type Defaults = CheckType<unknown>['defaults'];

/** A check type as its file writes it: fixed bounds and an ordinary severity need not be said. */
export type CheckDefinition<Config> = Omit<CheckType<Config>, 'defaults'> & {
  defaults: Omit<Defaults, 'rule' | 'severity'> & Partial<Defaults>;
};

/** Keeps a type's own config type inside its file while the registry holds them all alike. */
export function defineCheckType<Config>(definition: CheckDefinition<Config>): CheckType<unknown> {
  const defaults = { rule: FIXED, severity: 'broken' as const, ...definition.defaults };
  return { ...definition, defaults } as CheckType<unknown>;
}

/** The one row that an aggregate always returns. */
export function singleRow(answer: ProbeAnswer): Record<string, unknown> {
  const row =
    answer.ask === 'scan' ? answer.row : answer.ask === 'statement' ? answer.result.rows[0] : undefined;
  if (!row) throw new Error('An aggregate returned no row.');
  return row;
}

/** A number out of a driver value: int8 and numeric arrive as text. Null stays null. */
export function asNumber(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  const number = typeof value === 'number' ? value : Number(value);
  return Number.isNaN(number) ? null : number;
}
