import { z } from 'zod';
import { EpochMs, Id } from './primitives.ts';

export const QueryOutcome = z.enum(['ok', 'error', 'timeout', 'cancelled']);
export type QueryOutcome = z.infer<typeof QueryOutcome>;

/**
 * What a statement was for: a check's answer, its price (EXPLAIN and the sizes it needs), the replica's own state (role,
 * lag, load), or all else, such as the catalogue and the guard of a new session.
 */
export const QueryPurpose = z.enum(['check', 'price', 'state', 'other']);
export type QueryPurpose = z.infer<typeof QueryPurpose>;

/** One statement that Pulse sent to a replica, and what it cost. */
export const QueryLogEntry = z.object({
  id: Id,
  connectionId: Id,
  connectionName: z.string(),
  checkId: Id.nullable(),
  /** Why it ran: a check's name, or what Pulse wanted to know. */
  reason: z.string(),
  sql: z.string(),
  startedAt: EpochMs,
  durationMs: z.number().nonnegative(),
  rows: z.number().int().nonnegative(),
  outcome: QueryOutcome,
  /** The server's words when it was not ok. */
  error: z.string().nullable(),
  /** For a cancelled statement: whether the server confirmed that it is gone. */
  cancelConfirmed: z.boolean().nullable(),
});
export type QueryLogEntry = z.infer<typeof QueryLogEntry>;

/** What narrows statements alone, wherever they are narrowed. */
export const queryConditions = {
  purposes: z.array(QueryPurpose).default([]),
  outcomes: z.array(QueryOutcome).default([]),
  slowerThanMs: z.number().nonnegative().nullable().default(null),
  /** Exactly this statement. */
  sql: z.string().nullable().default(null),
};

/** Which statements to take. An absent, null or empty part takes all. Times are when they began; `to` is exclusive. */
export const QueryFilter = z.object({
  ...queryConditions,
  connectionId: Id.nullable().default(null),
  /** Those for its checks, and all whose reason names it. */
  tableId: Id.nullable().default(null),
  from: EpochMs.nullable().default(null),
  to: EpochMs.nullable().default(null),
  /** Every word stands in the statement, its reason or the server's words; `"words in quotes"` stand together. */
  text: z.string().max(200).default(''),
});
export type QueryFilter = z.infer<typeof QueryFilter>;

export const QuerySearch = z.object({
  filter: QueryFilter.default(QueryFilter.parse({})),
  /** `slowest` gives one page. */
  order: z.enum(['newest', 'slowest']).default('newest'),
  /** Where to go on, as it was given with the last page. */
  before: Id.nullable().default(null),
  limit: z.number().int().min(1).max(500),
});
export type QuerySearch = z.infer<typeof QuerySearch>;

export const QueriesFound = z.object({
  /** A page may be short, or empty, before the end: a search answers soon, however rare what it is after. */
  entries: z.array(QueryLogEntry),
  /** Null at the end. */
  next: Id.nullable(),
});
export type QueriesFound = z.infer<typeof QueriesFound>;

/** What some statements cost together. */
const Cost = z.object({
  statements: z.number().int(),
  durationMs: z.number(),
  rows: z.number().int(),
  /** How many did not end well. */
  notOk: z.number().int(),
});

/** All runs of one statement. */
export const StatementCost = Cost.extend({
  sql: z.string(),
  /** Why it ran the last time, and when. */
  reason: z.string(),
  lastAt: EpochMs,
  longestMs: z.number(),
});
export type StatementCost = z.infer<typeof StatementCost>;

export const QuerySumsAsked = z.object({
  filter: QueryFilter.default(QueryFilter.parse({})),
  /** Also statement by statement, which takes longer. */
  byStatement: z.boolean().default(false),
});
export type QuerySumsAsked = z.infer<typeof QuerySumsAsked>;

export const QuerySums = Cost.extend({
  /** From when on statements are summed. Null: there are none. */
  from: EpochMs.nullable(),
  /** Whether all are; of a very long log only the newest. */
  complete: z.boolean(),
  /** For how long the load budget lets Pulse keep the replicas busy in that time. 0: too short a time to say. */
  allowedMs: z.number(),
  /** How many different statements there are; 0 when they were not asked for one by one. */
  different: z.number().int(),
  /** The costliest first; at most 200. */
  costliest: z.array(StatementCost),
});
export type QuerySums = z.infer<typeof QuerySums>;
