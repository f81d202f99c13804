import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { QueryFilter } from '../../../shared/domain/query-log.ts';

/**
 * For how long the load budgets, as they are set now, let Pulse keep the replicas of a filter busy from a time until the
 * filter's end, or now. Null: at no time.
 */
export function allowedMs(
  connections: readonly Pick<ConnectionConfig, 'id' | 'policy'>[],
  { connectionId, to }: Pick<QueryFilter, 'connectionId' | 'to'>,
  from: EpochMs | null,
  now: EpochMs,
): number {
  if (from === null) return 0;
  const span = Math.max(0, Math.min(to ?? now, now) - from);
  const asked = connections.filter(({ id }) => connectionId === null || id === connectionId);
  return asked.reduce((sum, { policy }) => sum + span * policy.busyShare, 0);
}
