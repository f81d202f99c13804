import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { live } from '../support/a-history.ts';
import { settle } from '../support/a-household.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { expect, test } from './support/app.ts';
import { goTo, title } from './support/walk.ts';

const migrationsFolder = join(import.meta.dirname, '../../migrations');
const SCREENS = ['Overview', 'Incidents', 'Connections', 'History', 'Query log', 'Settings', 'Help'] as const;

test('at twice the size everything is still there, and nothing has to be scrolled sideways', async ({
  launch,
  dataFolder,
}) => {
  settle(dataFolder, { tables: ['customers', 'events', 'orders'], migrationsFolder });
  live(dataFolder, { migrationsFolder, hours: 6, broken: 'orders' });
  const { app, page } = await launch();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  await expect.poll(() => page.evaluate(() => devicePixelRatio)).toBe(2);
  for (const screen of SCREENS) {
    await test.step(screen, async () => {
      await goTo(page, screen);
      await expect(title(page)).toBeVisible();
      expect(await cutOff(page), screen).toEqual([]);
    });
  }
  await test.step('most of the overview are its tables', async () => {
    await goTo(page, 'Overview');
    const list = await page.getByRole('table', { name: 'Monitored tables' }).boundingBox();
    expect(list?.y).toBeLessThan((await page.evaluate(() => innerHeight)) * 0.3);
    await expect(page.getByRole('button', { name: 'Add tables' })).toBeInViewport({ ratio: 1 });
  });
  await test.step('a table and a dialog', async () => {
    await goTo(page, 'Overview');
    await page.getByRole('button', { name: 'public.orders', exact: true }).click();
    await expect(title(page)).toHaveText('public.orders');
    expect(await cutOff(page), 'a table').toEqual([]);
    await page.keyboard.press('ControlOrMeta+K');
    await expect(page.getByRole('combobox', { name: 'Find anything' })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await goTo(page, 'History');
    await page.getByRole('button', { name: 'Export these…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).scrollIntoViewIfNeeded();
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeInViewport({
      ratio: 1,
    });
  });
});

test('in a narrow window the overview still says what is wrong, how fresh it is and since when', async ({
  launch,
  dataFolder,
}) => {
  settle(dataFolder, { tables: ['customers', 'orders'], migrationsFolder });
  live(dataFolder, { migrationsFolder, hours: 6, broken: 'orders' });
  const { app, page } = await launch();
  const tables = page.getByRole('table', { name: 'Monitored tables' });
  for (const density of ['Narrower rows', 'Wider rows']) {
    for (const width of [1_024, 800]) {
      await wide(app, page, width);
      for (const name of ['Health', 'Table', 'Last 24 h', 'What we know', 'Freshness', 'Incident']) {
        await expect(tables.getByRole('columnheader', { name }), `${name} at ${width}`).toBeInViewport({
          ratio: 1,
        });
      }
    }
    await page.getByRole('button', { name: density }).click();
  }
  await goTo(page, 'Incidents');
  await page.getByRole('list', { name: 'Incidents' }).getByRole('button').first().click();
  const mailbox = page.getByRole('complementary', { name: 'Mailbox' });
  await wide(app, page, 1_100);
  await expect(mailbox).toBeVisible();
  await wide(app, page, 1_024);
  await expect(mailbox).toBeHidden();
});

test('names as long as Postgres takes them, and long messages, push nothing aside', async ({
  launch,
  dataFolder,
}) => {
  const long = 'a_name_of_sixty_three_letters_'.padEnd(63, 'x');
  const desk = new IncidentDesk(dataFolder, { start: Date.now() - 30 * 60_000 });
  const check = desk.addCheck(desk.addConnection(long), long, { name: `Freshness of ${long}` });
  const config = desk.store.connections.get(check.connectionId);
  if (config) desk.store.connections.update({ ...config, paused: true });
  const message = `The values of ${long} are ${'9'.repeat(150)}; normal is less.`;
  desk.observe(check, { bad: true, message });
  const at = desk.now;
  const state = { status: 'fail', value: 9, message, at, since: at, judgedAt: at } as const;
  desk.store.checks.setState({ checkId: check.id, ...state, low: null, high: null });
  desk.close();
  const { app, page } = await launch();
  const looks: [string, () => Promise<void>][] = [
    ['the overview', () => goTo(page, 'Overview')],
    ['a table', () => page.getByRole('button', { name: `public.${long}`, exact: true }).click()],
    ['the incidents', () => goTo(page, 'Incidents')],
    ['an incident', () => page.getByRole('list', { name: 'Incidents' }).getByRole('button').click()],
    ['a dialog', () => page.getByRole('button', { name: 'Silence…' }).click()],
  ];
  for (const width of [860, 1_280]) {
    await wide(app, page, width);
    for (const [name, go] of looks) {
      await go();
      await expect(page.locator('main').getByText(long).first()).toBeVisible();
      expect(await cutOff(page), `${name} at ${width}`).toEqual([]);
      expect(await scrolledSideways(page), `${name} at ${width}`).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await goTo(page, 'Overview');
  const search = page.getByRole('searchbox', { name: 'Search tables' });
  await search.fill('y'.repeat(150));
  await expect(page.getByRole('heading', { name: /^No table matches/ })).toBeInViewport({ ratio: 1 });
});

test('with the system’s own few colours one still sees where one is and what is chosen', async ({
  launch,
  dataFolder,
}) => {
  settle(dataFolder, { tables: ['orders'], migrationsFolder });
  const { page } = await launch();
  await page.emulateMedia({ forcedColors: 'active' });
  await goTo(page, 'Query log');
  const chosen = [
    page.getByRole('button', { name: 'Query log', exact: true }),
    page.getByRole('radiogroup', { name: 'Order' }).locator('label').filter({ hasText: 'Newest' }),
  ];
  const others = [
    page.getByRole('button', { name: 'History', exact: true }),
    page.getByRole('radiogroup', { name: 'Order' }).locator('label').filter({ hasText: 'Slowest' }),
  ];
  for (const each of chosen) await expect(each).toHaveCSS('outline-style', 'solid');
  for (const each of others) await expect(each).toHaveCSS('outline-style', 'none');
});

/** Controls that lie beside the window, where nobody gets to them. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main button, main input, nav button')].flatMap((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      const beside = width > 2 && (right > innerWidth + 1 || left < -1);
      return beside ? [element.getAttribute('aria-label') ?? element.textContent ?? element.tagName] : [];
    }),
  );
}

/** What holds more than it is wide: a screen, or a dialog over it. */
function scrolledSideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main, main *, [role="dialog"]')].flatMap((element) => {
      const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX);
      return scrolls && element.scrollWidth > element.clientWidth + 1 ? [element.outerHTML.slice(0, 90)] : [];
    }),
  );
}

async function wide(app: ElectronApplication, page: Page, width: number): Promise<void> {
  await app.evaluate(({ BrowserWindow }, to) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setMinimumSize(300, 300);
    window?.setContentSize(to, 700);
  }, width);
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
}
