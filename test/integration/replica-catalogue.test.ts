import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  columnsOfManyStatement,
  describeTable,
  listTables,
  parseShape,
  readShape,
  splitColumns,
} from '../../electron/engine/replica/catalogue.ts';
import type { Replica } from '../../electron/engine/replica/replica.ts';
import { qualifiedName, quoteIdent, quoteLiteral } from '../../electron/engine/replica/sql.ts';
import { failure, ReplicaKit, replayed } from './support/replica-kit.ts';

let kit: ReplicaKit;
let replica: Replica;
let primary: pg.Client;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  primary = await kit.admin('primary');
  const standby = await kit.admin('standby');
  await primary.query(`
    create table never_analysed (id int);
    create table secret (id int, shown int);
    grant select (shown) on secret to analyst;
    create table hidden (id int);
    revoke all on hidden from analyst;
    create unlogged table unlogged (id int);
    grant select on unlogged to analyst;
    create table parted (at date, n int) partition by range (at);
    create table parted_1 partition of parted for values from ('2026-01-01') to ('2026-02-01') partition by list (n);
    create table parted_1_a partition of parted_1 for values in (1);
    create table parted_2 partition of parted for values from ('2026-02-01') to ('2026-03-01');
    create table parted_empty (id int) partition by hash (id);
    insert into parted select '2026-01-15', 1 from generate_series(1, 1000);
    insert into parted select '2026-02-15', i from generate_series(1, 500) i;
    analyze parted;
    create foreign data wrapper nothing;
    create server nowhere foreign data wrapper nothing;
    create foreign table far_away (id int) server nowhere;
    create schema private;
    create table private.inner_table (id int);
    grant select on private.inner_table to analyst;
    create schema "We""ird";
    grant usage on schema "We""ird" to analyst;
    create table "We""ird"."Ta.b'le" (
      "Col ""1""" int primary key generated always as identity,
      price numeric(12,2) not null,
      tags text[],
      at timestamptz default now(),
      dropped int,
      mood text
    );
    alter table "We""ird"."Ta.b'le" drop column dropped;
    insert into "We""ird"."Ta.b'le" (price, mood) select i, case when i % 4 = 0 then null else 'fine' end from generate_series(1, 400) i;
    create unique index upper_mood on "We""ird"."Ta.b'le" (upper(mood), price) include (at) where price > 1000;
    create index at_hash on "We""ird"."Ta.b'le" using hash (at);
    comment on table "We""ird"."Ta.b'le" is 'It''s odd.';
    grant select on all tables in schema "We""ird" to analyst;
    analyze "We""ird"."Ta.b'le";
    create domain positive as int check (value > 0);
    create table ended (
      id bigint, ratio float8, day date, stamp timestamp, moment timestamptz, forever timestamptz, price money,
      whole positive, name text, only_null int, huge numeric
    );
    insert into ended select i, case when i = 3 then 'infinity'::float8 else i / 4.0 end, date '2026-01-01' + i,
      timestamp '2026-01-01 12:00:00.5' + i * interval '1 day', timestamptz '2026-01-01 12:00:00+00' + i * interval '1 h',
      case when i % 2 = 0 then 'infinity'::timestamptz else '2026-01-01 12:00:00+00' end, i::numeric::money, i + 1,
      'private-' || i, null, ('1e' || i + 200)::numeric from generate_series(0, 299) i;
    insert into ended (id) select -7 from generate_series(1, 300);
    grant select on ended to analyst;
    analyze ended;
  `);
  await replayed(primary, standby);
  replica = kit.replica('standby').replica;
});
afterAll(() => kit.stop());

