import { afterAll, beforeAll, expect, it } from 'vitest';
import { shapeOf } from '../../electron/engine/planner/facts-book.ts';
import { describeTable } from '../../electron/engine/replica/catalogue.ts';
import type { Replica } from '../../electron/engine/replica/replica.ts';
import { proposeChecks } from '../../electron/engine/suggest/suggest.ts';
import { due, runAll, runOne, tableOf } from './support/check-kit.ts';
import { ReplicaKit } from './support/replica-kit.ts';

/** A value of each type, made of a number `i`. */
const values: Record<string, string> = {
  smallint: 'i',
  bigint: 'i',
  real: 'i',
  'double precision': 'i',
  'numeric(12,3)': 'i',
  money: 'i::money',
  text: "'t' || i",
  'varchar(20)': "'v' || i",
  'char(8)': "'c' || i",
  '"char"': "'x'",
  name: "'n' || i",
  bytea: "'b'",
  boolean: 'i % 2 = 0',
  date: "date '2026-01-01' + i",
  time: "time '00:00' + i * interval '1 s'",
  timetz: "(time '00:00' + i * interval '1 s')::timetz",
  interval: "i * interval '1 min'",
  timestamp: "now() - i * interval '1 min'",
  timestamptz: "now() - i * interval '1 min'",
  uuid: 'gen_random_uuid()',
  json: 'to_json(i)',
  jsonb: 'to_jsonb(i)',
  xml: "xmlparse(content '<a/>')",
  'int[]': 'array[i]',
  'text[]': "array['a', null]",
  inet: "inet '10.0.0.1' + i",
  cidr: "'10.0.0.0/8'",
  macaddr: "'08:00:2b:01:02:03'",
  macaddr8: "'08:00:2b:01:02:03:04:05'",
  'bit(4)': "b'0101'",
  'bit varying': "b'01'",
  point: 'point(i, i)',
  line: "'{1,2,3}'",
  lseg: "'[(0,0),(1,1)]'",
  box: "'(1,1),(0,0)'",
  path: "'[(0,0),(1,1)]'",
  polygon: "'((0,0),(1,1),(1,0))'",
  circle: "'<(0,0),1>'",
  tsvector: "to_tsvector('a b')",
  tsquery: "'a'::tsquery",
  int4range: 'int4range(i, i + 5)',
  tstzrange: "tstzrange(now(), now() + interval '1 h')",
  int4multirange: 'int4multirange(int4range(i, i + 5))',
  oid: 'i::oid',
  regclass: "'pg_class'",
  pg_lsn: "'0/1'",
  xid8: 'i::text::xid8',
  jsonpath: "'$.a'",
  mood: "'glad'",
  pair: 'row(i, i)::pair',
};
const types = Object.keys(values);
const tables = [
  ...['plain', 'domains', 'domains_of_domains'],
  ...['arrays', 'arrays_of_domains', 'domains_of_arrays', 'domains_of_arrays_of_domains'],
];

let kit: ReplicaKit;
let replica: Replica;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  const columns = (of: string[]) => of.map((type, i) => `c${i} ${type}`).join(', ');
  const domains = types.map((_, i) => `d${i}`);
  const lists = types.map((_, i) => `array[c${i}]`).join(', ');
  const rows = `select ${types.map((type) => values[type]).join(', ')} from generate_series(1, 300) i`;
  await kit.make(`
    create type mood as enum ('glad', 'sad');
    create type pair as (a int, b int);
    ${types.map((type, i) => `create domain d${i} as ${type}; create domain e${i} as d${i};`).join('\n')}
    ${types.map((type, i) => `create domain f${i} as ${type}[]; create domain g${i} as e${i}[];`).join('\n')}
    create table plain (${columns(types)});
    create table domains (${columns(domains)});
    create table domains_of_domains (${columns(domains.map((d) => d.replace('d', 'e')))});
    create table arrays (${columns(types.map((type) => `${type}[]`))});
    create table arrays_of_domains (${columns(domains.map((d) => `${d}[]`))});
    create table domains_of_arrays (${columns(domains.map((d) => d.replace('d', 'f')))});
    create table domains_of_arrays_of_domains (${columns(domains.map((d) => d.replace('d', 'g')))});
    insert into plain ${rows}; insert into domains ${rows}; insert into domains_of_domains ${rows};
    insert into arrays select ${lists} from plain;
    insert into arrays_of_domains select ${lists} from domains;
    insert into domains_of_arrays select ${lists} from plain;
    insert into domains_of_arrays_of_domains select ${lists} from domains_of_domains;
    grant select on ${tables.join(', ')} to analyst;
    analyze ${tables.join(', ')};
  `);
  ({ replica } = kit.replica('standby'));
});
afterAll(() => kit.stop());

