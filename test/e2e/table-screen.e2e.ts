import type { Page } from '@playwright/test';
import { expect, test } from './support/demo.ts';
import { addConnection, checkCard, monitorTables, openCheck, openTable, PATIENCE } from './support/walk.ts';

const EVENTS = 'public.events';
const FRESHNESS = 'Freshness of created_at';

const results = (page: Page) => page.getByRole('region', { name: `Results of ${FRESHNESS}` });

test('a point of a chart leads to its results, and these to their statements', async ({ pulse, world }) => {
  test.setTimeout(180_000);
  const { page } = pulse;
  await addConnection(pulse, world.analyst.urlFor('standby'), 'Shop replica');
  await monitorTables(page, [EVENTS]);
  await openTable(page, EVENTS);
  await openCheck(page, FRESHNESS);
  const card = checkCard(page, FRESHNESS);
  const chart = card.getByRole('img', { name: /^\d+ results?, from / });
  await expect(chart).toBeVisible(PATIENCE);

  await test.step('by the pointer', async () => {
    await chart.click();
    const run = results(page).getByRole('listitem').first();
    await expect(run.getByRole('button', { expanded: true })).toContainText(/Pass|Learning|Warn|Fail/);
    const statement = run.getByRole('region', { name: 'Full statement' }).last();
    await expect(statement).toContainText('"created_at"');
    await expect(run).toContainText(/\d+ rows? in (< 1|\d+) ms/);
    await results(page).getByRole('button', { name: 'Close the results' }).click();
    await expect(results(page)).toBeHidden();
  });

  await test.step('a drag shows a part of the time, until all is asked for again', async () => {
    const box = await chart.boundingBox();
    if (!box) throw new Error('The chart is not there.');
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.4, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, middle);
    await page.mouse.move(box.x + box.width * 0.6, middle);
    await page.mouse.up();
    const all = page.getByRole('button', { name: 'Show all 1 h' });
    await expect(all).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: / to / })).toBeVisible();
    await expect(card).toContainText('No results in this range yet.');
    await expect(results(page)).toBeHidden();
    await all.click();
    await expect(all).toBeHidden();
    await expect(chart).toBeVisible(PATIENCE);
    await page.getByText('1 y', { exact: true }).click();
    await expect(page.getByRole('radio', { name: '1 y' })).toBeChecked();
    await expect(chart).toBeVisible(PATIENCE);
  });

  await test.step('by the keyboard', async () => {
    await card.getByRole('button', { name: `More for ${FRESHNESS}` }).press('Enter');
    await page.getByRole('menuitem', { name: 'Show its newest results' }).press('Enter');
    await expect(results(page).getByRole('heading', { name: 'Newest results' })).toBeVisible();
    await expect(results(page).getByRole('region', { name: 'Full statement' }).first()).toBeVisible();
    await results(page).getByRole('button', { expanded: true }).press('Enter');
    await expect(results(page).getByRole('region', { name: 'Full statement' })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(results(page)).toBeHidden();
    // The keyboard is where it can go on from.
    const byKeys = card.getByRole('slider', { name: `Results of ${FRESHNESS}, one by one` });
    await expect(byKeys).toBeFocused();
    await page.keyboard.press('+');
    const all = page.getByRole('button', { name: 'Show all 1 y' });
    await expect(all).toBeVisible();
    await expect(byKeys).toBeFocused();
    await page.keyboard.press('-');
    await expect(all).toBeHidden();
    await page.keyboard.press('+');
    await all.press('Enter');
    await expect(page.getByRole('radio', { name: '1 y' })).toBeFocused();
    await page.getByRole('button', { name: 'Show more of Schema' }).press('Enter');
    await page.getByRole('button', { name: 'Show less of Schema' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Show more of Schema' })).toBeFocused();
  });
});
