import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPast } from '../../electron/engine/checks/backfill.ts';
import type { Due } from '../../electron/engine/checks/due.ts';
import { NO_PAST } from '../../electron/engine/checks/judge.ts';
import { validateCheck } from '../../electron/engine/checks/registry.ts';
import { runChecks } from '../../electron/engine/checks/run-check.ts';
import { systemClock } from '../../electron/engine/clock.ts';
import { explainStatement } from '../../electron/engine/planner/explain.ts';
import { PAGE_BYTES } from '../../electron/engine/planner/pages-read.ts';
import { SizeBook, sizeBookOf } from '../../electron/engine/planner/size-book.ts';
import { sizesSql } from '../../electron/engine/planner/sizes.ts';
import { describeTable } from '../../electron/engine/replica/catalogue.ts';
import type { Replica } from '../../electron/engine/replica/replica.ts';
import type { NewQuery } from '../../electron/engine/store/api.ts';
import { proposeChecks } from '../../electron/engine/suggest/suggest.ts';
import { type Check, type CheckInput, FIXED, NO_BOUNDS, type Rule } from '../../shared/domain/check.ts';
import { ReplicaKit, replayed } from './support/replica-kit.ts';

const MB = 1_048_576;
const LEARNED: Rule = { kind: 'anomaly', sides: 'both', guard: 'always' };

let kit: ReplicaKit;
let primary: pg.Client;
let standby: pg.Client;
let replica: Replica;
let log: NewQuery[];

beforeAll(async () => {
  kit = await ReplicaKit.start();
  primary = await kit.admin('primary');
  standby = await kit.admin('standby');
  await primary.query(`
    CREATE SCHEMA plan;
    GRANT USAGE ON SCHEMA plan TO ${kit.world.analyst.user};
    ALTER DEFAULT PRIVILEGES IN SCHEMA plan GRANT SELECT ON TABLES TO ${kit.world.analyst.user};
    CREATE TABLE plan.orders AS SELECT i AS id, now() - (200000 - i) * interval '6 seconds' AS at,
      (ARRAY['DE', 'FR', 'IT', 'ES'])[1 + i % 4] AS country, CASE WHEN i % 100 > 0 THEN i % 500 END AS price,
      repeat('x', 100) AS note FROM generate_series(1, 200000) AS i;
    CREATE INDEX orders_at ON plan.orders (at);
    CREATE TABLE plan.scattered AS SELECT i AS id, now() - random() * interval '14 days' AS at, i % 9 AS price,
      repeat('y', 100) AS note FROM generate_series(1, 200000) AS i;
    CREATE INDEX scattered_at ON plan.scattered (at);
    CREATE TABLE plan.parts (id int, at timestamptz NOT NULL, price int, note text) PARTITION BY RANGE (at);`);
  for (let week = 0; week < 3; week++) {
    await primary.query(`DO $$ BEGIN EXECUTE format('CREATE TABLE plan.parts_${week} PARTITION OF plan.parts
      FOR VALUES FROM (%L) TO (%L)', date_trunc('day', now()) - interval '${7 * week + 6} days',
      date_trunc('day', now()) - interval '${7 * week - 1} days'); END $$`);
  }
  await primary.query(`
    INSERT INTO plan.parts SELECT i, now() - i * interval '15 seconds', i % 7, repeat('z', 60)
      FROM generate_series(1, 80000) AS i;
    CREATE INDEX parts_at ON plan.parts (at);
    CREATE TABLE plan.fresh (id int, note text) WITH (autovacuum_enabled = off);
    INSERT INTO plan.fresh SELECT i, repeat('w', 100) FROM generate_series(1, 50000) AS i;
    CREATE VIEW plan.seen AS SELECT id, price FROM plan.orders;
    CREATE VIEW plan.summed AS SELECT country, sum(price) AS price FROM plan.orders GROUP BY country;
    ANALYZE plan.parts`);
  for (const table of ['orders', 'scattered', 'parts']) await primary.query(`VACUUM ANALYZE plan.${table}`);
  await replayed(primary, standby);
  ({ replica, log } = kit.replica('standby'));
});
afterAll(() => kit?.stop());

type Input = Partial<CheckInput> & Pick<CheckInput, 'type' | 'config'>;

