import type { IncidentView } from '../../shared/domain/incident.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { expect, test } from './support/app.ts';
import { ask } from './support/ask.ts';
import { goTo, rail, title } from './support/walk.ts';

const MINUTE = 60_000;

/** Three open incidents that begin one after the other, on a connection that is paused: nothing moves by itself. */
function leaveIncidents(folder: string): void {
  const desk = new IncidentDesk(folder, { start: Date.now() - 30 * MINUTE });
  try {
    const connectionId = desk.addConnection('Reporting');
    const config = desk.store.connections.get(connectionId);
    if (config) desk.store.connections.update({ ...config, paused: true });
    for (const table of ['orders', 'items', 'coupons']) {
      const check = desk.addCheck(connectionId, table, { type: table === 'items' ? 'schema' : 'freshness' });
      if (table === 'items' && check.tableId !== null) {
        const differences = ['column price (numeric) was dropped'];
        desk.store.tables.addSchemaEvent(check.tableId, { at: desk.now, differences });
      }
      desk.observe(check, { bad: true, message: `${table} is bad.` });
      desk.advance(7 * MINUTE);
    }
  } finally {
    desk.close();
  }
}

test('incidents are read, acknowledged, labelled and silenced from the keyboard alone', async ({
  dataFolder,
  launch,
}) => {
  leaveIncidents(dataFolder);
  const pulse = await launch();
  const { page } = pulse;
  const rows = page.getByRole('list', { name: 'Incidents' }).getByRole('button');
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  // Nothing listens to keys before the first screen stands.
  await expect(title(page)).toHaveText(/^3 tables not judged/);
  await press('g', 'i');
  await expect(title(page)).toHaveText('Incidents');
  await expect(rows).toHaveCount(3);

  await press('j');
  await expect(rows.nth(0)).toBeFocused();
  await press('j', 'j', 'j');
  await expect(rows.nth(2)).toBeFocused();
  await expect(rows.nth(2)).toContainText('public.orders');
  await press('ArrowUp');
  await expect(rows.nth(1)).toBeFocused();
  await press('Home', 'ArrowDown');
  await expect(rows.nth(1)).toContainText('public.items');
  // All of them are one stop of the Tab key.
  await press('Tab');
  await expect(rows.nth(2)).not.toBeFocused();
  await press('Shift+Tab');
  await expect(rows.nth(1)).toBeFocused();
  await press('l', 'n');
  await expect(rows.nth(1)).toContainText('Noise');
  await press('e');
  await expect(rows).toHaveCount(2);
  // What somebody looks after waits for nobody.
  const entry = rail(page).getByRole('button', { name: /^Incidents/ });
  await expect(entry).toContainText('2 open');
  // What took its place has the focus.
  await expect(rows.nth(1)).toBeFocused();
  await expect(rows.nth(1)).toContainText('public.orders');

  await press('s');
  await expect(page.getByRole('dialog', { name: 'Silence' })).toBeVisible();
  await page.getByRole('radio', { name: '1 hour' }).focus();
  await press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(rows).toHaveCount(1);
  await expect(rows.nth(0)).toBeFocused();
  await expect(rows.nth(0)).toContainText('public.coupons');
  await expect(entry).toContainText('1 open');

  await press(']');
  await expect(page.getByRole('radio', { name: 'Acknowledged 1' })).toBeChecked();
  await press('j', 'Enter');
  await expect(title(page)).toHaveText('public.items: Freshness failed');
  // The mailbox stays beside what is read.
  const beside = page.getByRole('complementary', { name: 'Mailbox' });
  const current = beside.locator('[aria-current="true"]');
  await expect(current).toContainText('public.items');
  await press('w');
  await expect(page.getByRole('region', { name: 'Notifications of this incident' })).toContainText(
    'Acknowledged.',
  );
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByRole('list', { name: /^Differences/ })).toContainText('price numeric dropped');
  await press('n');
  await page.keyboard.type('The loader was restarted.');
  await press('Control+Enter');
  await expect(timeline).toContainText(/Note.*The loader was restarted\./s);
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('');
  await page.getByRole('heading', { level: 1 }).click();
  const around = page.getByRole('region', { name: 'What changed around then' });
  await expect(around).toContainText('7 min before');
  await expect(around).toContainText('7 min after');
  await around.getByRole('button', { name: 'public.coupons: Freshness failed' }).click();
  await expect(title(page)).toHaveText('public.coupons: Freshness failed');
  await expect(beside.getByRole('combobox', { name: 'Mailbox' })).toHaveValue('Open 1');
  await expect(current).toContainText('public.coupons');
  await test.step('acknowledged beside the title, with the note that is being written', async () => {
    const note = page.getByRole('textbox', { name: 'Note' });
    await press('n');
    await page.keyboard.type('Vendor called.');
    await press('Escape', 't');
    await expect(title(page)).toHaveText('public.coupons');
    await press('Alt+ArrowLeft');
    await expect(note).toHaveValue('Vendor called.');
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).press('Enter');
    await expect(timeline).toContainText(/Acknowledged.*Vendor called\./s);
    await expect(note).toHaveValue('');
    // Whoever pressed it stands there still.
    const done = page.getByRole('button', { name: 'Acknowledged', exact: true });
    await expect(done).toBeFocused();
    await expect(done).toBeDisabled();
  });
  await press('u');
  await expect(title(page)).toHaveText('Incidents');
  await press(']', ']');
  await expect(page.getByRole('radio', { name: 'Silenced 1' })).toBeChecked();
  await expect(rows.nth(0)).toContainText('public.orders');

  await press('?');
  const shortcuts = page
    .getByRole('dialog', { name: 'Keyboard shortcuts' })
    .getByRole('region', { name: 'Incidents' });
  for (const name of ['Acknowledge', 'Label as noise', 'Next mailbox'])
    await expect(shortcuts).toContainText(name);

  const labelled = await ask<IncidentView[]>(pulse, 'incidents.list', { states: ['firing'], limit: 10 });
  expect(labelled.filter(({ label }) => label === 'noise').map(({ tableName }) => tableName)).toEqual([
    'public.items',
  ]);
});

