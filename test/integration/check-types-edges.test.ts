import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkType } from '../../electron/engine/checks/registry.ts';
import { NO_BOUNDS } from '../../shared/domain/check.ts';
import { due, runAll, runOne, type Subject, tableOf } from './support/check-kit.ts';
import { IN_WINDOW, ROWS, SCHEMA, STEP_SECONDS, WINDOW } from './support/odd-tables.ts';
import { OddWorld } from './support/odd-world.ts';

let world: OddWorld;
beforeAll(async () => {
  world = await OddWorld.start();
});
afterAll(() => world.stop());

const subject = (name: string, changes: Partial<Subject> = {}): Subject => world.subject(name, changes);
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
    expect(await runOne(due(subject('Empty'), type, config), world.replica)).toMatchObject({ value, status });
  });
});

describe('accepted values that are learned', () => {
  const LEARN = { column: 'status', values: [], learn: true };
  const type = checkType('accepted_values');

  it('accepts what the first run finds, names what is new, and accepts that on request', async () => {
    const first = await runOne(
      due(subject('Tab'), 'accepted_values', { ...LEARN, where: 'id > 7' }),
      world.replica,
    );
    expect(first).toMatchObject({ status: 'pass', value: 0 });
    expect(first.message).toBe('Learned 3 values of status: "new", "paid", "sent".');
    const second = await runOne(
      due(subject('Tab', { known: first.known }), 'accepted_values', LEARN),
      world.replica,
    );
    expect(second).toMatchObject({ status: 'fail', value: 1 });
    expect(second.message).toMatch(/^New value appeared in status: "New!" \(1 row in the table\)/);
    const known = type.accept?.(second.known);
    const third = await runOne(due(subject('Tab', { known }), 'accepted_values', LEARN), world.replica);
    expect(third).toMatchObject({ status: 'pass', value: 0 });
  });

  it('refuses a column that is no category, by name', async () => {
    const outcome = await runOne(
      due(subject('Tab'), 'accepted_values', { ...LEARN, column: 'key' }),
      world.replica,
    );
    expect(outcome.status).toBe('error');
    expect(outcome.message).toMatch(/^key has more than 100 different values, so it is no category/);
  });

  /** Holds one row, which is paid. */
  const NEWEST = { timestampColumn: 'At', windowSeconds: STEP_SECONDS - 1 };
  const learnedFrom = async (name: string, config: Record<string, unknown>, pages: number | null = 5_000) => {
    const { table, facts } = subject(name);
    const large = facts && { ...facts, pages };
    const outcome = await runOne(
      due({ table, facts: large }, 'accepted_values', { ...LEARN, ...config }),
      world.replica,
    );
    return outcome.message;
  };

  it.each(['Tab', 'Parted', 'Mat'])(
    'knows the older values of a large %s from its statistics',
    async (name) => {
      expect(await learnedFrom(name, NEWEST)).toBe('Learned 3 values of status: "new", "paid", "sent".');
      expect(await learnedFrom(name, { ...NEWEST, column: 'mood' })).toMatch(/^Learned 2 values/);
      expect(await learnedFrom(name, { ...NEWEST, column: 'flag' })).toMatch(
        /^Learned 1 value of flag: "false"/,
      );
      expect(await learnedFrom(name, { ...NEWEST, column: 'tags' })).toMatch(
        /^Learned 1 value of tags: "\{a,b\}"/,
      );
    },
  );

  it('knows only what the window holds where a condition leaves rows out, and where there are no statistics', async () => {
    const newest = 'Learned 1 value of status: "paid".';
    expect(await learnedFrom('Tab', { ...NEWEST, where: 'id < 100' })).toBe(newest);
    expect(await learnedFrom('View', NEWEST, null)).toBe(newest);
    expect(await learnedFrom('Foreign', NEWEST, null)).toBe(newest);
  });

  it('reads a small table as a whole, so that a value of a single old row is no news', async () => {
    expect(await learnedFrom('Tab', NEWEST, 4)).toBe(
      'Learned 4 values of status: "New!", "new", "paid", "sent".',
    );
  });

  it('knows the values that the table’s definition names, though no row has them just now', async () => {
    const learned = (column: string) => learnedFrom('Defined', { column });
    expect(await learned('state')).toBe('Learned 4 values of state: "closed", "done", "open", "parked".');
    expect(await learned('mood')).toBe('Learned 2 values of mood: "fine", "sad".');
    expect(await learned('kind')).toBe('Learned 2 values of kind: "it\'s", "new".');
    expect(await learned('free')).toBe('Learned 1 value of free: "all".');
  });

  it('learns anew when the column is another one', async () => {
    const known = { column: 'mood', learned: ['fine'], accepted: [], found: [] };
    const outcome = await runOne(due(subject('Tab', { known }), 'accepted_values', LEARN), world.replica);
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
    const [volume, status, id] = await runAll(dues, world.replica);
    expect([volume?.value, status?.value, id?.value]).toEqual([rows, states, states === null ? null : ROWS]);
    expect(volume?.status).toBe(rows === null ? 'learning' : 'pass');
  });

  it('does not call a filled table empty that was never analysed', async () => {
    await world.change(`create table fresh as select generate_series(1, 100) as id;
      alter table fresh set (autovacuum_enabled = off); grant select on fresh to analyst`);
    const check = due({ table: tableOf('public', 'fresh'), facts: null }, 'volume', {
      windowSeconds: null,
      count: 'estimate',
    });
    const outcome = await runOne(check, world.replica);
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
      world.replica,
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
    const rows = await runOne(due(subject('Tab'), 'volume', window, FIXED_OPEN), world.replica);
    // The world began today, or yesterday when midnight has passed since.
    expect([8, 9]).toContain(rows.value);
  });
});

describe('a statement of ones own', () => {
  it('has its price beside its result', async () => {
    const sql = `select * from "we""ird Name"."Tab" where id > 150`;
    const outcome = await runOne(due(subject('Tab'), 'custom_sql', { sql }), world.replica);
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
    const start = world.log.length;
    const outcomes = await runAll(dues, world.replica);
    const statements = world.log.slice(start).filter(({ reason }) => !reason.startsWith('Price of'));
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
    const outcomes = await runAll(dues, world.replica);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['pass', 'learning']));
  });
});
