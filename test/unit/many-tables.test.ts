import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../electron/engine/engine.ts';
import { settle } from '../support/a-household.ts';
import { MIGRATIONS, T0, temporaryFolder } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const HOUR = 3_600_000;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The engine over three tables, not started. */
async function anEngine() {
  const folder = temporaryFolder();
  settle(folder, { tables: ['a', 'b', 'c'], migrationsFolder: MIGRATIONS });
  const engine = await Engine.open({
    folder,
    migrationsFolder: MIGRATIONS,
    version: '1.0.0',
    clock: new VirtualClock(T0),
    log: quiet,
    notifier: { show: async () => true },
    vault: {
      mode: 'memory',
      seal: () => Promise.reject(new Error('nothing to seal')),
      open: () => Promise.reject(new Error('nothing to open')),
    },
  });
  onTestFinished(() => engine.stop());
  const tables = await engine.handlers['tables.list'](null);
  return { engine, handlers: engine.handlers, ids: tables.map(({ id }) => id) };
}

test('all enabled checks of several tables are queued at once', async () => {
  const { engine, handlers, ids } = await anEngine();
  const [first] = engine.store.checks.list();
  await handlers['checks.update']({ id: first?.id ?? 0, check: { ...first, enabled: false } as never });
  expect(await handlers['tables.runNow']({ ids })).toEqual({ checks: 5 });
  await expect(async () => handlers['tables.runNow']({ ids: [...ids, 99] })).rejects.toThrow(
    'not there any more',
  );
});

test('several tables are silenced together, or none of them', async () => {
  const { handlers, ids } = await anEngine();
  const until = T0 + HOUR;
  await expect(async () =>
    handlers['tables.silence']({ ids: [...ids, 99], until, note: '' }),
  ).rejects.toThrow('This table is not there any more.');
  expect(await handlers['silences.list'](null)).toEqual([]);
  const made = await handlers['tables.silence']({ ids: ids.slice(0, 2), until, note: 'Migration.' });
  expect(made).toMatchObject([
    { tableId: ids[0], until, note: 'Migration.' },
    { tableId: ids[1], until },
  ]);
  await expect(async () => handlers['tables.silence']({ ids, until: T0, note: '' })).rejects.toThrow(
    'over already',
  );
  expect(await handlers['silences.list'](null)).toHaveLength(2);
});
