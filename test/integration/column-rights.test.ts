import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableFacts } from '../../electron/engine/replica/api.ts';
import { describeTable } from '../../electron/engine/replica/catalogue.ts';
import type { Replica } from '../../electron/engine/replica/replica.ts';
import { proposeChecks } from '../../electron/engine/suggest/suggest.ts';
import { due, runAll, runOne, type Subject, tableOf } from './support/check-kit.ts';
import { ReplicaKit } from './support/replica-kit.ts';

let kit: ReplicaKit;
let replica: Replica;
let facts: TableFacts;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  await kit.make(`
    create table people (id int primary key, at timestamptz not null, city text, secret text);
    create index on people (at);
    insert into people select i, now() - i * interval '1 min', 'Bonn', 'x' from generate_series(1, 300) i;
    create table families (id int primary key);
    create table people_of_old (id int primary key);
    create table hidden (id int);
    revoke all on people, families, people_of_old, hidden from public, analyst;
    grant select (id, at, city) on people to analyst;
    analyze people;
  `);
  ({ replica } = kit.replica('standby'));
  facts = await describeTable(replica, 'public', 'people');
});
afterAll(() => kit.stop());

const people = (): Subject => ({ table: tableOf('public', 'people'), facts });

describe('a column that the role may not read', () => {
  it('is an error of the checks that need it, and of no other check of its table', async () => {
    const outcomes = await runAll(
      [
        due(people(), 'freshness', { timestampColumn: 'at' }),
        due(people(), 'volume', { windowSeconds: null }, { rule: { kind: 'fixed' } }),
        due(people(), 'missing', { column: 'city' }),
        due(people(), 'missing', { column: 'secret' }),
      ],
      replica,
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'error']);
    expect(outcomes[3]).toMatchObject({
      message: "Pulse's role may not read a column of public.people that this check needs.",
      failure: { kind: 'sql', problem: { code: 'no_permission' } },
    });
  });

  it('does not keep the others from being suggested', async () => {
    const { suggestions, facts: described } = await proposeChecks(replica, {
      schema: 'public',
      name: 'people',
    });
    const types = suggestions.map(({ check }) => check.type);
    expect(types).toContain('freshness');
    expect(JSON.stringify(suggestions)).not.toContain('secret');
    expect(described.columns.map(({ name }) => name)).toContain('secret');
  });
});

it.each(['families', 'people_of_old'])(
  'another table that the role may not read (%s) is no lost right on this one',
  async (parentTable) => {
    const settings = { column: 'id', parentTable, windowSeconds: null };
    const orphans = await runOne(due(people(), 'relationship', settings), replica);
    expect(orphans).toMatchObject({ status: 'error', failure: { kind: 'sql' } });
    expect(orphans.message).toContain(`may not read table ${parentTable}`);
  },
);

it('a table that the role may not read at all is one cause', async () => {
  const hidden: Subject = { table: tableOf('public', 'hidden'), facts: null };
  const outcomes = await runAll(
    [due(hidden, 'volume', { windowSeconds: null }), due(hidden, 'missing', { column: 'id' })],
    replica,
  );
  expect(outcomes.map(({ failure }) => failure?.kind)).toEqual(['permission', 'permission']);
});
