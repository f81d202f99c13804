import type { EpochMs } from '../../../shared/domain/primitives.ts';

/** What a check reads: a few pages by index or from the catalogue, a recent part, or much of the table. */
export type Weight = 'lookup' | 'window' | 'scan';

/** A check that is due on a replica. */
export interface Task {
  checkId: number;
  /** Null for a check on the connection itself. */
  tableId: number | null;
  dueAt: EpochMs;
  /** Asked for by the user, or settling a doubt: goes before the routine. */
  urgent: boolean;
  weight: Weight;
  /** Milliseconds that its statement took last time, for all whom it answered. 0: not known. */
  costMs: number;
  /** How long it can wait for its cost to be saved up. */
  patienceMs: number;
  /** Its last verdict was bad: when it is well again is worth knowing sooner. */
  failing: boolean;
}

const URGENT_LEAD_MS = 600_000;
const FAILING_LEAD_MS = 30_000;
const DELAY_BY_WEIGHT_MS: Record<Weight, number> = { lookup: 0, window: 30_000, scan: 60_000 };
/** Most that a table which took more than its part has to stand back. */
const FAIRNESS_DELAY_MS = 60_000;

/**
 * A check that is due can be overtaken by those that come due within so many milliseconds after it, and by no others.
 */
export const LONGEST_OVERTAKING_MS =
  URGENT_LEAD_MS + FAILING_LEAD_MS + DELAY_BY_WEIGHT_MS.scan + FAIRNESS_DELAY_MS;

/**
 * Whose turn it is: the smaller, the sooner. It is the due time, moved by no more than a bounded lead or delay, so
 * that waiting alone brings everybody to the front (ageing, as in Silberschatz et al., Operating System Concepts, 5.3).
 * `excess` is how much more of the replica's time the table had lately than its fair part, from 0 to 1.
 */
export function turnOf(task: Task, excess: number): number {
  const delay = DELAY_BY_WEIGHT_MS[task.weight] + Math.min(1, Math.max(0, excess)) * FAIRNESS_DELAY_MS;
  const lead = (task.urgent ? URGENT_LEAD_MS : 0) + (task.failing ? FAILING_LEAD_MS : 0);
  return task.dueAt + delay - lead;
}
