import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkType, describeCheckTypes } from '../../electron/engine/checks/registry.ts';
import type { TableFacts } from '../../electron/engine/replica/api.ts';
import { describeTable } from '../../electron/engine/replica/catalogue.ts';
import type { Replica } from '../../electron/engine/replica/replica.ts';
import type { NewQuery } from '../../electron/engine/store/api.ts';
import { NO_BOUNDS } from '../../shared/domain/check.ts';
import { due, runAll, runOne, type Subject, tableOf } from './support/check-kit.ts';
import { IN_WINDOW, oddTablesSql, RELATIONS, ROWS, SCHEMA, WINDOW } from './support/odd-tables.ts';
import { ReplicaKit, replayed } from './support/replica-kit.ts';

let kit: ReplicaKit;
let replica: Replica;
let log: NewQuery[];
let primary: pg.Client;
let standby: pg.Client;
const facts = new Map<string, TableFacts>();

beforeAll(async () => {
  kit = await ReplicaKit.start();
  primary = await kit.admin('primary');
  standby = await kit.admin('standby');
  await primary.query(oddTablesSql(kit.world.primary, kit.world.analyst));
  await replayed(primary, standby);
  ({ replica, log } = kit.replica('standby'));
  for (const name of [...RELATIONS, 'Empty', 'Wide']) {
    facts.set(name, await describeTable(replica, SCHEMA, name));
  }
});
afterAll(() => kit.stop());

const subject = (name: string, changes: Partial<Subject> = {}): Subject => ({
  table: tableOf(SCHEMA, name),
  facts: facts.get(name) ?? null,
  ...changes,
});
const FIXED_OPEN = { bounds: NO_BOUNDS, rule: { kind: 'fixed' as const } };

describe('an empty table', () => {
  const PARENT = { parentSchema: SCHEMA, parentTable: 'Par.ent', parentColumn: 'K"ey' };
  it.each([
    ['volume', { windowSeconds: null }, 0, 'fail'],
    ['freshness', { timestampColumn: 'At' }, null, 'fail'],
    ['missing', { column: 'status' }, null, 'learning'],
    ['unique', { columns: ['id'] }, 0, 'pass'],
    ['accepted_values', { column: 'status', learn: true }, null, 'learning'],
    ['accepted_values', { column: 'status', learn: false, values: ['new'] }, 0, 'pass'],
    ['range', { column: 'Price', from: '0' }, 0, 'pass'],
    ['range', { column: 'Price', statistic: 'max' }, null, 'learning'],
    ['range', { column: 'Price', statistic: 'percentile' }, null, 'learning'],
    ['relationship', { column: 'parent_id', ...PARENT }, 0, 'pass'],
    ['distribution', { column: 'Price' }, null, 'learning'],
    ['distribution', { column: 'status', statistic: 'share', value: 'new' }, null, 'learning'],
    ['cardinality', { column: 'status' }, 0, 'learning'],
    ['text_format', { column: 'note' }, null, 'learning'],
  ])('%s %j has the value %s: %s', async (type, config, value, status) => {
    expect(await runOne(due(subject('Empty'), type, config), replica)).toMatchObject({ value, status });
  });
});

describe('accepted values that are learned', () => {
  const LEARN = { column: 'status', values: [], learn: true };
  const type = checkType('accepted_values');

  it('accepts what the first run finds, names what is new, and accepts that on request', async () => {
    const first = await runOne(
      due(subject('Tab'), 'accepted_values', { ...LEARN, where: 'id > 7' }),
      replica,
    );
    expect(first).toMatchObject({ status: 'pass', value: 0 });
    expect(first.message).toBe('Learned 3 values of status: "new", "paid", "sent".');
    const second = await runOne(
      due(subject('Tab', { known: first.known }), 'accepted_values', LEARN),
      replica,
    );
    expect(second).toMatchObject({ status: 'fail', value: 1 });
    expect(second.message).toMatch(/^New value appeared in status: "New!" \(1 row in the table\)/);
    const known = type.accept?.(second.known);
    const third = await runOne(due(subject('Tab', { known }), 'accepted_values', LEARN), replica);
    expect(third).toMatchObject({ status: 'pass', value: 0 });
  });

  it('refuses a column that is no category, by name', async () => {
    const outcome = await runOne(
      due(subject('Tab'), 'accepted_values', { ...LEARN, column: 'key' }),
      replica,
    );
    expect(outcome.status).toBe('error');
    expect(outcome.message).toMatch(/^key has more than 100 different values, so it is no category/);
  });

  it('learns anew when the column is another one', async () => {
    const known = { column: 'mood', learned: ['fine'], accepted: [], found: [] };
    const outcome = await runOne(due(subject('Tab', { known }), 'accepted_values', LEARN), replica);
    expect(outcome.message).toMatch(/^Learned 4 values of status/);
  });
});