describe('the list of tables', () => {
  it('has everything that people look at, and says what the role may read', async () => {
    const tables = await listTables(replica);
    const find = (name: string) => tables.find((table) => table.name === name);
    expect(find('orders')).toMatchObject({ schema: 'public', kind: 'table', canSelect: true });
    expect(find('orders')?.estimatedRows).toBeGreaterThan(0);
    expect(find('orders')?.bytes).toBeGreaterThan(8_192);
    expect(find('orders')?.referencedBy).toBeGreaterThan(1);
    expect(find('orders')?.writtenShare).toBeGreaterThanOrEqual(0);
    expect(find('orders')?.writtenShare).toBeLessThanOrEqual(1);
    expect(find('v_open_orders')).toMatchObject({ referencedBy: 0, writtenShare: null });
    expect(find('v_open_orders')).toMatchObject({
      kind: 'view',
      estimatedRows: null,
      bytes: null,
      canSelect: true,
    });
    expect(find('mv_revenue_by_day')).toMatchObject({ kind: 'materialized_view', canSelect: true });
    expect(find('far_away')).toMatchObject({ kind: 'foreign_table', estimatedRows: null, bytes: null });
    expect(find('never_analysed')).toMatchObject({ estimatedRows: null, bytes: null });
    expect(find('secret')).toMatchObject({ canSelect: true });
    expect(find('hidden')).toMatchObject({ canSelect: false });
    expect(find('inner_table')).toMatchObject({ schema: 'private', canSelect: false });
    expect(find('unlogged')).toMatchObject({ canSelect: false });
    expect(find("Ta.b'le")).toMatchObject({ schema: 'We"ird', estimatedRows: 400, comment: "It's odd." });
    expect(tables.some(({ schema }) => schema === 'pg_catalog' || schema === 'information_schema')).toBe(
      false,
    );
  });

  it('counts partitions as part of their table', async () => {
    const tables = await listTables(replica);
    const parted = tables.filter(({ name }) => name.startsWith('parted'));
    expect(parted).toMatchObject([
      { name: 'parted', kind: 'partitioned_table', estimatedRows: 1_500 },
      { name: 'parted_empty', kind: 'partitioned_table', estimatedRows: 0, bytes: 0 },
    ]);
    expect(parted[0]?.bytes).toBeGreaterThanOrEqual(2 * 8_192);
  });
});