async function dueOf(table: string, input: Input, limitBytes = 1_024 * MB): Promise<Due> {
  const facts = await describeTable(replica, 'plan', table);
  const base = { name: input.type, bounds: NO_BOUNDS, rule: FIXED, severity: 'broken' as const };
  const checked = validateCheck({ ...base, intervalMs: 60_000, pendingRuns: 1, enabled: true, ...input });
  const check: Check = { ...checked, id: 0, connectionId: 7, tableId: 1 };
  return {
    check,
    context: {
      table: { id: 1, connectionId: 7, schema: 'plan', name: table, kind: facts.kind, addedAt: 0 },
      acceptedSchema: null,
      facts,
      rule: check.rule,
      known: null,
    },
    price: null,
    past: NO_PAST,
    limitBytes,
  };
}

/** Statements that read data, by what the log has of them. */
const asked = () =>
  log.splice(0).filter(({ sql }) => /^SELECT (?!asked|r\.nspname)/.test(sql) && sql.includes(' AS c0'));
const run = async (...dues: Due[]) => {
  log.length = 0;
  return runChecks(dues, replica, systemClock);
};

/** The blocks that a statement really takes, as the guard's sessions plan it. */
async function blocks(sql: string): Promise<number> {
  await standby.query('SET jit = off; SET max_parallel_workers_per_gather = 0; SET work_mem = 4096');
  const { rows } = await standby.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`);
  const plan = rows[0]['QUERY PLAN'][0].Plan;
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

test('a view is looked at for suggestions only where its first rows are cheap to have', async () => {
  const looks = async (name: string) => {
    log.length = 0;
    const { suggestions } = await proposeChecks(replica, { schema: 'plan', name });
    expect(suggestions.length).toBeGreaterThan(0);
    return log.filter(({ sql }) => sql.startsWith('WITH newest')).length;
  };
  expect(await looks('seen')).toBe(1);
  expect(await looks('summed')).toBe(0);
});

describe('a price is close to the truth', () => {
  const window = (column: string, hours: number) =>
    `${column} > now() - interval '${hours} hours' AND ${column} <= now()`;
  test.each([
    ['whole table', 'SELECT count(price) FROM plan.orders'],
    ['index alone', `SELECT count(*) FROM plan.orders WHERE ${window('at', 24)}`],
    ['window', `SELECT count(price) FROM plan.orders WHERE ${window('at', 24)}`],
    [
      'window with a condition',
      `SELECT count(price) FROM plan.orders WHERE ${window('at', 24)} AND country = 'DE'`,
    ],
    ['badly correlated window', `SELECT count(price) FROM plan.scattered WHERE ${window('at', 1)}`],
    ['badly correlated probe', `SELECT count(price) FROM plan.scattered WHERE ${window('at', 0.1)}`],
    ['newest row', 'SELECT (SELECT max(at) FROM plan.orders)'],
    ['newest row of some', `SELECT (SELECT max(at) FROM plan.orders WHERE country = 'DE')`],
    ['partitions', 'SELECT count(price) FROM plan.parts'],
    ['window of partitions', `SELECT count(price) FROM plan.parts WHERE ${window('at', 48)}`],
    ['never analysed', 'SELECT count(*) FROM plan.fresh'],
    ['view', 'SELECT count(price) FROM plan.seen'],
    ['sample', 'SELECT count(*) FROM plan.orders TABLESAMPLE SYSTEM (20)'],
    ['top of a sort', 'SELECT * FROM plan.orders ORDER BY price LIMIT 3'],
  ])('%s', async (_, sql) => {
    const { bytes } = await explainStatement(replica, { sql }, 'Price', null);
    const pages = (bytes ?? 0) / PAGE_BYTES;
    const truth = await blocks(sql);
    expect(pages).toBeGreaterThanOrEqual(truth / 2);
    expect(pages).toBeLessThanOrEqual(truth * 2);
  });
});

test("the question for sizes does not go through the statistics of all the database's columns", async () => {
  const names = ['orders', 'orders_at', 'parts_0_at_idx'].map((name) => ({ schema: 'plan', name }));
  const { rows } = await standby.query(`EXPLAIN (ANALYZE) ${sizesSql(names)}`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/Index Scan using pg_statistic_relid_att_inh_index/);
  expect(plan).not.toMatch(/Seq Scan on pg_(statistic|attribute)\b/);
});

describe('over the limit', () => {
  const missing: Input = {
    type: 'missing',
    config: { column: 'price' },
    bounds: { ...NO_BOUNDS, failMax: 0 },
  };

  test('a window on an indexed timestamp is read instead', async () => {
    const [outcome] = await run(await dueOf('orders', missing, 4 * MB));
    expect(outcome).toMatchObject({ price: { step: 'window', window: { column: 'at' } }, status: 'fail' });
    expect(outcome?.price?.bytes).toBeLessThanOrEqual(4 * MB);
    const [entry] = asked();
    expect((await blocks(entry?.sql ?? '')) * PAGE_BYTES).toBeLessThan(8 * MB);
  });

  test('a sample where there is no such index, and it only warns', async () => {
    await primary.query(
      'CREATE TABLE plan.plain AS SELECT price FROM plan.orders, generate_series(1, 3); ANALYZE plan.plain',
    );
    await replayed(primary, standby);
    const [outcome] = await run(await dueOf('plain', missing, 8 * MB));
    expect(outcome).toMatchObject({ price: { step: 'sample' }, status: 'warn' });
    expect(outcome?.message).toContain('% of its pages');
    expect(outcome?.value).toBeGreaterThan(0.2);
    expect(outcome?.value).toBeLessThan(3);
  });

  test('a view is refused, and told what to do', async () => {
    const [outcome] = await run(await dueOf('seen', missing, 4 * MB));
    expect(outcome).toMatchObject({ price: { step: 'refused' }, status: 'deferred', value: null });
    expect(outcome?.message).toMatch(/^Not run: .* or raise the limit under Connections\.$/);
    expect(asked()).toEqual([]);
  });

  test('a refused check runs as soon as the limit allows it', async () => {
    const due = await dueOf('seen', missing, 4 * MB);
    const [refused] = await run(due);
    const [outcome] = await run({ ...due, price: refused?.price ?? null, limitBytes: 1_024 * MB });
    expect(outcome).toMatchObject({ price: { step: 'as_asked' }, status: 'fail' });
  });

  test('a table that was never analysed is not taken for empty', async () => {
    const [outcome] = await run(
      await dueOf('fresh', { type: 'missing', config: { column: 'note' } }, 2 * MB),
    );
    expect(outcome?.price?.step).toBe('sample');
  });
});

test('a look at a table has told the sizes that a price needs, so that they are not asked for once more', async () => {
  for (const name of ['orders', 'scattered', 'fresh']) {
    const facts = await describeTable(replica, 'plan', name);
    const names = [name, ...facts.indexes.map((index) => index.name)].map((each) => ({
      schema: 'plan',
      name: each,
    }));
    const asked = await new SizeBook(replica).of(names, 'asked', null);
    const known = await sizeBookOf(replica, facts, Date.now()).of(names, 'not asked', null);
    expect(names.map((each) => known.sizeOf(each))).toEqual(names.map((each) => asked.sizeOf(each)));
    expect(known.costs).toEqual(asked.costs);
  }
  expect(log.some(({ reason }) => reason === 'not asked')).toBe(false);
});

test('sizes of the system catalogue are asked for once, whatever table a price is for', async () => {
  const statistics = [{ schema: 'pg_catalog', name: 'pg_statistic' }];
  const first = await new SizeBook(replica).of(statistics, 'asked', null);
  const other = sizeBookOf(replica, await describeTable(replica, 'plan', 'fresh'), Date.now() + 3_600_001);
  const second = await other.of(statistics, 'asked again', null);
  expect(second.sizeOf({ schema: 'pg_catalog', name: 'pg_statistic' })).toEqual(
    first.sizeOf({ schema: 'pg_catalog', name: 'pg_statistic' }),
  );
  expect(log.some(({ reason }) => reason === 'asked again')).toBe(false);
});

test('a table that has doubled is priced again', async () => {
  await primary.query(
    'CREATE TABLE plan.growing AS SELECT id, note FROM plan.fresh LIMIT 10000; ANALYZE plan.growing',
  );
  await replayed(primary, standby);
  const input: Input = { type: 'missing', config: { column: 'note' } };
  const due = await dueOf('growing', input);
  const [first] = await run(due);
  const price = first?.price ?? null;
  expect((await run({ ...due, price }))[0]?.price).toBeNull();
  await primary.query('INSERT INTO plan.growing SELECT id, note FROM plan.fresh LIMIT 25000');
  await replayed(primary, standby);
  const grown = await dueOf('growing', input);
  const [again] = await run({ ...grown, price });
  expect(again?.price?.bytes).toBeGreaterThan(2 * (price?.bytes ?? Number.NaN));
});

describe('one statement', () => {
  test('answers all checks of a table as they would be answered alone', async () => {
    const inputs: Input[] = [
      { type: 'volume', config: { windowSeconds: null } },
      { type: 'missing', config: { column: 'price' } },
      { type: 'missing', config: { column: 'country', where: "price > 5 OR country = 'DE' -- why" } },
      { type: 'missing', config: { column: 'note', where: "note <> 'it''s -- no comment'" } },
    ];
    const dues = await Promise.all(inputs.map((input) => dueOf('orders', input)));
    const together = await run(...dues);
    expect(asked()).toHaveLength(1);
    for (const [index, due] of dues.entries()) {
      const [alone] = await run(due);
      expect(alone?.status).not.toBe('error');
      expect(together[index]).toMatchObject({ value: alone?.value, message: alone?.message });
    }
  });

  test('never reads a whole table for windows on different columns', async () => {
    await primary.query(
      'ALTER TABLE plan.orders ADD changed timestamptz; UPDATE plan.orders SET changed = at WHERE id > 199000; CREATE INDEX orders_changed ON plan.orders (changed)',
    );
    await primary.query('VACUUM ANALYZE plan.orders');
    await replayed(primary, standby);
    const window = (timestampColumn: string): Input => ({
      type: 'missing',
      config: { column: 'price', timestampColumn, windowSeconds: 600 },
    });
    await run(await dueOf('orders', window('at')), await dueOf('orders', window('changed')));
    const statements = asked();
    expect(statements).toHaveLength(2);
    const whole = await blocks('SELECT count(price) FROM plan.orders');
    for (const { sql } of statements) expect(await blocks(sql)).toBeLessThan(whole / 10);
  });

  test('does not fail with one broken part, which is asked alone until it works', async () => {
    await primary.query(
      'CREATE TABLE plan.changing AS SELECT id, price, note FROM plan.orders LIMIT 5000; ANALYZE plan.changing',
    );
    await replayed(primary, standby);
    const missing = (column: string) => dueOf('changing', { type: 'missing', config: { column } });
    const first = await Promise.all(['price', 'note', 'id'].map(missing));
    const priced = await run(...first);
    expect(asked()).toHaveLength(1);
    const dues = first.map((due, index) => ({ ...due, price: priced[index]?.price ?? null }));

    await primary.query('ALTER TABLE plan.changing DROP COLUMN note');
    await replayed(primary, standby);
    const [price, note, id] = await run(...dues);
    expect([price?.status, note?.failure?.kind, id?.status]).toEqual(['pass', 'missing_column', 'pass']);

    // Priced anew, the broken one is seen before it is asked, and leaves the others alone.
    const unpriced = await run(...dues.map((due) => ({ ...due, price: null })));
    expect(unpriced.map(({ status }) => status)).toEqual(['pass', 'error', 'pass']);
    expect(unpriced[0]?.price?.bytes).toBeGreaterThan(0);
    expect(asked().filter(({ outcome }) => outcome === 'ok')).toHaveLength(1);

    await primary.query('ALTER TABLE plan.changing ADD COLUMN note text');
    await replayed(primary, standby);
    const healed = await run(...dues);
    expect(healed.map(({ value }) => value)).toEqual([price?.value, 100, id?.value]);
  });
});

test('the past of two weeks gives learned bounds from one cheap statement', async () => {
  const rows = { timestampColumn: 'at', windowSeconds: 900 };
  const dues = [
    await dueOf('parts', { type: 'volume', config: rows, rule: LEARNED }),
    await dueOf('parts', { type: 'missing', config: { ...rows, column: 'price' }, rule: LEARNED }),
  ].map((due, index) => ({ ...due, check: { ...due.check, id: index + 1 } }));
  log.length = 0;
  const past = await readPast(dues, replica, Date.now());
  const statements = log.filter(({ sql }) => sql.includes('GROUP BY 1'));
  expect(statements.filter(({ sql }) => sql.startsWith('SELECT'))).toHaveLength(1);
  expect(past.get(1)?.length).toBeGreaterThan(1_200);
  expect(new Set(past.get(1)?.map(({ value }) => value))).toEqual(new Set([60]));
  expect(new Set(past.get(2)?.map(({ value }) => value))).toEqual(new Set([0]));
});
