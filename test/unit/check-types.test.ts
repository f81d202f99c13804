import { describe, expect, test } from 'vitest';
import { acceptValues } from '../../electron/engine/checks/accepted-values.ts';
import {
  checkType,
  describeCheckTypes,
  unitOf,
  validateCheck,
} from '../../electron/engine/checks/registry.ts';
import { offendersOf } from '../../electron/engine/checks/sampling.ts';
import { FIXED } from '../../shared/domain/check.ts';
import { checkInput } from '../support/check-input.ts';

const saved = (type: string, config: Record<string, unknown>) => () =>
  validateCheck(checkInput(type, config));

describe('settings that cannot work are refused at their field', () => {
  test.each([
    ['accepted_values', { column: 'status', learn: false }, /^values: List at least one/],
    ['range', { column: 'total' }, /^from: Set from, to, or both/],
    ['range', { column: 'total', from: '10', to: '9.5' }, /^to: It lies below/],
    ['range', { column: 'total', statistic: 'percentile', percentile: 101 }, /^percentile: /],
    ['relationship', { column: 'customer_id' }, /^parentTable: /],
    ['distribution', { column: 'status', statistic: 'share' }, /^value: A share of which rows/],
    ['distribution', { column: 'a', statistic: 'share', value: '1', condition: 'a = 1' }, /^condition: /],
    ['cardinality', { column: 'status', count: 'estimate', where: 'a = 1' }, /^count: An estimate/],
    ['custom_sql', { sql: 'DELETE FROM orders' }, /^sql: /],
    ['custom_sql', { sql: 'EXPLAIN SELECT 1' }, /^sql: Write a SELECT/],
    ['custom_sql', { sql: 'SELECT 1; SELECT 2' }, /^sql: Write one statement only/],
    ['custom_sql', { sql: 'SELECT $1' }, /^sql: Write values in place of parameters/],
  ])('%s %j', (type, config, words) => {
    expect(saved(type, config)).toThrow(words);
  });

  test.each([
    ['range', { column: 'total', to: '1e3' }],
    ['range', { column: 'placed_at', from: '2020-01-01', to: 'now + 5 min' }],
    ['range', { column: 'total', statistic: 'max' }],
    ['accepted_values', { column: 'status' }],
    ['distribution', { column: 'total' }],
    ['custom_sql', { sql: 'SELECT 1;' }],
    ['custom_sql', { sql: "SELECT ';', E'it\\'s; $1', $$;$$, \"a;b\" -- ; the end\n FROM t /* ; */;\n" }],
  ])('and these are not: %s %j', (type, config) => {
    expect(saved(type, config)).not.toThrow();
  });
});

test('the unit follows the settings', () => {
  const unit = (type: string, config: Record<string, unknown>) => unitOf(checkInput(type, config));
  expect(unit('range', {})).toBe('rows');
  expect(unit('range', { statistic: 'mean' })).toBe('number');
  expect(unit('distribution', { statistic: 'share' })).toBe('percent');
  expect(unit('distribution', { statistic: 'stddev' })).toBe('number');
});

test("every type's defaults fit its own form: no setting without a field, and no field without a default", () => {
  for (const { type, defaults, configSchema } of describeCheckTypes()) {
    const fields = Object.keys((configSchema.properties as object | undefined) ?? {});
    expect(Object.keys(defaults.config).sort(), type).toEqual(fields.sort());
  }
});

test('no description names a unit: the form has one beside the field, which people change', () => {
  const durations = describeCheckTypes().flatMap(({ configSchema }) =>
    Object.values(
      (configSchema.properties as Record<string, { format?: string; description?: string }>) ?? {},
    ),
  );
  const said = durations.flatMap(({ format, description }) => (format === 'seconds' ? [description] : []));
  expect(said).not.toEqual([]);
  for (const description of said) expect(description).not.toMatch(/second|minute|hour|day/);
});

test('a condition is quoted as it was written, without quotes around its own', () => {
  const type = checkType('distribution');
  const config = {
    column: 'unit_price',
    statistic: 'share',
    condition: '"unit_price" =\n trunc("unit_price")',
  };
  const answer = { ask: 'scan', row: { all: '4', matching: '1' }, sample: null };
  expect(
    type.observe(
      answer as never,
      validateCheck(checkInput('distribution', config)).config as never,
      {} as never,
    ),
  ).toMatchObject({
    finding: '"unit_price" = trunc("unit_price") holds in 25 % of rows (1 of 4) in the table',
  });
});

describe('accepting values', () => {
  const known = { column: 'status', learned: ['new'], accepted: ['paid'], found: ['lost', 'sent'] };

  test('adds them once and takes them off what was found', () => {
    expect(acceptValues(known, ['sent', 'paid'])).toEqual({
      ...known,
      accepted: ['paid', 'sent'],
      found: ['lost'],
    });
  });

  test('changes nothing before the first run', () => {
    expect(acceptValues(null, ['sent'])).toBeNull();
  });
});

describe('offending rows in a sample', () => {
  const sample = { percent: 10 };

  test('are proof under fixed bounds: there are at least as many', () => {
    expect(offendersOf(3, sample, FIXED)).toEqual({ value: 3, words: 'At least 3 rows' });
  });

  test('are scaled, with a margin, where they are compared with earlier ones', () => {
    const scaled = offendersOf(300, sample, { kind: 'change', against: 'previous' });
    expect(scaled).toMatchObject({ value: 3_000, words: 'About 3,000 rows' });
    expect(scaled.margin).toBeGreaterThan(300);
  });

  test('are the count itself where all rows were read', () => {
    expect(offendersOf(1, null, FIXED)).toEqual({ value: 1, words: '1 row' });
    expect(offendersOf(0, sample, FIXED).value).toBe(0);
  });
});

