import { healthOf } from '../../../shared/domain/status.ts';
import { summary } from '../../../shared/summary.ts';
import type { Standing, StoreApi } from '../store/api.ts';
import { type HealthCounts, healthFrom, noCounts } from './views.ts';

const NOTHING_WAITS = { deferred: { checks: 0, sentence: null } };

/**
 * The overview's first line as Pulse starts, from the store alone: what the board says before any replica is asked, in
 * a fraction of the time that it takes to make a board of thousands of checks.
 */
export function glance(
  store: Pick<StoreApi, 'settings' | 'connections' | 'tables' | 'checks'>,
  now: number,
): string {
  const allPaused = store.settings.pause() !== null;
  const connections = store.connections.list();
  const paused = new Map(connections.map(({ id, paused: itself }) => [id, allPaused || itself]));
  const counts = new Map<number, HealthCounts>();
  for (const standing of store.checks.standings(now)) {
    const ofTable = counts.get(standing.tableId) ?? noCounts();
    ofTable[standingHealth(standing)] += standing.checks;
    counts.set(standing.tableId, ofTable);
  }
  const tables = store.tables.list().map(({ id, connectionId }) => ({
    health: healthFrom(counts.get(id) ?? noCounts(), paused.get(connectionId) ?? false),
  }));
  const shown = connections.map(({ id, name }) => ({
    name,
    status: paused.get(id) ? ('paused' as const) : ('connecting' as const),
    role: null,
    lagSeconds: null,
    budget: NOTHING_WAITS,
  }));
  return summary(tables, shown, allPaused);
}

function standingHealth({ status, isOld }: Standing) {
  if (status === null) return 'learning';
  return isOld ? 'unjudged' : healthOf(status);
}
