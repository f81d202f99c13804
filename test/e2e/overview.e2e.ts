import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import type { SilenceView } from '../../shared/domain/silence.ts';
import { settle } from '../support/a-household.ts';
import { expect, test } from './support/app.ts';
import { ask } from './support/ask.ts';
import { overviewRow, title } from './support/walk.ts';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');

test('many tables are picked, silenced and given another interval at once', async ({
  launch,
  dataFolder,
}) => {
  settle(dataFolder, { tables: ['a', 'b', 'c', 'd'], migrationsFolder: MIGRATIONS });
  const pulse = await launch();
  const { page } = pulse;
  await expect(title(page)).toHaveText(/^4 tables not judged/);
  const picked = page.getByRole('region', { name: 'Selected tables' });
  const box = (table: string) => page.getByRole('checkbox', { name: `Select public.${table}` });

  await test.step('by the mouse, with shift for everything between', async () => {
    await box('a').click();
    await expect(picked).toContainText('1 table selected');
    // Not told by its colour alone.
    expect([await hasVisibleTick(box('a')), await hasVisibleTick(box('b'))]).toEqual([true, false]);
    await box('c').click({ modifiers: ['Shift'] });
    await expect(picked).toContainText('3 tables selected');
    await expect(box('b')).toBeChecked();
    await picked.getByRole('button', { name: 'Select nothing' }).click();
    await expect(picked).toHaveCount(0);
  });

  await test.step('by the keyboard, and silenced', async () => {
    await overviewRow(page, 'public.a').getByRole('button', { name: 'public.a' }).focus();
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await expect(picked).toContainText('2 tables selected');
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Silence' });
    await expect(dialog).toContainText('2 tables');
    // The Escape that closes it lets go of nothing else, and the keyboard is where it was.
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(
      overviewRow(page, 'public.b').getByRole('button', { name: 'public.b', exact: true }),
    ).toBeFocused();
    await expect(picked).toContainText('2 tables selected');
    await page.keyboard.press('s');
    await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
    await expect(page.getByRole('status', { name: 'What was done' })).toHaveText('2 tables: silent.');
    const silences = await ask<SilenceView[]>(pulse, 'silences.list');
    expect(silences.map(({ scope }) => scope).toSorted()).toEqual([
      'everything on public.a on Shop replica',
      'everything on public.b on Shop replica',
    ]);
  });

  await test.step('another interval for them', async () => {
    await picked.getByRole('button', { name: 'Change interval…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the interval' });
    await dialog.getByRole('radio', { name: 'every hour' }).check();
    await dialog.getByRole('button', { name: 'Change' }).click();
    await expect(page.getByRole('status', { name: 'What was done' })).toHaveText(
      '4 checks of 2 tables run every hour.',
    );
    await page.keyboard.press('Escape');
    await expect(picked).toHaveCount(0);
  });

  await test.step('tagged, and grouped by the tag', async () => {
    await overviewRow(page, 'public.d').getByRole('button', { name: 'public.d' }).focus();
    await page.keyboard.press('t');
    const dialog = page.getByRole('dialog', { name: 'Tags and owner' });
    await dialog.getByRole('combobox', { name: 'Tags' }).fill('finance');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Owner').fill('Data team');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(overviewRow(page, 'public.d')).toContainText('finance');
    await page.getByRole('combobox', { name: 'Group' }).click();
    await page.getByRole('option', { name: 'By tag' }).click();
    await expect(page.getByRole('columnheader', { name: /^finance/ })).toBeVisible();
  });

  await test.step('narrowed as one types', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('public.c');
    await expect(page.getByRole('table', { name: 'Monitored tables' }).getByRole('checkbox')).toHaveCount(1);
    await page.getByRole('button', { name: 'Narrower rows' }).click();
    await expect(page.getByRole('button', { name: 'Wider rows' })).toBeVisible();
  });

  await test.step('what it is narrowed to stays on the way back, and is kept under a name', async () => {
    await overviewRow(page, 'public.c').getByRole('button', { name: 'public.c' }).click();
    await expect(title(page)).toHaveText('public.c');
    await page.keyboard.press('Alt+ArrowLeft');
    const searchBox = page.getByRole('searchbox', { name: 'Search tables' });
    await expect(searchBox).toHaveValue('public.c');
    const views = page.getByRole('dialog', { name: 'Views' });
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await views.getByRole('textbox', { name: 'Keep what is shown as' }).fill('Only c');
    await page.keyboard.press('Enter');
    await expect(views).toHaveCount(0);
    await searchBox.fill('');
    await expect(overviewRow(page, 'public.a')).toBeVisible();
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await views.getByRole('button', { name: /^Only c/ }).click();
    await expect(searchBox).toHaveValue('public.c');
    await expect(overviewRow(page, 'public.a')).toHaveCount(0);
  });

  await test.step('the look and the views are there after a restart', async () => {
    await pulse.quit();
    const again = await launch();
    await expect(again.page.getByRole('button', { name: 'Wider rows' })).toBeVisible();
    await again.page.keyboard.press('ControlOrMeta+K');
    await again.page.keyboard.type('only c');
    await again.page.keyboard.press('Enter');
    await expect(again.page.getByRole('searchbox', { name: 'Search tables' })).toHaveValue('public.c');
    await again.page.getByRole('button', { name: 'Views', exact: true }).click();
    const views = again.page.getByRole('dialog', { name: 'Views' });
    await views.getByRole('button', { name: 'Remove the view Only c' }).click();
    await expect(views.getByRole('listitem')).toHaveCount(0);
  });
});

test('the row that the keyboard is on is in sight, also when the bar comes over it', async ({
  launch,
  dataFolder,
}) => {
  const tables = Array.from({ length: 40 }, (_, index) => `t${index + 10}`);
  settle(dataFolder, { tables, migrationsFolder: MIGRATIONS });
  const { page } = await launch();
  const list = page.getByRole('table', { name: 'Monitored tables' });
  await list.getByRole('button', { name: 'public.t10' }).focus();
  for (let step = 0; step < 3; step++) {
    await page.keyboard.press('PageDown');
    const row = overviewRow(page, `public.t${20 + step * 10}`);
    await expect(row.getByRole('button', { name: /^public/ })).toBeFocused();
    await expect.poll(() => isWhollyOnTop(row)).toBe(true);
  }
  await page.keyboard.press('x');
  await expect(page.getByRole('region', { name: 'Selected tables' })).toBeVisible();
  await expect.poll(() => isWhollyOnTop(overviewRow(page, 'public.t40'))).toBe(true);
  await page.keyboard.press('End');
  await expect.poll(() => isWhollyOnTop(overviewRow(page, 'public.t49'))).toBe(true);
});

/** Whether nothing lies over a row, neither at its upper edge nor at its lower one. */
function isWhollyOnTop(row: Locator): Promise<boolean> {
  return row.evaluate((element) => {
    const { left, top, bottom } = element.getBoundingClientRect();
    const seen = (y: number) => element.contains(document.elementFromPoint(left + 200, y));
    return seen(top + 3) && seen(bottom - 3);
  });
}

/** Whether the tick is what is seen in the middle of a box. */
function hasVisibleTick(box: Locator): Promise<boolean> {
  return box.evaluate((input) => {
    const tick = getComputedStyle(input, '::before');
    const { x, y, width, height } = input.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    const isDrawn = tick.content !== 'none' && Number.parseFloat(tick.width) > 0;
    return isDrawn && tick.backgroundColor !== getComputedStyle(input).backgroundColor && top === input;
  });
}
