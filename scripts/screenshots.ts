/**
 * `npm run screenshots`: pictures of every screen, light and dark, from the real app on a running demo world, into
 * docs/screenshots. README and docs use them.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { _electron, type Page } from 'playwright';
import { serveControl } from '../demo/control.ts';
import { windowFront } from '../demo/front.ts';
import { type DemoWorld, startDemoWorld } from '../demo/world.ts';
import type { PulseBridge } from '../shared/contract/bridge.ts';
import { ensureBuilt } from './build.ts';
import { type Desktop, startDesktop } from './desktop.ts';
import { ensureRuntime, runtimePackages } from './runtime/runtime.ts';
import { ensureSystemPackages } from './system-packages.ts';

const THEMES = ['light', 'dark'] as const;
const FOLDER = path.join(path.dirname(import.meta.dirname), 'docs', 'screenshots');
/** Enough for most checks to have run twice, so that charts have a line. */
const WARM_UP_MS = 150_000;
/** What the first look at everything costs is waited out at the replica's load limit: longer on a slow machine. */
const FIRST_LOOKS_MS = 120_000;
const PATIENCE_MS = 420_000;
/** Of these the catalogue is shown as one sees it at first. */
const NOT_WATCHED_YET = ['orders', 'payments', 'customers', 'shipments', 'inventory', 'reviews'];

ensureSystemPackages([...runtimePackages(), 'desktop']);
const runtime = await ensureRuntime();
await ensureBuilt();
const desktop = await startDesktop();
const world = await startDemoWorld();
const control = await serveControl(world);
const { args, env } = windowFront(world, runtime.executable, control);
// Without a path Playwright finds the runtime through the environment, and holds the app back until it is attached.
Object.assign(process.env, runtime.env);
const app = await _electron.launch({
  args,
  env: { ...definedEnv(), ...runtime.env, ...desktop.env, ...env },
});
try {
  mkdirSync(FOLDER, { recursive: true });
  const page = await app.firstWindow();
  await page.waitForTimeout(WARM_UP_MS);
  const answer = page.getByRole('heading', { level: 1 });
  const settled = answer.filter({ hasNotText: /not judged|held back/ });
  await settled
    .waitFor({ timeout: FIRST_LOOKS_MS })
    .catch(() => console.log('Not everything has been looked at: this machine is slow or busy.'));
  await breakSome(world, desktop);
  for (const theme of THEMES) await takeAll(page, theme);
  await takeAdding(page);
} finally {
  await app.close();
  await control.close();
  await world.stop();
  await desktop.stop();
}

/** A few findings of different kinds, each of which has been spoken of when this resolves. */
async function breakSome(shop: DemoWorld, screen: Desktop): Promise<void> {
  const faults = shop.faults.filter(({ name }) =>
    ['stalled_feed', 'column_renamed', 'permission_revoked'].includes(name),
  );
  for (const { name } of faults) await shop.inject(name);
  for (const { table } of faults) {
    await screen.waitForNotification(({ summary }) => summary.startsWith(`${table}: `), PATIENCE_MS);
  }
}

type Theme = (typeof THEMES)[number];

async function wear(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(async (wanted) => {
    const { pulse } = globalThis as unknown as { pulse: PulseBridge };
    const answer = await pulse['settings.get'](null);
    if (answer.ok) await pulse['settings.set']({ ...(answer.value as object), theme: wanted });
  }, theme);
}

async function takePicture(page: Page, name: string, theme: Theme): Promise<void> {
  // The pointer would leave a row marked, and a moving transition a blur.
  await page.mouse.move(0, 0);
  await page.waitForTimeout(600);
  await page.screenshot({ path: path.join(FOLDER, `${name}-${theme}.png`), animations: 'disabled' });
}

function goTo(page: Page, name: string): Promise<void> {
  return page.getByRole('navigation', { name: 'Main' }).getByText(name, { exact: true }).click();
}

async function takeAll(page: Page, theme: Theme): Promise<void> {
  await wear(page, theme);
  const navigate = (name: string) => goTo(page, name);
  const take = (name: string) => takePicture(page, name, theme);
  await navigate('Overview');
  await take('overview');
  await page.getByText('events', { exact: true }).first().click();
  await page.waitForTimeout(1_500);
  await take('table');
  await page.getByRole('button', { name: 'Add check' }).click();
  await page.getByRole('button', { name: /^Volume/ }).click();
  await page.getByRole('combobox', { name: 'Timestamp column' }).fill('created_at');
  await page.getByRole('radio', { name: /^Learned/ }).check();
  await page.getByRole('button', { name: 'Test on the past' }).click();
  await page.getByRole('region', { name: 'On the past' }).getByRole('img').waitFor();
  await take('check-editor');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard changes' }).click();
  // The palette does not open over a dialog that is still on its way out.
  await page.getByRole('dialog').first().waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find anything' }).waitFor();
  await page.keyboard.type('coupons');
  await take('palette');
  await page.keyboard.press('Escape');
  await navigate('Incidents');
  await take('incidents');
  await page.getByText('public.events: ').first().click();
  await take('incident');
  for (const name of ['Connections', 'History', 'Query log', 'Settings', 'Help', 'Break something']) {
    await navigate(name);
    await take(name.toLowerCase().replaceAll(' ', '-'));
  }
  await navigate('Connections');
  await page.getByRole('button', { name: 'Add connection' }).click();
  await take('add-connection');
}

/** The catalogue with tables that are not watched, and what is suggested for those that matter most. Ends watching some. */
async function takeAdding(page: Page): Promise<void> {
  await page.evaluate(async (names) => {
    const { pulse } = globalThis as unknown as { pulse: PulseBridge };
    const tables = await pulse['tables.list'](null);
    if (!tables.ok) return;
    for (const { id, name } of tables.value as { id: number; name: string }[]) {
      if (names.includes(name)) await pulse['tables.unmonitor']({ id });
    }
  }, NOT_WATCHED_YET);
  await goTo(page, 'Connections');
  await page.getByRole('button', { name: 'Add tables' }).first().click();
  for (const name of ['orders', 'payments']) {
    await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill(name);
    await page.getByRole('button', { name: `public.${name}`, exact: true }).click();
  }
  await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill('');
  const inBoth = async (name: string) => {
    for (const theme of THEMES) {
      await wear(page, theme);
      await takePicture(page, name, theme);
    }
  };
  await inBoth('add-tables');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page
    .getByRole('button', { name: /^See / })
    .nth(5)
    .waitFor({ timeout: FIRST_LOOKS_MS })
    .catch(() => console.log('Not every suggestion has been tried on the past.'));
  await inBoth('suggestions');
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
