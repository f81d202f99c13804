import { join } from 'node:path';
import { live } from '../support/a-history.ts';
import { settle } from '../support/a-household.ts';
import { expect, test } from './support/app.ts';
import { findings } from './support/axe.ts';
import { goTo, title } from './support/walk.ts';

const migrationsFolder = join(import.meta.dirname, '../../migrations');
/** From six hours ago until now every quarter of an hour, of two checks of each of three tables. */
const ALL = 25 * 2 * 3;

test('the history is narrowed by status, table, check, time and words, and leads to the export and the table', async ({
  launch,
  dataFolder,
}) => {
  settle(dataFolder, { tables: ['customers', 'events', 'orders'], migrationsFolder });
  live(dataFolder, { migrationsFolder, hours: 6, broken: 'orders' });
  const { page } = await launch();
  await goTo(page, 'History');
  const results = page.getByRole('table', { name: 'Results' });
  const filter = (name: string) => page.getByRole('combobox', { name, exact: true });
  const choose = async (name: string, option: string) => {
    await filter(name).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  // The first row is the header.
  const count = async (rows: number) => expect(results).toHaveAttribute('aria-rowcount', String(rows + 1));

  await test.step('all of it, newest first, with what each was about', async () => {
    await count(ALL);
    await expect(page.getByText('That is all there is.')).toBeAttached();
    const first = results.getByRole('row').nth(1);
    await expect(first).toContainText(/public\.(customers|events|orders)/);
    await expect(first).toContainText(/Freshness of created_at|Rows in the last hour/);
  });

  await test.step('by status', async () => {
    await choose('Status', 'Fail');
    await page.keyboard.press('Escape');
    await count(4);
    for (const row of (await results.getByRole('row').all()).slice(1)) {
      await expect(row).toContainText('public.orders');
      await expect(row).toContainText('12 rows in the last hour; at least 100 are expected.');
      await expect(row).toContainText('12 rows');
    }
  });

  await test.step('the export takes what is shown', async () => {
    await page.getByRole('button', { name: 'Export these…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export as CSV' });
    await expect(dialog.getByRole('status')).toHaveText('4 rows');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('by table, then by one of its checks', async () => {
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await count(ALL);
    await choose('Table', 'public.events');
    await count(50);
    await choose('Check', 'Rows in the last hour');
    await count(25);
    await expect(results).not.toContainText('Freshness');
  });

  await test.step('by time', async () => {
    await choose('Time', 'Last hour');
    await count(4);
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await count(ALL);
  });

  await test.step('by words, of which there may be none', async () => {
    const search = page.getByRole('searchbox', { name: 'Search what runs said' });
    await search.fill('expected 100');
    await count(4);
    await page.getByRole('button', { name: 'Export these…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export as CSV' });
    await expect(dialog.getByRole('textbox', { name: 'Words' })).toHaveValue('expected 100');
    await expect(dialog.getByRole('status')).toHaveText('4 rows');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await search.fill('nobody ever said this');
    await expect(page.getByRole('heading', { name: 'No result fits' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Export these…' })).toBeDisabled();
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await count(ALL);
  });

  await test.step('its columns are hidden and moved, and stay so', async () => {
    const heads = () => results.getByRole('columnheader').allTextContents();
    expect(await heads()).toEqual(['When', 'Status', 'Table', 'Check', 'What it said', 'Value', 'Took']);
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    const chooser = page.getByRole('dialog', { name: 'Columns' });
    await chooser.getByRole('checkbox', { name: 'Took' }).click();
    await chooser.getByRole('button', { name: 'Move Check to the left' }).click();
    await expect(chooser.getByRole('checkbox', { name: 'Check' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await expect(chooser).toHaveCount(0);
    await goTo(page, 'Help');
    await goTo(page, 'History');
    await expect(results).toBeVisible();
    expect(await heads()).toEqual(['When', 'Status', 'Check', 'Table', 'What it said', 'Value']);
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await chooser.getByRole('button', { name: 'All columns, as at first' }).click();
    await expect.poll(heads).toHaveLength(7);
    await expect(chooser).toHaveCount(0);
  });

  await test.step('its columns are made wider by mouse and keyboard, and stay so', async () => {
    const width = async (name: string) => {
      const box = await results.getByRole('columnheader', { name, exact: true }).boundingBox();
      return Math.round(box?.width ?? 0);
    };
    const line = results.getByRole('separator', { name: 'Line between What it said and Value' });
    const [said, value] = [await width('What it said'), await width('Value')];
    await expect(line).toHaveAttribute('aria-valuenow', String(said));
    const box = await line.boundingBox();
    if (!box) throw new Error('The line is not there.');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 30, y);
    await page.mouse.move(x - 60, y);
    await page.mouse.up();
    await expect.poll(() => width('Value')).toBe(value + 60);
    // What is shared is rounded.
    expect(Math.abs((await width('What it said')) - (said - 60))).toBeLessThanOrEqual(2);
    await line.press('ArrowLeft');
    await expect.poll(() => width('Value')).toBe(value + 76);
    expect(await findings(page)).toEqual([]);
    await goTo(page, 'Help');
    await goTo(page, 'History');
    expect(await width('Value')).toBe(value + 76);
    await line.press('Enter');
    await expect.poll(() => width('Value')).toBe(value);
  });

  await test.step('a row leads to its table, and back', async () => {
    await choose('Status', 'Fail');
    await page.keyboard.press('Escape');
    await count(4);
    await results.getByRole('button', { name: 'Rows in the last hour' }).first().click();
    await expect(title(page)).toHaveText('public.orders');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(title(page)).toHaveText('History');
    await count(4);
  });
});
