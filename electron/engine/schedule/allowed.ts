import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { QueryFilter } from '../../../shared/domain/query-log.ts';

/** In less, what is asked by hand and the first looks are most of it, which the budget does not hold back. */
const LEAST_SPAN_MS = 3_600_000;

/**
 * For how long the load budgets, as they are set now, let Pulse keep the replicas of a filter busy from a time until the
 * filter's end, or now. 0 when that is too short a time to compare with.
 */
export function allowedMs(
  connections: readonly Pick<ConnectionConfig, 'id' | 'policy'>[],
  { connectionId, to }: Pick<QueryFilter, 'connectionId' | 'to'>,
  from: EpochMs | null,
  now: EpochMs,
): number {
  if (from === null) return 0;
  const span = Math.max(0, Math.min(to ?? now, now) - from);
  if (span < LEAST_SPAN_MS) return 0;
  const asked = connections.filter(({ id }) => connectionId === null || id === connectionId);
  return asked.reduce((sum, { policy }) => sum + span * policy.busyShare, 0);
}
