import { z } from 'zod';

/** Row id in Pulse's own store. */
export const Id = z.number().int().positive();

/** UTC, milliseconds since the Unix epoch. Every stored or transmitted time is one of these. */
export const EpochMs = z.number().int().nonnegative();
export type EpochMs = z.infer<typeof EpochMs>;

/**
 * Something that went wrong, as a sentence an analyst can act on.
 * `title` says what happened, `hint` what to do next, `detail` keeps the server's own words for an expert.
 */
export const Problem = z.object({
  code: z.string(),
  title: z.string(),
  hint: z.string(),
  detail: z.string().nullable(),
  sqlstate: z.string().nullable(),
});
export type Problem = z.infer<typeof Problem>;
