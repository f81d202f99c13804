import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { finishBackup, forgetOldBackups, makeSlot, type Slot } from './backup/backup-files.ts';
import type { Raw } from './database.ts';
import { asStoreError, StoreError } from './errors.ts';
import { APPLICATION_ID } from './place.ts';

export interface Migration {
  version: number;
  /** As the file is named, such as `001_create_the_store`. */
  name: string;
  sql: string;
}

/** Where the copy before an upgrade goes, and which Pulse had written the data. */
export interface UpgradeBackup {
  dataFolder: string;
  nativeBinding: string | undefined;
  version: string | null;
}

export interface MigrationOutcome {
  from: number;
  to: number;
  /** Copy of the database as it was before, when there was something to lose. */
  backup: string | null;
}

/**
 * Reads `NNN_what_it_does.sql` files in order. Throws a plain `Error` when they are not numbered 1, 2, 3 …:
 * that is a broken build, nothing a user could mend.
 */
export function readMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const match = /^(\d{3})_([a-z0-9_]+)\.sql$/.exec(file);
      if (match?.[1] === undefined) throw new Error(`Not a name for a migration: ${file}`);
      return {
        version: Number(match[1]),
        name: file.slice(0, -'.sql'.length),
        sql: readFileSync(join(folder, file), 'utf8'),
      };
    });
  migrations.forEach((migration, index) => {
    if (migration.version !== index + 1)
      throw new Error(`Migration ${migration.name} should have number ${index + 1}.`);
  });
  if (migrations.length === 0) throw new Error('There are no migrations.');
  return migrations;
}

function layoutVersion(db: Raw): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** True for a file that nobody has written anything to yet. */
function isEmpty(db: Raw): boolean {
  return layoutVersion(db) === 0 && db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

/** Throws `StoreError` when the file is another program's or a newer Pulse's. Returns whether it is new. */
export function recognise(db: Raw, migrations: readonly Migration[]): { isNew: boolean; version: number } {
  const version = layoutVersion(db);
  if (isEmpty(db)) return { isNew: true, version };
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    throw new StoreError({
      code: 'not_a_store',
      title: 'The file pulse.db in the data folder belongs to another program.',
      hint: 'Move that file away, or choose another data folder.',
    });
  if (version > migrations.length)
    throw new StoreError({
      code: 'from_the_future',
      title: "Pulse's data was written by a newer version of Pulse.",
      hint: 'Install the newest Pulse. To go on with this older one, choose another data folder.',
      detail: `The data has layout ${version}; this version knows layouts up to ${migrations.length}.`,
    });
  return { isNew: false, version };
}

/**
 * Brings the database to the newest layout: all missing migrations in one transaction, after a copy of an existing
 * database was put to the backups. Throws `StoreError`; then nothing has changed.
 */
export function migrate(
  db: Raw,
  migrations: readonly Migration[],
  upgradeBackup: UpgradeBackup,
): MigrationOutcome {
  const { isNew, version: from } = recognise(db, migrations);
  const missing = migrations.filter((migration) => migration.version > from);
  const to = migrations.length;
  if (missing.length === 0) return { from, to, backup: null };

  const backup = isNew ? null : backUpBefore(db, upgradeBackup);
  // Off while tables are rebuilt, as SQLite advises; the check before the commit makes up for it. Has no effect
  // inside a transaction, hence here.
  db.pragma('foreign_keys = OFF');
  let running: Migration | undefined;
  try {
    db.transaction(() => {
      db.pragma(`application_id = ${APPLICATION_ID}`);
      for (running of missing) {
        db.exec(running.sql);
        if (!db.inTransaction) throw new Error('A migration may not end the transaction that it runs in.');
      }
      const orphans = db.pragma('foreign_key_check') as unknown[];
      if (orphans.length > 0) throw new Error(`${orphans.length} rows would lose what they belong to.`);
      db.pragma(`user_version = ${to}`);
    }).exclusive();
  } catch (error) {
    const known = asStoreError(error);
    if (known instanceof StoreError && known.problem.code === 'disk_full') throw known;
    throw new StoreError(
      {
        code: 'upgrade_failed',
        title: "Pulse could not bring its data to this version's layout.",
        hint: 'Nothing was changed. Go back to the version of Pulse that you had, and report this.',
        detail: `${running?.name ?? 'before the first step'}: ${error instanceof Error ? error.message : String(error)}`,
      },
      error,
    );
  } finally {
    db.pragma('foreign_keys = ON');
  }
  return { from, to, backup };
}

/** Writes a compact copy of the database to the backups, where it has its name only when it is complete and checked. */
function backUpBefore(db: Raw, { dataFolder, nativeBinding, version }: UpgradeBackup): string {
  const now = Date.now();
  let slot: Slot | undefined;
  try {
    slot = makeSlot(dataFolder, { kind: 'upgrade', at: now, version });
    db.prepare('VACUUM INTO ?').run(slot.unfinished);
    finishBackup(slot, nativeBinding);
  } catch (error) {
    if (slot !== undefined) rmSync(slot.unfinished, { force: true });
    const known = asStoreError(error);
    if (known instanceof StoreError && known.problem.code === 'damaged') throw known;
    throw new StoreError(
      {
        code: 'upgrade_failed',
        title: 'Pulse could not copy its data before upgrading it.',
        hint: 'Nothing was changed. Make sure that the disk has room for a second copy of pulse.db, then start Pulse again.',
      },
      error,
    );
  }
  forgetOldBackups(dataFolder, now);
  return slot.path;
}
