import type { ServerRole } from '../../../shared/domain/connection.ts';
import type { EpochMs, Problem } from '../../../shared/domain/primitives.ts';
import type { RelationKind } from '../../../shared/domain/table.ts';

/** Why a statement gave no answer. Decides what Pulse does next; `problem` is what the user reads. */
export type FailureKind =
  /** No usable session: host, network, TLS, server starting or shutting down, too many connections. */
  | 'unreachable'
  | 'auth'
  /** The server is not in recovery (any more). */
  | 'not_a_replica'
  | 'permission'
  /** The table, or something else the statement names, is not there (any more). */
  | 'missing_relation'
  | 'missing_column'
  | 'timeout'
  | 'lock_timeout'
  /** Cancelled by the server, because it was in the way of replay. */
  | 'recovery_conflict'
  /** Cancelled by Pulse (stop, pause, removal), or by an administrator of the server. */
  | 'cancelled'
  /** Any other error of the statement itself. */
  | 'sql';

/** What is known about the attempt that failed. It makes the sentence concrete; no secret is ever part of it. */
export interface FailureContext {
  host: string;
  port: number;
  database: string;
  user: string;
  /** The statement timeout that was in force, and for how long the statement had run. */
  timeoutMs?: number;
  elapsedMs?: number;
}

/** How hard a server works, as any role may see it. Counters only grow while the server runs. */
export interface Pressure {
  /** Tells one server (and one run of it) from another behind the same address. */
  server: string;
  /** When, in seconds on the server's own clock. */
  at: number;
  lagSeconds: number | null;
  /** Milliseconds spent on running statements, all databases together. Null before PostgreSQL 14. */
  activeMs: number | null;
  /** Sessions on the server, and most there may be. */
  sessions: number | null;
  maxSessions: number | null;
  /** Queries of this database that were cancelled because they were in the way of replay. */
  conflicts: number | null;
}

export interface ServerFacts {
  role: ServerRole;
  /** Such as `18.4`. */
  version: string;
  versionNum: number;
  /** Seconds of replay delay, see `lagOf`. Null on a stand-in, and on a replica that does not tell. */
  lagSeconds: number | null;
  /** How hard the server worked at that moment. Null when it does not tell. */
  pressure: Pressure | null;
  /** A long query here holds back vacuum on the primary. Null when not known. */
  hotStandbyFeedback: boolean | null;
}

export interface Statement {
  sql: string;
  params?: readonly unknown[];
  /** Why it runs, in words for the query log. */
  reason: string;
  checkId?: number | null;
  /** Overrides the connection's statement timeout, only downwards. */
  timeoutMs?: number;
  /** Asked for by the user, who waits for it: the load budget counts it, and holds checks back for it only a little. */
  byHand?: boolean;
  /** At most so many rows are taken from the server; 10,000 when not given. */
  maxRows?: number;
}

export interface QueryResult {
  /**
   * Booleans, int2, int4, oid and floats are JavaScript values, nulls are null. Everything else (int8, numeric,
   * dates, json, arrays) is the text that PostgreSQL prints.
   */
  rows: Record<string, unknown>[];
  /** Column names in order, also when there are no rows. */
  columns: string[];
  /** From sending the statement to the end of its answer, without the guard's own round trips before and after. */
  durationMs: number;
}

/** What became of the statements that were in flight when a replica was closed. */
export interface Closing {
  cancelled: number;
  /** Of which the server itself said that they are over. */
  confirmed: number;
}

/** A statement that a server works on. */
export interface RunningStatement {
  id: number;
  sql: string;
  reason: string;
  checkId: number | null;
  startedAt: EpochMs;
}

/** One replica and the at most two guarded sessions to it. */
export interface ReplicaApi {
  /** Last known facts; null before the first session. */
  readonly facts: ServerFacts | null;
  /** Opens a session when there is none, proves where it is, and returns fresh facts. Throws `ReplicaError`. */
  probe(): Promise<ServerFacts>;
  /**
   * Runs one statement in one READ ONLY transaction that is always rolled back, after proving inside it that
   * the server is still a replica. What does not begin like a question is refused without being sent. Waits while
   * all sessions are busy; a parameter must be text, a number, a boolean, a date or null. Throws `ReplicaError`.
   */
  query(statement: Statement): Promise<QueryResult>;
  /** What is in flight, without the guard's own statements. */
  running(): RunningStatement[];
  /**
   * Cancels one statement; whoever waits for it gets the failure `cancelled`. Resolves to whether the server confirmed
   * that it is over; null when it was over already. Never rejects.
   */
  cancel(runningId: number): Promise<boolean | null>;
  /** Cancels what is in flight and confirms that it is gone; no more queries afterwards. */
  close(): Promise<Closing>;
}

export interface ReplicaFailure {
  kind: FailureKind;
  problem: Problem;
  /** The relation that the role may not read, as the server names it: without its schema. Null where it names none. */
  refused?: string | null;
}

export interface ColumnFacts {
  name: string;
  type: string;
  /** What a domain, or an array of one, is made of, through domains over domains. Null or absent: the type is neither. */
  base?: string | null;
  /** `pg_type.typcategory`: D date/time, N numeric, S string, B boolean … */
  category: string;
  nullable: boolean;
  position: number;
  /** From `pg_stats`; null when not analysed or not visible to the role. */
  nullFraction: number | null;
  /** From `pg_stats`: positive = count, negative = share of rows, null = unknown. */
  distinct: number | null;
  /**
   * From `pg_stats`, of numbers and times only: what ANALYZE met among the rows that it looked at. A time is ISO 8601.
   * Absent in facts that an earlier version kept.
   */
  lowest?: number | string | null;
  highest?: number | string | null;
  /** From `pg_stats`: -1 to 1, how well the table's order is that of the column. Absent as above. */
  correlation?: number | null;
}

/** How large a table or an index was when it was last analysed (`pg_class`); of an index, its real pages, too. */
export interface AnalysedSize {
  knownPages: number;
  /** Below 0: never analysed. */
  rows: number;
  /** Pages that are visible to everybody, so that an index-only scan need not look into them. */
  visible: number;
  pages: number;
}

export interface IndexFacts {
  name: string;
  /** Plain columns in order; null in place of an expression. */
  columns: (string | null)[];
  unique: boolean;
  primary: boolean;
  /** A partial index has a predicate. */
  partial: boolean;
  method: string;
  /** Absent in facts that an earlier version kept. */
  size?: AnalysedSize | null;
}

/** What the catalogue knows of a relation, read without touching its data. */
export interface TableFacts {
  schema: string;
  name: string;
  kind: RelationKind;
  estimatedRows: number | null;
  /** Heap pages of 8 KiB, partitions included; null for views. */
  pages: number | null;
  bytes: number | null;
  /** Row-level security decides which rows Pulse's role sees. Absent in facts that an earlier version kept. */
  rowSecurity?: boolean;
  columns: ColumnFacts[];
  indexes: IndexFacts[];
  /** Of what is stored in one piece. Absent in facts that an earlier version kept. */
  size?: AnalysedSize | null;
  /** The server's cost settings, by the names that prices are reckoned with. Absent as above. */
  costs?: Record<string, number>;
  /** The relations whose rows a view shows, also through other views; none of what is no view. Absent as above. */
  sources?: { schema: string; name: string }[];
}
