import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { migrate, readMigrations } from '../../electron/engine/store/migrate.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder } from '../support/store.ts';

const HOUR = 3_600_000;

test('what was firing before the upgrade was told then, is not told again, and its end is', () => {
  const folder = temporaryFolder();
  const before = openDatabase({
    file: join(folder, 'pulse.db'),
    readonly: false,
    nativeBinding: undefined,
    busyTimeoutMs: 1_000,
  });
  migrate(before, readMigrations(MIGRATIONS).slice(0, 2), {
    dataFolder: folder,
    nativeBinding: undefined,
    version: null,
  });
  before.exec(`
    INSERT INTO connection VALUES (1, 'shop', 'h', 5432, 'd', 'u', 'disable', NULL, NULL, '{}', 0);
    INSERT INTO monitored_table VALUES (1, 1, 'public', 'orders', 'table', 0);
    INSERT INTO check_rule (id, connection_id, table_id, type, name, config, interval_ms, pending_runs, enabled)
      VALUES (1, 1, 1, 'freshness', 'Freshness', '{}', 60000, 2, 1);
    INSERT INTO incident VALUES
      (1, 1, 1, 'firing', 'broken', 'public.orders: Freshness failed', 'Old.', ${T0 - 9}, ${T0 - 5}, NULL, NULL),
      (2, 1, 1, 'resolved', 'broken', 'public.orders: Freshness failed', 'Old.', 1, 2, 3, NULL);
    INSERT INTO alert VALUES
      ('check:1', 1, 1, 1, 'firing', 4, 'broken', 'Freshness', 'Old.', ${T0 - 9}, 1),
      ('table:1:permission', 1, 1, NULL, 'pending', 1, 'unjudged', 'No permission', 'No.', ${T0 - 9}, 1);
  `);
  before.close();

  const desk = new IncidentDesk(folder);
  onTestFinished(() => desk.close());
  expect(desk.store.incidents.alerts().map(({ kind, seenAt }) => [kind, seenAt])).toEqual([
    ['freshness', T0 - 9],
    ['permission', T0 - 9],
  ]);
  desk.reviewIncidents();
  desk.advance(HOUR);
  expect(desk.said).toEqual([]);
  const check = desk.store.checks.get(1);
  if (!check) throw new Error('no check');
  desk.observe(check, { bad: false });
  desk.advance(HOUR);
  expect(desk.said).toEqual(['resolved public.orders: back to normal']);
});
