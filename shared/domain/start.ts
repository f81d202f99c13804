import { z } from 'zod';
import { Backup, RestoreLoss } from './backup.ts';
import { Problem } from './primitives.ts';

/** Where the start of Pulse stands, for the window. */
export const StartState = z.discriminatedUnion('phase', [
  /** The data is being opened; checked, upgraded or restored first where that is due. */
  z.object({ phase: z.literal('opening') }),
  /** The data cannot be used as it is: the user decides. */
  z.object({
    phase: z.literal('trouble'),
    problem: Problem,
    /** The last good backup, and what going back to it costs. */
    offer: z.object({ backup: Backup, loss: RestoreLoss }).nullable(),
    /** Whether beginning with nothing is a way out. */
    afresh: z.boolean(),
    dataFolder: z.string(),
  }),
  z.object({ phase: z.literal('ready') }),
]);
export type StartState = z.infer<typeof StartState>;

/** `restore` takes the backup that is offered. */
export const StartChoice = z.enum(['retry', 'restore', 'afresh', 'openFolder', 'quit']);
export type StartChoice = z.infer<typeof StartChoice>;
