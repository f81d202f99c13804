import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../electron/engine/store/store.ts';
import type { ExportProgress } from '../../shared/domain/export.ts';
import { ALL_RUNS, aCheck, aRun, aWorld } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder, testStore } from '../support/store.ts';

const CHILD = fileURLToPath(new URL('../support/store-child.ts', import.meta.url));

/** Starts a process with a store in it; `lines` grows with what it prints. */
function child(mode: 'hold' | 'write', folder: string) {
  const process_ = spawn(process.execPath, [CHILD, mode, folder, MIGRATIONS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: process_.stdout }).on('line', (line) => lines.push(line));
  const ended = once(process_, 'close');
  onTestFinished(() => kill(process_));
  const kill = async (target: ChildProcess = process_) => {
    target.kill('SIGKILL');
    await ended;
  };
  const until = async (count: number) => {
    const deadline = Date.now() + 20_000;
    while (lines.length < count) {
      if (process_.exitCode !== null || Date.now() > deadline)
        throw new Error(`It printed only ${JSON.stringify(lines)}.`);
      await sleep(5);
    }
  };
  return { lines, kill, until, ended, process: process_ };
}

const alreadyRunning = expect.objectContaining({
  problem: expect.objectContaining({
    code: 'already_running',
    title: 'Pulse is already running with this data folder.',
  }),
});

describe('the data folder', () => {
  it('belongs to one process, until that is killed', async () => {
    const folder = temporaryFolder();
    const holder = child('hold', folder);
    await holder.until(1);
    expect(() => testStore(folder)).toThrow(alreadyRunning);
    const reader = openStore({ folder, migrationsFolder: MIGRATIONS, readonly: true });
    expect(reader.connections.list()).toEqual([]);
    reader.close();
    // Neither the refusal nor the reading took the lock away from its holder.
    expect(() => testStore(folder)).toThrow(alreadyRunning);

    await holder.kill();
    expect(testStore(folder).opening.recovered).toBe(true);
  });

  it('is refused to another process while this one has it, and free when the store is closed', async () => {
    const folder = temporaryFolder();
    const store = testStore(folder);
    expect(() => testStore(folder)).toThrow(alreadyRunning);
    const refused = child('hold', folder);
    await refused.until(1);
    expect(JSON.parse(refused.lines[0] ?? '')).toMatchObject({ problem: { code: 'already_running' } });
    await refused.ended;
    expect(refused.process.exitCode).toBe(3);

    store.close();
    store.close();
    const next = child('hold', folder);
    await next.until(1);
    expect(next.lines).toEqual(['open']);
  });

  it.skipIf(process.platform === 'win32')('of somebody else is told in a sentence', async () => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    chmodSync(folder, 0o755);
    mkdirSync(data);
    chmodSync(data, 0o555);
    const { problem } = unprivileged('hold', data);
    expect(problem).toMatchObject({
      code: 'folder_not_writable',
      title: 'Pulse cannot write to its data folder.',
      hint: expect.stringContaining(data),
    });
    expect(readdirSync(data)).toEqual([]);
  });
});

