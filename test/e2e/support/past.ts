import { join } from 'node:path';
import { openStore } from '../../../electron/engine/store/store.ts';
import { FIXED, NO_BOUNDS } from '../../../shared/domain/check.ts';

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
    const connection = store.connections.insert({
      name: 'Past replica',
      host: '127.0.0.1',
      port: 1,
      database: 'shop',
      user: 'analyst',
      tls: { mode: 'disable', caFile: null },
      standIn: null,
      policy: {
        maxConcurrency: 2,
        busyShare: 0.01,
        statementTimeoutMs: 10_000,
        lockTimeoutMs: 1_000,
        maxLagSeconds: 30,
        maxScanBytes: 1_073_741_824,
        quietWindow: null,
      },
      paused: true,
    });
    for (const name of ['orders', 'customers']) {
      const table = { connectionId: connection.id, schema: 'public', name, kind: 'table' as const };
      const { id: tableId } = store.tables.insert({ ...table, addedAt: now - runs * HOUR_MS });
      const owner = { connectionId: connection.id, tableId };
      const check = store.checks.insert(owner, {
        type: 'freshness',
        name: `Fresh ${name}`,
        config: { timestampColumn: 'created_at' },
        bounds: NO_BOUNDS,
        rule: FIXED,
        severity: 'broken',
        intervalMs: 3_600_000,
        pendingRuns: 2,
        enabled: true,
      });
      store.transaction(() => {
        for (let n = 0; n < runs; n++) {
          const finishedAt = now - 60_000 - (runs - 1 - n) * HOUR_MS;
          const told = { value: n, message: `=${n} seconds old`, durationMs: 1.5, low: null, high: null };
          store.runs.append({
            checkId: check.id,
            startedAt: finishedAt - 5,
            finishedAt,
            status: 'pass',
            ...told,
          });
          const asked = {
            reason: check.name,
            sql: 'SELECT 1',
            startedAt: finishedAt,
            durationMs: 1.5,
            rows: 1,
          };
          const fine = { outcome: 'ok' as const, error: null, cancelConfirmed: null };
          if (n % 2 === 0)
            store.queries.append({ connectionId: connection.id, checkId: check.id, ...asked, ...fine });
        }
      });
      if (name !== 'orders') continue;
      const startedAt = now - 10 * HOUR_MS;
      const incidentId = store.incidents.insert({
        ...owner,
        state: 'resolved',
        severity: 'broken',
        title: incidentTitle,
        sentence: 'Nothing new for 2 h.',
        startedAt,
        firedAt: startedAt,
        resolvedAt: startedAt + 2 * HOUR_MS,
        acknowledgedAt: null,
        turnedAt: startedAt,
        resolution: 'Fresh again.',
        parentId: null,
        group: false,
        flapping: null,
        label: null,
        silenceId: null,
        held: null,
        told: null,
        toldAt: null,
      });
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
