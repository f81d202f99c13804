import pg from 'pg';
import type { CheckTypeInfo, DryRun } from '../../shared/domain/check.ts';
import type { ConnectionInput } from '../../shared/domain/connection.ts';
import { ask } from './support/ask.ts';
import { expect, test } from './support/demo.ts';
import { goTo, PATIENCE } from './support/walk.ts';

const REPLICA = 'Shop replica';
/** Far longer than the test needs, so that only a cancel ends it in time. */
const SLOW = "SELECT 'x' AS found FROM pg_sleep(90) WHERE pg_sleep IS NULL";

test('what a replica works on is seen, and can be cancelled for good', async ({ pulse, world }) => {
  test.setTimeout(180_000);
  const { page } = pulse;
  const standby = new pg.Client({
    ...world.standby.superuser,
    host: world.standby.host,
    port: world.standby.port,
    database: world.standby.database,
  });
  await standby.connect();
  const active = async () => {
    const { rows } = await standby.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'pulse' AND state = 'active' AND query LIKE '%pg_sleep(90)%'",
    );
    return rows[0]?.n;
  };
  try {
    const url = world.analyst.urlFor('standby');
    const parsed = await ask<ConnectionInput>(pulse, 'connections.parse', { url });
    const policy = { ...parsed.policy, statementTimeoutMs: 120_000 };
    const { id } = await ask<{ id: number }>(pulse, 'connections.create', {
      ...parsed,
      name: REPLICA,
      policy,
    });
    await goTo(page, 'Connections');
    const panel = page.getByRole('region', { name: REPLICA });
    await expect(panel).toContainText('Connected', PATIENCE);
    const running = panel.getByRole('region', { name: 'Running now' });

    const types = await ask<CheckTypeInfo[]>(pulse, 'checks.types');
    const own = types.find(({ type }) => type === 'custom_sql');
    const check = {
      ...own?.defaults,
      type: 'custom_sql',
      severity: 'broken',
      name: 'A long look',
      config: { sql: SLOW },
    };
    const place = { connectionId: id, tableId: null, checkId: null };
    const trial = ask<DryRun>(pulse, 'checks.dryRun', { ...place, check });

    await expect(running).toContainText('pg_sleep(90)', PATIENCE);
    await expect.poll(active).toBe(1);
    await running.getByRole('button', { name: /^Cancel / }).click();
    await expect(panel.getByRole('status')).toContainText(
      'cancelled, and the server confirmed that it is over.',
      PATIENCE,
    );
    await expect(running).toBeHidden();
    expect(await active()).toBe(0);
    expect(await trial).toMatchObject({ status: 'deferred' });
    await expect(panel).toContainText('Connected');
  } finally {
    await standby.end();
  }
});

test('what Pulse does to a server is said in plain words, with a role that can do no more', async ({
  pulse,
  world,
}) => {
  const { page, app } = pulse;
  const url = world.analyst.urlFor('standby');
  const parsed = await ask<ConnectionInput>(pulse, 'connections.parse', { url });
  await ask(pulse, 'connections.create', { ...parsed, name: REPLICA });
  await goTo(page, 'Connections');
  const panel = page.getByRole('region', { name: REPLICA });
  await expect(panel).toContainText('Connected', PATIENCE);
  await panel.getByRole('button', { name: 'What does Pulse do to this server?' }).click();
  const report = panel.getByRole('region', { name: 'Safety report' });
  await expect(report.getByRole('listitem').first()).toContainText('Safe: It is a read replica.');
  await expect(report).toContainText('always rolled back');
  await expect(report).toContainText('A statement ends after 10 s at the latest');
  await report.getByRole('button', { name: 'Copy' }).click();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('GRANT CONNECT ON DATABASE "shop" TO pulse;');
  await panel.getByRole('button', { name: 'Hide what Pulse does to this server' }).click();
  await expect(report.getByRole('listitem')).toHaveCount(0);
});
