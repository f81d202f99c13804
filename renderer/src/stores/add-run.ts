import { type RunStatus, worseOfSlot } from '../../../shared/domain/status.ts';

/** The last day of one table in slots of equal length, oldest first. */
export interface Strip {
  from: number;
  slotMs: number;
  /** The worst status of each slot; null where nothing ran. */
  worst: readonly (RunStatus | null)[];
  /** Runs of each slot that passed, warned or failed. */
  judged: readonly number[];
}

interface FinishedRun {
  tableId: number | null;
  finishedAt: number;
  status: RunStatus;
}

/** The strip with one more run in its slot; the same strip when the run is older than its first slot. */
export function addRun(strip: Strip, run: Omit<FinishedRun, 'tableId'>): Strip {
  const slot = Math.floor((run.finishedAt - strip.from) / strip.slotMs);
  const before = strip.worst[slot];
  if (before === undefined) return strip;
  const judged = run.status === 'pass' || run.status === 'warn' || run.status === 'fail';
  const after = before === null ? run.status : worseOfSlot(before, run.status);
  if (!judged && after === before) return strip;
  return {
    ...strip,
    worst: after === before ? strip.worst : strip.worst.with(slot, after),
    judged: judged ? strip.judged.with(slot, (strip.judged[slot] ?? 0) + 1) : strip.judged,
  };
}

type Strips = ReadonlyMap<number, Strip>;

/**
 * All strips with these runs in their slots. A table that came under watch meanwhile gets a strip of its own. Null when
 * they must be asked for anew: a run is newer than their last slot, or there is none to go by.
 */
export function addRuns(strips: Strips, runs: readonly FinishedRun[]): Strips | null {
  const [any] = strips.values();
  if (any === undefined) return null;
  const until = any.from + any.worst.length * any.slotMs;
  if (runs.some((run) => run.finishedAt >= until)) return null;
  const empty: Strip = { ...any, worst: any.worst.map(() => null), judged: any.judged.map(() => 0) };
  const next = new Map(strips);
  for (const run of runs) {
    if (run.tableId !== null) next.set(run.tableId, addRun(next.get(run.tableId) ?? empty, run));
  }
  return next;
}
