import { IncidentDesk } from '../support/incident-desk.ts';
import { expect, type PulseApp, test } from './support/app.ts';
import { findings, wear } from './support/axe.ts';
import { goTo, overviewRow, title } from './support/walk.ts';

const ON_PURPOSE = 'broken on purpose';

/** A fault that breaks whatever shows a time, while it is on. */
async function faultOfTimes({ page, complaints }: PulseApp) {
  complaints.allow(new RegExp(ON_PURPOSE));
  const real = await page.evaluateHandle(() => Date.prototype.toISOString);
  const on = () =>
    page.evaluate((message) => {
      Date.prototype.toISOString = () => {
        throw new Error(message);
      };
    }, ON_PURPOSE);
  const off = () =>
    real.evaluate((method) => {
      Date.prototype.toISOString = method;
    });
  return { on, off };
}

test('a screen or a dialog that breaks says so with a way on, and the rest of the window lives', async ({
  launch,
  dataFolder,
}) => {
  const desk = new IncidentDesk(dataFolder, { start: Date.now() - 60_000 });
  const connectionId = desk.addConnection('Reporting');
  const config = desk.store.connections.get(connectionId);
  if (config) desk.store.connections.update({ ...config, paused: true });
  desk.observe(desk.addCheck(connectionId, 'orders'), { bad: true, message: 'orders is bad.' });
  desk.close();
  const pulse = await launch();
  const { page } = pulse;
  await goTo(page, 'Settings');
  const fault = await faultOfTimes(pulse);
  await fault.on();
  const bell = page.getByRole('button', { name: /^Inbox/ });
  const look = async () => {
    // What looks at the page needs its times. What broke stays broken until it is shown again.
    await fault.off();
    for (const theme of ['light', 'dark'] as const) {
      await wear(pulse, theme);
      expect(await findings(page)).toEqual([]);
    }
    await fault.on();
  };

  await test.step('a screen', async () => {
    await goTo(page, 'Incidents');
    const note = page.getByRole('main').getByRole('alert');
    await expect(note).toContainText('This screen broke.');
    await expect(title(page)).toBeFocused();
    await note.getByRole('button', { name: 'Show details' }).click();
    await expect(note).toContainText(ON_PURPOSE);
    await look();
    await note.getByRole('button', { name: 'Show it again' }).click();
    await expect(note).toContainText('This screen broke.');
    await expect(title(page)).toBeFocused();
    await goTo(page, 'Help');
    await expect(title(page)).toHaveText('Help');
  });

  await test.step('a dialog', async () => {
    await bell.click();
    const note = page.getByRole('alert');
    await expect(note).toContainText('What was to open here broke.');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    // Away from the bell, which says what it is under the pointer.
    await note.hover();
    await look();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(note).toHaveCount(0);
    // Neither the keys nor the dialogs that are whole are lost.
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('and both are there again when the fault is gone', async () => {
    await fault.off();
    await bell.click();
    await expect(page.getByRole('dialog', { name: 'Inbox' })).toContainText('public.orders');
    await page.keyboard.press('Escape');
    await goTo(page, 'Incidents');
    await expect(title(page)).toHaveText('Incidents');
    await goTo(page, 'Overview');
    await expect(overviewRow(page, 'public.orders')).toBeVisible();
  });
});