describe('estimates from the catalogue', () => {
  it.each([
    ['Tab', ROWS, 4],
    ['Parted', ROWS, 4],
    ['Mat', ROWS, 4],
    ['View', null, null],
    ['Foreign', null, null],
    ['Empty', 0, null],
  ])('of %s: %s rows, %s states', async (name, rows, states) => {
    const dues = [
      due(subject(name), 'volume', { windowSeconds: null, count: 'estimate' }, FIXED_OPEN),
      due(subject(name), 'cardinality', { column: 'status', count: 'estimate' }, FIXED_OPEN),
      due(subject(name), 'cardinality', { column: 'id', count: 'estimate' }, FIXED_OPEN),
    ];
    const [volume, status, id] = await runAll(dues, replica);
    expect([volume?.value, status?.value, id?.value]).toEqual([rows, states, states === null ? null : ROWS]);
    expect(volume?.status).toBe(rows === null ? 'learning' : 'pass');
  });

  it('does not call a filled table empty that was never analysed', async () => {
    await primary.query(`create table fresh as select generate_series(1, 100) as id;
      alter table fresh set (autovacuum_enabled = off); grant select on fresh to analyst`);
    await replayed(primary, standby);
    const check = due({ table: tableOf('public', 'fresh'), facts: null }, 'volume', {
      windowSeconds: null,
      count: 'estimate',
    });
    const outcome = await runOne(check, replica);
    expect(outcome).toMatchObject({ status: 'learning', value: null });
    expect(outcome.message).toMatch(/count exactly instead/);
  });
});

describe('changes against earlier values', () => {
  it('volume compares with the window before in the same question', async () => {
    const change = (where: string | null) =>
      due(
        subject('Tab'),
        'volume',
        { ...WINDOW, where },
        {
          rule: { kind: 'change', against: 'previous' },
          bounds: { ...NO_BOUNDS, failMin: -50, failMax: 50 },
        },
      );
    const [same, half, nothing] = await runAll(
      [change(null), change(`id <= 10 or id > ${IN_WINDOW}`), change('id > 1000')],
      replica,
    );
    expect(same).toMatchObject({ status: 'pass', value: IN_WINDOW });
    expect(half).toMatchObject({ status: 'fail', value: 10 });
    expect(half?.message).toMatch(/80 % less than the time before \(51\)/);
    expect(nothing).toMatchObject({ status: 'learning', value: 0 });
  });
});

describe('a window by dates', () => {
  it('holds the days that began in it', async () => {
    const window = { timestampColumn: 'day', windowSeconds: 10 * 86_400 };
    const rows = await runOne(due(subject('Tab'), 'volume', window, FIXED_OPEN), replica);
    // The world began today, or yesterday when midnight has passed since.
    expect([8, 9]).toContain(rows.value);
  });
});

describe('a statement of ones own', () => {
  it('has its price beside its result', async () => {
    const sql = `select * from "we""ird Name"."Tab" where id > 150`;
    const outcome = await runOne(due(subject('Tab'), 'custom_sql', { sql }), replica);
    expect(outcome).toMatchObject({ status: 'fail', value: 50, price: { step: 'as_asked' } });
    expect(outcome.price?.bytes).toBeGreaterThanOrEqual(8_192);
    expect(outcome.price?.sentence).toMatch(/^Reads [\d.]+ kB \(Seq Scan on Tab\)\.$/);
  });
});

describe('many checks and columns', () => {
  it('200 checks on a table of 1,600 columns are one statement', async () => {
    const dues = Array.from({ length: 200 }, (_, n) => {
      const column = `c${(n + 1) * 8}`;
      if (n % 3 === 0) return due(subject('Wide'), 'range', { column, from: '0', to: '2' }, FIXED_OPEN);
      if (n % 3 === 1) return due(subject('Wide'), 'distribution', { column }, FIXED_OPEN);
      return due(subject('Wide'), 'missing', { column }, FIXED_OPEN);
    });
    const start = log.length;
    const outcomes = await runAll(dues, replica);
    const statements = log.slice(start).filter(({ reason }) => !reason.startsWith('Price of'));
    expect(statements).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'error')).toEqual([]);
    expect(outcomes[1]).toMatchObject({ value: 1 });
    // Every 100th column is null, of which every 200th has a check.
    expect(outcomes[24]).toMatchObject({ value: 0, status: 'pass' });
    expect(outcomes[74]).toMatchObject({ value: 100 });
  });

  it('more than a statement can hold are still answered', async () => {
    const dues = Array.from({ length: 600 }, (_, n) =>
      due(subject('Wide'), 'distribution', { column: `c${n + 101}` }, FIXED_OPEN),
    );
    const outcomes = await runAll(dues, replica);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['pass', 'learning']));
  });
});

