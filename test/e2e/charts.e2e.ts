import { join } from 'node:path';
import { live } from '../support/a-history.ts';
import { settle } from '../support/a-household.ts';
import { expect, test } from './support/app.ts';
import { findings } from './support/axe.ts';
import { openTable } from './support/walk.ts';

const migrationsFolder = join(import.meta.dirname, '../../migrations');
/** Two weeks and a little, to be compared with one another. */
const DAYS = 15;

test('the charts of a table are read in step, and beside what was a week before', async ({
  launch,
  dataFolder,
}) => {
  settle(dataFolder, { tables: ['customers', 'orders'], migrationsFolder });
  live(dataFolder, { migrationsFolder, hours: DAYS * 24, broken: 'orders' });
  const { page } = await launch();
  await openTable(page, 'public.orders');
  await page.getByText('7 d', { exact: true }).click();
  const charts = page.getByRole('main').getByRole('img', { name: /^\d+ results, from / });
  await expect(charts).toHaveCount(2);

  await charts.first().hover();
  await expect(page.getByText(/3\d\d rows\s+·\s+Pass/)).toBeVisible();
  await expect(page.getByText(/1 min 35 s\s+·\s+Pass/)).toBeVisible();
  await expect(page.getByText(/^a week before/)).toHaveCount(0);

  const compare = page.getByRole('button', { name: 'Compare with a week before' });
  await compare.click();
  await expect(compare).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('The same time a week before')).toBeVisible();
  await charts.first().hover();
  await expect(page.getByText(/^a week before\s+·\s+3\d\d rows/)).toBeVisible();
  await expect(page.getByText(/^a week before\s+·\s+1 min 35 s/)).toBeVisible();

  // Longer spans are compared as a whole.
  await page.getByText('30 d', { exact: true }).click();
  await expect(page.getByRole('button', { name: 'Compare with four weeks before' })).toBeVisible();

  await test.step('one time of all charts stands in a table, which the arrow keys move', async () => {
    await page.getByText('7 d', { exact: true }).click();
    await page.getByRole('button', { name: 'Values', exact: true }).click();
    const values = page.getByRole('region', { name: 'Values of all checks' });
    const volume = values.getByRole('row', { name: /^Rows in the last hour/ });
    const freshness = values.getByRole('row', { name: /^Freshness/ });
    await expect(values).toContainText('Newest results.');
    await expect(volume).toContainText('Fail');
    await page.getByRole('slider', { name: /^Results of Rows in the last hour/ }).press('Home');
    await expect(values).toContainText(/At .*\d\d:\d\d/);
    await expect(volume).toContainText(/Pass\s*3\d\d rows/);
    await expect(freshness).toContainText(/Pass\s*1 min 35 s/);
    await page.keyboard.press('End');
    await expect(volume).toContainText(/Fail\s*12 rows/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Results of Rows in the last hour' })).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });
});
