import { openStore } from '../../electron/engine/store/store.ts';
import { aQuery } from './samples.ts';

const MINUTE = 60_000;
export const SLOW_SQL = 'SELECT count(*) FILTER (WHERE "price" IS NULL) FROM "public"."orders"';

/**
 * Writes a query log of the last hours into a settled data folder: every minute the state of the replica, every five
 * minutes a check of `public.orders`, of which one was ended because it took too long.
 */
export function ask(
  folder: string,
  { migrationsFolder, minutes }: { migrationsFolder: string; minutes: number },
) {
  const store = openStore({ folder, migrationsFolder });
  const [connection] = store.connections.list();
  if (!connection) throw new Error('There is no connection to ask.');
  const now = Date.now();
  store.transaction(() => {
    for (let ago = minutes; ago > 0; ago--) {
      const entry = aQuery(connection.id, now - ago * MINUTE);
      const state = { reason: 'Role, replication lag and load', sql: 'SELECT pg_is_in_recovery()' };
      store.queries.append({ ...entry, ...state, durationMs: 0.6 });
      if (ago % 5 !== 0) continue;
      const check = { ...entry, reason: 'Missing price, Volume · public.orders', sql: SLOW_SQL };
      const ended = { outcome: 'timeout', error: 'canceling statement due to statement timeout' } as const;
      store.queries.append(
        ago === 10
          ? { ...check, ...ended, durationMs: 10_000, rows: 0, cancelConfirmed: true }
          : { ...check, durationMs: 120 + ago },
      );
    }
  });
  store.close();
}
