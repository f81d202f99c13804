/**
 * Fills the shop's database with three weeks of history, on two connections.
 *
 * The server runs with wal_level=minimal meanwhile: a table that is truncated in the transaction that fills it is
 * not logged, and the standby is copied afterwards anyway.
 */
import type { Client } from 'pg';
import type { Fill } from './area.ts';
import type { Span } from './rhythm.ts';
import { AREAS } from './shop.ts';

export interface Progress {
  step: string;
  done: number;
  total: number;
}

/** Settings of the server while it is being filled. */
export const SEED_SETTINGS = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  maintenance_work_mem: '256MB',
  work_mem: '128MB',
  checkpoint_timeout: '1h',
  max_wal_size: '8GB',
};

/** Tables that others are drawn from: they are filled before anything runs side by side. */
const FIRST = ['currencies', 'countries', 'warehouses', 'coupons', 'products', 'customers'];
/** The big ones that nothing refers to have a connection to themselves. */
const TRAFFIC = ['events', 'page_views'];

export async function seedShop(
  clients: readonly [Client, Client],
  span: Span,
  seed: number,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const fills = AREAS.flatMap((area) => area.fill(span));
  const finishes = AREAS.flatMap((area) => area.finish);
  const foreignKeys = AREAS.flatMap((area) => area.foreignKeys);
  const of = (tables: readonly string[]) => (item: { tables: readonly string[] } | { table: string }) =>
    tables.includes(('tables' in item ? item.tables[0] : item.table) ?? '');
  const total = fills.length + finishes.length + foreignKeys.length + 3;
  let done = 0;
  const step = async (client: Client, name: string, sql: string): Promise<void> => {
    onProgress({ step: name, done, total });
    await client.query(sql);
    done += 1;
  };
  const fill = (client: Client, item: Fill) =>
    step(
      client,
      `filling ${item.tables.join(', ')}`,
      `begin; truncate ${item.tables.join(', ')}; select setseed(${seedOf(seed, fills.indexOf(item))});
       ${item.sql}; commit`,
    );
  const [left, right] = clients;

  await step(left, 'making the tables', AREAS.map((area) => area.create).join('\n'));
  for (const item of fills.filter(of(FIRST))) await fill(left, item);

  const inTraffic = of(TRAFFIC);
  const inFirst = of(FIRST);
  await Promise.all([
    (async () => {
      for (const item of fills.filter(inTraffic)) await fill(left, item);
      for (const item of finishes.filter(inTraffic)) await step(left, `indexing ${item.table}`, item.sql);
      await step(left, 'vacuuming the traffic', `vacuum analyze ${TRAFFIC.join(', ')}`);
    })(),
    (async () => {
      for (const item of fills.filter((item) => !inTraffic(item) && !inFirst(item))) await fill(right, item);
      for (const item of finishes.filter((item) => !inTraffic(item))) {
        await step(right, `indexing ${item.table}`, item.sql);
      }
      for (const sql of foreignKeys) await step(right, 'adding foreign keys', sql);
    })(),
  ]);
  const others = fills.filter((item) => !inTraffic(item)).flatMap((item) => item.tables);
  await step(left, 'vacuuming', `vacuum analyze ${others.join(', ')}, mv_revenue_by_day`);
  onProgress({ step: 'starting again as a primary', done: total, total });
}

/** A number in [-1, 1] for setseed(), different for every fill. */
function seedOf(seed: number, index: number): number {
  return (((seed * 7919 + index * 104_729) % 20_011) - 10_005) / 10_006;
}