describe('the description of a table', () => {
  it('has columns with their statistics, and indexes', async () => {
    const facts = await describeTable(replica, 'We"ird', "Ta.b'le");
    expect(facts).toMatchObject({ schema: 'We"ird', name: "Ta.b'le", kind: 'table', estimatedRows: 400 });
    expect(facts.pages).toBeGreaterThan(0);
    expect(facts.bytes).toBeGreaterThanOrEqual((facts.pages ?? 0) * 8_192);
    expect(facts.columns).toMatchObject([
      {
        name: 'Col "1"',
        type: 'integer',
        category: 'N',
        nullable: false,
        position: 1,
        nullFraction: 0,
        distinct: -1,
      },
      { name: 'price', type: 'numeric(12,2)', category: 'N', nullable: false, position: 2 },
      {
        name: 'tags',
        type: 'text[]',
        category: 'A',
        nullable: true,
        position: 3,
        nullFraction: 1,
        distinct: null,
      },
      { name: 'at', type: 'timestamp with time zone', category: 'D', nullable: true, position: 4 },
      {
        name: 'mood',
        type: 'text',
        category: 'S',
        nullable: true,
        position: 6,
        nullFraction: 0.25,
        distinct: 1,
      },
    ]);
    expect(facts.indexes).toMatchObject([
      {
        name: "Ta.b'le_pkey",
        columns: ['Col "1"'],
        unique: true,
        primary: true,
        partial: false,
        method: 'btree',
      },
      { name: 'at_hash', columns: ['at'], unique: false, primary: false, partial: false, method: 'hash' },
      {
        name: 'upper_mood',
        columns: [null, 'price'],
        unique: true,
        primary: false,
        partial: true,
        method: 'btree',
      },
    ]);
  });

  it('has the ends of numbers and times, common values included, and no text of anybody', async () => {
    const { replica: asked, log } = kit.replica('standby');
    const facts = await describeTable(asked, 'public', 'ended');
    const ends = Object.fromEntries(
      facts.columns.map(({ name, lowest, highest }) => [name, [lowest, highest]]),
    );
    expect(ends).toEqual({
      id: [-7, 299],
      ratio: [0, 'Infinity'],
      day: ['2026-01-01', '2026-10-27'],
      stamp: ['2026-01-01T12:00:00.5', '2026-10-27T12:00:00.5'],
      moment: [expect.any(String), expect.any(String)],
      forever: [expect.any(String), 'infinity'],
      price: [null, null],
      whole: [null, null],
      name: [null, null],
      only_null: [null, null],
      // More than a number of ours can hold is not told, and keeps nothing else from being told.
      huge: [1e200, null],
    });
    const [from = '', to = ''] = (ends.moment ?? []).map(String);
    expect(new Date(from).toISOString()).toBe('2026-01-01T12:00:00.000Z');
    expect(new Date(to).toISOString()).toBe('2026-01-13T23:00:00.000Z');
    expect(facts.columns.find(({ name }) => name === 'name')?.nullFraction).toBeCloseTo(0.5);
    expect(JSON.stringify(facts)).not.toContain('private-');
    // What was found stays out of the log of what was asked.
    const told = log.map(({ sql, reason, error }) => `${sql} ${reason} ${error}`);
    expect(told.join()).not.toMatch(/299|private-/);
  });

  it('sums up partitions', async () => {
    const facts = await describeTable(replica, 'public', 'parted');
    expect(facts).toMatchObject({ kind: 'partitioned_table', estimatedRows: 1_500 });
    expect(facts.pages).toBeGreaterThanOrEqual(8);
    expect(facts.columns[1]).toMatchObject({ name: 'n', nullFraction: 0 });
  });

  it('has no size for a view, and works without the right to read', async () => {
    expect(await describeTable(replica, 'public', 'v_open_orders')).toMatchObject({
      kind: 'view',
      estimatedRows: null,
      pages: null,
      bytes: null,
      indexes: [],
    });
    const hidden = await describeTable(replica, 'public', 'hidden');
    expect(hidden.columns).toMatchObject([{ name: 'id', nullFraction: null, distinct: null }]);
  });

  it('tells whose rows a view shows, through other views as well', async () => {
    await primary.query(`create view seen_open as select o.order_id, p.amount from v_open_orders o
      left join payments p using (order_id);
      create rule told as on insert to never_analysed do also insert into secret values (1, 2)`);
    await replayed(primary, await kit.admin('standby'));
    const sources = async (name: string) =>
      (await describeTable(replica, 'public', name)).sources?.map((source) => source.name);
    expect(await sources('v_open_orders')).toEqual(['orders']);
    expect(await sources('mv_revenue_by_day')).toEqual(['orders']);
    expect(await sources('seen_open')).toEqual(['orders', 'payments', 'v_open_orders']);
    expect(await sources('orders')).toEqual([]);
    expect(await sources('never_analysed')).toEqual([]);
  });

  it('fails by name for a table that is not there', async () => {
    const error = await failure(describeTable(replica, 'public', 'no_such_table'));
    expect(error).toMatchObject({ kind: 'missing_relation' });
    expect(error.message).toBe('There is no table or view "public.no_such_table".');
  });
});

describe('the columns of a table', () => {
  it('are in order, with gaps where one was dropped', async () => {
    const { kind, columns } = await readShape(replica, 'We"ird', "Ta.b'le");
    expect(kind).toBe('table');
    expect(columns.map(({ name, position }) => [name, position])).toEqual([
      ['Col "1"', 1],
      ['price', 2],
      ['tags', 3],
      ['at', 4],
      ['mood', 6],
    ]);
  });

  it('are none for a table that is not there', async () => {
    expect(await readShape(replica, 'public', 'no_such_table')).toEqual({ kind: null, columns: [] });
  });

  it('are the same when those of many tables are asked for at once', async () => {
    const names = ['hidden', 'secret', 'no_such_table', 'parted', 'far_away', 'v_open_orders', 'unlogged'];
    const relations = [
      ...names.map((name) => ({ schema: 'public', name })),
      { schema: 'We"ird', name: "Ta.b'le" },
      { schema: 'private', name: 'inner_table' },
    ];
    const statement = columnsOfManyStatement(relations);
    const { rows } = await replica.query({ ...statement, reason: 'Schema · 9 tables' });
    const together = splitColumns(rows, relations.length).map(parseShape);
    const apart = [];
    for (const { schema, name } of relations) apart.push(await readShape(replica, schema, name));
    expect(together).toEqual(apart);
    expect(together.map(({ kind }) => kind)).toEqual([
      ...['table', 'table', null, 'partitioned_table', 'foreign_table', 'view', 'table'],
      ...['table', 'table'],
    ]);
    expect(together.map(({ columns }) => columns.length > 0)).toEqual(
      names.map((name) => name !== 'no_such_table').concat(true, true),
    );
  });
});

