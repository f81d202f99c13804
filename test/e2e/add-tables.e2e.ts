import type { Locator, Page } from '@playwright/test';
import type { Settings } from '../../shared/domain/settings.ts';
import type { PulseApp } from './support/app.ts';
import { ask } from './support/ask.ts';
import { expect, test } from './support/demo.ts';
import { addConnection, catalogueRow, overviewRow, PATIENCE, testPanel, title } from './support/walk.ts';

const ORDERS = 'public.orders';

test('tables come by how much they matter, and each suggestion with its price and what it would have said', async ({
  pulse,
  world,
}) => {
  test.setTimeout(180_000);
  const { page } = pulse;
  await addConnection(pulse, world.analyst.urlFor('standby'), 'Shop replica');

  await test.step('those that matter most stand first', async () => {
    const matters = page.getByRole('table', { name: 'Catalogue' }).getByRole('img', { name: /^\d+ of 100$/ });
    await expect(matters.first()).toBeVisible(PATIENCE);
    const labels = await matters.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
    const found = labels.map((label) => Number.parseInt(label ?? '', 10));
    expect(found.length).toBeGreaterThan(5);
    expect(found).toEqual(found.toSorted((a, b) => b - a));
    expect(found[0]).toBeGreaterThan(found.at(-1) ?? 100);
  });

  await test.step('a small window has room for all that it shows, also when nothing is found', async () => {
    const wide = (width: number, height: number, zoom: number) =>
      pulse.app.evaluate(
        ({ BrowserWindow }, to) => {
          const [window] = BrowserWindow.getAllWindows();
          window?.setContentSize(to.width, to.height);
          window?.webContents.setZoomFactor(to.zoom);
        },
        { width, height, zoom },
      );
    const size = () => page.evaluate(() => [innerWidth, innerHeight]);
    const before = await size();
    const catalogue = page.getByRole('table', { name: 'Catalogue' });
    const beside = () =>
      catalogue.evaluate(({ parentElement: list }) => (list ? list.scrollWidth - list.clientWidth : -1));
    for (const zoom of [1, 2]) {
      await wide(zoom === 1 ? 900 : 1_280, zoom === 1 ? 600 : 800, zoom);
      await expect.poll(size).toEqual(zoom === 1 ? [900, 600] : [640, 400]);
      await expect.poll(beside, `at ${zoom}`).toBe(0);
      await page
        .getByRole('searchbox', { name: 'Search the catalogue' })
        .fill('nothing is called so '.repeat(9));
      await expect(page.getByRole('button', { name: 'Continue' }), `at ${zoom}`).toBeInViewport({ ratio: 1 });
      const foot = page.getByText('Choose one table or many.').locator('..');
      await expect
        .poll(() =>
          foot.evaluate((element) => Math.round(innerHeight - element.getBoundingClientRect().bottom)),
        )
        .toBe(0);
      await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill('');
    }
    await wide(before[0] ?? 1_280, before[1] ?? 800, 1);
    await expect.poll(size).toEqual(before);
  });

  await test.step('suggestions are shown with their price and their past', async () => {
    await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill(ORDERS);
    await catalogueRow(page, ORDERS).getByRole('button').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    const proposal = page.getByRole('region', { name: ORDERS });
    const freshness = proposal.getByRole('listitem').filter({ hasText: 'Freshness of placed_at' });
    await expect(freshness).toContainText(/(Reads|Scans) [\d.]+ (bytes|[kMG]B)/, PATIENCE);
    await expect(freshness).toContainText('this would not have spoken.', PATIENCE);
    await freshness.getByRole('button', { name: 'See its values: Freshness of placed_at' }).click();
    await expect(freshness.getByRole('img', { name: /^\d[\d,]* results, from/ })).toBeVisible();
    await expectColoursOfTheTheme(pulse, freshness.locator('canvas'));
    await freshness.getByRole('button', { name: 'Hide: Freshness of placed_at' }).click();
    await expect(freshness.getByRole('img')).toHaveCount(0);
    await expect(proposal.getByText('Looking at its price and its past…')).toHaveCount(0, PATIENCE);
  });

  await test.step('what is taken turns green', async () => {
    await page.getByRole('button', { name: /^Monitor 1 table with / }).click();
    await expect(title(page)).toHaveText(/^The one table is healthy; /, PATIENCE);
    await expect(overviewRow(page, ORDERS)).toContainText('Healthy');
  });
});

test('from a first start to green by the keyboard alone', async ({ pulse, world }) => {
  test.setTimeout(240_000);
  const { app, page } = pulse;

  await test.step('a pasted connection string is tested at once, step by step', async () => {
    await press(page, page.getByRole('button', { name: 'Add a connection' }));
    await reach(page, page.getByLabel('Connection string', { exact: true }));
    await app.evaluate(({ clipboard }, url) => clipboard.writeText(url), world.analyst.urlFor('standby'));
    await page.keyboard.press('ControlOrMeta+V');
    const panel = testPanel(page);
    await expect(panel.getByRole('status')).toHaveText('Pulse can watch tables here.', PATIENCE);
    await expect(panel.getByTitle('Passed', { exact: true })).toHaveCount(6);
    await page.keyboard.press('Enter');
    await expect(title(page)).toHaveText('Add tables');
  });

  await test.step('the tables that matter most are chosen together, and one is left out again', async () => {
    const matter = page.getByRole('button', { name: 'Choose the 5 that matter most' });
    await expect(matter).toBeVisible(PATIENCE);
    await press(page, matter);
    await expect(page.getByText('5 tables chosen')).toBeVisible();
    const rows = page.getByRole('table', { name: 'Catalogue' }).getByRole('row');
    await reach(page, rows.nth(1).getByRole('button'));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByText('4 tables chosen')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(title(page)).toHaveText('Choose the checks');
    await expect(title(page)).toBeFocused();
  });

  await test.step('each suggestion is proven, and can be left out', async () => {
    const looking = page.getByText('Looking at its price and its past…');
    await expect(page.getByRole('checkbox').first()).toBeVisible(PATIENCE);
    await expect(looking).toHaveCount(0, { timeout: 120_000 });
    await press(page, page.getByRole('button', { name: /^See (when|its values): / }).first());
    await expect(page.getByRole('img', { name: /results, from/ })).toBeVisible();
    const first = page.getByRole('checkbox').first();
    await reach(page, first, 'Shift+Tab');
    await page.keyboard.press('Space');
    await expect(first).not.toBeChecked();
  });

  await test.step('the rest turns green', async () => {
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(title(page)).toHaveText(/^All 4 tables healthy; /, { timeout: 120_000 });
  });
});

/** A chart that stands there looks as one that is drawn anew in that theme. */
async function expectColoursOfTheTheme(pulse: PulseApp, canvas: Locator): Promise<void> {
  const wear = async (theme: Settings['theme']) =>
    ask(pulse, 'settings.set', { ...(await ask<Settings>(pulse, 'settings.get')), theme });
  const picture = () => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
  await wear('light');
  const light = await picture();
  await wear('dark');
  await expect.poll(picture).not.toBe(light);
  await wear('light');
  await expect.poll(picture).toBe(light);
}

/** Goes through the window by Tab until it is there. */
async function reach(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

async function press(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press('Enter');
}
