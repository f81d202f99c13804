import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/demo.ts';
import {
  addConnection,
  checkCard,
  monitorTables,
  openCheck,
  openTable,
  PATIENCE,
  setSeconds,
} from './support/walk.ts';

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

test('a check shows what it asks and costs while it is written, and what is wrong where it is wrong', async ({
  pulse,
}) => {
  const { page } = pulse;
  const form = page.getByRole('dialog', { name: 'Add check' });
  const asks = form.getByRole('region', { name: 'What it asks' });
  const statement = asks.getByLabel('Statement of this check');
  const column = form.getByLabel('Column', { exact: true });
  const where = form.getByLabel('Only rows where', { exact: true });

  await test.step('the statement and its price follow what is written', async () => {
    await form.getByRole('button', { name: /^Missing values/ }).click();
    await expect(asks).toContainText('once the settings are complete');
    await column.fill('total_amount');
    await expect(statement).toContainText('"total_amount" IS NULL');
    await expect(asks).toContainText(/(Reads|Scans) [\d.]+ (bytes|[kMG]B)/, PATIENCE);
    await write(page, where, "status <> 'cancelled'");
    await expect(statement).toContainText("status <> 'cancelled'");
  });

  await test.step('columns that are known are offered, and Escape closes the offer only', async () => {
    await write(page, where, '');
    await page.keyboard.type('total_a');
    const offer = page.getByRole('option', { name: /total_amount/ });
    await expect(offer).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(offer).toBeHidden();
    await expect(form).toBeVisible();
  });

  await test.step('what the server does not understand is said at the field, before anything is saved', async () => {
    await write(page, where, 'no_such_column > 0');
    await expect(where).toHaveAccessibleDescription(/There is no column "no_such_column"\./, PATIENCE);
    await write(page, where, 'total_amount >');
    await expect(where).toHaveAccessibleDescription(/PostgreSQL does not understand the SQL/, PATIENCE);
    await write(page, where, '');
    await column.fill('totla_amount');
    await expect(column).toHaveAccessibleDescription(/There is no column "totla_amount"\./, PATIENCE);
  });

  await test.step('so is every setting that does not fit', async () => {
    await column.fill('');
    await expect(column).toHaveAccessibleDescription(/Which column should be filled\?/);
    await form.getByRole('button', { name: 'Add check' }).click();
    await expect(column).toHaveAccessibleDescription(/Choose a column\./);
    await form.getByLabel('Fail below', { exact: true }).fill('5');
    await form.getByLabel('Fail above', { exact: true }).fill('1');
    await expect(form.getByText('The lower bound (5) is above the upper bound (1).')).toBeVisible();
    await form.getByLabel('Name', { exact: true }).fill(' ');
    await expect(form.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(
      'Give the check a name.',
    );
    await setSeconds(form, 'Runs every', 2);
    await expect(form.getByText('At most six times a minute.')).toBeVisible();
    await form.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Discard changes' }).click();
  });

  await test.step('another table is chosen from the catalogue', async () => {
    await form.getByRole('button', { name: /^Orphans/ }).click();
    await form.getByRole('combobox', { name: 'Other table', exact: true }).fill('cust');
    await page.getByRole('option', { name: 'customers', exact: true }).click();
    await form.getByRole('combobox', { name: 'Column', exact: true }).fill('customer_id');
    await expect(statement).toContainText('"public"."customers"');
    // It is not watched: its columns are asked for.
    await form.getByRole('combobox', { name: 'Column of the other table', exact: true }).fill('country');
    await page.getByRole('option', { name: 'country_code', exact: true }).click(PATIENCE);
    await form.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Discard changes' }).click();
  });

  await test.step('one’s own statement must be one that only reads', async () => {
    await form.getByRole('button', { name: /^Custom SQL/ }).click();
    const sql = form.getByLabel('SQL', { exact: true });
    await write(page, sql, `DELETE FROM ${ORDERS}`);
    await expect(sql).toHaveAccessibleDescription(/tries to write; Pulse only reads/);
    await write(page, sql, 'SELECT 1; SELECT 2');
    await expect(sql).toHaveAccessibleDescription(/Write one statement only/);
    await write(page, sql, `SELECT * FROM ${ORDERS} WHERE id = $1`);
    await expect(sql).toHaveAccessibleDescription(/Write values in place of parameters/);
    await write(page, sql, 'SELECT * FROM public.no_such_table');
    await expect(sql).toHaveAccessibleDescription(
      /There is no table or view "public\.no_such_table"/,
      PATIENCE,
    );
  });
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

test('a check says what it would have said in the past before it is kept, and follows what is written', async ({
  pulse,
}) => {
  const { page } = pulse;
  const form = page.getByRole('dialog', { name: 'Add check' });
  const past = form.getByRole('region', { name: 'On the past' });
  const ask = past.getByRole('button', { name: 'Test on the past' });
  const spoken = past.getByRole('list', { name: 'When it would have spoken' });
  await form.getByRole('button', { name: /^Freshness/ }).click();

  await test.step('once its settings are complete', async () => {
    await expect(ask).toBeDisabled();
    await form.getByRole('combobox', { name: 'Timestamp column' }).fill('placed_at');
    await ask.click();
    await expect(past).toContainText(/In the last \d+ days this would not have spoken\./, PATIENCE);
    await expect(spoken).toBeHidden();
  });

  await test.step('a bound that is too narrow is seen to be', async () => {
    await setSeconds(form, 'Fail above', 1);
    await expect(past).toContainText(/would have spoken [\d,]+ times/, PATIENCE);
    await expect(spoken.getByRole('listitem').first()).toContainText(/Broken.*over after|not over by now/);
  });

  await test.step('what has no past says so', async () => {
    await form.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await form.getByRole('button', { name: /^Missing values/ }).click();
    await form.getByLabel('Column', { exact: true }).fill('total_amount');
    await ask.click();
    await expect(past).toContainText('as it is now', PATIENCE);
  });
});
