import type { IncidentView } from '../../shared/domain/incident.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { expect, test } from './support/app.ts';
import { ask } from './support/ask.ts';
import { title } from './support/walk.ts';

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
  await press('g', 'i');
  await expect(title(page)).toHaveText('Incidents');
  await expect(rows).toHaveCount(3);

  await press('j');
  await expect(rows.nth(0)).toBeFocused();
  await press('j', 'j', 'j');
  await expect(rows.nth(2)).toBeFocused();
  await expect(rows.nth(2)).toContainText('public.orders');
  await press('k');
  await expect(rows.nth(1)).toContainText('public.items');
  await press('l', 'n');
  await expect(rows.nth(1)).toContainText('Noise');
  await press('e');
  await expect(rows).toHaveCount(2);
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

  await press(']');
  await expect(page.getByRole('radio', { name: 'Acknowledged 1' })).toBeChecked();
  await press('j', 'Enter');
  await expect(title(page)).toHaveText('public.items: Freshness failed');
  await press('w');
  await expect(page.getByRole('region', { name: 'Notifications of this incident' })).toContainText(
    'Acknowledged.',
  );
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByRole('list', { name: /^Differences/ })).toContainText('price numeric dropped');
  const around = page.getByRole('region', { name: 'What changed around then' });
  await expect(around).toContainText('7 min before');
  await expect(around).toContainText('7 min after');
  await around.getByRole('button', { name: 'public.coupons: Freshness failed' }).click();
  await expect(title(page)).toHaveText('public.coupons: Freshness failed');
  await press('u');
  await expect(title(page)).toHaveText('Incidents');
  await press(']');
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
