import { join } from 'node:path';
import { settle } from '../support/a-household.ts';
import { ask, SLOW_SQL } from '../support/a-query-log.ts';
import { expect, test } from './support/app.ts';
import { findings } from './support/axe.ts';
import { goTo } from './support/walk.ts';

const migrationsFolder = join(import.meta.dirname, '../../migrations');

test('the query log is narrowed, summed up by statement, and exported as it is shown', async ({
  launch,
  dataFolder,
}) => {
  settle(dataFolder, { tables: ['customers', 'orders'], migrationsFolder });
  ask(dataFolder, { migrationsFolder, minutes: 150 });
  const { app, page } = await launch();
  // Its filters fill a row here.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1_280, 800));
  await goTo(page, 'Query log');
  const statements = page.getByRole('table', { name: 'Statements', exact: true });
  const sums = page.getByRole('status').filter({ hasText: 'in all' });
  const choose = async (filter: string, option: string) => {
    await page.getByRole('combobox', { name: filter, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const clear = () => page.getByRole('button', { name: 'Clear all filters' }).click();

  await test.step('all of it, with what it cost', async () => {
    await expect(sums).toContainText('180 statements');
    await expect(sums).toContainText('1 statement not OK');
    await expect(sums).toContainText('of the load budget');
    // A page of them, and the header.
    await expect(statements).toHaveAttribute('aria-rowcount', '101');
  });

  await test.step('by words, table, purpose, outcome and duration', async () => {
    const top = async () => (await statements.boundingBox())?.y;
    const before = await top();
    await page.getByRole('searchbox', { name: 'Search statements' }).fill('price orders');
    await expect(sums).toContainText('30 statements');
    // The way back has its place already: the list does not move.
    expect(await top()).toBe(before);
    await expect(statements).toHaveAttribute('aria-rowcount', '31');
    await clear();
    await choose('Table', 'public.orders');
    await expect(sums).toContainText('30 statements');
    await choose('Outcome', 'Not OK');
    await expect(sums).toContainText('1 statement');
    await expect(statements.getByRole('row').nth(1)).toContainText('10 s');
    await clear();
    await choose('Purpose', 'State of the replica');
    await expect(sums).toContainText('150 statements');
    await choose('Duration', 'Slower than 10 ms');
    await expect(page.getByText('No statement fits')).toBeVisible();
    await clear();
    await choose('Time', 'Last hour');
    await expect(sums).toContainText(/7[0-2] statements/);
  });

  await test.step('a filter that is chosen while the words are typed stands', async () => {
    await clear();
    await page.getByRole('combobox', { name: 'Outcome', exact: true }).click();
    // Both in one turn of the page: within the pause that typing ends with, however busy the machine is.
    await page.getByRole('option', { name: 'OK', exact: true }).evaluate((option: HTMLElement) => {
      const search = document.querySelector<HTMLInputElement>('input[aria-label="Search statements"]');
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
      set?.call(search, 'price orders');
      search?.dispatchEvent(new Event('input', { bubbles: true }));
      option.click();
    });
    await expect(sums).toContainText('29 statements');
    await expect(page.getByRole('combobox', { name: 'Outcome', exact: true })).toHaveValue('OK');
    await clear();
    await expect(sums).toContainText('180 statements');
  });

  await test.step('the slowest first', async () => {
    await page.getByRole('radiogroup', { name: 'Order' }).getByText('Slowest').click();
    await expect(statements.getByRole('row').nth(1)).toContainText('Timed out');
    await expect(statements.getByRole('row').nth(2)).toContainText('270 ms');
  });

  await test.step('summed up by statement, from which each time is a click away', async () => {
    await page.getByRole('radiogroup', { name: 'Order' }).getByText('By statement').click();
    const summed = page.getByRole('table', { name: 'Statements summed up' });
    await expect(summed).toHaveAttribute('aria-rowcount', '3');
    const costliest = summed.getByRole('row').nth(1);
    await expect(costliest).toContainText('Missing price, Volume · public.orders');
    await expect(costliest).toContainText('30');
    expect(await findings(page)).toEqual([]);
    await costliest.getByRole('button', { name: /Missing price/ }).click();
    await page.getByRole('button', { name: 'Show each of the 30 times' }).click();
    await expect(statements).toHaveAttribute('aria-rowcount', '31');
    await expect(statements).not.toContainText('Role, replication lag');
  });

  await test.step('the export takes what is shown', async () => {
    await choose('Outcome', 'OK');
    await expect(sums).toContainText('29 statements');
    await page.getByRole('button', { name: 'Export these…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export as CSV' });
    await expect(dialog.getByRole('status')).toHaveText('29 rows');
    await dialog.getByRole('button', { name: 'All statements' }).click();
    await expect(dialog.getByRole('status')).toHaveText('179 rows');
    await dialog.getByRole('textbox', { name: 'Words' }).fill(SLOW_SQL.slice(0, 20));
    await expect(dialog.getByRole('status')).toHaveText('29 rows');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });
});