describe('a process that is killed while it writes', () => {
  it('loses no finished run, and leaves no half-written one', async () => {
    const folder = temporaryFolder();
    const prepared = testStore(folder);
    const { connection } = aWorld(prepared);
    for (let n = 0; n < 4; n++) aCheck(prepared, { connectionId: connection.id, tableId: null });
    prepared.close();

    const printed = new Map<number, number>();
    for (let round = 0; round < 10; round++) {
      const writer = child('write', folder);
      await writer.until(1);
      await sleep(Math.random() * 250);
      await writer.kill();
      // No line is torn: a pipe takes such short ones whole.
      for (const line of writer.lines) {
        const [id, value] = line.split(' ').map(Number);
        if (id !== undefined && value !== undefined) printed.set(id, value);
      }

      const file = new Sqlite(join(folder, 'pulse.db'));
      expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(file.pragma('foreign_key_check')).toEqual([]);
      file.close();

      const store = openStore({ folder, migrationsFolder: MIGRATIONS });
      try {
        expect(store.opening.recovered).toBe(true);
        const runs = new Map(store.runs.list(ALL_RUNS, null, 1_000_000).map((run) => [run.id, run]));
        const lost = [...printed].filter(([id, value]) => runs.get(id)?.value !== value);
        expect(lost).toEqual([]);
        // What was written together is there together: at most the run that was not printed any more is extra.
        expect(runs.size - printed.size).toBeLessThanOrEqual(round + 1);
        const logged = store.queries.list(null, null, 1_000_000).map(({ sql }) => Number(sql.split(' ')[1]));
        expect(new Set(logged)).toEqual(new Set(runs.keys()));
        for (const state of store.checks.states())
          expect(state.value).toBe(Math.max(...ofCheck(runs.values(), state.checkId)));
      } finally {
        store.close();
      }
    }
    expect(printed.size).toBeGreaterThan(50);
  });

  it('in the middle of an export leaves no file with the name of the export', async () => {
    const { folder, path } = exportable(60_000);
    const exporting = spawn(process.execPath, [CHILD, 'export', folder, MIGRATIONS, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(exporting, 'close');
    await once(exporting.stdout, 'data');
    exporting.kill('SIGKILL');
    await ended;
    expect(existsSync(path)).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('an export', () => {
  function exportIn(shell: string, folder: string, path: string): ExportProgress {
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-c', `${shell} exec "$@"`, 'bash', process.execPath, CHILD, 'export', folder, MIGRATIONS, path],
      { encoding: 'utf8' },
    );
    const last = stdout.trim().split('\n').at(-1) ?? '';
    if (!last.startsWith('{')) throw new Error(`It said: ${stdout}${stderr}`);
    return JSON.parse(last) as ExportProgress;
  }

  it('that the disk takes is complete', () => {
    const { folder, path } = exportable(5_000);
    expect(exportIn('', folder, path)).toMatchObject({ state: 'done', rows: 5_000 });
    expect(readdirSync(join(path, '..'))).toEqual(['history.csv']);
  });

  it('that the disk does not take to its end is told, and leaves nothing behind', () => {
    const { folder, path } = exportable(5_000);
    // No file of this process may be larger than 128 KiB.
    const outcome = exportIn('ulimit -f 128;', folder, path);
    expect(outcome).toMatchObject({ state: 'failed', total: 5_000, problem: { code: 'file_too_large' } });
    expect(outcome.rows).toBeGreaterThan(0);
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('to a folder of somebody else is told in a sentence', () => {
    const { folder, path } = exportable(1);
    const target = join(path, '..');
    chmodSync(target, 0o555);
    giveAway(folder);
    expect(unprivileged('export', folder, path).problem).toMatchObject({
      code: 'not_permitted',
      title: 'You may not write to this folder.',
    });
    expect(readdirSync(target)).toEqual([]);
  });
});

const asRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** What a process that permissions apply to says last. To root they do not. */
function unprivileged(mode: string, folder: string, path = ''): { problem: unknown } {
  const { stdout, stderr } = spawnSync(process.execPath, [CHILD, mode, folder, MIGRATIONS, path], {
    encoding: 'utf8',
    timeout: 20_000,
    ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`It said: ${stdout}${stderr}`);
  return JSON.parse(last) as { problem: unknown };
}

function giveAway(folder: string): void {
  if (!asRoot) return;
  for (const path of [folder, ...readdirSync(folder).map((file) => join(folder, file))])
    chownSync(path, NOBODY, NOBODY);
}

function* ofCheck(runs: Iterable<{ id: number; checkId: number }>, checkId: number): Generator<number> {
  for (const run of runs) if (run.checkId === checkId) yield run.id;
}

/** A closed store with runs, and the place of an export in an empty folder. */
function exportable(count: number): { folder: string; path: string } {
  const folder = temporaryFolder();
  const store = testStore(folder);
  const { check } = aWorld(store);
  store.transaction(() => {
    for (let n = 0; n < count; n++) store.runs.append(aRun(check.id, { finishedAt: n * 1_000 }));
  });
  store.close();
  return { folder, path: join(temporaryFolder(), 'history.csv') };
}
