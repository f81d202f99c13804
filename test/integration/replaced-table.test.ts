import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Replica } from '../../electron/engine/replica/replica.ts';
import type { TableShape } from '../../shared/domain/table.ts';
import { due, runAll, runOne, tableOf } from './support/check-kit.ts';
import { ReplicaKit } from './support/replica-kit.ts';

const COLUMNS = '(id int, total numeric(10,2))';

let kit: ReplicaKit;
let replica: Replica;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  await kit.make(`
    create foreign data wrapper elsewhere;
    create server nowhere foreign data wrapper elsewhere;
    create table feed ${COLUMNS};
    create table made_anew ${COLUMNS};
    create view seen as select id, total from feed;
    create materialized view as_it_was as select id, total from feed;
    create foreign table far_off ${COLUMNS} server nowhere;
    create table split ${COLUMNS} partition by range (id);
    grant select on feed, made_anew, seen, as_it_was, far_off, split to analyst;
  `);
  ({ replica } = kit.replica('standby'));
});
afterAll(() => kit.stop());

/** What a look at the schema of a relation finds, alone and together with another's. */
async function look(name: string, acceptedSchema: TableShape | null) {
  const one = due({ table: tableOf('public', name), facts: null }, 'schema', {});
  const asked = { ...one, context: { ...one.context, acceptedSchema } };
  const other = due({ table: tableOf('public', 'feed'), facts: null }, 'schema', {});
  const alone = await runOne(asked, replica);
  const [, together] = await runAll([other, asked], replica);
  expect(together).toMatchObject({ message: alone.message, schema: alone.schema });
  return alone;
}

it('what took the place of a table is told from it, though its columns are the same', async () => {
  const accepted = (await look('feed', null)).schema ?? null;
  expect(accepted).toMatchObject({ kind: 'table', columns: [{ name: 'id' }, { name: 'total' }] });
  const found: unknown[] = [];
  for (const name of ['made_anew', 'seen', 'as_it_was', 'far_off', 'split']) {
    const { status, message } = await look(name, accepted);
    found.push([name, status, message]);
  }
  expect(found).toEqual([
    ['made_anew', 'pass', 'All 2 columns are as recorded.'],
    ['seen', 'fail', 'It was a table, and is a view now.'],
    ['as_it_was', 'fail', 'It was a table, and is a materialized view now.'],
    ['far_off', 'fail', 'It was a table, and is a foreign table now.'],
    ['split', 'warn', 'It was a table, and is a partitioned table now.'],
  ]);
});

it('of what was accepted without it, the kind is no difference', async () => {
  const accepted = (await look('feed', null)).schema;
  if (!accepted) throw new Error('The schema was not seen.');
  const { status, schema } = await look('seen', { ...accepted, kind: null });
  expect([status, schema?.kind]).toEqual(['pass', 'view']);
});
