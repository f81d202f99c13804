import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type { SilenceView } from '../../shared/domain/silence.ts';
import { live } from '../support/a-history.ts';
import { settle } from '../support/a-household.ts';
import { expect, type PulseApp, test } from './support/app.ts';
import { ask } from './support/ask.ts';
import { goTo, openTable, overviewRow, title } from './support/walk.ts';

const migrationsFolder = join(import.meta.dirname, '../../migrations');

/** What is on the clipboard, as a spreadsheet takes it in. */
async function pasted({ app }: PulseApp): Promise<Record<string, string>[]> {
  const text = await app.evaluate(({ clipboard }) => clipboard.readText());
  return parse<Record<string, string>>(text, { columns: true });
}

const done = (page: Page) => page.getByRole('status', { name: 'What was done' });

test('every list is copied as CSV, as it is shown', async ({ launch, dataFolder }) => {
  settle(dataFolder, { tables: ['customers', 'events', 'orders'], connectionName: '=1+1', migrationsFolder });
  live(dataFolder, { migrationsFolder, hours: 2, broken: 'orders' });
  const pulse = await launch();
  const { page } = pulse;
  const copy = (what: string) => page.getByRole('button', { name: `Copy ${what} as CSV`, exact: true });

  await test.step('the overview: in its order, without what is filtered out, and never as a formula', async () => {
    await page.getByRole('columnheader', { name: 'Table' }).getByRole('button').click();
    await page.getByRole('columnheader', { name: 'Table' }).getByRole('button').click();
    await copy('the list “Monitored tables”').click();
    await expect(done(page)).toHaveText('3 rows copied as CSV.');
    const rows = await pasted(pulse);
    expect(rows.map(({ Table }) => Table)).toEqual(['public.orders', 'public.events', 'public.customers']);
    expect(rows[0]).toMatchObject({ Connection: "'=1+1", Volume: '12', 'Freshness in seconds': '95' });
    await page.getByRole('searchbox', { name: 'Search tables' }).fill('events');
    await expect(overviewRow(page, 'public.orders')).toHaveCount(0);
    await copy('the list “Monitored tables”').click();
    await expect(done(page)).toHaveText('1 row copied as CSV.');
    expect((await pasted(pulse)).map(({ Table }) => Table)).toEqual(['public.events']);
    // What it is narrowed to would stay.
    await page.getByRole('searchbox', { name: 'Search tables' }).fill('');
  });

  await test.step('the history', async () => {
    await goTo(page, 'History');
    await copy('the list “Results”').click();
    await expect(done(page)).toHaveText('54 rows copied as CSV.');
    const rows = await pasted(pulse);
    expect(rows).toHaveLength(54);
    expect(rows.filter(({ Status }) => Status === 'Fail')).toHaveLength(4);
    expect(rows.find(({ Status }) => Status === 'Fail')).toMatchObject({
      Table: 'public.orders',
      Check: 'Rows in the last hour',
      'What it said': '12 rows in the last hour; at least 100 are expected.',
      Value: '12',
      Unit: 'rows',
      When: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  await test.step('the incidents', async () => {
    await goTo(page, 'Incidents');
    await copy('the incidents').click();
    await expect(done(page)).toHaveText('1 row copied as CSV.');
    expect(await pasted(pulse)).toMatchObject([{ Table: 'public.orders', State: 'Firing', Resolved: '' }]);
  });

  await test.step('the backups', async () => {
    await goTo(page, 'Settings');
    await page.getByRole('button', { name: 'Back up now' }).click();
    await copy('the backups').click();
    await expect(done(page)).toHaveText('1 row copied as CSV.');
    expect(await pasted(pulse)).toMatchObject([{ Why: 'By you', File: expect.stringContaining('.db') }]);
  });

  await test.step('a table of the help', async () => {
    await goTo(page, 'Help');
    await page.getByRole('tab', { name: 'Checks' }).click();
    await page.getByRole('button', { name: 'Volume', exact: true }).click();
    const shown = page.getByRole('article').getByRole('table').first();
    await expect(shown).toContainText('windowSeconds');
    await copy('the table').first().click();
    await expect(done(page)).toHaveText('4 rows copied as CSV.');
    expect((await pasted(pulse))[1]).toMatchObject({ Name: 'windowSeconds', 'In the window': 'Window' });
  });

  await test.step('the results of a check', async () => {
    await openTable(page, 'public.orders');
    await page.getByRole('button', { name: 'More for Rows in the last hour' }).click();
    await page.getByRole('menuitem', { name: 'Show its newest results' }).click();
    await copy('the results').click();
    await expect(done(page)).toHaveText('9 rows copied as CSV.');
    expect((await pasted(pulse)).map(({ Status }) => Status).slice(0, 5)).toEqual([
      ...Array<string>(4).fill('Fail'),
      'Pass',
    ]);
  });
});

test('a table is silenced and labelled where it is looked at', async ({ launch, dataFolder }) => {
  settle(dataFolder, { tables: ['customers', 'orders'], migrationsFolder });
  const pulse = await launch();
  const { page } = pulse;
  await openTable(page, 'public.orders');
  const silence = page.getByRole('note', { name: 'Silence' });
  const choose = async (item: string) => {
    await page.getByRole('button', { name: 'More for this table' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const holding = async () =>
    (await ask<SilenceView[]>(pulse, 'silences.list')).filter(({ endedAt }) => endedAt === null);

  await test.step('silenced, and not any more', async () => {
    await expect(silence).toHaveCount(0);
    await choose('Silence…');
    const dialog = page.getByRole('dialog', { name: 'Silence' });
    await expect(dialog).toContainText('public.orders');
    await dialog.getByLabel('Note').fill('Moving house');
    await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
    await expect(silence).toContainText(/^Silent until .*\d\d:\d\d: Moving house/);
    expect(await holding()).toHaveLength(1);
    await openTable(page, 'public.customers');
    await expect(silence).toHaveCount(0);
    await openTable(page, 'public.orders');
    await silence.getByRole('button', { name: 'End silence' }).click();
    await expect(silence).toHaveCount(0);
    expect(await holding()).toEqual([]);
  });

  await test.step('tagged, with an owner', async () => {
    await choose('Tags and owner…');
    const dialog = page.getByRole('dialog', { name: 'Tags and owner' });
    await dialog.getByRole('combobox', { name: 'Tags' }).fill('finance');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Owner').fill('Data team');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('main')).toContainText('Looked after by Data team');
    await expect(page.getByRole('main')).toContainText('finance');
  });

  await test.step('and the keys lead back, and forward again', async () => {
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(overviewRow(page, 'public.orders')).toContainText('finance');
    await page.keyboard.press('Alt+ArrowRight');
    await expect(title(page)).toHaveText('public.orders');
  });
});
