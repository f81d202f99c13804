import { z } from 'zod';

/**
 * Status of one check run.
 * `error`: it could not be judged. `deferred`: Pulse chose not to run it. `learning`: not enough history yet.
 * None of these three is ever shown as healthy, nor as broken.
 */
export const RunStatus = z.enum(['pass', 'warn', 'fail', 'error', 'deferred', 'learning']);
export type RunStatus = z.infer<typeof RunStatus>;

/** Health of a table or a connection: the worst of its checks' current states. Ordered worst first. */
export const Health = z.enum(['broken', 'warning', 'unjudged', 'learning', 'healthy']);
export type Health = z.infer<typeof Health>;

const healthByStatus: Record<RunStatus, Health> = {
  fail: 'broken',
  warn: 'warning',
  error: 'unjudged',
  deferred: 'unjudged',
  learning: 'learning',
  pass: 'healthy',
};

/** Health that a single current check status stands for. */
export function healthOf(status: RunStatus): Health {
  return healthByStatus[status];
}

/** Position in the worst-first order: 0 is `broken`. */
export function healthRank(health: Health): number {
  return Health.options.indexOf(health);
}

/**
 * Worst of several healths. An empty list is `unjudged`: health never goes green by silence.
 */
export function worstHealth(healths: readonly Health[]): Health {
  let worst: Health | undefined;
  for (const health of healths) {
    if (worst === undefined || healthRank(health) < healthRank(worst)) worst = health;
  }
  return worst ?? 'unjudged';
}

/** How a slot of a strip ranks what happened in it, best last. */
const slotOrder: readonly RunStatus[] = ['fail', 'warn', 'error', 'learning', 'pass', 'deferred'];

/**
 * What a slot of a strip shows of two runs: the worse one. What could not be judged hides what passed; that Pulse held
 * a run back says something only where nothing else ran.
 */
export function worseOfSlot(one: RunStatus, other: RunStatus): RunStatus {
  return slotOrder.indexOf(one) <= slotOrder.indexOf(other) ? one : other;
}