describe('a sample', () => {
  it('warns and never fails, but for rows whose fault is proven', async () => {
    await primary.query(`create table big as select i, i % 2 as odd, case when i % 50 = 0 then -1 else i end as n
      from generate_series(1, 100000) i; analyze big; grant select on big to analyst`);
    await replayed(primary, standby);
    const big: Subject = {
      table: tableOf('public', 'big'),
      facts: await describeTable(replica, 'public', 'big'),
      limitBytes: 1_000_000,
    };
    const never = { ...NO_BOUNDS, failMax: 0 };
    const [share, outside, mean, max, accepted, counted] = await runAll(
      [
        due(
          big,
          'distribution',
          { column: 'odd', statistic: 'share', value: '1' },
          { ...FIXED_OPEN, bounds: never },
        ),
        due(big, 'range', { column: 'n', from: '0' }),
        due(big, 'range', { column: 'odd', statistic: 'mean' }, { bounds: never }),
        due(big, 'range', { column: 'n', statistic: 'max' }, { bounds: never }),
        due(big, 'accepted_values', { column: 'odd', learn: false, values: ['0'] }),
        due(
          big,
          'volume',
          { windowSeconds: null },
          { bounds: { ...NO_BOUNDS, failMax: 90_000, failMin: 80_000 } },
        ),
      ],
      replica,
    );
    for (const outcome of [share, outside, mean, max, accepted, counted]) {
      expect(outcome?.price?.step).toBe('sample');
      expect(outcome?.message).toMatch(/from [\d.]+ % of its pages/);
    }
    expect(share).toMatchObject({ status: 'warn' });
    expect(share?.value).toBeCloseTo(50, -1);
    expect(outside).toMatchObject({ status: 'fail' });
    expect(outside?.message).toMatch(/^At least \d+ rows in the table have a n that is not at least 0/);
    expect(mean).toMatchObject({ status: 'warn' });
    expect(max).toMatchObject({ status: 'warn' });
    expect(accepted).toMatchObject({ status: 'fail' });
    expect(counted?.status).not.toBe('fail');
  });

  it('is not taken of what it cannot answer: that is refused with its price', async () => {
    const big: Subject = {
      table: tableOf('public', 'big'),
      facts: await describeTable(replica, 'public', 'big'),
      limitBytes: 1_000_000,
    };
    const outcomes = await runAll(
      [
        due(big, 'cardinality', { column: 'n' }),
        due(big, 'unique', { columns: ['n'] }),
        due(big, 'relationship', { column: 'n', parentTable: 'big', parentColumn: 'i' }),
        due(big, 'accepted_values', { column: 'odd', learn: true }),
        due(big, 'custom_sql', { sql: 'select 1 from big where n < 0' }),
      ],
      replica,
    );
    for (const { status, message, price } of outcomes) {
      expect({ status, step: price?.step }).toEqual({ status: 'deferred', step: 'refused' });
      expect(message).toMatch(/^Not run: it would read .* at once, and this connection allows/);
    }
  });
});

describe('what cannot be asked', () => {
  it.each([
    ['range', { column: 'status', statistic: 'mean' }, /^status holds text, not numbers\./],
    ['range', { column: 'At', statistic: 'max' }, /^At holds timestamp with time zone, not numbers\./],
    ['distribution', { column: 'flag' }, /^flag holds boolean, not numbers\./],
    [
      'range',
      { column: 'status', from: '1' },
      /^status holds text, which cannot be compared with the bound 1\./,
    ],
    ['range', { column: 'id', from: 'cheap' }, /^id holds integer, .* Use a number\.$/],
    ['missing', { column: 'gone' }, /gone/],
    [
      'text_format',
      { column: 'note', kind: 'regex', pattern: 'a**' },
      /^PostgreSQL cannot read the regular expression: quantifier operand invalid\.$/,
    ],
    ['custom_sql', { sql: 'select * from nowhere' }, /nowhere/],
    ['relationship', { column: 'status', parentTable: 'orders' }, /./],
  ])('%s %j is an error in words: %s', async (type, config, words) => {
    const asked = due(subject('Tab'), type, config);
    const other = due(subject('Tab'), 'volume', { windowSeconds: null });
    const [outcome, beside] = await runAll([asked, other], replica);
    expect(outcome?.status).toBe('error');
    expect(outcome?.message).toMatch(words);
    expect(outcome?.message).not.toMatch(/could not judge/);
    expect(beside).toMatchObject({ status: 'pass', value: ROWS });
  });

  it('every type on a table has been tried in this file or its sibling', () => {
    const tried = new Set(
      'freshness volume missing unique accepted_values range relationship distribution cardinality text_format custom_sql'.split(
        ' ',
      ),
    );
    const known = describeCheckTypes()
      .filter(({ scope }) => scope === 'table')
      .map(({ type }) => type);
    expect(known.filter((type) => !tried.has(type) && type !== 'schema' && type !== 'event_delay')).toEqual(
      [],
    );
  });
});
