import { z } from 'zod';
import { readSshHost, withoutScheme } from '../ssh-host.ts';
import { EpochMs, Id, Problem } from './primitives.ts';

/** libpq's sslmode words. `verify-ca` and `verify-full` check the certificate, against `caFile` when it is set. */
export const TlsMode = z.enum(['disable', 'prefer', 'require', 'verify-ca', 'verify-full']);
export type TlsMode = z.infer<typeof TlsMode>;

export const Tls = z.object({ mode: TlsMode, caFile: z.string().min(1).nullable() });
export type Tls = z.infer<typeof Tls>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day as 22:30.');

/** From one time of day to another, over midnight where the second is the earlier one. */
export const QuietWindow = z.object({
  from: timeOfDay,
  to: timeOfDay,
  /** IANA name, such as Europe/Berlin. */
  zone: z.string().min(1).max(64),
});
export type QuietWindow = z.infer<typeof QuietWindow>;

/** What Pulse may cost a replica. */
export const LoadPolicy = z.object({
  /** Most queries at one time. */
  maxConcurrency: z.number().int().min(1).max(2).default(2),
  /** Most busy time as a share of wall time: 0.01 is one percent. */
  busyShare: z.number().min(0.001).max(0.2).default(0.01),
  statementTimeoutMs: z.number().int().min(250).max(120_000).default(10_000),
  /** On a standby a lock is in the way only while a schema change is replayed: waiting longer gains nothing. */
  lockTimeoutMs: z.number().int().min(50).max(10_000).default(250),
  /** Behind its primary by more than this, a replica's tables are not judged: the lag itself is the finding. */
  maxLagSeconds: z.number().min(1).max(86_400).default(30),
  /** Most bytes that one statement may read by Postgres's own estimate; above it, the planner asks for less. */
  maxScanBytes: z.number().int().min(1_048_576).max(1_099_511_627_776).default(1_073_741_824),
  /** No checks between these two times of day. Null: checks at any time. */
  quietWindow: QuietWindow.nullable().default(null),
});
export type LoadPolicy = z.infer<typeof LoadPolicy>;

/**
 * A server that is not in recovery is refused, unless its owner named it as one of these by hand,
 * after a warning: a logical replica or a reporting copy never says `pg_is_in_recovery()`.
 */
export const StandIn = z.enum(['logical_replica', 'reporting_copy']);
export type StandIn = z.infer<typeof StandIn>;

/** The host through which the person's own `ssh` gets to the server; the server's host and port are as seen from there. */
const SshHost = z
  .string()
  .trim()
  .overwrite(withoutScheme)
  .min(1)
  .max(255)
  .refine((text) => readSshHost(text) !== null, 'Write it as bastion, ana@bastion or ana@bastion:22.');

export const ConnectionInput = z.object({
  name: z.string().trim().min(1, 'Give the connection a name.').max(80),
  host: z.string().trim().min(1, 'Which host does the replica run on?').max(255),
  port: z
    .number()
    .int()
    .min(1, 'A port is a number from 1 to 65535.')
    .max(65_535, 'A port is a number from 1 to 65535.'),
  database: z.string().trim().min(1, 'Which database holds the tables?').max(63),
  user: z.string().trim().min(1, 'Which user should Pulse log in as?').max(63),
  /** `null` keeps the password that is stored already (or uses none). Never sent back to the window. */
  password: z.string().max(1_000).nullable(),
  tls: Tls,
  sshHost: SshHost.nullable().default(null),
  standIn: StandIn.nullable(),
  policy: LoadPolicy,
});
export type ConnectionInput = z.infer<typeof ConnectionInput>;

/** What a pasted text says of a connection. What it does not name is empty. */
export const PastedConnection = ConnectionInput.extend({
  name: z.string().trim().max(80),
  host: z.string().trim().max(255),
  database: z.string().trim().max(63),
  user: z.string().trim().max(63),
});
export type PastedConnection = z.infer<typeof PastedConnection>;

type Place = Pick<ConnectionInput, 'host' | 'port' | 'sshHost'>;

/** Whether both are one server: behind two SSH hosts, `localhost:5432` is two. */
export const isSameServer = (a: Place, b: Place): boolean =>
  a.host === b.host && a.port === b.port && a.sshHost === b.sshHost;

/** A connection as it is stored and shown: everything but the password. */
export const ConnectionConfig = ConnectionInput.omit({ password: true }).extend({
  id: Id,
  paused: z.boolean(),
});
export type ConnectionConfig = z.infer<typeof ConnectionConfig>;

export const ServerRole = z.enum(['replica', 'primary', 'stand_in']);
export type ServerRole = z.infer<typeof ServerRole>;

/** `refused`: reachable, but Pulse will not run checks there (it is a primary). */
export const ConnectionStatus = z.enum(['connecting', 'ready', 'down', 'refused', 'paused']);
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

/** A moment at which Pulse began to ask less, or more again, and why. */
export const LoadChange = z.object({
  at: EpochMs,
  /** Allowed from then on, busy time / wall time. */
  share: z.number(),
  /** "Halved to 0.5 %: the replica is 12 s behind and falling back." */
  sentence: z.string(),
});
export type LoadChange = z.infer<typeof LoadChange>;