describe('quoting', () => {
  it('is read back by the server as it was', async () => {
    for (const text of [
      `it's`,
      'back\\slash',
      '\\',
      `"'"\\'`,
      '🐘 ü',
      'select; --',
      '$1',
      "\\'; drop table x; --",
    ]) {
      const sql = `select ${quoteLiteral(text)} as ${quoteIdent(text)}`;
      const { rows } = await replica.query({ sql, reason: 'look' });
      expect(rows).toEqual([{ [text]: text }]);
    }
    const { rows } = await replica.query({
      sql: `select count(*)::int as n from ${qualifiedName('We"ird', "Ta.b'le")}`,
      reason: 'look',
    });
    expect(rows).toEqual([{ n: 400 }]);
  });
});

describe('a statement that fails', () => {
  const cases: [string, string, Record<string, unknown>, string][] = [
    [
      'no SELECT',
      'select * from hidden',
      { kind: 'permission', code: 'no_permission' },
      '"analyst" may not read table hidden.',
    ],
    [
      'no USAGE',
      'select * from private.inner_table',
      { kind: 'permission' },
      '"analyst" may not read schema private.',
    ],
    [
      'a missing table',
      'select * from nix',
      { kind: 'missing_relation' },
      'There is no table or view "nix".',
    ],
    [
      'a missing schema',
      'select * from nix.nix',
      { kind: 'missing_relation' },
      'There is no table or view "nix.nix".',
    ],
    ['a missing column', 'select nix from orders', { kind: 'missing_column' }, 'There is no column "nix".'],
    [
      'a missing column of a table',
      'select o.nix from orders o',
      { kind: 'missing_column' },
      'There is no column "o.nix".',
    ],
    [
      'a missing function',
      'select nix(1)',
      { kind: 'sql', code: 'no_such_function' },
      'The query calls a function that is not there for these types.',
    ],
    [
      'types that do not match',
      "select date '2026-01-01' = 5",
      { kind: 'sql', code: 'type_mismatch' },
      'The query compares or combines types that do not go together.',
    ],
    [
      'a value of the wrong form',
      "select ('private-' || now())::int",
      { kind: 'sql', code: 'bad_value' },
      'A value in the data or in the query does not fit the type that the query expects.',
    ],
    [
      'a division by zero',
      'select 1/(select 0)',
      { kind: 'sql', code: 'division_by_zero' },
      'The query divides by zero.',
    ],
    [
      'an overflow',
      'select 2147483647 + (select 1)',
      { kind: 'sql', code: 'out_of_range' },
      'A number is too large for its type.',
    ],
    [
      'a typing error',
      'select 1 form orders where',
      { kind: 'sql', code: 'syntax' },
      'PostgreSQL does not understand the SQL near "orders".',
    ],
    [
      'two statements',
      'select 1; select 2',
      { kind: 'sql', code: 'more_than_one_statement' },
      'There is more than one statement.',
    ],
    [
      'an unlogged table',
      'select * from unlogged',
      { kind: 'sql', code: 'not_on_a_replica' },
      'The query needs something that is not there on a replica.',
    ],
    [
      'a subquery of two rows',
      'select (select i from generate_series(1, 2) i)',
      { kind: 'sql', code: 'more_than_one_row' },
      'A subquery returned more than one row where one value is expected.',
    ],
  ];
  it.each(cases)('says so: %s', async (_title, sql, { kind, code }, title) => {
    const error = await failure(replica.query({ sql, reason: 'look' }));
    expect(error.kind).toBe(kind);
    if (code) expect(error.problem.code).toBe(code);
    expect(error.message).toBe(title);
    expect(error.problem.detail).not.toContain('private-');
    expect(error.problem.hint).not.toBe('');
  });
});
