import { createServer } from 'node:net';
import type { Page } from '@playwright/test';
import pg from 'pg';
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

const NOTES = 'Sales Ops.Order Notes';
const STEPS = ['Reach', 'Log in', 'Role', 'Read-only', 'Lag', 'Tables'];

/** Tests what was pasted, and expects it to end at one step, with its sentence there and in the note below. */
async function expectRefusal(page: Page, step: string, sentence: string | RegExp, hint: string | RegExp) {
  await page.getByRole('button', { name: 'Test connection' }).click();
  const panel = testPanel(page);
  await expect(panel.getByRole('status')).toHaveText('Pulse cannot use this server.', PATIENCE);
  const marks = STEPS.map((name): [string, string] => {
    const order = STEPS.indexOf(name) - STEPS.indexOf(step);
    return [name, order < 0 ? 'Passed' : order === 0 ? 'Failed' : 'Not tried'];
  });
  for (const [index, [name, mark]] of marks.entries()) {
    const item = panel.getByRole('listitem').nth(index);
    await expect(item).toContainText(name);
    await expect(item.getByTitle(mark, { exact: true })).toBeVisible();
  }
  const failed = panel.getByRole('listitem').nth(STEPS.indexOf(step));
  for (const words of [sentence, hint]) {
    await expect(failed).toContainText(words);
    await expect(panel.getByRole('alert')).toContainText(words);
  }
}

test.describe('a connection that cannot be used is explained before it is saved', () => {
  test.beforeEach(async ({ pulse }) => {
    await pulse.page.getByRole('button', { name: 'Add a connection' }).click();
  });

  test('a primary', async ({ pulse, world }) => {
    const { page } = pulse;
    const { port } = world.primary;
    await pasteConnection(pulse, world.analyst.urlFor('primary'));
    await expectRefusal(
      page,
      'Role',
      `The server at 127.0.0.1:${port} is a primary, not a replica.`,
      'Pulse only watches read replicas, so that it can never slow production down.',
    );

    // Saved nevertheless, it is refused all the same: nothing is asked, and nothing can be picked.
    await page.getByRole('button', { name: 'Add connection' }).click();
    await expect(page.getByRole('alert')).toContainText('is a primary, not a replica.', PATIENCE);
    await goTo(page, 'Connections');
    const card = page.getByRole('main').getByRole('region').first();
    await expect(card).toContainText(/StatusRefused.*RolePrimary.*Not in recovery/);
    await expect(page.getByRole('button', { name: 'Add tables' })).toBeDisabled();
  });

  test('a wrong password', async ({ pulse, world }) => {
    await pasteConnection(pulse, world.analyst.urlFor('standby'));
    await pulse.page.getByLabel('Password', { exact: true }).fill('not the password');
    await expectRefusal(
      pulse.page,
      'Log in',
      'The server at 127.0.0.1 did not accept the password of "analyst".',
      'Check user and password. The password may have been changed or may have expired.',
    );
    const password = pulse.page.getByLabel('Password', { exact: true });
    await expect(password).toHaveAccessibleDescription(/Not accepted\./);
    await password.fill('another one');
    await expect(password).not.toHaveAccessibleDescription(/Not accepted\./);
  });

  test('a port where nobody listens', async ({ pulse, world }) => {
    const port = await unusedPort();
    const url = new URL(world.analyst.urlFor('standby'));
    url.port = String(port);
    await pasteConnection(pulse, url.href);
    await expectRefusal(
      pulse.page,
      'Reach',
      `No server accepts connections at 127.0.0.1:${port}.`,
      'Check host and port, and whether the server is running.',
    );
  });

  test('a host that does not exist', async ({ pulse }) => {
    await pasteConnection(pulse, 'postgres://analyst@replica.invalid:5432/shop');
    // Without any network there is nobody to say that the name does not exist.
    await expectRefusal(
      pulse.page,
      'Reach',
      /There is no host named "replica\.invalid"\.|The name "replica\.invalid" could not be looked up\./,
      'Some names exist only inside the company network or VPN.',
    );
  });
});

