import { z } from 'zod';
import { Problem } from './primitives.ts';

/** Whether what Pulse finds reaches the disk. */
export const Saving = z.object({
  /** Why it does not at the moment, and what to do. Null: it does. */
  problem: Problem.nullable(),
  /** Results that wait in memory until it does again. */
  waiting: z.number().int(),
  /** Older ones that there was no room for since it stopped. */
  lost: z.number().int(),
});
export type Saving = z.infer<typeof Saving>;
