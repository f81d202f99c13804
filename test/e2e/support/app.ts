import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import type { Answer, PulseBridge } from '../../../shared/contract/bridge.ts';
import type { MethodName } from '../../../shared/contract/names.ts';
import { Complaints } from './complaints.ts';
import { evenIfLost } from './evaluate.ts';

const root = join(import.meta.dirname, '../../..');
const CLOSE_WITHIN_MS = 15_000;

export interface PulseApp {
  app: ElectronApplication;
  /** The page of the one window. */
  page: Page;
  /** The main process. */
  process: ChildProcess;
  complaints: Complaints;
  /** Calls a method the way the page does. */
  call(method: MethodName, input?: unknown): Promise<Answer>;
  /** Quits and waits for the end. Fails when the app had to be killed. */
  quit(): Promise<void>;
}

interface Fixtures {
  /** A data folder of this test's own, gone afterwards. */
  dataFolder: string;
  /** Starts the app on the data folder; may be called again after `quit`. */
  launch: (env?: Record<string, string>, words?: readonly string[]) => Promise<PulseApp>;
  /** The app, started, with its window open. */
  pulse: PulseApp;
}

/** How the app is started: the same for the first start and for a second one beside it. */
export function command(dataFolder: string, extra: Record<string, string> = {}) {
  const executablePath = process.env.PULSE_ELECTRON;
  if (!executablePath) throw new Error('No Electron to test with: run `npm run test:e2e`.');
  // Chromium's sandbox refuses to run as root, which CI machines often are.
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const own = { PULSE_DATA_DIR: dataFolder, TMPDIR: artifactsOf(dataFolder) };
  const env = { ...Object.fromEntries(inherited), ...own, ...extra };
  return { executablePath, args: [...sandbox, root], env, cwd: root };
}

/** Calls methods the way a page does. */
export function callsOn(page: Page): PulseApp['call'] {
  return (method, input = null) =>
    page.evaluate(
      ([name, value]) => (window as unknown as { pulse: PulseBridge }).pulse[name as MethodName](value),
      [method, input] as const,
    );
}

/**
 * Where others may leave files: Playwright's own folder outlives a runner that ends right after the app, and a killed
 * Chromium leaves the one in which its window waited for a second start.
 */
export const artifactsOf = (dataFolder: string): string => `${dataFolder}-artifacts`;

/** Removes a data folder, if it is still there, and what others have left beside it. */
export function removeWithArtifacts(dataFolder: string): void {
  for (const used of [dataFolder, artifactsOf(dataFolder)]) {
    rmSync(used, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function start(
  dataFolder: string,
  env: Record<string, string>,
  words: readonly string[],
): Promise<PulseApp> {
  const complaints = new Complaints();
  // Without a path Playwright finds the runtime through the environment (scripts/e2e.ts sets it), and holds the app
  // back until it is attached. With one, a window that navigates meanwhile can be missed, and the launch hangs.
  const { executablePath: _, ...how } = command(dataFolder, env);
  const app = await _electron.launch({
    ...how,
    args: [...how.args, ...words],
    artifactsDir: artifactsOf(dataFolder),
  });
  // Asked for once: Playwright forgets the process when it ends.
  const child = app.process();
  const evaluate = app.evaluate.bind(app) as (...asked: unknown[]) => Promise<unknown>;
  app.evaluate = ((...asked: unknown[]) =>
    evenIfLost(child, () => evaluate(...asked))) as ElectronApplication['evaluate'];
  complaints.listenToProcess(child);
  app.on('window', (opened) => complaints.listenToPage(opened));
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  const visible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(visible).toBe(true);
  // Before its first screen stands, the page hears no key. The line that comes with the page is none yet.
  await page.locator('h1:not(.first > h1)', { hasNotText: "Opening Pulse's data" }).first().waitFor();
  return {
    app,
    page,
    complaints,
    call: callsOn(page),
    process: child,
    quit: () => quit(app, child),
  };
}

async function quit(app: ElectronApplication, child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let killed = false;
  const kill = setTimeout(() => {
    killed = true;
    child.kill('SIGKILL');
  }, CLOSE_WITHIN_MS);
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {});
  await ended;
  clearTimeout(kill);
  if (killed) throw new Error('The app did not quit in time and was killed.');
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape.
  dataFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'pulse-e2e-'));
    mkdirSync(artifactsOf(folder));
    await use(folder);
    removeWithArtifacts(folder);
  },

  launch: async ({ dataFolder }, use) => {
    const started: PulseApp[] = [];
    await use(async (env = {}, words = []) => {
      const pulse = await start(dataFolder, env, words);
      started.push(pulse);
      return pulse;
    });
    for (const pulse of started) await pulse.quit();
    expect(started.flatMap((pulse) => pulse.complaints.unsettled)).toEqual([]);
  },

  pulse: async ({ launch }, use) => {
    await use(await launch());
  },
});

export { expect };
