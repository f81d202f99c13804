import type { EpochMs } from '../../../shared/domain/primitives.ts';

export interface StripsWanted {
  /** Runs that ended at this time or later. */
  from: EpochMs;
  /** Runs up to this one: what is newer the asker knows itself. */
  upToId: number;
  slotMs: number;
}

/** What happened to one table in one slot of time. */
export interface StripCell {
  tableId: number;
  /** Number of whole slots since the epoch. */
  slot: number;
  /** Code of the worst status: see `status-code.ts`. */
  worst: number;
  /** Runs that passed, warned or failed. */
  judged: number;
  /** Runs that warned or failed. */
  bad: number;
}
