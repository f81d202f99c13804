import { z } from 'zod';

/** Thousands of tables are a few megabytes; a file that is larger was picked by mistake. */
export const CONFIGURATION_MAX_BYTES = 10_000_000;
export const ConfigurationText = z.string().max(CONFIGURATION_MAX_BYTES);

/** A field of something that changes, as it would be written in the file. Null where there is none. */
export const ConfigurationField = z.object({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ConfigurationField = z.infer<typeof ConfigurationField>;

export const ConfigurationChange = z.object({
  kind: z.enum(['added', 'changed', 'removed']),
  what: z.enum(['connection', 'table', 'check', 'notifications', 'webhook', 'holidays']),
  /** "shop", "shop / public.orders", "shop / public.orders / Freshness". */
  name: z.string(),
  /** What it is set to, what changes, or nothing for what is removed. */
  fields: z.array(ConfigurationField),
  /** What to know before it is applied: "Needs its password: …". */
  notes: z.array(z.string()),
});
export type ConfigurationChange = z.infer<typeof ConfigurationChange>;

/** The difference between what is set up and what a file says. */
export const ConfigurationPlan = z.object({
  changes: z.array(ConfigurationChange),
  /** What is set up, and not named in a list that the file gives: it stays, as its removal was not asked for. */
  kept: z.number().int(),
  /** The same for the same difference: what was looked at is what is applied. */
  fingerprint: z.string(),
});
export type ConfigurationPlan = z.infer<typeof ConfigurationPlan>;

/** What is wrong in a file, and where. */
export const ConfigurationError = z.object({
  /** From 1. */
  line: z.number().int(),
  column: z.number().int(),
  /** `connections[0].tables[1].checks[2].interval`; empty for the document as a whole. */
  field: z.string(),
  message: z.string(),
});
export type ConfigurationError = z.infer<typeof ConfigurationError>;

/** A file that was read: what is wrong in it, or else what it would change. */
export const ConfigurationPreview = z.object({
  errors: z.array(ConfigurationError),
  plan: ConfigurationPlan.nullable(),
});
export type ConfigurationPreview = z.infer<typeof ConfigurationPreview>;
