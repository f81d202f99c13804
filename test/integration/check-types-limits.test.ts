import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeCheckTypes } from '../../electron/engine/checks/registry.ts';
import { describeTable } from '../../electron/engine/replica/catalogue.ts';
import { NO_BOUNDS } from '../../shared/domain/check.ts';
import { due, runAll, type Subject, tableOf } from './support/check-kit.ts';
import { ROWS } from './support/odd-tables.ts';
import { OddWorld } from './support/odd-world.ts';

let world: OddWorld;
beforeAll(async () => {
  world = await OddWorld.start();
});
afterAll(() => world.stop());

const subject = (name: string, changes: Partial<Subject> = {}): Subject => world.subject(name, changes);
const FIXED_OPEN = { bounds: NO_BOUNDS, rule: { kind: 'fixed' as const } };

describe('a sample', () => {
  it('warns and never fails, but for rows whose fault is proven', async () => {
    await world.change(`create table big as select i, i % 2 as odd, case when i % 50 = 0 then -1 else i end as n
      from generate_series(1, 100000) i; analyze big; grant select on big to analyst`);
    const big: Subject = {
      table: tableOf('public', 'big'),
      facts: await describeTable(world.replica, 'public', 'big'),
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
      world.replica,
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
      facts: await describeTable(world.replica, 'public', 'big'),
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
      world.replica,
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
    const [outcome, beside] = await runAll([asked, other], world.replica);
    expect(outcome?.status).toBe('error');
    expect(outcome?.message).toMatch(words);
    expect(outcome?.message).not.toMatch(/could not judge/);
    expect(beside).toMatchObject({ status: 'pass', value: ROWS });
  });

  it('every type on a table has been tried in these files', () => {
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
