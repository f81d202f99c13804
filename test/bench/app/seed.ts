import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { systemClock } from '../../../electron/engine/clock.ts';
import { FACTS_MAX_AGE_MS } from '../../../electron/engine/planner/facts-book.ts';
import { describeTable } from '../../../electron/engine/replica/catalogue.ts';
import { Replica } from '../../../electron/engine/replica/replica.ts';
import { STORE_FILE } from '../../../electron/engine/store/place.ts';
import { openStore, type Store } from '../../../electron/engine/store/store.ts';
import { CheckInput } from '../../../shared/domain/check.ts';
import type { ConnectionInput } from '../../../shared/domain/connection.ts';
import { LoadPolicy } from '../../../shared/domain/connection.ts';
import { keepHouse } from '../history/build.ts';
import { learnAll } from './learned.ts';
import { plainVault } from './plain-vault.ts';

export interface SeedOptions {
  folder: string;
  migrationsFolder: string;
  connection: Pick<ConnectionInput, 'host' | 'port' | 'database' | 'user'> & { password: string };
  schema: string;
  tables: readonly string[];
  checksPerTable: number;
  days: number;
  /** Of all checks together. */
  checksPerMinute: number;
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** A store as it is after a month: tables with checks, where they stand, and every run of the last days. Returns the number of runs. */
export async function seedStore(options: SeedOptions): Promise<number> {
  const { folder, migrationsFolder, tables, checksPerTable, checksPerMinute } = options;
  const sealed = await plainVault().then((vault) => vault.seal(options.connection.password));
  const store = openStore({ folder, migrationsFolder });
  const intervalMs = Math.min(DAY, Math.round((tables.length * checksPerTable) / checksPerMinute) * MINUTE);
  const now = Date.now();
  store.transaction(() => {
    const { password: _, ...server } = options.connection;
    const { id: connectionId } = store.connections.insert({
      name: 'Bench replica',
      ...server,
      tls: { mode: 'disable', caFile: null },
      sshHost: null,
      standIn: null,
      policy: LoadPolicy.parse({}),
      paused: false,
    });
    store.settings.set({ ...store.settings.get(), allowPlainSecrets: true });
    store.connections.setSecret(connectionId, { mode: 'plain', sealed });
    for (const name of tables) {
      const table = store.tables.insert({
        connectionId,
        schema: options.schema,
        name,
        kind: 'table',
        addedAt: now - options.days * DAY,
      });
      for (let n = 0; n < checksPerTable; n++) {
        store.checks.insert({ connectionId, tableId: table.id }, checkOf(n, intervalMs));
      }
    }
  });
  await describeAll(store, options.connection.password);
  store.close();
  const runs = fillHistory(options, intervalMs, now);
  await learnAll(folder, migrationsFolder);
  keepHouseOf(options);
  return runs;
}

/**
 * What Pulse knows of tables that it has watched for long: the catalogue is asked again every six hours, at another time
 * for each. All of them are alike, so one is asked for all.
 */
async function describeAll(store: Store, password: string): Promise<void> {
  const [connection] = store.connections.list();
  const tables = store.tables.list();
  const [first] = tables;
  if (!connection || !first) return;
  const replica = new Replica(connection, {
    password: async () => password,
    clock: systemClock,
    log: { debug() {}, info() {}, warn() {}, error: (fields) => console.error(fields) },
    onQuery: () => {},
  });
  try {
    const facts = JSON.stringify(await describeTable(replica, first.schema, first.name));
    const now = Date.now();
    store.transaction(() => {
      for (const [index, { id, name }] of tables.entries()) {
        const at = now - Math.floor((index * FACTS_MAX_AGE_MS) / tables.length);
        store.tables.setFacts(id, facts.replaceAll(first.name, name), at);
      }
    });
  } finally {
    await replica.close();
  }
}

/** What the housekeeping of a month has done long ago must not be done while the window is measured. */
function keepHouseOf({ folder, migrationsFolder }: SeedOptions): void {
  const store = openStore({ folder, migrationsFolder });
  keepHouse(store, Date.now());
  store.close();
}

/** Makes a store of an earlier time look at this time's standby, as if its last runs had just been. */
export async function moveStore(options: SeedOptions): Promise<void> {
  const { folder, migrationsFolder } = options;
  const { password, ...server } = options.connection;
  const sealed = await plainVault().then((vault) => vault.seal(password));
  const store = openStore({ folder, migrationsFolder });
  for (const connection of store.connections.list()) {
    store.connections.update({ ...connection, ...server });
    store.connections.setSecret(connection.id, { mode: 'plain', sealed });
  }
  await describeAll(store, password);
  store.close();
  const db = new Sqlite(join(folder, STORE_FILE));
  const last = db.prepare<[], number>('SELECT max(at) FROM check_state').pluck().get() ?? 0;
  db.prepare('UPDATE check_state SET at = at + @by, since = since + @by, judged_at = judged_at + @by').run({
    by: Date.now() - last,
  });
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  await learnAll(folder, migrationsFolder);
  keepHouseOf(options);
}

function checkOf(n: number, intervalMs: number): CheckInput {
  const common = { intervalMs, pendingRuns: 2, enabled: true };
  const none = { warnMin: null, warnMax: null, failMin: null, failMax: null };
  if (n === 0) {
    const config = { timestampColumn: 'created_at' };
    const bounds = { ...none, failMin: -60, failMax: 30 * 86_400 };
    return CheckInput.parse({ ...common, type: 'freshness', name: 'Freshness', config, bounds });
  }
  if (n === 1) {
    const config = { timestampColumn: 'created_at', windowSeconds: 86_400 };
    const bounds = { ...none, warnMin: 1, warnMax: 5_000 };
    return CheckInput.parse({ ...common, type: 'volume', name: 'Volume', config, bounds });
  }
  const config = { column: `c${n}` };
  const bounds = { ...none, failMax: 5 };
  return CheckInput.parse({ ...common, type: 'missing', name: `Missing c${n}`, config, bounds });
}

/**
 * Written by SQL of its own: millions of runs one by one would take longer than all that is measured. Statuses and
 * values follow from the ids, so that every seed is the same: most pass, a few tables are bad for some hours.
 */
function fillHistory({ folder, days }: SeedOptions, intervalMs: number, now: number): number {
  const db = new Sqlite(join(folder, STORE_FILE));
  db.pragma('synchronous = OFF');
  const period = Math.floor(now / (7 * DAY));
  db.exec(
    `INSERT INTO run_message (period, hash, text, check_id, status)
       SELECT ${period}, 1, CASE s.value WHEN 0 THEN 'As it should be.' ELSE 'Far from normal.' END, c.id, s.value
       FROM check_rule c CROSS JOIN json_each('[0, 4, 5]') AS s;
     CREATE TEMP TABLE said (check_id INTEGER, status INTEGER, id INTEGER, PRIMARY KEY (check_id, status)) WITHOUT ROWID;
     INSERT INTO said SELECT check_id, status, id FROM run_message;`,
  );
  const runs = Math.floor((days * DAY) / intervalMs);
  const status =
    'CASE WHEN c.table_id % 97 = 5 AND n.value < 3 THEN 5 WHEN (c.id * 7 + n.value) % 211 = 0 THEN 4 ELSE 0 END';
  const value = `CASE c.type WHEN 'freshness' THEN 40 + (c.id * 31 + n.value * 17) % 300
                 WHEN 'volume' THEN 300 + (c.id * 13 + n.value * 29) % 400 ELSE (c.id + n.value) % 4 END`;
  const numbers = `WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < ${runs - 1})`;
  const { changes } = db
    .prepare(
      `${numbers} INSERT INTO check_run (check_id, finished_at, id, status, value, message_id, elapsed_ms, busy_us)
       SELECT run.check_id, run.at, row_number() OVER (ORDER BY run.at, run.check_id), run.status, run.value, said.id,
         12, 3000
       FROM (SELECT c.id AS check_id, ? - n.value * ? - (c.id * 7919) % ? AS at, ${status} AS status, ${value} AS value
             FROM check_rule c CROSS JOIN n) AS run
       JOIN said ON said.check_id = run.check_id AND said.status = run.status`,
    )
    .run(now, intervalMs, intervalMs);
  db.exec(
    `INSERT INTO check_state (check_id, status, value, message, at, since, judged_at)
     SELECT r.check_id, r.status, r.value, m.text, r.finished_at, r.finished_at - ${DAY}, r.finished_at
     FROM check_rule c JOIN check_run r ON r.check_id = c.id
       AND r.finished_at = (SELECT max(finished_at) FROM check_run WHERE check_id = c.id)
     JOIN run_message m ON m.id = r.message_id;`,
  );
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return changes;
}
