import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { openStore } from '../../electron/engine/store/store.ts';
import { expect, type PulseApp, test } from './support/app.ts';
import { findings, wear } from './support/axe.ts';
import { makePast } from './support/past.ts';
import { goTo, PATIENCE } from './support/walk.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const migrationsFolder = join(import.meta.dirname, '../../migrations');
/** "09:05", local. */
const timeOfDay = (at: number) => new Date(at).toTimeString().slice(0, 5);

/** As if Pulse had not run for two days. */
function sleepTwoDays(folder: string): void {
  const store = openStore({ folder, migrationsFolder });
  const kept = store.settings.dailyExport();
  store.settings.setDailyExport({ ...kept, settledUntil: Date.now() - 2 * DAY, reach: {} });
  store.close();
}

test('files come to the chosen folder every day, what was missed comes once, and what fails stands in the inbox', async ({
  launch,
  dataFolder,
}) => {
  test.setTimeout(180_000);
  makePast(dataFolder, 100, Date.now());
  const folder = join(dataFolder, 'reports');
  mkdirSync(folder);
  const at = timeOfDay(Date.now() - 10 * MINUTE);
  const first = await launch();
  const { page } = first;
  const section = page.getByRole('region', { name: 'Daily export' });
  const found: string[] = [];
  const look = async ({ page: where, ...rest }: PulseApp, name: string) => {
    for (const theme of ['light', 'dark'] as const) {
      await wear({ page: where, ...rest }, theme);
      for (const finding of await findings(where)) found.push(`${name}, ${theme}: ${finding}`);
    }
  };

  await goTo(page, 'Settings');
  // Without a folder it stays off.
  await answerFolderDialog(first, null);
  await section.getByRole('switch').click();
  await expect(section.getByRole('switch')).not.toBeChecked();
  await answerFolderDialog(first, folder);
  await section.getByRole('switch').click();
  await expect(section.getByRole('switch')).toBeChecked();
  await expect(section.getByText(folder)).toBeVisible();
  await section.getByText('Incidents', { exact: true }).click();
  await section.getByRole('textbox', { name: 'Every day at' }).fill(at);
  await section.getByRole('textbox', { name: 'Every day at' }).press('Enter');
  await section.getByRole('button', { name: 'Columns of check history: All columns' }).click();
  for (const column of ['table', 'message'])
    await section.getByRole('checkbox', { name: column, exact: true }).check();
  await expect(section.getByRole('status')).toHaveText(new RegExp(`^Next .* ${at}\\.$`));
  await look(first, 'set up');
  // It is the screen that scrolls: the page around it never moves.
  await page.getByRole('region', { name: 'About' }).scrollIntoViewIfNeeded();
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);

  await section.getByRole('button', { name: 'Write files now' }).click();
  await expect(section.getByRole('status')).toContainText('49 rows in 2 files.', PATIENCE);
  const written = readdirSync(folder);
  expect(written.map((name) => name.replace(/-\d{4}.*/, ''))).toEqual([
    'pulse-check-runs',
    'pulse-incidents',
  ]);
  const rows = parse<Record<string, string>>(readFileSync(join(folder, written[0] ?? ''), 'utf8'), {
    columns: true,
  });
  expect(rows).toHaveLength(48);
  expect(Object.keys(rows[0] ?? {})).toEqual(['table', 'message']);
  await first.quit();

  // Days that were slept through are made up for once.
  sleepTwoDays(dataFolder);
  const second = await launch();
  const end = `-${at.replace(':', '')}.csv`;
  const owed = () => readdirSync(folder).filter((name) => name.endsWith(end));
  await expect.poll(() => owed().length, { timeout: 60_000 }).toBe(2);
  await goTo(second.page, 'Settings');
  const again = second.page.getByRole('region', { name: 'Daily export' });
  await expect(again.getByRole('status')).toHaveText(/^Written .*: 49 rows in 2 files\. Next /, PATIENCE);
  expect(readdirSync(folder)).toHaveLength(4);
  await second.quit();

  // A folder that is gone.
  rmSync(folder, { recursive: true });
  sleepTwoDays(dataFolder);
  const third = await launch();
  await third.page.getByRole('button', { name: /^Inbox, 1 unread/ }).click({ timeout: 60_000 });
  const notice = third.page.getByRole('dialog', { name: 'Inbox' }).getByRole('listitem');
  await expect(notice).toContainText('The daily export was not written');
  await expect(notice).toContainText('The folder for the export is not there.');
  await look(third, 'said in the inbox');
  await notice.getByRole('button').click();
  const settings = third.page.getByRole('region', { name: 'Daily export' });
  await expect(settings.getByRole('alert')).toContainText('The folder for the export is not there.');
  await look(third, 'said in the settings');
  expect(found).toEqual([]);
});

/** Only the system's own dialog is answered by the test. Null: it was closed. */
async function answerFolderDialog({ app }: PulseApp, folder: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = (async () => ({
      canceled: chosen === null,
      filePaths: chosen === null ? [] : [chosen],
    })) as never;
  }, folder);
}
