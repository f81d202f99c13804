import { z } from 'zod';
import { EpochMs, Problem } from './primitives.ts';

/** Why a backup was made: by the clock, because the user asked, or before the data got a new layout. */
export const BackupKind = z.enum(['daily', 'manual', 'upgrade']);
export type BackupKind = z.infer<typeof BackupKind>;

/** A copy of all that Pulse remembers, checked when it was made. */
export const Backup = z.object({
  /** Its file's name, and how it is told from the others. */
  name: z.string(),
  at: EpochMs,
  kind: BackupKind,
  bytes: z.number().int().nonnegative(),
  /** The Pulse that had written the data; null when that is not known. */
  version: z.string().nullable(),
  /** Layout of the data: Pulse restores its own and older ones. */
  layout: z.number().int().nonnegative(),
  /** Made by a newer Pulse than this one. */
  tooNew: z.boolean(),
});
export type Backup = z.infer<typeof Backup>;

export const BackupOverview = z.object({
  /** Newest first. */
  backups: z.array(Backup),
  folder: z.string(),
  running: z.boolean(),
  /** Why the last attempt failed; null after one that went well. */
  problem: Problem.nullable(),
});
export type BackupOverview = z.infer<typeof BackupOverview>;

/** What going back to a backup costs. */
export const RestoreLoss = z.object({
  name: z.string(),
  /** Everything after this is lost: the end of the last check run in the backup, or when it was made. */
  after: EpochMs,
  runs: z.number().int().nonnegative(),
  /** The present data could not be read: `runs` follows from how often the checks run. */
  estimated: z.boolean(),
});
export type RestoreLoss = z.infer<typeof RestoreLoss>;