test.each([
  ['1', '9', false],
  ['1', null, true],
  [null, '9', true],
  ['1', '1e200', true],
])('a range from %s to %s looks for odd numbers of its own: %s', (from, to, asked) => {
  const type = checkType('range');
  const config = type.config.parse({ column: 'total', from, to });
  const table = {
    id: 1,
    connectionId: 1,
    schema: 'shop',
    name: 'orders',
    kind: 'table' as const,
    addedAt: 0,
  };
  const probe = type.plan(config, { table, acceptedSchema: null, facts: null, rule: FIXED, known: null });
  const filter = probe.ask === 'scan' ? probe.scan.aggregates.outside?.filter : undefined;
  expect(filter?.includes('NaN')).toBe(asked);
});

test('new values are counted by one aggregate, named only once there are some, and judged unnamed as well', () => {
  const type = checkType('accepted_values');
  const config = type.config.parse({ column: 'status', values: ['new'] });
  const table = {
    id: 1,
    connectionId: 1,
    schema: 'shop',
    name: 'orders',
    kind: 'table' as const,
    addedAt: 0,
  };
  const context = { table, acceptedSchema: null, facts: null, rule: FIXED, known: null };
  const probe = type.plan(config, context);
  expect(probe.ask === 'scan' && Object.keys(probe.scan.aggregates)).toEqual(['rows']);
  expect(type.examples?.({ rows: 0 }, config, context)).toBeNull();
  expect(Object.keys(type.examples?.({ rows: 2 }, config, context)?.aggregates ?? {})).toEqual([
    'first',
    'last',
  ]);
  const answer = { ask: 'scan' as const, row: { rows: 2 }, sample: null };
  const unnamed = type.observe(answer, config, context);
  expect(unnamed).toMatchObject({ value: 2 });
  expect(unnamed).not.toHaveProperty('known');
});

test.each([
  [['a', 'b'], 2],
  [['a', 'b', 'c'], 9],
  [[...'abcdefghij'], 10],
])(
  'a row is compared with the accepted values %j in a list of %d, which is hashed from nine on',
  (values, length) => {
    const type = checkType('accepted_values');
    const config = type.config.parse({ column: 'status', values, learn: false });
    const table = {
      ...{ id: 1, connectionId: 1, schema: 'shop', name: 'orders' },
      ...{ kind: 'table' as const, addedAt: 0 },
    };
    const probe = type.plan(config, { table, acceptedSchema: null, facts: null, rule: FIXED, known: null });
    const filter = (probe.ask === 'scan' && probe.scan.aggregates.rows?.filter) || '';
    const list = [...filter.matchAll(/'(.)'/g)].map(([, value]) => value);
    expect(list).toHaveLength(length);
    expect(new Set(list)).toEqual(new Set(values));
  },
);

describe('values are learned', () => {
  const type = checkType('accepted_values');
  const table = {
    id: 1,
    connectionId: 1,
    schema: 'sh"op',
    name: 'orders',
    kind: 'table' as const,
    addedAt: 0,
  };
  const status = { name: "sta'tus", position: 1, nullable: true, nullFraction: 0, distinct: 3 };
  const learn = (pages: number | null, config: Record<string, unknown> = {}, column = {}) => {
    const settings = {
      column: status.name,
      values: [],
      timestampColumn: 'at',
      windowSeconds: 900,
      ...config,
    };
    const facts = {
      schema: table.schema,
      name: table.name,
      kind: 'table' as const,
      estimatedRows: 1,
      pages,
      bytes: null,
      columns: [{ ...status, type: 'text', category: 'S', ...column }],
      indexes: [],
    };
    const context = { table, acceptedSchema: null, facts, rule: FIXED, known: null };
    const probe = type.plan(type.config.parse({ ...type.defaults.config, ...settings }), context);
    return probe.ask === 'statement' ? probe.sql : '';
  };

  test('of a large table from the window and from what its last ANALYZE met', () => {
    expect(learn(5_000)).toContain(`"at" > now() - interval '900 seconds'`);
    expect(learn(5_000)).toContain('s.most_common_vals::text::text[] || s.histogram_bounds::text::text[]');
    expect(learn(5_000)).toContain(
      `s.schemaname = 'sh"op' AND s.tablename = 'orders'\n  AND s.attname = 'sta''tus'`,
    );
    expect(learn(null)).toContain('pg_stats');
    expect(learn(5_000, {}, { type: 'character(3)' })).toContain('s.most_common_vals::text::bpchar[]');
  });

  test('without the statistics where they speak of other rows, or print otherwise', () => {
    expect(learn(5_000, { where: "country = 'DE'" })).not.toContain('pg_stats');
    expect(learn(5_000, { windowSeconds: null })).not.toContain('pg_stats');
    expect(learn(5_000, {}, { type: 'boolean', category: 'B' })).not.toContain('pg_stats');
  });

  test('of a small table from all of its rows', () => {
    expect(learn(128)).not.toMatch(/interval|pg_stats/);
    expect(learn(128, { where: 'id > 7' })).toContain('WHERE (id > 7');
  });
});
