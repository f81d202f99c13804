import { z } from 'zod';
import { EpochMs, Id, Problem } from './primitives.ts';
import { RunStatus } from './status.ts';

/** What a check's value counts. */
export const Unit = z.enum(['seconds', 'rows', 'percent', 'differences', 'number']);
export type Unit = z.infer<typeof Unit>;

/**
 * Fixed bounds, inclusive: a value below `failMin` or above `failMax` fails, else one outside the warn bounds warns.
 * `null` means no bound on that side.
 */
export const Bounds = z.object({
  warnMin: z.number().nullable(),
  warnMax: z.number().nullable(),
  failMin: z.number().nullable(),
  failMax: z.number().nullable(),
});
export type Bounds = z.infer<typeof Bounds>;

export const NO_BOUNDS: Bounds = { warnMin: null, warnMax: null, failMin: null, failMax: null };

/**
 * How a value becomes a verdict. `fixed`: against the bounds as they are. `change`: the bounds are percent of change
 * against an earlier value. `anomaly`: against what was learned to be normal at that hour, the bounds still holding
 * as fixed guard rails.
 */
export const Rule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed') }),
  z.object({
    kind: z.literal('change'),
    /** The value right before, or that of the same time yesterday or a week ago. */
    against: z.enum(['previous', 'day', 'week']),
  }),
  z.object({
    kind: z.literal('anomaly'),
    /** Which side is bad: a rate that is unusually low is good news for errors and bad news for orders. */
    sides: z.enum(['both', 'lower', 'upper']).default('both'),
    /** When the fixed bounds hold, too. */
    guard: z.enum(['always', 'while_learning']).default('always'),
  }),
]);
export type Rule = z.infer<typeof Rule>;

export const FIXED: Rule = { kind: 'fixed' };

/** What a failure of the check counts as. `warning` never fails; `critical` is spoken of at any hour. */
export const CheckSeverity = z.enum(['warning', 'broken', 'critical']);
export type CheckSeverity = z.infer<typeof CheckSeverity>;

/** Settings of one check type; each type's own schema in the engine says what may be in it. */
export const CheckConfig = z.record(z.string(), z.unknown());
export type CheckConfig = z.infer<typeof CheckConfig>;

export const Minutes = z
  .number()
  .int('Give whole minutes.')
  .min(0, 'Not less than 0 minutes.')
  .max(1_440, 'At most one day.');

export const CheckInput = z.object({
  type: z.string(),
  name: z.string().trim().min(1, 'Give the check a name.').max(200),
  config: CheckConfig,
  bounds: Bounds,
  rule: Rule.default(FIXED),
  severity: CheckSeverity.default('broken'),
  intervalMs: z
    .number()
    .int()
    .min(10_000, 'At most six times a minute.')
    .max(86_400_000, 'At least once a day.'),
  /** Consecutive bad runs before an incident fires, and good ones before it resolves. */
  pendingRuns: z.number().int().min(1).max(20),
  /** Besides, it must have been bad for so many minutes: Alertmanager's `for`. Left out: the runs alone. */
  pendingMinutes: Minutes.optional(),
  /** It must stay good for so many minutes before it is over. Left out: as set for all checks under Settings. */
  keepFiringMinutes: Minutes.optional(),
  /** Its messages are repeated this often while it is bad and nobody has acknowledged it; 0: never. Left out: as set for its table. */
  repeatHours: z.number().min(0).max(168, 'At most one week.').optional(),
  enabled: z.boolean(),
});
export type CheckInput = z.infer<typeof CheckInput>;

/** A check as it is stored. `tableId` is null for a check on the connection itself. */
export const Check = CheckInput.extend({ id: Id, connectionId: Id, tableId: Id.nullable() });
export type Check = z.infer<typeof Check>;

/** What a check is expected to cost the replica, by Postgres's own estimates, and how the planner keeps it cheap. */
export const CheckPrice = z.object({
  /** Heap and index pages that it reads. Null when nobody knows, as for a foreign table. */
  bytes: z.number().nullable(),
  /** In the planner's units, where reading one page in sequence is 1. Null when it was not asked. */
  cost: z.number().nullable(),
  /** "Index Only Scan on orders_created_at_idx". */
  shape: z.string(),
  /**
   * `as_asked`: runs as it is set. `window`, `sample`: reads less than it is set to, because of the connection's
   * limit. `refused`: nothing within the limit would answer.
   */
  step: z.enum(['as_asked', 'window', 'sample', 'refused']),
  /** With the step `window`: the rows that are looked at instead of all. */
  window: z.object({ column: z.string(), seconds: z.number() }).nullable(),
  /** With the step `sample`: percent of the table's pages. */
  samplePercent: z.number().nullable(),
  /** Size of the table then: when it has doubled, the price is asked for again. Null when not known. */
  tablePages: z.number().nullable(),
  /** The connection's limit then: with another one, another step may fit. */
  limitBytes: z.number().optional(),
  /** And what was the check's part of the load budget then. */
  fairBytes: z.number().optional(),
  /** "Reads 40 MB in a window of 24 h; the whole table would be 1.2 GB." */
  sentence: z.string(),
  at: EpochMs,
});
export type CheckPrice = z.infer<typeof CheckPrice>;

/** A verdict that is older than so many of its check's intervals says nothing any more. */
export const STALE_INTERVALS = 2;