test('tables that broke together are one incident, in which each of them stands', async ({
  dataFolder,
  launch,
}) => {
  const desk = new IncidentDesk(dataFolder, { start: Date.now() - 30 * MINUTE });
  const connectionId = desk.addConnection('Reporting');
  const config = desk.store.connections.get(connectionId);
  if (config) desk.store.connections.update({ ...config, paused: true });
  const tables = Array.from({ length: 9 }, (_, index) => `part_${index}`);
  for (const table of tables) {
    desk.observe(desk.addCheck(connectionId, table), { bad: true, message: `${table} is late.` });
    desk.advance(1_000);
  }
  desk.advance(MINUTE);
  desk.close();
  const { page } = await launch();
  await goTo(page, 'Incidents');
  await page.getByRole('list', { name: 'Incidents' }).getByRole('button').click();
  await expect(title(page)).toHaveText('9 tables on Reporting: Freshness failed');
  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings).toHaveCount(1);
  await expect(findings.getByRole('listitem')).toHaveCount(8);
  await findings.getByRole('button', { name: 'Show all 9' }).click();
  await expect(findings.getByRole('listitem')).toHaveCount(9);
  await expect(findings).toContainText('part_3 is late.');
  await findings.getByRole('button', { name: 'public.part_3: Freshness failed' }).click();
  await expect(title(page)).toHaveText('public.part_3: Freshness failed');
  await expect(page.getByRole('region', { name: 'Related incidents' })).toContainText(
    'Part of something larger',
  );
});

