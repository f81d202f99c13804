import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableFacts } from '../../electron/engine/replica/api.ts';
import { describeTable } from '../../electron/engine/replica/catalogue.ts';
import type { Replica } from '../../electron/engine/replica/replica.ts';
import { proposeChecks } from '../../electron/engine/suggest/suggest.ts';
import { due, runOne, tableOf } from './support/check-kit.ts';
import { ReplicaKit } from './support/replica-kit.ts';

let kit: ReplicaKit;
let replica: Replica;
let facts: TableFacts;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  await kit.make(`
    create domain weight as numeric check (value > 0);
    create table odd (
      id int primary key, paid money, owner oid, kind regclass, heavy weight, "two\nlines" text, "it's" int
    );
    insert into odd select i, i::numeric::money, i, 'pg_class', i, 'text ' || i, i from generate_series(1, 300) i;
    grant select on odd to analyst;
    analyze odd;
  `);
  ({ replica } = kit.replica('standby'));
  facts = await describeTable(replica, 'public', 'odd');
});
afterAll(() => kit.stop());

it('a table with amounts of money and object ids gets its suggestions, and they run', async () => {
  const { suggestions } = await proposeChecks(replica, { schema: 'public', name: 'odd' });
  expect(suggestions.map(({ check }) => check.type)).toContain('missing');
  expect(suggestions.some(({ check }) => check.config.column === 'heavy')).toBe(true);
  const subject = { table: tableOf('public', 'odd'), facts };
  for (const { check } of suggestions) {
    const outcome = await runOne(due(subject, check.type, check.config, check), replica);
    expect([check.type, check.config, outcome.message, outcome.status]).not.toContain('error');
  }
});

describe('what can be asked of', () => {
  it.each([
    ['money in bounds', 'range', { column: 'paid', from: '1', to: '299.5' }, 1],
    ['a name of two lines', 'unique', { columns: ['two\nlines'] }, 0],
    ['a name of two lines', 'cardinality', { column: 'two\nlines' }, 300],
    ['a name with an apostrophe', 'unique', { columns: ["it's", 'two\nlines'] }, 0],
    ['a name of two lines', 'missing', { column: 'two\nlines' }, 0],
  ])('%s: %s', async (_what, type, config, value) => {
    const subject = { table: tableOf('public', 'odd'), facts };
    const outcome = await runOne(due(subject, type, config, { rule: { kind: 'fixed' } }), replica);
    expect([outcome.message, outcome.value]).toEqual([expect.any(String), value]);
  });
});
