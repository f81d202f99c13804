import { once } from 'node:events';
import { join } from 'node:path';
import { backUp } from '../../electron/engine/store/backup/back-up.ts';
import { openStore } from '../../electron/engine/store/store.ts';
import type { CheckRun } from '../../shared/domain/check.ts';
import { flipBitInPage, pagesOf } from '../support/damage.ts';
import { aRun, aWorld } from '../support/samples.ts';
import { expect, test } from './support/app.ts';
import { ask } from './support/ask.ts';

const migrationsFolder = join(import.meta.dirname, '../../migrations');

/** A history of a hundred runs with a backup of it, and so many more runs after. */
async function historyWithBackup(folder: string, after: number): Promise<void> {
  const store = openStore({ folder, migrationsFolder, version: '0.1.0' });
  const { connection, check } = aWorld(store);
  // Nothing is to be asked: there is no such server.
  store.connections.update({ ...connection, paused: true });
  const write = (count: number) => {
    for (let n = 0; n < count; n++) store.runs.append(aRun(check.id, { finishedAt: Date.now() - n }));
  };
  write(100);
  await backUp(folder, 'daily', Date.now());
  write(after);
  store.close();
}

const runs = async (pulse: Parameters<typeof ask>[0]) =>
  (await ask<CheckRun[]>(pulse, 'runs.list', { filter: {}, beforeId: null, limit: 500 })).length;

test('damaged data: the last good backup is offered with what it costs, and Pulse runs on from it', async ({
  launch,
  dataFolder,
}) => {
  await historyWithBackup(dataFolder, 12);
  const file = join(dataFolder, 'pulse.db');
  flipBitInPage(file, pagesOf(file, 'check_rule')[0] ?? 0);

  const pulse = await launch();
  pulse.complaints.allow(/damaged/);
  const { page } = pulse;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText("Pulse's data is damaged.");
  const offer = page.getByRole('region', { name: 'The last good backup' });
  await expect(offer).toContainText(/The last good backup is from \d+ \w+ \d\d:\d\d\./);
  await expect(offer).toContainText(/Everything after .* is lost: 12 check runs, the incidents they led to/);
  await expect(offer).toContainText('The damaged file is kept');

  await page.getByRole('button', { name: 'Restore the backup' }).click();
  await expect(page.getByRole('navigation')).toBeVisible();
  expect(await runs(pulse)).toBe(100);
  await pulse.quit();

  const again = await launch();
  await expect(again.page.getByRole('navigation')).toBeVisible();
  expect(await runs(again)).toBe(100);
});

test('damaged data without a backup: beginning with nothing is asked about first', async ({
  launch,
  dataFolder,
}) => {
  const store = openStore({ folder: dataFolder, migrationsFolder });
  aWorld(store);
  store.close();
  const file = join(dataFolder, 'pulse.db');
  flipBitInPage(file, pagesOf(file, 'check_rule')[0] ?? 0);

  const pulse = await launch();
  pulse.complaints.allow(/damaged/);
  const { page } = pulse;
  await expect(page.getByText('There is no backup to go back to.')).toBeVisible();
  await page.getByRole('button', { name: 'Start afresh…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start afresh' }).click();
  await expect(page.getByRole('navigation')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a connection' })).toBeVisible();
});

test('data from a newer Pulse is told in a sentence, and left as it is', async ({ launch, dataFolder }) => {
  const store = openStore({ folder: dataFolder, migrationsFolder });
  store.close();
  const { default: Sqlite } = await import('better-sqlite3');
  const db = new Sqlite(join(dataFolder, 'pulse.db'));
  db.pragma('user_version = 900');
  db.close();

  const pulse = await launch();
  pulse.complaints.allow(/newer version/);
  await expect(pulse.page.getByRole('heading', { level: 1 })).toHaveText(
    "Pulse's data was written by a newer version of Pulse.",
  );
  await expect(pulse.page.getByText('Install the newest Pulse.')).toBeVisible();
  await expect(pulse.page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('in the settings: a backup is made, and going back to it costs what is said', async ({
  launch,
  dataFolder,
}) => {
  await historyWithBackup(dataFolder, 12);
  const pulse = await launch();
  const { page } = pulse;
  await page.getByRole('navigation').getByText('Settings', { exact: true }).click();
  const section = page.getByRole('region', { name: 'Backups' });
  const rows = section.getByRole('row');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText(/Daily.*kB.*Pulse 0\.1\.0/);
  await section.getByRole('button', { name: 'Back up now' }).click();
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('By you');

  // The next start is the test's own.
  await pulse.app.evaluate(({ app }) => {
    app.relaunch = () => {};
  });
  await rows
    .nth(2)
    .getByRole('button', { name: /^Restore/ })
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('is lost: 12 check runs, the incidents they led to');
  const ended = once(pulse.process, 'exit');
  await dialog.getByRole('button', { name: 'Restore and restart' }).click();
  await ended;

  const again = await launch();
  await expect(again.page.getByRole('navigation')).toBeVisible();
  expect(await runs(again)).toBe(100);
});