it('a domain and an array of one are known by what they are made of', async () => {
  // PostgreSQL writes arrays of arrays as arrays.
  const flat = (type: string | null | undefined) => type?.replace('[][]', '[]') ?? null;
  const made = async (name: string, of: 'type' | 'base') =>
    (await describeTable(replica, 'public', name)).columns.map((column) => flat(column[of]));
  const [plain, arrays] = [await made('plain', 'type'), await made('arrays', 'type')];
  expect(await made('domains_of_domains', 'base')).toEqual(plain);
  for (const name of ['arrays_of_domains', 'domains_of_arrays', 'domains_of_arrays_of_domains'])
    expect(await made(name, 'base')).toEqual(arrays);
  for (const name of ['plain', 'arrays']) expect(new Set(await made(name, 'base'))).toEqual(new Set([null]));
});

it.each(tables)('suggestions for a table of %s run', async (name) => {
  const { suggestions, facts } = await proposeChecks(replica, { schema: 'public', name });
  const subject = { table: tableOf('public', name), facts };
  const failed: unknown[] = [];
  for (const { check } of suggestions) {
    const outcome = await runOne(due(subject, check.type, check.config, check), replica);
    if (outcome.status === 'error') failed.push([check.type, check.config, outcome.message]);
  }
  expect(failed).toEqual([]);
});

/** What a check may say to a column that it is not made for. Never that the server did not understand the query. */
const EXPLAINED =
  /holds .+, (not numbers|which cannot be compared|which says no time)|more than 100 different values|does not fit the type/;

it.each(tables)('whatever is set on a column of %s runs, or says what to set instead', async (name) => {
  const facts = await describeTable(replica, 'public', name);
  const subject = { table: tableOf('public', name), facts };
  const unexplained: string[] = [];
  for (const [index, { name: column }] of facts.columns.entries()) {
    for (const [type, config] of everyCheckOf(column)) {
      const outcome = await runOne(due(subject, type, config, { rule: { kind: 'fixed' } }), replica);
      if (outcome.status !== 'error' || EXPLAINED.test(outcome.message)) continue;
      unexplained.push(`${types[index]}, ${type}: ${outcome.message}`);
    }
  }
  expect(unexplained).toEqual([]);
});

it.each(tables)('a check of the schema sees in %s what its description says', async (name) => {
  const table = tableOf('public', name);
  const facts = await describeTable(replica, 'public', name);
  const { schema } = await runOne(due({ table, facts }, 'schema', {}), replica);
  const [together] = await runAll(
    [name, 'plain'].map((each) => due({ table: tableOf('public', each), facts: null }, 'schema', {})),
    replica,
  );
  for (const seen of [schema, together?.schema]) {
    if (!seen) throw new Error('The schema was not seen.');
    expect(shapeOf(seen)).toBe(shapeOf(facts));
  }
});

function everyCheckOf(column: string): [type: string, config: Record<string, unknown>][] {
  return [
    ['missing', { column }],
    ['unique', { columns: [column] }],
    ['cardinality', { column }],
    ['range', { column, from: '1', to: '5' }],
    ['range', { column, from: '2026-01-01', to: 'now' }],
    ['range', { column, statistic: 'mean' }],
    ['distribution', { column, statistic: 'mean' }],
    ['accepted_values', { column, values: ['a'], learn: false }],
    ['accepted_values', { column, values: [], learn: true }],
    ['text_format', { column }],
    ['freshness', { timestampColumn: column }],
  ];
}