test('a silence is planned by a pattern until a time, or from an incident for all of its type', async ({
  dataFolder,
  launch,
}) => {
  leaveIncidents(dataFolder);
  const pulse = await launch();
  const { page } = pulse;
  await goTo(page, 'Incidents');
  const rows = page.getByRole('list', { name: 'Incidents' }).getByRole('button');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText('Broken (Firing)');
  await page.getByRole('button', { name: 'Plan a silence…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Silence' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Pattern' }).fill('reporting/public.c*');
  await dialog.getByRole('radio', { name: 'Until a time' }).check();
  await dialog.getByLabel('Until', { exact: true }).fill('2001-01-01T08:00');
  await dialog.getByRole('button', { name: 'Silence' }).click();
  await expect(dialog).toContainText('That time is over already.');
  await dialog.getByLabel('Until', { exact: true }).fill('2099-01-01T08:00');
  await dialog.getByRole('button', { name: 'Silence' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Plan a silence…' })).toBeFocused();
  await expect(rows).toHaveCount(2);
  await expect(page.getByRole('region', { name: 'Silences' })).toContainText(
    /what fits reporting\/public\.c\*/i,
  );

  await rows.filter({ hasText: 'public.items' }).click();
  await page.getByRole('button', { name: 'Silence…' }).click();
  await dialog.getByRole('radio', { name: 'Everything of type schema on Reporting' }).check();
  await dialog.getByRole('radio', { name: 'Until it is resolved' }).check();
  await dialog.getByRole('button', { name: 'Silence' }).click();
  const silence = page.getByRole('region', { name: 'Silence', exact: true });
  await expect(silence).toContainText('until it is resolved');
  // The button that asked for it ends it, and has the focus again.
  const end = page.getByRole('button', { name: 'End silence' });
  await expect(end).toBeFocused();
  await end.press('Enter');
  await expect(silence).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Silence…' })).toBeFocused();

  await test.step('several end one after the other, and one by itself that covers nothing', async () => {
    const anywhere = { connectionId: null, tableId: null, checkId: null, kind: null, note: '' };
    const soon = { ...anywhere, matcher: 'nowhere/*', until: Date.now() + 4_000 };
    await ask(pulse, 'silences.create', soon);
    await ask(pulse, 'silences.create', { ...anywhere, matcher: 'reporting/*', until: null });
    await goTo(page, 'Incidents');
    const held = page.getByRole('region', { name: 'Silences' }).getByRole('listitem');
    await expect(held).toHaveCount(2);
    await expect(held.nth(0)).toContainText(/until 1 Jan.*\(in [\d,]+ d\)/);
    await expect(held.nth(1)).toContainText('until what is open there is resolved, 3 incidents kept silent');
    await held.nth(0).getByRole('button').press('Enter');
    await expect(held).toHaveCount(1);
    await expect(held.getByRole('button')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(held).toHaveCount(0);
    await expect(title(page)).toBeFocused();
  });
});

test('messages of a table go where its rule says', async ({ dataFolder, launch }) => {
  leaveIncidents(dataFolder);
  const pulse = await launch();
  const { page } = pulse;
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Add a rule…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a rule' });
  const choose = async (field: string, option: string) => {
    await dialog.getByRole('combobox', { name: field }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await choose('Messages of', 'public.orders');
  await choose('On the desktop', 'Not on the desktop');
  await choose('How bad', 'Broken or worse only');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Add a rule…' })).toBeFocused();
  const rule = page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
  await expect(rule).toContainText('public.orders on Reporting');
  await expect(rule).toContainText('not on the desktop, broken or worse only');
  const routes = async () => (await ask<Settings>(pulse, 'settings.get')).notifications.routes;
  expect(await routes()).toMatchObject([
    { desktop: false, least: 'broken', webhooks: null, repeatHours: null },
  ]);
  await page.getByRole('button', { name: 'Remove the rule of public.orders on Reporting' }).click();
  await expect(page.getByRole('list', { name: 'Rules' })).toHaveCount(0);
  expect(await routes()).toEqual([]);
});

test('what was loud this week stands under the incidents, with how to quieten it', async ({
  dataFolder,
  launch,
}) => {
  const desk = new IncidentDesk(dataFolder, { start: Date.now() - 600 * MINUTE });
  const check = desk.addCheck(desk.addConnection('Reporting'), 'orders');
  const config = desk.store.connections.get(check.connectionId);
  if (config) desk.store.connections.update({ ...config, paused: true });
  for (let each = 0; each < 3; each++) {
    desk.observe(check, { bad: true });
    desk.advance(5 * MINUTE);
    desk.observe(check, { bad: false });
    desk.advance(120 * MINUTE);
  }
  desk.close();
  const { page } = await launch();
  await goTo(page, 'Incidents');
  const loud = page.getByRole('region', { name: 'Loud this week' });
  await expect(loud).toContainText('6 messages about 3 incidents');
  await expect(loud).toContainText('“Bad for at least” of its check to 10 min');
  await loud.getByRole('button', { name: 'Its newest incident' }).click();
  await expect(title(page)).toHaveText('public.orders: Freshness failed');
});
