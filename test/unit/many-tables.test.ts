import { describe, expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../electron/engine/engine.ts';
import { openStore, type Store } from '../../electron/engine/store/store.ts';
import { settle } from '../support/a-household.ts';
import { T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const HOUR = 3_600_000;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function open(folder: string) {
  return Engine.open({
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
}

/** The engine over three tables, not started. `prepare` changes the store before. */
async function anEngine(prepare: (store: Store) => void = () => {}) {
  const folder = temporaryFolder();
  settle(folder, { tables: ['a', 'b', 'c'], migrationsFolder: MIGRATIONS });
  const store = openStore({ folder, migrationsFolder: MIGRATIONS });
  prepare(store);
  store.close();
  const engine = await open(folder);
  onTestFinished(() => engine.stop());
  const tables = await engine.handlers['tables.list'](null);
  return { folder, engine, handlers: engine.handlers, tables, ids: tables.map(({ id }) => id) };
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

test('all checks of several tables get another interval', async () => {
  const { engine, handlers, ids } = await anEngine();
  expect(await handlers['tables.setInterval']({ ids: ids.slice(0, 2), intervalMs: HOUR })).toEqual({
    checks: 4,
  });
  expect(
    engine.store.checks
      .list()
      .map(({ intervalMs }) => intervalMs)
      .filter((each) => each === HOUR),
  ).toHaveLength(4);
  expect(engine.store.checks.list()).toHaveLength(6);
});

test('the overview has the last value of freshness and volume, and what is normal', async () => {
  const state = { status: 'fail', message: 'Late.', at: T0, since: T0, judgedAt: T0 } as const;
  const { tables } = await anEngine((store) => {
    for (const { id, type } of store.checks.list().slice(0, 2)) {
      const learned = type === 'volume' ? { low: 300, high: 500 } : { low: null, high: null };
      store.checks.setState({ ...state, checkId: id, value: 1_200, ...learned });
    }
  });
  const [first, second] = tables;
  expect(first?.freshness).toMatchObject({
    value: 1_200,
    unit: 'seconds',
    low: -60,
    high: 900,
    status: 'fail',
  });
  expect(first?.volume).toMatchObject({ value: 1_200, unit: 'rows', low: 300, high: 500 });
  expect(second).toMatchObject({ freshness: null, volume: null });
});

describe('labels', () => {
  test('are added to and taken from several tables, and kept', async () => {
    const { folder, handlers, ids } = await anEngine();
    await handlers['tables.label']({
      ids,
      change: { owner: 'Finance', addTags: ['money', 'daily'], removeTags: [] },
    });
    const changed = await handlers['tables.label']({
      ids: ids.slice(0, 1),
      change: { addTags: ['core', 'money'], removeTags: ['daily'] },
    });
    expect(changed).toMatchObject([{ owner: 'Finance', tags: ['core', 'money'] }]);
    expect(storedLabels(folder, ids)).toEqual([
      { owner: 'Finance', tags: ['core', 'money'] },
      { owner: 'Finance', tags: ['daily', 'money'] },
      { owner: 'Finance', tags: ['daily', 'money'] },
    ]);
    const none = await handlers['tables.label']({
      ids,
      change: { owner: null, addTags: [], removeTags: [] },
    });
    expect(none.map(({ owner }) => owner)).toEqual([null, null, null]);
  });

  test('are at most twenty tags, and then none is changed', async () => {
    const { handlers, ids } = await anEngine();
    const tags = (from: number) => Array.from({ length: 15 }, (_, index) => `t${from + index}`);
    await handlers['tables.label']({ ids: ids.slice(1), change: { addTags: tags(0), removeTags: [] } });
    await expect(async () =>
      handlers['tables.label']({ ids, change: { addTags: tags(20), removeTags: [] } }),
    ).rejects.toThrow('at most 20 tags');
    const list = await handlers['tables.list'](null);
    expect(list.map((each) => each.tags.length).toSorted((a, b) => a - b)).toEqual([0, 15, 15]);
  });
});

/** What another process reads: not what the engine keeps in memory. */
function storedLabels(folder: string, ids: readonly number[]) {
  const store = openStore({ folder, migrationsFolder: MIGRATIONS, readonly: true });
  const labels = ids.map((id) => store.labels.of(id));
  store.close();
  return labels;
}
