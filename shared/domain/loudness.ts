import { z } from 'zod';
import { Severity } from './incident.ts';
import { EpochMs, Id } from './primitives.ts';

export const WEEK_MS = 604_800_000;

/** A cause that many messages were about, and how to hear less of it without missing anything. */
export const LoudCause = z.object({
  /** `check:7`, `connection:1:unreachable`, as findings are told apart; a group of tables by its connection. */
  key: z.string(),
  name: z.string(),
  connectionId: Id,
  connectionName: z.string(),
  tableId: Id.nullable(),
  tableName: z.string().nullable(),
  severity: Severity,
  messages: z.number().int(),
  incidents: z.number().int(),
  /** Half of those that are over lasted no longer. Null while none is over. */
  medianMs: z.number().nullable(),
  /** The newest of its incidents. */
  incidentId: Id,
  /** Sentences, what helps most first. */
  advice: z.array(z.string()),
});
export type LoudCause = z.infer<typeof LoudCause>;

/** What was loud in a span of time. */
export const Loudness = z.object({
  from: EpochMs,
  to: EpochMs,
  messages: z.number().int(),
  incidents: z.number().int(),
  /** Loudest first. */
  loud: z.array(LoudCause),
});
export type Loudness = z.infer<typeof Loudness>;
