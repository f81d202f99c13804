import { z } from 'zod';
import { EpochMs, Id } from './primitives.ts';
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

/** Settings of one check type; each type's own schema in the engine says what may be in it. */
export const CheckConfig = z.record(z.string(), z.unknown());
export type CheckConfig = z.infer<typeof CheckConfig>;

export const CheckInput = z.object({
  type: z.string(),
  name: z.string().trim().min(1, 'Give the check a name.').max(200),
  config: CheckConfig,
  bounds: Bounds,
  intervalMs: z
    .number()
    .int()
    .min(10_000, 'At most six times a minute.')
    .max(86_400_000, 'At least once a day.'),
  /** Consecutive bad runs before an incident fires, and good ones before it resolves. */
  pendingRuns: z.number().int().min(1).max(20),
  enabled: z.boolean(),
});
export type CheckInput = z.infer<typeof CheckInput>;

/** A check as it is stored. `tableId` is null for a check on the connection itself. */
export const Check = CheckInput.extend({ id: Id, connectionId: Id, tableId: Id.nullable() });
export type Check = z.infer<typeof Check>;

/** Where a check stands now. `status` is null until it has run once. */
export const CheckState = z.object({
  status: RunStatus.nullable(),
  value: z.number().nullable(),
  message: z.string(),
  /** When the last run ended. */
  at: EpochMs.nullable(),
  /** Since when the status has been what it is. */
  since: EpochMs.nullable(),
  /** When it was last judged, that is pass, warn or fail. */
  judgedAt: EpochMs.nullable(),
  nextDueAt: EpochMs.nullable(),
  running: z.boolean(),
  /** Older than twice its interval. */
  stale: z.boolean(),
});
export type CheckState = z.infer<typeof CheckState>;

export const CheckView = Check.extend({
  unit: Unit,
  typeTitle: z.string(),
  /** The statement it runs, as far as it is known without asking the server. */
  sql: z.string().nullable(),
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
  /** Milliseconds the replica was busy for it. */
  durationMs: z.number().nonnegative(),
});
export type CheckRun = z.infer<typeof CheckRun>;

/** A point of a history chart. Several runs may share one when the range is long: then it is the worst of them. */
export const SeriesPoint = z.object({ at: EpochMs, value: z.number().nullable(), status: RunStatus });
export type SeriesPoint = z.infer<typeof SeriesPoint>;

/** Outcome of trying a check without saving it. */
export const DryRun = z.object({
  status: RunStatus,
  value: z.number().nullable(),
  message: z.string(),
  durationMs: z.number(),
  sql: z.string(),
});
export type DryRun = z.infer<typeof DryRun>;
