import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { openStore } from '../../electron/engine/store/store.ts';
import { artifactsOf, callsOn, command, expect, type PulseApp, test } from './support/app.ts';
import { Complaints } from './support/complaints.ts';
import { makePast } from './support/past.ts';
import { packProduct } from './support/product.ts';
import { PATIENCE, title } from './support/walk.ts';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');

// What only shows in a package: threads, migrations and the native module come out of an archive.
test('a package starts, and its threads find what they need in the archive', async ({ dataFolder }) => {
  test.skip(process.platform !== 'linux', 'Elsewhere the program of a package has another place.');
  test.setTimeout(240_000);
  makePast(dataFolder, 20, Date.now());
  const files = join(dataFolder, 'reports');
  mkdirSync(files);
  exportTo(dataFolder, files);
  const home = mkdtempSync(join(tmpdir(), 'pulse-package-'));
  let started: Packaged | undefined;
  try {
    const { executablePath, args, env } = command(dataFolder);
    started = await startPackaged(packProduct(home, executablePath), {
      args: args.slice(0, -1),
      env,
      artifactsDir: artifactsOf(dataFolder),
    });
    const { page, call, complaints } = started;
    await expect(title(page)).toHaveText(/^2 tables not judged/, PATIENCE);

    // Its first line is there before the main process answers.
    const info = () => call('app.info').catch(() => null);
    await expect.poll(info, PATIENCE).toMatchObject({ ok: true, value: { demo: false } });
    // The threads that copy the store, read it, read a configuration, and write files.
    expect(await call('backups.create')).toMatchObject({ value: { backups: [{ kind: 'manual' }] } });
    const found = await call('history.search', { text: 'seconds old', limit: 50 });
    expect(found.ok && (found.value as { runs: unknown[] }).runs).toHaveLength(40);
    const set = await call('configuration.preview', { text: 'version: 1', prune: false });
    expect(set).toMatchObject({ value: { errors: [], plan: { changes: [] } } });
    expect(await call('dailyExport.writeNow')).toMatchObject({ ok: true });
    const lines = readdirSync(files).map(
      (name) => readFileSync(join(files, name), 'utf8').split('\r\n').length,
    );
    expect(lines).toEqual([1 + 40 + 1]);
    expect(complaints.unsettled).toEqual([]);
  } finally {
    await started?.end();
    rmSync(home, { recursive: true, force: true });
  }
});

/** The folder is never named by the page, only chosen in a dialog, which cannot be answered from outside. */
function exportTo(dataFolder: string, folder: string): void {
  const store = openStore({ folder: dataFolder, migrationsFolder: MIGRATIONS });
  const kept = store.settings.dailyExport();
  store.settings.setDailyExport({ ...kept, folder, schedule: { ...kept.schedule, span: 'all' } });
  store.close();
}

interface Packaged {
  page: Page;
  complaints: Complaints;
  call: PulseApp['call'];
  end(): Promise<void>;
}

/** A package's fuses keep inspectors out of the main process: only its page can be reached, over a port of its own. */
async function startPackaged(
  program: string,
  { args, env, artifactsDir }: { args: string[]; env: Record<string, string>; artifactsDir: string },
): Promise<Packaged> {
  const child = spawn(program, [...args, '--remote-debugging-port=0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints = new Complaints();
  complaints.listenToProcess(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    const address = await debuggingAddress(child);
    // Who attaches before there is a page is never answered.
    await expect.poll(() => pagesAt(address), { timeout: 30_000 }).toBe(1);
    const browser = await chromium.connectOverCDP(address, { artifactsDir });
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error('The package opened no window.');
    complaints.listenToPage(page);
    return { page, complaints, call: callsOn(page), end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Chromium says on its error output where it listens. */
function debuggingAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: string | Buffer) => {
      said += chunk;
      const address = /^DevTools listening on (\S+)/m.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The package ended with code ${code}.\n${said}`)));
  });
}

async function pagesAt(address: string): Promise<number> {
  const answer = await fetch(`http://${new URL(address).host}/json/list`);
  const targets = (await answer.json()) as { type: string }[];
  return targets.filter(({ type }) => type === 'page').length;
}
