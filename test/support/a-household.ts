import { openStore } from '../../electron/engine/store/store.ts';
import { CheckInput } from '../../shared/domain/check.ts';
import { LoadPolicy } from '../../shared/domain/connection.ts';

export interface Household {
  /** Names of its tables, in the schema `public`. */
  tables: readonly string[];
  connectionName?: string;
  migrationsFolder: string;
}

/**
 * Fills a data folder before Pulse is started on it: one paused connection, so that no server is needed, and tables
 * with two checks each.
 */
export function settle(
  folder: string,
  { tables, connectionName = 'Shop replica', migrationsFolder }: Household,
): void {
  const store = openStore({ folder, migrationsFolder });
  const connection = store.connections.insert({
    name: connectionName,
    host: '127.0.0.1',
    port: 5432,
    database: 'shop',
    user: 'analyst',
    tls: { mode: 'disable', caFile: null },
    sshHost: null,
    standIn: null,
    policy: LoadPolicy.parse({}),
    paused: true,
  });
  const now = Date.now();
  store.transaction(() => {
    for (const name of tables) {
      const table = store.tables.insert({
        connectionId: connection.id,
        schema: 'public',
        name,
        kind: 'table',
        addedAt: now,
      });
      const owner = { connectionId: connection.id, tableId: table.id };
      for (const check of [freshness, volume]) store.checks.insert(owner, check);
    }
  });
  store.close();
}

const freshness = CheckInput.parse({
  type: 'freshness',
  name: 'Freshness of created_at',
  config: { timestampColumn: 'created_at' },
  bounds: { warnMin: null, warnMax: null, failMin: -60, failMax: 900 },
  intervalMs: 60_000,
  pendingRuns: 2,
  enabled: true,
});

const volume = CheckInput.parse({
  type: 'volume',
  name: 'Rows in the last hour',
  config: { column: 'created_at', windowMs: 3_600_000 },
  bounds: { warnMin: null, warnMax: null, failMin: 100, failMax: null },
  intervalMs: 300_000,
  pendingRuns: 2,
  enabled: true,
});