/** Where a check stands now. `status` is null until it has run once. */
export const CheckState = z.object({
  status: RunStatus.nullable(),
  value: z.number().nullable(),
  /** The usual band at that time. Null where bounds are not learned. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  message: z.string(),
  /** When the last run ended. */
  at: EpochMs.nullable(),
  /** Since when the status has been what it is. */
  since: EpochMs.nullable(),
  /** When it was last judged, that is pass, warn or fail. */
  judgedAt: EpochMs.nullable(),
  nextDueAt: EpochMs.nullable(),
  running: z.boolean(),
  /** Older than `STALE_INTERVALS` of its intervals. */
  stale: z.boolean(),
});
export type CheckState = z.infer<typeof CheckState>;

export const CheckView = Check.extend({
  unit: Unit,
  typeTitle: z.string(),
  /** The statement it runs, as far as it is known without asking the server. */
  sql: z.string().nullable(),
  /** Null until the check was priced, which is before its first run. */
  price: CheckPrice.nullable(),
  state: CheckState,
});
export type CheckView = z.infer<typeof CheckView>;

/** A check that Pulse proposes for a table, and why. */
export const Suggestion = z.object({
  key: z.string(),
  reason: z.string(),
  /** Preselected. Others are offered, unticked. */
  recommended: z.boolean(),
  /** What the check's value counts, with the settings as they are proposed. */
  unit: Unit,
  check: CheckInput,
});
export type Suggestion = z.infer<typeof Suggestion>;

/** What the window needs to know of a check type: its words, defaults and the JSON Schema its form is drawn from. */
export const CheckTypeInfo = z.object({
  type: z.string(),
  title: z.string(),
  description: z.string(),
  scope: z.enum(['table', 'connection']),
  unit: Unit,
  configSchema: z.record(z.string(), z.unknown()),
  defaults: CheckInput,
});
export type CheckTypeInfo = z.infer<typeof CheckTypeInfo>;

export const CheckRun = z.object({
  id: Id,
  checkId: Id,
  startedAt: EpochMs,
  finishedAt: EpochMs,
  status: RunStatus,
  value: z.number().nullable(),
  message: z.string(),
  /** Milliseconds the replica was busy for it: its part, when several checks were asked in one statement. */
  durationMs: z.number().nonnegative(),
  /** The usual band at that time. Null where bounds are not learned. */
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type CheckRun = z.infer<typeof CheckRun>;

/** What a check is called, for lists of runs. */
export const NamedCheck = z.object({
  id: Id,
  name: z.string(),
  unit: Unit,
  tableId: Id.nullable(),
  /** Schema-qualified, null for a check on the connection itself. */
  tableName: z.string().nullable(),
  connectionName: z.string(),
});
export type NamedCheck = z.infer<typeof NamedCheck>;

/**
 * A point of a history chart. Where the range is long several runs share one: it has the worst status of them, and the
 * value of the worst one or, of runs that were summed up, their median.
 */
export const SeriesPoint = z.object({
  at: EpochMs,
  value: z.number().nullable(),
  status: RunStatus,
  /** The usual band at that time. Null where bounds are not learned. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** The lowest and the highest of several runs that share the point. Absent for a run by itself. */
  min: z.number().nullable().optional(),
  max: z.number().nullable().optional(),
});
export type SeriesPoint = z.infer<typeof SeriesPoint>;

/** What of a check decides what it asks, and whether it can be asked at all. */
export const CheckQuestion = CheckInput.pick({ type: true, config: true, rule: true, bounds: true });
export type CheckQuestion = z.infer<typeof CheckQuestion>;

/** A setting that does not fit: `bounds`, or the path of one of the type's own settings. */
export const CheckFault = z.object({ field: z.string(), message: z.string() });
export type CheckFault = z.infer<typeof CheckFault>;

/** A check that is being written, as far as it is known without asking the server. */
export const CheckPreview = z.object({
  faults: z.array(CheckFault),
  /** The statement that it would run. Null: it asks the server about itself, or its settings do not fit yet. */
  sql: z.string().nullable(),
});
export type CheckPreview = z.infer<typeof CheckPreview>;

/** What a check that is being written would cost, by one EXPLAIN. */
export const DraftPrice = z.object({
  /** Null: it reads the catalogue or the server's own facts only, or `problem` says why it cannot be priced. */
  price: CheckPrice.nullable(),
  /** The statement as it would run under that price, with the window or sample that the planner chose. */
  sql: z.string().nullable(),
  /** The server does not understand the statement. */
  problem: Problem.nullable(),
});
export type DraftPrice = z.infer<typeof DraftPrice>;

/** A time when a check would have spoken. */
export const SpokenTime = z.object({
  /** When it had been bad for long enough. */
  at: EpochMs,
  /** When it had been good for long enough. Null: it had not been by the end. */
  until: EpochMs.nullable(),
  /** The worst of it: the check's severity for a failure. */
  severity: CheckSeverity,
  /** Of the look at which it would have spoken. */
  value: z.number(),
});
export type SpokenTime = z.infer<typeof SpokenTime>;

/** What a check would have done in the past, had it been set as it is written now. */
export const BackTest = z.object({
  /** `runs`: its own stored runs. `table`: values from the table's own timestamps. `none`: there is no past to see. */
  source: z.enum(['runs', 'table', 'none']),
  /** "In the last 30 days this would have spoken twice." */
  sentence: z.string(),
  from: EpochMs,
  to: EpochMs,
  unit: Unit,
  /** Judged anew; thinned to the worst where there are many. */
  points: z.array(SeriesPoint),
  spoken: z.array(SpokenTime),
});
export type BackTest = z.infer<typeof BackTest>;

/** Outcome of trying a check without saving it. */
export const DryRun = z.object({
  status: RunStatus,
  value: z.number().nullable(),
  /** What the value counts, with the settings as they were tried. */
  unit: Unit,
  message: z.string(),
  durationMs: z.number(),
  sql: z.string(),
  price: CheckPrice.nullable(),
});
export type DryRun = z.infer<typeof DryRun>;
