import { z } from 'zod';
import { InboxItem, IncidentState, Severity } from './incident.ts';
import { EpochMs, Id } from './primitives.ts';

/** `json`: Pulse's own message, see docs/notifications.md. `slack`: what Slack and its look-alikes take. */
export const WebhookFormat = z.enum(['json', 'slack']);
export type WebhookFormat = z.infer<typeof WebhookFormat>;

export const WebhookInput = z.object({
  name: z.string().trim().min(1, 'Give the webhook a name.').max(100),
  format: WebhookFormat,
  /** Null: the one that is kept, with its token. It may hold a secret, so nobody gets it back. */
  url: z.string().trim().min(1, 'Paste the address of the webhook.').max(2_000).nullable(),
  /** Sent as `Authorization: Bearer`, together with a new address. Empty: none. */
  token: z
    .string()
    .trim()
    .max(2_000)
    .regex(/^[\x21-\x7e]*$/, 'A token has no spaces.'),
  enabled: z.boolean(),
});
export type WebhookInput = z.infer<typeof WebhookInput>;

export const WebhookView = z.object({
  id: Id,
  name: z.string(),
  format: WebhookFormat,
  /** Of its address: all of it that is no secret. */
  host: z.string(),
  enabled: z.boolean(),
  /** As for passwords: `memory` is gone after quitting. */
  addressKept: z.enum(['none', 'memory', 'encrypted', 'plain']),
  /** Messages that wait to be posted. */
  waiting: z.number().int(),
  /** Why the last attempt failed. Null when it did not. */
  problem: z.string().nullable(),
  failingSince: EpochMs.nullable(),
});
export type WebhookView = z.infer<typeof WebhookView>;

/** What a webhook is told, and what it gets as JSON. Times are UTC, in milliseconds since the epoch. */
export const WebhookMessage = z.object({
  version: z.literal(1),
  kind: z.enum([...InboxItem.shape.kind.options, 'test']),
  at: EpochMs,
  title: z.string(),
  text: z.string(),
  incidents: z.array(
    z.object({
      id: Id,
      connection: z.string(),
      table: z.string().nullable(),
      severity: Severity,
      state: IncidentState,
      title: z.string(),
      sentence: z.string(),
      startedAt: EpochMs,
      resolvedAt: EpochMs.nullable(),
    }),
  ),
});
export type WebhookMessage = z.infer<typeof WebhookMessage>;