/** How busy Pulse keeps a replica, and what it held back to stay inside the budget. */
export const BudgetView = z.object({
  /** Busy time / wall time that is allowed now: the configured share, or less while the replica is under stress. */
  allowedShare: z.number(),
  configuredShare: z.number(),
  /** Busy time / wall time over the last ten minutes. */
  usedShare: z.number(),
  /** The part of it that was asked by hand, which does not wait for the budget: it is paid for little by little. */
  byHandShare: z.number(),
  /** Milliseconds for which Pulse has kept the replica busy since it was started. */
  busyMs: z.number(),
  inFlight: z.number().int(),
  queued: z.number().int(),
  deferredLastHour: z.number().int(),
  /** How far behind: checks that came due a while ago and still wait for their turn. */
  deferred: z.object({
    checks: z.number().int(),
    /** "3 checks wait for the load budget, the oldest due 4 min ago. It is overdrawn for …" Null when none waits. */
    sentence: z.string().nullable(),
  }),
  /** Why less than the configured share is allowed, and since when. */
  stress: z.object({ since: EpochMs, sentence: z.string() }).nullable(),
  /** The last changes of the allowed share, newest first. */
  history: z.array(LoadChange),
  /** No checks until then, by the connection's quiet window. */
  quietUntil: EpochMs.nullable(),
});
export type BudgetView = z.infer<typeof BudgetView>;

export const ConnectionView = ConnectionConfig.extend({
  /** Where the password is: `none` was given, `memory` is gone after quitting, `encrypted` by the OS keychain, `plain` by the user's own consent. */
  passwordKept: z.enum(['none', 'memory', 'encrypted', 'plain']),
  status: ConnectionStatus,
  role: ServerRole.nullable(),
  serverVersion: z.string().nullable(),
  /** Null while it cannot be asked: what it was then is not what it is. */
  lagSeconds: z.number().nullable(),
  problem: Problem.nullable(),
  since: EpochMs,
  budget: BudgetView,
  /** With it, a long query on the replica holds back vacuum on the primary. Null when not known. */
  hotStandbyFeedback: z.boolean().nullable(),
  /** What its owner should know: such as a check that runs long while `hot_standby_feedback` is on. */
  notices: z.array(z.string()),
});
export type ConnectionView = z.infer<typeof ConnectionView>;

/** One step of the live test, in the order in which it happened. */
export const ConnectionTestStep = z.object({
  /** `ssh` only where there is an SSH host. */
  name: z.enum(['ssh', 'reach', 'login', 'role', 'read_only', 'lag', 'tables']),
  status: z.enum(['ok', 'warning', 'failed', 'skipped']),
  text: z.string(),
});
export type ConnectionTestStep = z.infer<typeof ConnectionTestStep>;

export const ConnectionTest = z.object({
  /** True when Pulse would run checks here. */
  usable: z.boolean(),
  role: ServerRole.nullable(),
  serverVersion: z.string().nullable(),
  lagSeconds: z.number().nullable(),
  steps: z.array(ConnectionTestStep),
  problem: Problem.nullable(),
});
export type ConnectionTest = z.infer<typeof ConnectionTest>;

/** All watching is paused, on every connection, until it is resumed: also after a restart. Null: it is not. */
export const Pause = z.object({ since: EpochMs, by: z.enum(['user', 'emergency_stop']) }).nullable();
export type Pause = z.infer<typeof Pause>;

/** What became of the statements that were in flight on one connection at an emergency stop. */
export const StopProof = z.object({
  connectionId: Id,
  connection: z.string(),
  cancelled: z.number().int(),
  /** Of which the server itself said that they are over. */
  confirmedGone: z.number().int(),
  /** Milliseconds from the order to the confirmation. */
  ms: z.number(),
});
export type StopProof = z.infer<typeof StopProof>;

export const StopReport = z.object({ at: EpochMs, connections: z.array(StopProof) });
export type StopReport = z.infer<typeof StopReport>;

/** A statement that a replica works on for Pulse. */
export const RunningQuery = z.object({
  id: Id,
  sql: z.string(),
  /** Why it runs, in words. */
  reason: z.string(),
  checkId: Id.nullable(),
  startedAt: EpochMs,
});
export type RunningQuery = z.infer<typeof RunningQuery>;

/** What became of a statement that was to be cancelled. */
export const CancelledQuery = z.object({
  /** False: it was over already. */
  found: z.boolean(),
  /** The server itself said that it is over. */
  confirmed: z.boolean(),
});
export type CancelledQuery = z.infer<typeof CancelledQuery>;

/** What Pulse does to one server, and what keeps that harmless, in plain words. */
export const SafetyReport = z.object({
  lines: z.array(
    z.object({
      /** `warning`: something that its owner could make safer. `unknown`: not seen yet. */
      state: z.enum(['ok', 'warning', 'unknown']),
      text: z.string(),
    }),
  ),
  /** Makes a role that can do no more than Pulse needs; for an administrator, on the primary. */
  roleSql: z.string(),
});
export type SafetyReport = z.infer<typeof SafetyReport>;