test('a table that may no longer be read is not judged, which is said once, and never called broken', async ({
  pulse,
  world,
  news,
}) => {
  test.setTimeout(180_000);
  const { page } = pulse;
  await addConnection(pulse, world.analyst.urlFor('standby'), 'Shop replica');
  await monitorTables(page, [NOTES, 'public.orders']);
  await expect(title(page)).toHaveText(/^All 2 tables healthy; /, PATIENCE);
  const healths = await recordHealths(page, NOTES);

  await world.inject('permission_revoked');
  await openTable(page, NOTES);
  await page.getByRole('button', { name: 'Run all now' }).click();
  const shown = await news.wait(`${NOTES}: No permission to read`, 90_000);
  expect(shown).toMatchObject({ urgency: 'normal' });
  expect(shown.body).toMatch(
    /^"analyst" may not read table Order Notes\. Since \d\d:\d\d\. On Shop replica\.$/,
  );
  await goTo(page, 'Overview');
  const row = overviewRow(page, NOTES);
  await expect(row).toContainText('Not judged');
  await expect(row).toContainText('"analyst" may not read table Order Notes.');
  await expect(overviewRow(page, 'public.orders')).toContainText('Healthy');
  await expect(title(page)).toHaveText(/^1 table healthy, 1 not judged; /);
  await row.getByRole('button', { name: NOTES, exact: true }).click();
  await page.getByRole('tab', { name: /^Incidents/ }).click();
  await page.getByRole('listitem').getByRole('button').click();
  await expect(title(page)).toHaveText(`${NOTES}: No permission to read`);

  await test.step('neither can it be picked anew', async () => {
    await goTo(page, 'Overview');
    await row.getByRole('button', { name: NOTES, exact: true }).click();
    await page.getByRole('button', { name: 'More for this table' }).click();
    await page.getByRole('menuitem', { name: 'Stop monitoring…' }).click();
    await page.getByRole('button', { name: 'Stop monitoring', exact: true }).click();
    await page.getByRole('button', { name: 'Add tables' }).click();
    const offered = catalogueRow(page, NOTES);
    await expect(offered).toContainText('Not readable: ask for GRANT SELECT');
    await offered.getByRole('button').click();
    await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled();
  });

  expect(news.about().map(({ summary }) => summary)).toEqual([`${NOTES}: No permission to read`]);
  expect(await healths()).toEqual(['healthy', 'unjudged']);
});

test('a role that may read no table is told what to ask for, and that is enough', async ({
  pulse,
  world,
}) => {
  const { page } = pulse;
  const on = ({ host, port, database, superuser }: typeof world.primary) =>
    new pg.Client({ host, port, database, ...superuser });
  const [admin, standby] = [on(world.primary), on(world.standby)];
  const seen = async (question: string) => (await standby.query(`SELECT ${question} AS seen`)).rows[0]?.seen;
  await Promise.all([admin.connect(), standby.connect()]);
  try {
    await admin.query("CREATE ROLE stranger LOGIN PASSWORD 'stranger'");
    await expect.poll(() => seen("to_regrole('stranger') IS NOT NULL"), PATIENCE).toBe(true);
    const { host, port, database } = world.standby;
    await addConnection(pulse, `postgres://stranger:stranger@${host}:${port}/${database}`, 'Shop');
    const told = page.getByRole('alert').filter({ hasText: 'stranger may read none of these tables.' });
    await expect(told).toBeVisible(PATIENCE);
    await expect(page.getByRole('status').filter({ hasText: 'Nothing can be chosen yet.' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Continue' })).toHaveCount(0);

    const sql = told.getByRole('region', { name: 'SQL that lets Pulse read them' });
    await admin.query((await sql.textContent()) ?? '');
    const may = "has_table_privilege('stranger', 'public.orders', 'SELECT')";
    await expect.poll(() => seen(may), PATIENCE).toBe(true);
    await told.getByRole('button', { name: 'Look again' }).click();
    await catalogueRow(page, 'public.orders').getByRole('button').click(PATIENCE);
    await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled();
    await expect(told).toHaveCount(0);
  } finally {
    await admin.query('DROP OWNED BY stranger').catch(() => {});
    await admin.query('DROP ROLE IF EXISTS stranger');
    await Promise.all([admin.end(), standby.end()]);
  }
});

/** Every health that the window was told of the table, from now on, without repeats. */
async function recordHealths(page: Page, table: string): Promise<() => Promise<string[]>> {
  const known = await page.evaluate((wanted) => {
    const healths = ['healthy'];
    Object.assign(window, { healths });
    const listen = window.pulse.onEvents as (listener: (events: unknown[]) => void) => void;
    type TableChanged = { name: string; payload: { schema: string; name: string; health: string } };
    listen((events) => {
      for (const { name, payload } of events as TableChanged[]) {
        if (name !== 'table.changed' || `${payload.schema}.${payload.name}` !== wanted) continue;
        if (healths.at(-1) !== payload.health) healths.push(payload.health);
      }
    });
    return healths.length;
  }, table);
  expect(known).toBe(1);
  return () => page.evaluate(() => (window as unknown as { healths: string[] }).healths);
}

function unusedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
