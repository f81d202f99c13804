import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { settle } from '../support/a-household.ts';
import { command, expect, test } from './support/app.ts';
import { title } from './support/walk.ts';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');

test('the palette reaches screens, tables and actions, all from the keyboard', async ({
  launch,
  dataFolder,
}) => {
  settle(dataFolder, { tables: ['orders', 'order_items', 'customers'], migrationsFolder: MIGRATIONS });
  const { page } = await launch();
  await expect(title(page)).toHaveText(/^3 tables not judged/);
  const palette = page.getByRole('dialog', { name: 'Find anything' });
  const field = page.getByRole('combobox', { name: 'Find anything' });
  const chosen = palette.getByRole('option', { selected: true });

  await test.step('a table by a part of its name', async () => {
    await page.keyboard.press('ControlOrMeta+K');
    await expect(field).toBeFocused();
    await field.fill('items');
    await expect(chosen).toHaveText(/^public\.order_items/);
    await page.keyboard.press('Enter');
    await expect(title(page)).toHaveText('public.order_items');
    await expect(palette).toHaveCount(0);
  });

  await test.step('what can be done with the table that is looked at', async () => {
    await page.keyboard.press('ControlOrMeta+K');
    await field.fill('silence');
    await expect(chosen).toHaveText(/^Silence public\.order_items…/);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Silence' });
    await dialog.getByLabel('Note').fill('Migration');
    await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('status', { name: 'What was done' })).toHaveText(
      'public.order_items: silent.',
    );
  });

  await test.step('arrows choose, Escape leaves everything as it was', async () => {
    await page.keyboard.press('ControlOrMeta+K');
    await field.fill('order');
    await expect(chosen).toHaveText(/^Run all checks of public\.order_items/);
    await page.keyboard.press('ArrowUp');
    await expect(chosen).not.toHaveText(/^Run all checks of public\.order_items/);
    await page.keyboard.press('Escape');
    await expect(palette).toHaveCount(0);
    await expect(title(page)).toHaveText('public.order_items');
  });

  await test.step('keys of their own lead to the screens, back and to the list of all keys', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await expect(title(page)).toHaveText('Incidents');
    await expect(page.getByRole('region', { name: 'Silences' })).toContainText('public.order_items');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(title(page)).toHaveText('public.order_items');
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(keys.getByRole('region', { name: 'Go to' })).toContainText('Query log');
    await page.keyboard.press('Escape');
    await expect(keys).toHaveCount(0);
  });

  await test.step('back to the table that was looked at before, and to one that is misspelt', async () => {
    await page.keyboard.press('ControlOrMeta+K');
    await field.fill('cstmrs');
    await expect(chosen).toHaveText(/^public\.customers/);
    await page.keyboard.press('Enter');
    await expect(title(page)).toHaveText('public.customers');
    await page.keyboard.press('ControlOrMeta+K');
    await palette
      .getByRole('group', { name: 'Looked at before' })
      .getByRole('option', { name: /^public\.order_items/ })
      .click();
    await expect(title(page)).toHaveText('public.order_items');
  });

  await test.step('a theme, typed faster than the list follows', async () => {
    await page.keyboard.press('ControlOrMeta+K');
    await field.evaluate(async (input) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'dark');
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await Promise.resolve();
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  });
});

test('a link opens exactly the table or the screen that it names', async ({ launch, dataFolder }) => {
  settle(dataFolder, { tables: ['orders', 'customers'], migrationsFolder: MIGRATIONS });
  const { page } = await launch();
  await expect(title(page)).toHaveText(/^2 tables not judged/);
  const follow = async (link: string) => {
    const { executablePath, args, env } = command(dataFolder);
    await once(spawn(executablePath, [...args, link], { env, stdio: 'ignore' }), 'exit');
  };
  await follow('pulse://table/2');
  await expect(title(page)).toHaveText('public.customers');
  await follow('pulse://history');
  await expect(title(page)).toHaveText('History');
  await expect(page.getByRole('heading', { name: 'Nothing has run yet' })).toBeVisible();
  await follow('pulse://table/99');
  await expect(page.getByText('This table is not there any more.')).toBeVisible();
  await page.getByRole('button', { name: 'Go back', exact: true }).click();
  await expect(title(page)).toHaveText('History');
  await page.keyboard.press('F1');
  await expect(title(page)).toHaveText('Help');
  await page.getByRole('tab', { name: 'Checks' }).click();
  await page
    .getByRole('navigation', { name: 'Kinds of check' })
    .getByRole('button', { name: 'Volume' })
    .click();
  await expect(page.getByRole('article')).toContainText('How many rows arrived?');
});
