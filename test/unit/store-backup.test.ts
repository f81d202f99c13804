import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backUp } from '../../electron/engine/store/backup/back-up.ts';
import { backupFolder, listBackups } from '../../electron/engine/store/backup/backup-files.ts';
import { lossOf } from '../../electron/engine/store/backup/loss.ts';
import { finishRestore, stageRestore, startAfresh } from '../../electron/engine/store/backup/restore.ts';
import { restoreNow } from '../../electron/engine/store/backup/restore-now.ts';
import { openPrepared } from '../../electron/engine/store/open-prepared.ts';
import { openStore, type Store } from '../../electron/engine/store/store.ts';
import { runInWorker } from '../../electron/engine/store/worker-tasks.ts';
import { dayAndTime, lossInWords } from '../../shared/loss-words.ts';
import { flipBitInPage, pagesOf } from '../support/damage.ts';
import { ALL_RUNS, aRun, aWorld, T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder, testStore } from '../support/store.ts';

const problem = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });

function filled(folder: string, runs: number): { store: Store; checkId: number } {
  const store = testStore(folder);
  const { check } = aWorld(store);
  write(store, check.id, runs);
  return { store, checkId: check.id };
}

function write(store: Store, checkId: number, runs: number): void {
  store.transaction(() => {
    for (let n = 0; n < runs; n++) store.runs.append(aRun(checkId, { finishedAt: T0 + n * 1_000 }));
  });
}

function inspect<T>(file: string, look: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(file);
  try {
    return look(db);
  } finally {
    db.close();
  }
}

const runsIn = (file: string) =>
  inspect(file, (db) => db.prepare('SELECT count(*) FROM check_run').pluck().get());
const pathOf = (folder: string, name: string) => join(backupFolder(folder), name);

describe('a backup', () => {
  it('is of one moment, whatever is written while it is made, and one whole file of its own', async () => {
    const folder = temporaryFolder();
    const { store, checkId } = filled(folder, 40_000);
    const job = runInWorker({ do: 'backup', folder, kind: 'manual', at: T0 });
    let under = true;
    const made = job.done.finally(() => {
      under = false;
    });
    let batches = 0;
    while (under) {
      write(store, checkId, 100);
      batches += 1;
      // Leaves the worker a processor, also where there is one only.
      await pause(5);
    }
    const name = await made;
    expect(batches).toBeGreaterThan(3);
    expect(readdirSync(backupFolder(folder))).toEqual([name]);
    const runs = runsIn(pathOf(folder, name)) as number;
    // Whole batches: none was torn.
    expect((runs - 40_000) % 100).toBe(0);
    expect(runs).toBeLessThan(40_000 + batches * 100);
    inspect(pathOf(folder, name), (db) => {
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    });
    expect(store.runs.count(ALL_RUNS)).toBe(40_000 + batches * 100);
  });

  it('says when it was made, why, and by which Pulse', async () => {
    const folder = temporaryFolder();
    const store = openStore({ folder, migrationsFolder: MIGRATIONS, version: '1.2.0-beta.1' });
    const name = await backUp(folder, 'daily', T0).finally(() => store.close());
    const layout = store.opening.migration.to;
    expect(listBackups(folder, layout)).toEqual([
      {
        name,
        at: T0,
        kind: 'daily',
        version: '1.2.0-beta.1',
        layout,
        tooNew: false,
        bytes: statSync(pathOf(folder, name)).size,
      },
    ]);
    expect(listBackups(folder, layout - 1)[0]?.tooNew).toBe(true);
    if (process.platform !== 'win32') expect(statSync(pathOf(folder, name)).mode & 0o077).toBe(0);
  });

  it('of damaged data does not come to be, and the good ones stay', async () => {
    const folder = temporaryFolder();
    filled(folder, 3_000).store.close();
    const good = await backUp(folder, 'daily', T0);
    flipBitInPage(join(folder, 'pulse.db'), pagesOf(join(folder, 'pulse.db'), 'check_run')[3] ?? 0);
    await expect(backUp(folder, 'daily', T0 + 1)).rejects.toEqual(problem('damaged'));
    expect(readdirSync(backupFolder(folder))).toEqual([good]);
  });

  it('replaces old ones of its kind: seven days, and what the user asked for apart', async () => {
    const folder = temporaryFolder();
    filled(folder, 10).store.close();
    const manual = await backUp(folder, 'manual', T0);
    const daily: string[] = [];
    for (let day = 1; day <= 9; day++) daily.push(await backUp(folder, 'daily', T0 + day * 86_400_000));
    expect(listBackups(folder, 99).map(({ name }) => name)).toEqual([...daily.slice(-7).reverse(), manual]);
  });

  it('made after the clock was set back is the newest all the same', async () => {
    const folder = temporaryFolder();
    filled(folder, 10).store.close();
    for (let day = 1; day <= 7; day++) await backUp(folder, 'daily', T0 + day * 86_400_000);
    const name = await backUp(folder, 'daily', T0);
    expect(listBackups(folder, 99).map((backup) => backup.name)).toContain(name);
    expect(listBackups(folder, 99)).toHaveLength(7);
  });

  it('that was cut off is cleared away at the next start', () => {
    const folder = temporaryFolder();
    mkdirSync(backupFolder(folder));
    for (const name of ['pulse-20260105T090000000Z-daily-1.0.0.db.part', 'x.db.part-journal'])
      writeFileSync(pathOf(folder, name), 'half');
    testStore(folder);
    expect(readdirSync(backupFolder(folder))).toEqual([]);
  });
});

