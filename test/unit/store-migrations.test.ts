import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../electron/engine/store/errors.ts';
import { readMigrations } from '../../electron/engine/store/migrate.ts';
import { openStore } from '../../electron/engine/store/store.ts';
import { ALL_RUNS, aCheck, aConnection, aRun, aWorld } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder, testStore } from '../support/store.ts';

/** Pulse's own migrations and then these, as a later version would bring them. */
function laterVersion(...extra: string[]): string {
  const folder = temporaryFolder();
  for (const file of readdirSync(MIGRATIONS)) copyFileSync(join(MIGRATIONS, file), join(folder, file));
  const first = readdirSync(MIGRATIONS).length + 1;
  extra.forEach((sql, index) => {
    writeFileSync(join(folder, `${String(first + index).padStart(3, '0')}_later_${index}.sql`), sql);
  });
  return folder;
}

function opening(folder: string, migrationsFolder = MIGRATIONS): StoreError {
  try {
    openStore({ folder, migrationsFolder }).close();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('It opened.');
}

function inspect<T>(file: string, look: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(file);
  try {
    return look(db);
  } finally {
    db.close();
  }
}

/** Writes rubbish into one page of the file. */
function damage(file: string, page: number): void {
  const handle = openSync(file, 'r+');
  try {
    writeSync(handle, Buffer.alloc(512, 0xa5), 0, 512, (page - 1) * 4096);
  } finally {
    closeSync(handle);
  }
}

const newest = readMigrations(MIGRATIONS).length;

describe('a new data folder', () => {
  it('gets the newest layout, in a folder that is made for it', () => {
    const folder = join(temporaryFolder(), 'not', 'there', 'yet');
    const store = testStore(folder);
    expect(store.opening).toEqual({ migration: { from: 0, to: newest, backup: null }, recovered: false });
    expect(aConnection(store).id).toBe(1);
    store.close();
    inspect(join(folder, 'pulse.db'), (db) => {
      expect(db.pragma('user_version', { simple: true })).toBe(newest);
      expect(db.pragma('application_id', { simple: true })).toBe(0x50756c73);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    });
    expect(existsSync(join(folder, 'backups'))).toBe(false);
  });

  it('has an index behind every foreign key, so that no removal scans a table', () => {
    const folder = temporaryFolder();
    testStore(folder).close();
    inspect(join(folder, 'pulse.db'), (db) => {
      const tables = db
        .prepare<[], { name: string }>(
          `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
        )
        .all();
      const uncovered = tables.flatMap(({ name }) => {
        const keys = db.pragma(`foreign_key_list(${name})`) as { from: string }[];
        return keys
          .filter(({ from }) => {
            const [plan] = db
              .prepare<[number], { detail: string }>(
                `EXPLAIN QUERY PLAN SELECT 1 FROM ${name} WHERE ${from} = ?`,
              )
              .all(1);
            return !plan?.detail.startsWith('SEARCH');
          })
          .map(({ from }) => `${name}.${from}`);
      });
      expect(tables.length).toBeGreaterThan(10);
      expect(uncovered).toEqual([]);
    });
  });

  it.skipIf(process.platform === 'win32')('can be read by its owner only', () => {
    const folder = join(temporaryFolder(), 'data');
    testStore(folder);
    expect(statSync(folder).mode & 0o077).toBe(0);
    for (const file of ['pulse.db', 'pulse.db-wal', 'pulse.db-shm'])
      expect([file, statSync(join(folder, file)).mode & 0o077]).toEqual([file, 0]);
  });
});

describe('an upgrade', () => {
  it('keeps what is there, and a copy of it as it was before', () => {
    const folder = temporaryFolder();
    const before = testStore(folder);
    const { connection } = aWorld(before);
    before.close();

    const later = laterVersion(
      'ALTER TABLE connection ADD COLUMN note TEXT;',
      `UPDATE connection SET name = name || ', upgraded';`,
    );
    const after = testStore(folder, later);
    expect(after.connections.get(connection.id)?.name).toBe('Shop replica, upgraded');
    const { migration } = after.opening;
    expect(migration).toMatchObject({ from: newest, to: newest + 2 });
    expect(migration.backup).not.toBeNull();

    inspect(migration.backup ?? '', (db) => {
      expect(db.pragma('user_version', { simple: true })).toBe(newest);
      expect(db.prepare('SELECT name FROM connection').pluck().all()).toEqual(['Shop replica']);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    });
  });

  it('that was done already makes no second copy', () => {
    const folder = temporaryFolder();
    testStore(folder).close();
    const later = laterVersion('CREATE TABLE extra (a INTEGER);');
    testStore(folder, later).close();
    testStore(folder, later).close();
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(1);
  });

  it('keeps the newest three copies', () => {
    const folder = temporaryFolder();
    const backups = join(folder, 'backups');
    testStore(folder).close();
    const steps: string[] = [];
    const made: string[] = [];
    for (let step = 0; step < 5; step++) {
      steps.push(`CREATE TABLE extra_${step} (a INTEGER);`);
      const store = testStore(folder, laterVersion(...steps));
      made.push(store.opening.migration.backup ?? '');
      store.close();
    }
    expect(readdirSync(backups).map((file) => join(backups, file))).toEqual(made.slice(-3));
  });

  it('that fails half way changes nothing, and says which step it was', () => {
    const folder = temporaryFolder();
    const before = testStore(folder);
    aWorld(before);
    before.close();
    const later = laterVersion('DELETE FROM connection;', 'CREATE TABLE broken (');
    const error = opening(folder, later);
    expect(error.problem).toMatchObject({
      code: 'upgrade_failed',
      detail: expect.stringContaining(`${String(newest + 2).padStart(3, '0')}_later_1`),
    });
    const after = testStore(folder);
    expect(after.connections.list()).toHaveLength(1);
    expect(after.opening.migration).toEqual({ from: newest, to: newest, backup: null });
  });

  it('that would leave rows without what they belong to is taken back', () => {
    const folder = temporaryFolder();
    const before = testStore(folder);
    const { check } = aWorld(before);
    before.runs.append(aRun(check.id));
    before.close();
    // With foreign keys off during an upgrade nothing cascades: only the check at its end can notice.
    expect(opening(folder, laterVersion('DELETE FROM check_rule;')).problem.code).toBe('upgrade_failed');
    expect(testStore(folder).runs.last(check.id)).not.toBeNull();
  });

  it('that ends its transaction by itself is refused', () => {
    const folder = temporaryFolder();
    testStore(folder).close();
    expect(opening(folder, laterVersion('COMMIT;')).problem.code).toBe('upgrade_failed');
    // It does not pass for upgraded.
    expect(testStore(folder).opening.migration.from).toBe(newest);
  });

  it('leaves foreign keys on', () => {
    const folder = temporaryFolder();
    testStore(folder).close();
    const store = testStore(folder, laterVersion('CREATE TABLE extra (a INTEGER);'));
    const nobody = { connectionId: 99, tableId: null };
    expect(() => aCheck(store, nobody)).toThrow(expect.objectContaining({ name: 'StoreError' }));
  });
});

describe('a database that is not for this version', () => {
  it('from the future is refused and left as it is', () => {
    const folder = temporaryFolder();
    const later = laterVersion('CREATE TABLE extra (a INTEGER);');
    testStore(folder, later).close();
    const { problem } = opening(folder);
    expect(problem).toMatchObject({
      code: 'from_the_future',
      title: "Pulse's data was written by a newer version of Pulse.",
    });
    expect(problem.hint).toContain('Install the newest Pulse');
    expect(problem.detail).toContain(`layout ${newest + 1}`);
    expect(testStore(folder, later).opening.migration.from).toBe(newest + 1);
  });

  it('gives its lock back when it is refused', () => {
    const folder = temporaryFolder();
    testStore(folder, laterVersion('CREATE TABLE extra (a INTEGER);')).close();
    expect(opening(folder).problem.code).toBe('from_the_future');
    expect(opening(folder).problem.code).toBe('from_the_future');
  });

  it('of another program is refused', () => {
    const folder = temporaryFolder();
    inspect(join(folder, 'pulse.db'), (db) => db.exec('CREATE TABLE diary (day TEXT)'));
    expect(opening(folder).problem).toMatchObject({
      code: 'not_a_store',
      title: 'The file pulse.db in the data folder belongs to another program.',
    });
    inspect(join(folder, 'pulse.db'), (db) => {
      expect(db.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['diary']);
    });
  });

  it('that is no database at all is refused', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'pulse.db'), 'Dear diary, '.repeat(1000));
    expect(opening(folder).problem.code).toBe('not_a_store');
  });

  it('an empty file is a new database', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'pulse.db'), '');
    expect(testStore(folder).opening.migration.from).toBe(0);
  });
});

describe('the migrations folder', () => {
  function folderWith(...files: string[]): string {
    const folder = temporaryFolder();
    for (const file of files) writeFileSync(join(folder, file), 'SELECT 1;');
    return folder;
  }

  it('is read in order', () => {
    const folder = folderWith('002_second.sql', '001_first.sql', 'notes.txt');
    expect(readMigrations(folder).map(({ name }) => name)).toEqual(['001_first', '002_second']);
  });

  it.each([
    ['a gap', ['001_first.sql', '003_third.sql']],
    ['a number used twice', ['001_first.sql', '002_second.sql', '002_other.sql']],
    ['a name without a number', ['001_first.sql', 'second.sql']],
    ['nothing', []],
  ])('with %s is a broken build', (_, files) => {
    expect(() => readMigrations(folderWith(...files))).toThrow(/igration/);
  });
});

describe('opening for reading', () => {
  const reading = (folder: string, migrationsFolder = MIGRATIONS) =>
    openStore({ folder, migrationsFolder, readonly: true });

  it('reads beside the store that writes, and sees what it writes later', () => {
    const folder = temporaryFolder();
    const writer = testStore(folder);
    const { check } = aWorld(writer);
    const reader = reading(folder);
    try {
      expect(reader.runs.last(check.id)).toBeNull();
      writer.runs.append(aRun(check.id));
      expect(reader.runs.last(check.id)?.value).toBe(42);
    } finally {
      reader.close();
    }
  });

  it('cannot write', () => {
    const folder = temporaryFolder();
    aWorld(testStore(folder));
    const reader = reading(folder);
    try {
      expect(() => reader.connections.remove(1)).toThrow(
        expect.objectContaining({ problem: expect.objectContaining({ code: 'read_only' }) }),
      );
    } finally {
      reader.close();
    }
  });

  it('does not pass for closing the store properly', () => {
    const folder = temporaryFolder();
    aWorld(testStore(folder));
    reading(folder).close();
    inspect(join(folder, 'pulse.db'), (db) => {
      expect(db.prepare(`SELECT value FROM housekeeping WHERE key = 'closed_properly'`).pluck().get()).toBe(
        'no',
      );
    });
  });

  it('a folder without data, or without a layout yet, says so and makes nothing', () => {
    const folder = temporaryFolder();
    expect(() => reading(folder)).toThrow('There is no Pulse data in this folder yet.');
    expect(() => reading(join(folder, 'missing'))).toThrow('There is no Pulse data in this folder yet.');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('an older layout says that Pulse must run once', () => {
    const folder = temporaryFolder();
    testStore(folder).close();
    expect(() => reading(folder, laterVersion('CREATE TABLE extra (a INTEGER);'))).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'needs_upgrade' }) }),
    );
  });
});

describe('after a process that did not close its store', () => {
  function unclosed(): string {
    const folder = temporaryFolder();
    const store = testStore(folder);
    const { check } = aWorld(store);
    store.transaction(() => {
      for (let n = 0; n < 3_000; n++) store.runs.append(aRun(check.id, { finishedAt: n * 1000 }));
    });
    // A copy of the files while they are open is what a killed process leaves behind.
    const left = temporaryFolder();
    for (const file of ['pulse.db', 'pulse.db-wal']) copyFileSync(join(folder, file), join(left, file));
    return left;
  }

  it('everything is there, and was checked', () => {
    const store = testStore(unclosed());
    expect(store.opening.recovered).toBe(true);
    expect(store.runs.list(ALL_RUNS, null, 5_000)).toHaveLength(3_000);
  });

  it('and nothing is checked after one that did', () => {
    const folder = unclosed();
    testStore(folder).close();
    expect(testStore(folder).opening.recovered).toBe(false);
  });

  it('damage is found and told with a way out', () => {
    const folder = unclosed();
    const file = join(folder, 'pulse.db');
    // Brings the log into the file, so that the damage is not painted over by it.
    inspect(file, (db) => db.pragma('wal_checkpoint(TRUNCATE)'));
    const pages = inspect(file, (db) =>
      db
        .prepare<[], number>(`SELECT pageno FROM dbstat WHERE name = 'check_run' AND pagetype = 'leaf'`)
        .pluck()
        .all(),
    );
    expect(pages.length).toBeGreaterThan(5);
    damage(file, pages[3] ?? 0);
    const { problem } = opening(folder);
    expect(problem.code).toBe('damaged');
    expect(problem.hint).toContain('last good backup');
  });
});
