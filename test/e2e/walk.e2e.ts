import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { inUnit } from '../../renderer/src/format/unit.ts';
import { statusWord } from '../../renderer/src/format/words.ts';
import type { Unit } from '../../shared/domain/check.ts';
import { expect, test } from './support/demo.ts';
import { type ExportedRow, exportAll } from './support/export.ts';
import {
  checkCard,
  goTo,
  monitorTables,
  openCheck,
  openTable,
  overviewRow,
  PATIENCE,
  pasteConnection,
  setSeconds,
  testPanel,
  title,
} from './support/walk.ts';

const REPLICA = 'Shop replica';
const EVENTS = 'public.events';
const CUSTOMERS = 'public.customers';
const TABLES = [EVENTS, CUSTOMERS, 'public.products'];
const FRESHNESS = 'Freshness of created_at';
const STALLED = `${EVENTS}: ${FRESHNESS} failed`;
const DROPPED = `${CUSTOMERS}: Schema failed`;
/** Events come about once a second, so this is long enough for a busy machine and short enough for a test. */
const FRESH_WITHIN_S = 20;

test('from an empty window to a resolved incident in a file, and all of it is there after a restart', async ({
  launch,
  dataFolder,
  world,
  news,
}) => {
  test.setTimeout(300_000);
  const first = await launch();
  const { page } = first;

  await test.step('it starts empty and says how to begin', async () => {
    await expect(title(page)).toHaveText('Nothing is watched yet.');
    await expect(page.getByRole('heading', { name: 'Connect a read replica' })).toBeVisible();
    await page.getByRole('button', { name: 'Add a connection' }).click();
  });

  await test.step('a pasted connection string is tested for what it leads to', async () => {
    await pasteConnection(first, world.analyst.urlFor('standby'));
    await expect(page.getByLabel('Connection string', { exact: true })).toHaveValue('');
    await expect(page.getByLabel('Host', { exact: true })).toHaveValue(world.standby.host);
    await expect(page.getByLabel('Port', { exact: true })).toHaveValue(String(world.standby.port));
    await expect(page.getByLabel('Database', { exact: true })).toHaveValue(world.standby.database);
    await expect(page.getByLabel('User', { exact: true })).toHaveValue(world.analyst.user);
    await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('type', 'password');
    await page.getByLabel('Name', { exact: true }).fill(REPLICA);

    await page.getByRole('button', { name: 'Test connection' }).click();
    const panel = testPanel(page);
    await expect(panel.getByRole('status')).toHaveText('Pulse can watch tables here.', PATIENCE);
    await expect(panel.getByRole('listitem')).toHaveText([
      /The server at 127\.0\.0\.1:\d+ answers/,
      /Logged in as "analyst" to the database "shop"\./,
      /It is a read replica, running PostgreSQL \d+\.\d+/,
      /Pulse tried a harmless write, and the server refused it\./,
      /It is (up to date with|[\d.]+ s behind) its primary\./,
      /"analyst" may read (\d+) of \1 tables and views\./,
    ]);
    await expect(panel.getByTitle('Passed', { exact: true })).toHaveCount(6);
    await page.getByRole('button', { name: 'Add connection' }).click();
  });

  await test.step('the suggested checks of a few tables turn the overview green', async () => {
    await expect(title(page)).toHaveText('Add tables');
    await monitorTables(page, TABLES);
    await expect(title(page)).toHaveText(/^All 3 tables healthy; replica /, PATIENCE);
    for (const table of TABLES) await expect(overviewRow(page, table)).toContainText(/Healthy.*checks? pass/);
  });

  await test.step('the feed is expected to be fresh within seconds', async () => {
    await openTable(page, EVENTS);
    await openCheck(page, FRESHNESS);
    await page.getByRole('button', { name: `Edit ${FRESHNESS}` }).click();
    const form = page.getByRole('dialog', { name: 'Edit check' });
    await setSeconds(form, 'Fail above', FRESH_WITHIN_S);
    await setSeconds(form, 'Runs every', 10);
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form).toBeHidden();
    await expect(checkCard(page, FRESHNESS)).toContainText(
      'Fails above 20 s or more than 1 min in the future.',
    );
    await expect(checkCard(page, FRESHNESS)).toContainText('Runs every 10 s');
    await expect(checkCard(page, FRESHNESS)).toContainText('Pass', PATIENCE);
  });

  const stalled =
    await test.step('two breaks are told once each: what, where, since when, how far', async () => {
      await world.inject('stalled_feed');
      await world.inject('column_dropped');
      await openTable(page, CUSTOMERS);
      await page.getByRole('button', { name: 'Run all now' }).click();
      const dropped = await news.wait(DROPPED, 60_000);
      expect(dropped.body).toMatch(
        /^Column loyalty_tier \(text\) was dropped\. Since \d\d:\d\d\. On Shop replica\.$/,
      );
      const shown = await news.wait(STALLED, 90_000);
      expect(shown).toMatchObject({ urgency: 'critical' });
      expect(shown.body).toMatch(
        /^The newest row is [\d a-z]+ old; normal is at most 20 s\. Since \d\d:\d\d\. On Shop replica\.$/,
      );
      await goTo(page, 'Overview');
      for (const table of [EVENTS, CUSTOMERS]) await expect(overviewRow(page, table)).toContainText('Broken');
      await expect(overviewRow(page, EVENTS)).toContainText('normal is at most 20 s');
      await expect(title(page)).toHaveText(/^1 table healthy, 2 broken; /);
      return { shown, dropped };
    });

  await test.step('a click on a notification opens exactly its incident', async () => {
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await news.click(stalled.shown);
    await expect(title(page)).toHaveText(STALLED);
    await expect
      .poll(() => first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
      .toBe(true);
    expect(stalled.shown.body).toContain(`Since ${await firstBadRun(page)}.`);
    await expect(page.getByRole('region', { name: 'Findings' })).toContainText(FRESHNESS);
    await expect(page.getByRole('region', { name: 'Query', exact: true })).toContainText('max("created_at")');

    await news.click(stalled.dropped);
    await expect(title(page)).toHaveText(DROPPED);
    expect(stalled.dropped.body).toContain(`Since ${await firstBadRun(page)}.`);
    await expect(page.getByRole('region', { name: 'Findings' })).toContainText('loyalty_tier');
  });

  await test.step('healed, each is told to be over, once', async () => {
    // One after the other: what is over at one moment is told in one message.
    for (const [fault, table] of [
      ['column_dropped', CUSTOMERS],
      ['stalled_feed', EVENTS],
    ] as const) {
      await world.heal(fault);
      await openTable(page, table);
      await page.getByRole('button', { name: 'Run all now' }).click();
      const over = await news.wait(`${table}: back to normal`, 90_000);
      expect(over).toMatchObject({ urgency: 'low' });
      expect(over.body).toMatch(/It lasted [\d a-z]+\. On Shop replica\.$/);
    }
    await goTo(page, 'Overview');
    await expect(title(page)).toHaveText(/^All 3 tables healthy; /, PATIENCE);
    expectOneOfEach(news.about().map(({ summary }) => summary));
    await expectResolved(page);
  });

  const exported = await test.step('the exported file says what the window shows', async () => {
    // What stands in the window must not move on while it is compared.
    await goTo(page, 'Connections');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeVisible();
    await goTo(page, 'Overview');
    const rows = await exportAll(first, join(dataFolder, 'history.csv'));
    expect(new Set(rows.map(({ run_id }) => run_id)).size).toBe(rows.length);
    for (const table of TABLES) await compareCards(page, table, rows);

    const ofFeed = rows.filter(({ check }) => check === FRESHNESS);
    const failed = ofFeed.filter(({ status }) => status === 'fail');
    expect(failed.length).toBeGreaterThanOrEqual(2);
    for (const { value, unit } of failed) {
      expect(unit).toBe('seconds');
      expect(Number(value)).toBeGreaterThan(FRESH_WITHIN_S);
    }
    return rows;
  });

  await first.quit();
  const shownBefore = news.about().length;
  const second = await launch();

  await test.step('after a restart everything is still there', async () => {
    await goTo(second.page, 'Connections');
    const panel = second.page.getByRole('region', { name: REPLICA });
    await expect(panel).toContainText(`analyst@127.0.0.1:${world.standby.port}/shop`);
    await expect(panel).toContainText('Paused');
    await goTo(second.page, 'Overview');
    for (const table of TABLES) await expect(overviewRow(second.page, table)).toContainText('Not judged');
    await expectResolved(second.page);
    await second.page.getByRole('button', { name: /^Inbox/ }).click();
    const inbox = second.page.getByRole('dialog', { name: 'Inbox' });
    const messages = inbox.getByRole('listitem').locator('button > span > span:first-child');
    await expect(messages).toHaveCount(4);
    expectOneOfEach(await messages.allTextContents());
    await second.page.keyboard.press('Escape');

    await goTo(second.page, 'Overview');
    expect(await exportAll(second, join(dataFolder, 'again.csv'))).toEqual(exported);
    for (const table of TABLES) await compareCards(second.page, table, exported);
    await openTable(second.page, EVENTS);
    await openCheck(second.page, FRESHNESS);
    await expect(checkCard(second.page, FRESHNESS)).toContainText(
      'Fails above 20 s or more than 1 min in the future.',
    );
    expect(news.about()).toHaveLength(shownBefore);
  });
});

