import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/demo.ts';
import { addConnection, checkCard, monitorTables, openCheck, openTable, PATIENCE } from './support/walk.ts';

const ORDERS = 'public.orders';

/** Writes into a field of SQL in place of what is there. */
async function write(page: Page, field: Locator, text: string): Promise<void> {
  await field.click();
  await page.keyboard.press('ControlOrMeta+A');
  await (text === '' ? page.keyboard.press('Delete') : page.keyboard.insertText(text));
}

test.beforeEach(async ({ pulse, world }) => {
  test.setTimeout(240_000);
  await addConnection(pulse, world.analyst.urlFor('standby'), 'Shop replica');
  await monitorTables(pulse.page, [ORDERS]);
  await openTable(pulse.page, ORDERS);
  await pulse.page.getByRole('button', { name: 'Add check' }).click();
});

test('a check of one’s own shows its result and its price before it is kept', async ({ pulse }) => {
  const { page } = pulse;
  const form = page.getByRole('dialog', { name: 'Add check' });

  await test.step('the statement is tried first', async () => {
    await form.getByRole('button', { name: /^Custom SQL/ }).click();
    await form.getByLabel('Name', { exact: true }).fill('No negative totals');
    await write(
      page,
      form.getByLabel('SQL', { exact: true }),
      `SELECT * FROM ${ORDERS} WHERE total_amount < 0`,
    );
    await expect(form.getByRole('button', { name: 'Add check' })).toBeHidden();
    await form.getByRole('button', { name: 'Try it' }).click();
    const trial = form.getByRole('region', { name: 'Result of the trial' });
    await expect(trial).toContainText('No failing rows.', PATIENCE);
    await expect(trial).toContainText(/Reads [\d.]+ (bytes|[kM]B) \(/);
    await expect(trial).toContainText('nothing was saved');
  });

  await test.step('it is judged by what it was told', async () => {
    await form.getByRole('radio', { name: /^Learned/ }).check();
    await expect(form.getByText('Fails outside what is usual at that hour.')).toBeVisible();
    await form.getByRole('radio', { name: /^Fixed bounds/ }).check();
    await form.getByText('Critical', { exact: true }).click();
    await form.getByLabel('Bad for at least').fill('30');
    await form.getByRole('button', { name: 'Try it' }).click();
    await form.getByRole('button', { name: 'Add check' }).click(PATIENCE);
    await expect(form).toBeHidden();
    await openCheck(page, 'No negative totals');
    const card = checkCard(page, 'No negative totals');
    await expect(card).toContainText('Custom SQL · critical');
    await expect(card).toContainText('Fails above 0');
    await expect(card).toContainText('No failing rows.', PATIENCE);
    await card.getByRole('button', { name: 'Edit No negative totals' }).click();
    const edit = page.getByRole('dialog');
    await expect(edit.getByLabel('Bad for at least')).toHaveValue('30 min');
    await expect(edit.getByLabel('Good for at least')).toHaveValue('');
  });
});
