import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeTable } from '../../electron/engine/replica/catalogue.ts';
import type { Replica } from '../../electron/engine/replica/replica.ts';
import { proposeChecks } from '../../electron/engine/suggest/suggest.ts';
import { due, runAll, runOne, tableOf } from './support/check-kit.ts';
import { ReplicaKit } from './support/replica-kit.ts';

let kit: ReplicaKit;
let replica: Replica;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  await kit.make(`
    create table notes (id int primary key, at timestamptz not null, tenant int);
    create index on notes (at);
    insert into notes select i, now() - i * interval '1 min', i % 10 from generate_series(1, 5000) i;
    create table plain (like notes including all);
    insert into plain select * from notes;
    alter table notes enable row level security;
    create policy own on notes for select using (tenant = 3);
    grant select on notes, plain to analyst;
    analyze notes, plain;
  `);
  ({ replica } = kit.replica('standby'));
});
afterAll(() => kit.stop());

it('what is found among the rows that row-level security leaves says so', async () => {
  const facts = await describeTable(replica, 'public', 'notes');
  expect(facts.rowSecurity).toBe(true);
  const subject = { table: tableOf('public', 'notes'), facts };
  const fixed = {
    rule: { kind: 'fixed' as const },
    bounds: { warnMin: null, warnMax: null, failMin: 4000, failMax: null },
  };
  const outcomes = await runAll(
    [due(subject, 'volume', { windowSeconds: null }, fixed), due(subject, 'schema', {})],
    replica,
  );
  expect(outcomes.map(({ message }) => message)).toEqual([
    '500 rows in the table; normal is at least 4,000 rows; row-level security may hide rows from Pulse.',
    'Recorded 3 columns as the normal schema.',
  ]);
});

it('no bound is suggested by the number of rows that the catalogue knows', async () => {
  const hidden = await proposeChecks(replica, { schema: 'public', name: 'notes' });
  const whole = await proposeChecks(replica, { schema: 'public', name: 'plain' });
  const keys = ({ suggestions }: typeof whole) => suggestions.map(({ key }) => key);
  expect(whole.facts.rowSecurity).toBe(false);
  expect(keys(whole)).toContain('volume_total');
  expect(keys(hidden)).not.toContain('volume_total');
  expect(keys(hidden)).toContain('freshness');
  const freshness = hidden.suggestions.find(({ key }) => key === 'freshness');
  expect(freshness?.reason).toContain('Row-level security');
  expect(hidden.suggestions.find(({ key }) => key === 'schema')?.reason).not.toContain('Row-level security');
});

it('row-level security that is switched on is noticed by the next check of the schema', async () => {
  const described = async () => describeTable(replica, 'public', 'plain');
  const facts = await described();
  const schema = due({ table: tableOf('public', 'plain'), facts }, 'schema', {});
  expect((await runOne(schema, replica)).schema).toMatchObject({ rowSecurity: false });
  await kit.make('alter table plain enable row level security');
  const seen = (await runOne(schema, replica)).schema;
  expect(seen).toMatchObject({ rowSecurity: true, columns: facts.columns.map(({ name }) => ({ name })) });
  expect((await described()).rowSecurity).toBe(true);
});

it('several tables are each told by its own', async () => {
  const dues = ['notes', 'sample'].map((name) =>
    due({ table: tableOf('public', name), facts: null }, 'schema', {}),
  );
  await kit.make('create table sample (id int); grant select on sample to analyst');
  const outcomes = await runAll(dues, replica);
  expect(outcomes.map(({ schema }) => schema?.rowSecurity)).toEqual([true, false]);
});