/** The local clock time at which the incident on the screen began. */
async function firstBadRun(page: Page): Promise<string> {
  const fact = page.getByRole('main').locator('dl > div').filter({ hasText: 'First bad run' });
  const at = new Date((await fact.locator('time').first().getAttribute('datetime')) ?? '');
  return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function expectOneOfEach(titles: readonly string[]): void {
  expect(titles.toSorted()).toEqual(
    [STALLED, DROPPED, `${EVENTS}: back to normal`, `${CUSTOMERS}: back to normal`].toSorted(),
  );
}

async function expectResolved(page: Page): Promise<void> {
  await goTo(page, 'Incidents');
  await expect(page.getByRole('heading', { name: 'Nothing is open' })).toBeVisible();
  await page
    .getByRole('radiogroup')
    .getByText(/^Resolved/)
    .click();
  const incidents = page.getByRole('list', { name: 'Incidents' }).getByRole('listitem');
  await expect(incidents).toHaveCount(2);
  for (const each of [STALLED, DROPPED]) await expect(incidents.filter({ hasText: each })).toHaveCount(1);
  for (const each of await incidents.all()) await expect(each).toContainText(/Resolved.*lasted/);
}

/** Each check's card stands where the last line of the check in the file does. */
async function compareCards(page: Page, table: string, rows: readonly ExportedRow[]): Promise<void> {
  await openTable(page, table);
  const ofTable = rows.filter((row) => `${row.schema}.${row.table}` === table);
  const checks = [...new Set(ofTable.map(({ check }) => check))];
  const cards = page.getByRole('tabpanel').getByRole('heading', { level: 2 });
  await expect(cards).toHaveCount(checks.length);
  expect((await cards.allTextContents()).toSorted()).toEqual(checks.toSorted());
  for (const check of checks) {
    const last = ofTable.filter((row) => row.check === check).at(-1);
    if (!last) continue;
    const card = checkCard(page, check);
    await expect(card).toContainText(statusWord[last.status as keyof typeof statusWord]);
    await expect(card).toContainText(last.message);
    if (last.value !== '') await expect(card).toContainText(inUnit(Number(last.value), last.unit as Unit));
  }
}
