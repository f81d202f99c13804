import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { windowFront } from '../../demo/front.ts';
import { methodNames } from '../../shared/contract/names.ts';
import { artifactsOf, command } from './support/app.ts';
import { expect, test } from './support/demo.ts';
import { buildProduct } from './support/product.ts';
import { goTo, openTable, overviewRow, PATIENCE, rail, title } from './support/walk.ts';

const ROOT = join(import.meta.dirname, '../..');
const COUPONS = 'public.coupons';
/** Words of the panel, of its way to the demo world, and of the demo world itself. */
const TRACES = ['Break something', 'PULSE_DEMO_CONTROL', 'The demo world did not do that.'];

test('in the demo a switch breaks the world, and the same switch heals it', async ({
  launch,
  world,
  control,
  news,
}) => {
  test.setTimeout(180_000);
  const { PULSE_DATA_DIR: _, ...env } = windowFront(world, '', control).env;
  const { page } = await launch(env);
  await expect(overviewRow(page, COUPONS)).toContainText('Healthy', PATIENCE);

  await goTo(page, 'Break something');
  await expect(title(page)).toHaveText('Break something');
  const faults = page.getByRole('list', { name: 'Faults' });
  await expect(faults.getByRole('switch')).toHaveCount(world.faults.length);
  await expect(faults.getByRole('switch', { checked: true })).toHaveCount(0);
  const drop = faults.getByRole('switch', { name: /^A table is dropped/ });
  await drop.click();
  await expect(drop).toBeChecked();
  expect(world.active()).toEqual(['table_dropped']);

  await runNow(page);
  const shown = await news.wait(`${COUPONS}: Schema failed`, 120_000);
  expect(shown.body).toContain('The table is gone.');
  await goTo(page, 'Overview');
  await expect(overviewRow(page, COUPONS)).toContainText('Broken');

  await goTo(page, 'Break something');
  await drop.click();
  await expect(drop).not.toBeChecked();
  expect(world.active()).toEqual([]);
  await runNow(page);
  await news.wait(`${COUPONS}: back to normal`, 120_000);
  expect(news.about(COUPONS)).toHaveLength(2);
});

test('without a demo world there is nothing to break', async ({ pulse }) => {
  await expect(rail(pulse.page).getByRole('button', { name: 'Settings' })).toBeVisible();
  await expect(rail(pulse.page).getByRole('button', { name: 'Break something' })).toHaveCount(0);
  expect(await pulse.call('demo.faults')).toEqual({ ok: true, value: [] });
});

test('a build for users has no trace of it, even where a demo world is offered', async ({
  dataFolder,
  world,
  control,
}) => {
  test.setTimeout(180_000);
  const home = mkdtempSync(join(tmpdir(), 'pulse-product-'));
  try {
    buildForUsers(home);
    expect(tracesIn(join(home, 'out'))).toEqual([]);
    // This way of looking finds them where they are.
    expect(new Set(tracesIn(join(ROOT, 'out')))).toEqual(new Set(TRACES));

    const offered = { ...windowFront(world, '', control).env, PULSE_DATA_DIR: dataFolder };
    const { args, env } = command(dataFolder, offered);
    const app = await _electron.launch({
      args: args.map((arg) => (arg === ROOT ? home : arg)),
      env,
      cwd: home,
      artifactsDir: artifactsOf(dataFolder),
    });
    try {
      const page = await app.firstWindow();
      await expect(title(page)).toHaveText('Nothing is watched yet.');
      await expect(rail(page).getByRole('button', { name: 'Break something' })).toHaveCount(0);
      expect(await page.evaluate(() => Object.keys(window.pulse).sort())).toEqual(
        [...methodNames.filter((name) => !name.startsWith('demo.')), 'onEvents'].sort(),
      );
    } finally {
      await app.close();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

/** Asks at once instead of at the next due time. */
async function runNow(page: Page): Promise<void> {
  await openTable(page, COUPONS);
  await page.getByRole('button', { name: 'Run all now' }).click();
}

/** Puts into a folder what a package would hold, built the way packages are. */
function buildForUsers(home: string): void {
  cpSync(join(ROOT, 'package.json'), join(home, 'package.json'));
  for (const name of ['node_modules', 'migrations']) symlinkSync(join(ROOT, name), join(home, name));
  buildProduct(join(home, 'out'));
}

/** What the files below a folder hold of the demo. */
function tracesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const content = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      return TRACES.filter((trace) => content.includes(trace));
    });
}