describe('going back to a backup', () => {
  /** Ten runs in the backup, fifteen in the data, and nobody has it open. */
  async function withBackup(): Promise<{ folder: string; name: string; backup: string }> {
    const folder = temporaryFolder();
    const { store, checkId } = filled(folder, 10);
    const name = await backUp(folder, 'manual', T0);
    write(store, checkId, 5);
    store.close();
    return { folder, name, backup: pathOf(folder, name) };
  }

  function counted(folder: string): number {
    const store = openStore({ folder, migrationsFolder: MIGRATIONS });
    try {
      expect(store.opening.recovered).toBe(false);
      return store.runs.count(ALL_RUNS);
    } finally {
      store.close();
    }
  }

  const asides = (folder: string) =>
    readdirSync(join(folder, 'set-aside'))
      .filter((name) => name.endsWith('.db'))
      .map((name) => runsIn(join(folder, 'set-aside', name)));
  const staged = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('restoring'));

  it('happens at the next start, and sets aside what there was', async () => {
    const { folder, backup } = await withBackup();
    stageRestore(folder, backup, T0 + 1);
    expect(counted(folder)).toBe(10);
    expect(asides(folder)).toEqual([15]);
    expect(staged(folder)).toEqual([]);
    expect(counted(folder)).toBe(10);
  });

  it('is staged beside a store that is open, which goes on until it is closed', async () => {
    const folder = temporaryFolder();
    const { store, checkId } = filled(folder, 10);
    const backup = pathOf(folder, await backUp(folder, 'manual', T0));
    stageRestore(folder, backup, T0 + 1);
    write(store, checkId, 5);
    expect(store.runs.count(ALL_RUNS)).toBe(15);
    store.close();
    expect(counted(folder)).toBe(10);
    expect(asides(folder)).toEqual([15]);
  });

  it('takes the log of a killed Pulse aside with its file', async () => {
    const { folder, backup } = await withBackup();
    // What a kill leaves: the file without the last runs, and a log that holds them.
    const store = openStore({ folder, migrationsFolder: MIGRATIONS });
    write(store, store.checks.list()[0]?.id ?? 0, 7);
    const left = temporaryFolder();
    for (const name of ['pulse.db', 'pulse.db-wal']) copyFileSync(join(folder, name), join(left, name));
    store.close();
    stageRestore(left, backup, T0 + 1);
    expect(counted(left)).toBe(10);
    expect(asides(left)).toEqual([22]);
  });

  it.each([
    ['before anything moved', []],
    ['after the file was moved', ['pulse.db']],
  ])('cut off %s is taken up again', async (_, moved) => {
    const { folder, backup } = await withBackup();
    stageRestore(folder, backup, T0 + 1);
    const stamp = staged(folder)[0]?.slice('restoring-'.length) ?? '';
    mkdirSync(join(folder, 'set-aside'));
    for (const name of moved)
      renameSync(join(folder, name), join(folder, 'set-aside', name.replace('pulse.db', `pulse-${stamp}`)));
    expect(counted(folder)).toBe(10);
    expect(asides(folder)).toEqual([15]);
  });

  it('that was not copied to its end does not happen', async () => {
    const { folder } = await withBackup();
    writeFileSync(join(folder, 'restoring-20260105T090000000Z.db.part'), 'half');
    expect(counted(folder)).toBe(15);
    expect(staged(folder)).toEqual([]);
  });

  it('refuses a damaged copy, a file of another program, and one that is not there', async () => {
    const { folder, backup } = await withBackup();
    const broken = join(temporaryFolder(), 'broken.db');
    copyFileSync(backup, broken);
    truncateSync(broken, statSync(broken).size - 8_192);
    const foreign = join(temporaryFolder(), 'foreign.db');
    inspect(foreign, (db) => db.exec('CREATE TABLE diary (day TEXT)'));
    for (const source of [broken, foreign, join(folder, 'nowhere.db')])
      expect(() => stageRestore(folder, source, T0)).toThrow(problem('backup_unusable'));
    expect(staged(folder)).toEqual([]);
    expect(counted(folder)).toBe(15);
  });

  it('is not done under a Pulse that runs', async () => {
    const { folder, backup } = await withBackup();
    const store = testStore(folder);
    expect(() => restoreNow(folder, backup, T0)).toThrow(problem('already_running'));
    store.close();
    restoreNow(folder, backup, T0);
    expect(counted(folder)).toBe(10);
  });

  it('keeps what was set aside the last three times', async () => {
    const { folder, backup } = await withBackup();
    for (let n = 0; n < 5; n++) restoreNow(folder, backup, T0 + n);
    expect(asides(folder)).toEqual([10, 10, 10]);
  });

  it('starting afresh sets aside what there was', async () => {
    const { folder } = await withBackup();
    startAfresh(folder, T0);
    expect(finishRestore(folder)).toBeNull();
    expect(counted(folder)).toBe(0);
    expect(asides(folder)).toEqual([15]);
  });

  describe('costs', () => {
    it('the runs since then', async () => {
      const { folder, name } = await withBackup();
      expect(lossOf(folder, { name, at: T0 })).toEqual({ name, after: T0, runs: 5, estimated: false });
    });

    it('of data that cannot be read, what the checks do in the time until it was last written', async () => {
      const { folder, name } = await withBackup();
      const file = join(folder, 'pulse.db');
      writeFileSync(file, readFileSync(file).fill(0xa5, 0, 4_096));
      // One check, once a minute, and a day and a half.
      utimesSync(file, new Date(), new Date(T0 + 36 * 3_600_000));
      expect(lossOf(folder, { name, at: T0 })).toEqual({ name, after: T0, runs: 2_160, estimated: true });
    });

    it('is told in a sentence', () => {
      const at = new Date(2026, 10, 25, 14, 2).getTime();
      const now = new Date(2026, 10, 26).getTime();
      const loss = { name: '', after: at, runs: 3_412, estimated: true };
      expect(lossInWords(loss, now)).toMatch(
        /^Everything after 25 Nov 14:02 is lost: about 3,400 check runs, /,
      );
      expect(lossInWords({ ...loss, runs: 1, estimated: false }, now)).toContain('lost: 1 check run, ');
      expect(lossInWords({ ...loss, runs: 0, estimated: false }, now)).toMatch(
        /^No check has run since .+\. Changes to connections, tables, checks and settings made since are lost\.$/,
      );
      expect(dayAndTime(at, new Date(2027, 1, 1).getTime())).toBe('25 Nov 2026 14:02');
    });
  });
});

