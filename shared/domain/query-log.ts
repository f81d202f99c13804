import { z } from 'zod';
import { EpochMs, Id } from './primitives.ts';

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
  outcome: z.enum(['ok', 'error', 'timeout', 'cancelled']),
  /** The server's words when it was not ok. */
  error: z.string().nullable(),
  /** For a cancelled statement: whether the server confirmed that it is gone. */
  cancelConfirmed: z.boolean().nullable(),
});
export type QueryLogEntry = z.infer<typeof QueryLogEntry>;
