import { join } from 'node:path';
import { newIncident } from '../../../electron/engine/incidents/new-incident.ts';
import { openStore } from '../../../electron/engine/store/store.ts';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { aCheck, aConnection, aQuery, aRun } from '../../support/samples.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../migrations');
const HOUR_MS = 3_600_000;

/**
 * Gives a data folder a past, without any server: two paused tables with `runs` runs each, an hour apart up to now,
 * half as many statements, and an incident of `orders` that is over.
 */
export function makePast(folder: string, runs: number, now: number): { incidentTitle: string } {
  const store = openStore({ folder, migrationsFolder: MIGRATIONS });
  const incidentTitle = 'public.orders: Fresh orders failed';
  try {
    // All of it is to be there, however long the test takes.
    store.settings.set({ ...store.settings.get(), retentionDays: 3_650 });
    const unreachable = { host: '127.0.0.1', port: 1, tls: { mode: 'disable', caFile: null } } as const;
    const connection = aConnection(store, { name: 'Past replica', ...unreachable, paused: true });
    for (const name of ['orders', 'customers']) {
      const table = { connectionId: connection.id, schema: 'public', name, kind: 'table' as const };
      const { id: tableId } = store.tables.insert({ ...table, addedAt: now - runs * HOUR_MS });
      const owner = { connectionId: connection.id, tableId };
      const check = aCheck(store, owner, {
        type: 'freshness',
        name: `Fresh ${name}`,
        config: { timestampColumn: 'created_at' },
        bounds: NO_BOUNDS,
        intervalMs: HOUR_MS,
      });
      store.transaction(() => {
        for (let n = 0; n < runs; n++) {
          const finishedAt = now - 60_000 - (runs - 1 - n) * HOUR_MS;
          const told = { value: n, message: `=${n} seconds old`, durationMs: 1.5 };
          store.runs.append(aRun(check.id, { finishedAt, ...told }));
          const asked = { checkId: check.id, reason: check.name, durationMs: 1.5 };
          if (n % 2 === 0) store.queries.append(aQuery(connection.id, finishedAt, asked));
        }
      });
      if (name !== 'orders') continue;
      const startedAt = now - 10 * HOUR_MS;
      const incidentId = store.incidents.insert(
        newIncident({
          ...owner,
          state: 'resolved',
          severity: 'broken',
          title: incidentTitle,
          sentence: 'Nothing new for 2 h.',
          startedAt,
          firedAt: startedAt,
          resolvedAt: startedAt + 2 * HOUR_MS,
          turnedAt: startedAt,
          resolution: 'Fresh again.',
        }),
      );
      store.incidents.setMember(incidentId, {
        key: `check:${check.id}`,
        checkId: check.id,
        name: check.name,
        severity: 'broken',
        message: 'Nothing new for 2 h.',
        since: startedAt,
        resolvedAt: startedAt + 2 * HOUR_MS,
      });
    }
  } finally {
    store.close();
  }
  return { incidentTitle };
}
