import { z } from 'zod';
import { EpochMs, Id } from './primitives.ts';

const scope = {
  connectionId: Id.nullable().default(null),
  tableId: Id.nullable().default(null),
  checkId: Id.nullable().default(null),
  /** A check type such as `freshness`, or a cause such as `permission`. */
  kind: z.string().min(1).max(100).nullable().default(null),
  /** `shop/public.orders/Freshness`, with `*` for anything: `shop/staging.*`. Capitals do not matter. */
  matcher: z.string().trim().min(1).max(500).nullable().default(null),
};

/** What is to be silent: everything that fits all of the fields that are given. At least one must be. */
export const SilenceInput = z
  .object({
    ...scope,
    /** Null: until what is open there now is resolved. */
    until: EpochMs.nullable(),
    note: z.string().max(2_000).default(''),
  })
  .refine(
    ({ connectionId, tableId, checkId, kind, matcher }) =>
      [connectionId, tableId, checkId, kind, matcher].some((field) => field !== null),
    'Say what is to be silent: a connection, a table, a check, a check type or a pattern.',
  );
export type SilenceInput = z.infer<typeof SilenceInput>;

export const Silence = z.object({
  ...scope,
  id: Id,
  until: EpochMs.nullable(),
  note: z.string(),
  createdAt: EpochMs,
  /** Null while it holds. */
  endedAt: EpochMs.nullable(),
});
export type Silence = z.infer<typeof Silence>;

export const SilenceView = Silence.extend({
  /** What it covers, in words. */
  scope: z.string(),
  /** Open incidents that it keeps silent now, a group counted as one. */
  incidents: z.number().int(),
  /** Open incidents that it covers, and that are told of all the same as part of a group that it does not cover whole. */
  inLoudGroup: z.number().int(),
});
export type SilenceView = z.infer<typeof SilenceView>;
