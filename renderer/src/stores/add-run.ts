import type { RunStatus } from '../../../shared/domain/status.ts';

/** The last day of one table in slots of equal length, oldest first. */
export interface Strip {
  from: number;
  slotMs: number;
  /** The worst status of each slot; null where nothing ran. */
  worst: readonly (RunStatus | null)[];
  /** Runs of each slot that passed, warned or failed. */
  judged: readonly number[];
}

/** How bad a status is in a strip: what could not be judged hides what passed, and is hidden by what is bad. */
const badness: Record<RunStatus, number> = { pass: 0, learning: 1, deferred: 2, error: 3, warn: 4, fail: 5 };

/** The strip with one more run in its slot; the same strip when the run is older than its first slot. */
export function addRun(strip: Strip, run: { finishedAt: number; status: RunStatus }): Strip {
  const slot = Math.floor((run.finishedAt - strip.from) / strip.slotMs);
  const before = strip.worst[slot];
  if (before === undefined) return strip;
  const judged = run.status === 'pass' || run.status === 'warn' || run.status === 'fail';
  const worse = before === null || badness[run.status] > badness[before];
  if (!judged && !worse) return strip;
  return {
    ...strip,
    worst: worse ? strip.worst.with(slot, run.status) : strip.worst,
    judged: judged ? strip.judged.with(slot, (strip.judged[slot] ?? 0) + 1) : strip.judged,
  };
}
