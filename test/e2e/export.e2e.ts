import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { expect, test } from './support/app.ts';
import { answerSaveDialog, exportNow } from './support/export.ts';
import { makePast } from './support/past.ts';
import { goTo, openTable, PATIENCE, title } from './support/walk.ts';

const RUNS = 2_000;

test('a part of the past, the way it is wanted, is in a file, and what was chosen is kept', async ({
  launch,
  dataFolder,
}) => {
  const now = Date.now();
  const { incidentTitle } = makePast(dataFolder, RUNS, now);
  const pulse = await launch();
  const { page } = pulse;
  const dialog = page.getByRole('dialog', { name: 'Export as CSV' });
  const rows = dialog.getByRole('status');

  // This table this month.
  await openTable(page, 'public.orders');
  await page.getByRole('button', { name: 'More for this table' }).click();
  await page.getByRole('menuitem', { name: 'Export history…' }).click();
  await expect(rows).toHaveText('2,000 rows', PATIENCE);
  await dialog.getByRole('button', { name: 'This table this month' }).click();
  const first = new Date(now);
  const month = Math.ceil(
    (now - 60_000 - new Date(first.getFullYear(), first.getMonth(), 1).getTime()) / 3_600_000,
  );
  await expect(rows).toHaveText(`${month.toLocaleString('en')} rows`, PATIENCE);
  await dialog.getByRole('button', { name: 'Last 24 hours' }).click();
  await expect(rows).toHaveText('48 rows', PATIENCE);
  await dialog.getByRole('button', { name: 'Columns: All columns' }).click();
  for (const column of ['message', 'table'])
    await dialog.getByRole('checkbox', { name: column, exact: true }).check();
  await expect(dialog.getByRole('button', { name: 'Columns: 2 of 15 columns' })).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Pack with gzip' }).check();
  await dialog.getByRole('checkbox', { name: /^For Excel/ }).check();
  const packed = join(dataFolder, 'day.csv.gz');
  await answerSaveDialog(pulse.app, packed);
  await exportNow(page);
  const csv = gunzipSync(readFileSync(packed)).toString();
  expect(csv.startsWith('\ufefftable,message\r\n')).toBe(true);
  const lines: Record<string, string>[] = parse(csv, { columns: true, bom: true });
  expect(lines).toHaveLength(48);
  expect(lines[0]?.message).toMatch(/^'=\d+ seconds old$/);
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  // This incident, from its screen.
  await goTo(page, 'Incidents');
  await page
    .getByRole('radiogroup')
    .getByText(/^Resolved/)
    .click();
  await page.getByRole('list', { name: 'Incidents' }).getByRole('button').first().click();
  await expect(title(page)).toHaveText(incidentTitle);
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(dialog).toContainText(`What belongs to ${incidentTitle}`);
  await expect(rows).toHaveText('4 rows', PATIENCE);
  await expect(dialog.getByRole('checkbox', { name: 'Pack with gzip' })).toBeChecked();
  await page.keyboard.press('Escape');

  // The query log, and a folder that is not there.
  await goTo(page, 'Query log');
  await page.getByRole('button', { name: 'Export these…' }).click();
  await expect(rows).toHaveText('2,000 rows', PATIENCE);
  await answerSaveDialog(pulse.app, join(dataFolder, 'missing', 'queries.csv'));
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await expect(dialog.getByText('The folder for the export is not there.')).toBeVisible(PATIENCE);
  expect(readdirSync(dataFolder).filter((name) => name.endsWith('.part'))).toEqual([]);
  await pulse.quit();
});