describe('a start with long work to do', () => {
  it('is not over before the thread is gone, which until then may hold files that are replaced next', async () => {
    const folder = temporaryFolder();
    const program = join(folder, 'program.mjs');
    writeFileSync(
      program,
      `import { writeFileSync } from 'node:fs';
       import { parentPort, workerData } from 'node:worker_threads';
       parentPort.postMessage({ ok: true, value: 'done' });
       setTimeout(() => writeFileSync(workerData.folder + '/let-go', ''), 200);`,
    );
    expect(await runInWorker({ do: 'backup', folder, kind: 'manual', at: T0 }, program).done).toBe('done');
    expect(readdirSync(folder)).toContain('let-go');
  });

  it('does it in a worker: the check after an unclean stop', async () => {
    const folder = temporaryFolder();
    const { store } = filled(folder, 100);
    const left = temporaryFolder();
    for (const name of ['pulse.db', 'pulse.db-wal']) copyFileSync(join(folder, name), join(left, name));
    store.close();
    const options = { folder: left, migrationsFolder: MIGRATIONS };
    expect(() => openStore({ ...options, longWork: 'refuse' })).toThrow(problem('needs_preparation'));
    const prepared = await openPrepared(options);
    expect(prepared.opening.recovered).toBe(true);
    expect(prepared.store.runs.count(ALL_RUNS)).toBe(100);
    prepared.store.close();
  });

  it('hands on what is wrong there', async () => {
    const folder = temporaryFolder();
    const { store } = filled(folder, 3_000);
    store.close();
    const file = join(folder, 'pulse.db');
    flipBitInPage(file, pagesOf(file, 'check_run')[3] ?? 0);
    inspect(file, (db) => db.exec(`UPDATE housekeeping SET value = 'no' WHERE key = 'closed_properly'`));
    await expect(openPrepared({ folder, migrationsFolder: MIGRATIONS })).rejects.toEqual(problem('damaged'));
  });
});
