import { findings, wear } from './support/axe.ts';
import { expect, test } from './support/demo.ts';
import {
  addConnection,
  catalogueRow,
  goTo,
  monitorTables,
  openTable,
  overviewRow,
  PATIENCE,
  pasteConnection,
  testPanel,
  title,
} from './support/walk.ts';

const CUSTOMERS = 'public.customers';
const REPLICA = 'Shop replica';

test('every screen is free of what axe finds wrong, in light and in dark', async ({ pulse, world, news }) => {
  test.setTimeout(600_000);
  const { page } = pulse;
  const found: string[] = [];
  const look = async (name: string, exceptions: string[] = []) => {
    for (const theme of ['light', 'dark'] as const) {
      await wear(pulse, theme);
      for (const finding of await findings(page, exceptions)) found.push(`${name}, ${theme}: ${finding}`);
    }
  };

  await look('first start');
  await page.getByRole('button', { name: 'Add a connection' }).click();
  await pasteConnection(pulse, world.analyst.urlFor('primary'));
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(testPanel(page).getByRole('status')).toHaveText('Pulse cannot use this server.', PATIENCE);
  await look('refused connection');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog', { name: 'Discard the changes?' })).toBeVisible();
  await look('unsaved changes');
  await page.getByRole('button', { name: 'Discard changes' }).click();

  await addConnection(pulse, world.analyst.urlFor('standby'), REPLICA);
  await expect(page.getByRole('table', { name: 'Catalogue' })).toBeVisible(PATIENCE);
  await look('catalogue');
  await catalogueRow(page, CUSTOMERS).getByRole('button').click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'See its values: Freshness of created_at' }).click(PATIENCE);
  await look('suggestions');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await monitorTables(page, [CUSTOMERS, 'public.events', 'public.orders']);
  await expect(title(page)).toHaveText(/^All 3 tables healthy; /, PATIENCE);
  await world.inject('column_dropped');
  await openTable(page, CUSTOMERS);
  await page.getByRole('button', { name: 'Run all now' }).click();
  await news.wait(`${CUSTOMERS}: Schema failed`, 60_000);

  await goTo(page, 'Overview');
  await expect(overviewRow(page, CUSTOMERS)).toContainText('Broken');
  await look('overview');
  for (const name of ['Views', 'Columns']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    // As menus do, it stands outside of the landmarks while it is open.
    await look(name, ['region']);
    await page.keyboard.press('Escape');
  }
  await overviewRow(page, CUSTOMERS).getByRole('button', { name: CUSTOMERS, exact: true }).focus();
  await page.keyboard.press('t');
  await expect(page.getByRole('dialog', { name: 'Tags and owner' })).toBeVisible();
  await look('tags and owner');
  await page.keyboard.press('Escape');
  await overviewRow(page, CUSTOMERS).getByRole('checkbox').check();
  for (const [button, dialog] of [
    ['Silence…', 'Silence'],
    ['Change interval…', 'Change the interval'],
  ] as const) {
    await page.getByRole('region', { name: 'Selected tables' }).getByRole('button', { name: button }).click();
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
    await look(dialog);
    await page.keyboard.press('Escape');
  }
  await openTable(page, CUSTOMERS);
  await look('table');
  await page.getByRole('button', { name: 'More for Schema' }).click();
  await page.getByRole('menuitem', { name: 'Show its newest results' }).click();
  await expect(page.getByRole('region', { name: 'Full statement' }).first()).toBeVisible();
  await look('results of a check');
  await page.getByRole('button', { name: 'Close the results' }).click();
  await page.getByRole('tab', { name: /^Columns/ }).click();
  await expect(page.getByRole('region', { name: 'Schema history' })).toBeVisible();
  await look('columns');
  await page.getByRole('tab', { name: 'Checks' }).click();
  await page.getByRole('button', { name: 'More for this table' }).click();
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  // An open menu belongs to its button, wherever in the page it is drawn.
  await look('menu', ['region']);
  await page.getByRole('menuitem', { name: 'Stop monitoring…' }).click();
  await expect(page.getByRole('dialog', { name: /^Stop monitoring/ })).toBeVisible();
  await look('confirmation');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add check' }).click();
  await expect(page.getByRole('list', { name: 'Kinds of check' })).toBeVisible();
  await look('kinds of check');
  await page.getByRole('button', { name: /^Distribution/ }).click();
  await expect(page.getByRole('radio', { name: /^Learned/ })).toBeChecked();
  await look('check by what is normal');
  await page.getByRole('radio', { name: /^Change/ }).check();
  await expect(page.getByRole('combobox', { name: 'Compared with' })).toBeVisible();
  await look('check by change');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByRole('button', { name: /^Freshness/ }).click();
  await page.getByRole('combobox', { name: 'Timestamp column' }).fill('created_at');
  await page.getByRole('button', { name: 'Test on the past' }).click();
  await expect(page.getByRole('region', { name: 'On the past' })).toContainText('In the last', PATIENCE);
  await look('back-test');
  await page.getByLabel('Only rows where', { exact: true }).click();
  await page.keyboard.type('c');
  await expect(page.getByRole('option').first()).toBeVisible();
  await look('completions');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Edit Schema' }).click();
  await expect(page.getByRole('dialog', { name: 'Edit check' })).toBeVisible();
  await look('check form');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Edit check' })).toBeHidden();

  await goTo(page, 'Incidents');
  await look('incidents');
  await page.getByRole('list', { name: 'Incidents' }).getByRole('button').first().click();
  await expect(title(page)).toHaveText(`${CUSTOMERS}: Schema failed`);
  await page.getByRole('button', { name: /^Why was I / }).click();
  await expect(
    page.getByRole('region', { name: 'Notifications of this incident' }).getByRole('listitem'),
  ).not.toHaveCount(0);
  await look('incident');
  await page.getByRole('button', { name: 'Silence…' }).click();
  await expect(page.getByRole('dialog', { name: 'Silence' })).toBeVisible();
  await look('silence');
  await page.getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Silence', exact: true })).toContainText('Silenced until');
  await look('silenced incident');
  await goTo(page, 'Incidents');
  await expect(page.getByRole('region', { name: 'Silences' })).toContainText('kept silent');
  await look('silences');
  await page.getByRole('button', { name: /^Inbox/ }).click();
  await expect(page.getByRole('dialog', { name: 'Inbox' })).toBeVisible();
  await look('inbox');
  await page.keyboard.press('Escape');
  for (const screen of ['Connections', 'History', 'Query log', 'Settings', 'Help'] as const) {
    await goTo(page, screen);
    if (screen === 'History') await expect(page.getByRole('table', { name: 'Results' })).toBeVisible();
    if (screen === 'Help') await expect(page.getByRole('article')).toBeVisible();
    if (screen === 'Settings') await page.getByRole('switch', { name: /^Quiet hours/ }).click();
    if (screen === 'Connections') {
      await page.getByRole('button', { name: 'What does Pulse do to this server?' }).click();
      await expect(page.getByRole('region', { name: 'SQL that makes a minimal role' })).toBeVisible();
    }
    await look(screen.toLowerCase());
    if (screen !== 'Settings') continue;
    await page.getByRole('button', { name: 'Add a rule…' }).click();
    await expect(page.getByRole('dialog', { name: 'Add a rule' })).toBeVisible();
    await look('rule form');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByRole('button', { name: /^Restore/ }).click(PATIENCE);
    await expect(page.getByRole('dialog', { name: /^Go back to/ })).toBeVisible();
    await look('going back to a backup');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add a webhook…' }).click();
    await expect(page.getByRole('dialog', { name: 'Add a webhook' })).toBeVisible();
    await look('webhook form');
    await page.keyboard.press('Escape');
  }
  await page.getByRole('tab', { name: 'Checks' }).click();
  await expect(page.getByRole('navigation', { name: 'Kinds of check' })).toBeVisible();
  await look('help on checks');
  await page.getByRole('tab', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByRole('region', { name: 'Everywhere' })).toBeVisible();
  await look('help on keys');
  await goTo(page, 'Connections');
  await page.getByRole('button', { name: 'Emergency stop…' }).click();
  await look('emergency stop');
  await page.getByRole('button', { name: 'Stop everything', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Everything is stopped' })).toContainText(REPLICA, PATIENCE);
  await look('proof of the stop');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Resume all' })).toBeVisible();
  await look('all paused');
  await goTo(page, 'Overview');
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('combobox', { name: 'Find anything' })).toBeFocused();
  await look('palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await look('shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export history' }).click();
  await expect(page.getByRole('dialog', { name: 'Export as CSV' })).toBeVisible();
  await look('export');

  expect(found).toEqual([]);
});
