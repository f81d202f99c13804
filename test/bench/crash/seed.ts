import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { readMigrations } from '../../../electron/engine/store/migrate.ts';
import { APPLICATION_ID, STORE_FILE } from '../../../electron/engine/store/place.ts';
import { openStore } from '../../../electron/engine/store/store.ts';
import { aRun, aWorld } from '../../support/samples.ts';
import { Ledger } from './scenario.ts';

const SEEDED_RUNS = 8_000;

/** A folder with one check and as many runs, and what must be true of it. */
export function seed(folder: string, migrationsFolder: string, runs: number): Ledger {
  const store = openStore({ folder, migrationsFolder });
  const { check } = aWorld(store);
  store.transaction(() => {
    for (let n = 0; n < runs; n++)
      store.runs.append(aRun(check.id, { finishedAt: Date.now() - n * 1_000, message: `Run ${n}.` }));
  });
  store.close();
  return new Ledger();
}

/** Data of the first layout that Pulse ever had, as it is found by an upgrade. */
export function seedFirstLayout(folder: string, migrationsFolder: string): Ledger {
  const [first] = readMigrations(migrationsFolder);
  if (first === undefined) throw new Error('There are no migrations.');
  const ledger = new Ledger();
  mkdirSync(folder, { recursive: true });
  const db = new Sqlite(join(folder, STORE_FILE));
  db.pragma('journal_mode = WAL');
  db.transaction(() => {
    db.exec(first.sql);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma('user_version = 1');
    db.exec(`
      INSERT INTO housekeeping VALUES ('closed_properly', 'yes');
      INSERT INTO connection VALUES (1, 'shop', 'h', 5432, 'd', 'u', 'disable', NULL, NULL, '{}', 0);
      INSERT INTO monitored_table VALUES (1, 1, 'public', 'orders', 'table', 0);
      INSERT INTO check_rule (id, connection_id, table_id, type, name, config, interval_ms, pending_runs, enabled)
        VALUES (1, 1, 1, 'freshness', 'Freshness', '{}', 60000, 2, 1);
      INSERT INTO run_message VALUES (1, 0, 0, 'It is fine.');
    `);
    const now = Date.now();
    const run = db.prepare('INSERT INTO check_run VALUES (1, ?, ?, 0, ?, 1, 5, 1000)');
    const text = db.prepare(`INSERT INTO query_text VALUES (:id, 0, 0, 'SELECT ' || :id)`);
    const query = db.prepare(
      `INSERT INTO query_log VALUES (:id, 1, 1, :id, :id, :at, 1500, 1, 'ok', NULL, NULL)`,
    );
    for (let id = 1; id <= SEEDED_RUNS; id++) {
      const at = now - (SEEDED_RUNS - id) * 1_000;
      run.run(at, id, id * 7);
      text.run({ id });
      query.run({ id, at });
      ledger.acked.set(id, id * 7);
    }
  })();
  db.close();
  return ledger;
}

/** Pulse's own migrations, and two that rewrite much, so that there is time to be killed in. */
export function laterMigrations(migrationsFolder: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(migrationsFolder).filter((file) => file.endsWith('.sql'));
  for (const file of files) copyFileSync(join(migrationsFolder, file), join(folder, file));
  const number = (offset: number) => String(files.length + offset).padStart(3, '0');
  writeFileSync(
    join(folder, `${number(1)}_rewrite_every_run.sql`),
    'ALTER TABLE check_run ADD COLUMN noted TEXT; UPDATE check_run SET noted = hex(randomblob(40));',
  );
  writeFileSync(
    join(folder, `${number(2)}_copy_every_run.sql`),
    'CREATE TABLE copied AS SELECT * FROM check_run; CREATE INDEX copied_by_id ON copied (id); DROP TABLE copied;',
  );
  return folder;
}
