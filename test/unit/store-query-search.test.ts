import { describe, expect, it } from 'vitest';
import { priceReasonOf, reasonOf } from '../../electron/engine/checks/reason.ts';
import { allowedMs } from '../../electron/engine/schedule/allowed.ts';
import type { NewQuery } from '../../electron/engine/store/api.ts';
import type { Store } from '../../electron/engine/store/store.ts';
import { QueryFilter, QuerySearch } from '../../shared/domain/query-log.ts';
import { aConnection, aQuery, aTable, aWorld, T0 } from '../support/samples.ts';
import { testStore } from '../support/store.ts';

const WEEK = 7 * 86_400_000;

function aLog() {
  const store = testStore();
  const world = aWorld(store);
  const log = (changes: Partial<NewQuery> = {}) =>
    store.queries.append({ ...aQuery(world.connection.id, T0), ...changes }).id;
  return { store, log, ...world };
}

type Asked = Parameters<typeof QuerySearch.parse>[0] extends infer T ? Partial<T & object> : never;
const sumsOf = (store: Store, filter: object) =>
  store.search.querySums({ filter: QueryFilter.parse(filter), byStatement: true });
const found = (store: Store, filter: object, asked: Asked = {}) =>
  store.search
    .queries(QuerySearch.parse({ filter, limit: 10, ...(asked as object) }))
    .entries.map(({ id }) => id);

describe('the query log is narrowed', () => {
  it('by words in the statement, its reason and the server’s answer, as they are written', () => {
    const { store, log } = aLog();
    const slow = log({ sql: 'SELECT max("created_at") FROM "orders"', reason: 'Freshness · public.orders' });
    const ended = log({ sql: 'SELECT 100', outcome: 'error', error: 'permission denied for orders' });
    log({ sql: 'SELECT 10', reason: 'createdXat' });
    expect(found(store, { text: 'ORDERS' })).toEqual([ended, slow]);
    expect(found(store, { text: 'orders max freshness' })).toEqual([slow]);
    expect(found(store, { text: '"denied for"' })).toEqual([ended]);
    expect(found(store, { text: 'created_at' })).toEqual([slow]);
    expect(found(store, { text: '100%' })).toEqual([]);
  });

  it('by table: its checks’ statements, and those whose reason names it', () => {
    const { store, log, connection, table, check } = aLog();
    const other = aTable(store, connection.id, 'orders_archive');
    const elsewhere = aConnection(store, { name: 'Other' });
    const own = log({ checkId: check.id, reason: 'Enough rows · public.orders' });
    const shared = log({ reason: 'Volume, Missing price and 3 more · public.orders' });
    const learned = log({ reason: 'Learning what the columns of public.orders hold' });
    const archived = log({ reason: 'Volume · public.orders_archive' });
    log({ connectionId: elsewhere.id, reason: 'Volume · public.orders' });
    expect(found(store, { tableId: table.id })).toEqual([learned, shared, own]);
    expect(found(store, { tableId: other.id })).toEqual([archived]);
  });

  it('by what it was for', () => {
    const { store, log, table, check } = aLog();
    const dues = [{ check, context: { table } }] as unknown as Parameters<typeof reasonOf>[0];
    const asked = log({ reason: reasonOf(dues), checkId: check.id });
    const shared = log({ reason: reasonOf(dues) });
    const priced = log({ reason: priceReasonOf(dues), checkId: check.id });
    const explained = log({
      reason: 'Learning the rhythm of public.orders',
      sql: 'EXPLAIN (FORMAT JSON) SELECT 1',
    });
    const state = log({ reason: 'Role, replication lag and load' });
    const catalogue = log({ reason: 'List of tables' });
    const guard = log({ reason: `Guard: ${reasonOf(dues)}`, outcome: 'error', error: 'gone' });
    expect(found(store, { purposes: ['check'] })).toEqual([shared, asked]);
    expect(found(store, { purposes: ['price'] })).toEqual([explained, priced]);
    expect(found(store, { purposes: ['state'] })).toEqual([state]);
    expect(found(store, { purposes: ['other'] })).toEqual([guard, catalogue]);
    expect(found(store, { purposes: ['state', 'price'] })).toEqual([state, explained, priced]);
  });

  it('by outcome, duration, connection and time, and all of them at once', () => {
    const { store, log, connection } = aLog();
    const other = aConnection(store, { name: 'Other' });
    const late = log({ startedAt: T0 + 20, durationMs: 80, outcome: 'timeout' });
    const early = log({ startedAt: T0 - 20, durationMs: 90, outcome: 'cancelled' });
    const there = log({ connectionId: other.id, durationMs: 100 });
    expect(found(store, { outcomes: ['timeout', 'cancelled'] })).toEqual([early, late]);
    expect(found(store, { slowerThanMs: 80 })).toEqual([there, early]);
    expect(found(store, { connectionId: other.id })).toEqual([there]);
    expect(found(store, { from: T0, to: T0 + 20 })).toEqual([there]);
    expect(found(store, { from: T0 })).toEqual([there, late]);
    expect(found(store, { to: T0 })).toEqual([early]);
    expect(found(store, { connectionId: connection.id, from: T0, slowerThanMs: 1, text: 'select' })).toEqual([
      late,
    ]);
    expect(found(store, { from: T0 + 1_000 })).toEqual([]);
  });

  it('without what belongs to a connection that was removed', () => {
    const { store, log, connection } = aLog();
    log();
    store.connections.remove(connection.id);
    expect(found(store, {})).toEqual([]);
    expect(sumsOf(store, {})).toMatchObject({ statements: 0, costliest: [] });
  });
});

describe('the query log is shown', () => {
  it('page by page, newest first', () => {
    const { store, log } = aLog();
    const ids = [log(), log({ sql: 'SELECT 2' }), log(), log()];
    const page = (before: number | null) =>
      store.search.queries(QuerySearch.parse({ filter: { text: '"select 1"' }, before, limit: 2 }));
    const first = page(null);
    expect(first.entries.map(({ id }) => id)).toEqual([ids[3], ids[2]]);
    const last = page(first.next);
    expect(last.entries.map(({ id }) => id)).toEqual([ids[0]]);
    expect(last.next).toBeNull();
  });

  it('slowest first', () => {
    const { store, log } = aLog();
    const [quick, slow, middle] = [log(), log({ durationMs: 70 }), log({ durationMs: 30 })];
    expect(found(store, {}, { order: 'slowest' })).toEqual([slow, middle, quick]);
    expect(found(store, {}, { order: 'slowest', limit: 2 })).toEqual([slow, middle]);
  });
});

describe('what the statements cost', () => {
  it('is summed in all and statement by statement, costliest first, over the weeks', () => {
    const { store, log } = aLog();
    log({ sql: 'A', reason: 'Before', durationMs: 5, rows: 2 });
    log({ sql: 'A', reason: 'Now', durationMs: 7.5, rows: 3, startedAt: T0 + WEEK });
    log({ sql: 'B', durationMs: 10, outcome: 'timeout', startedAt: T0 + WEEK });
    const sums = sumsOf(store, {});
    expect(sums).toMatchObject({ statements: 3, durationMs: 22.5, rows: 6, notOk: 1, different: 2 });
    expect(sums).toMatchObject({ from: T0, complete: true });
    expect(sums.costliest).toEqual([
      {
        sql: 'A',
        reason: 'Now',
        lastAt: T0 + WEEK,
        statements: 2,
        durationMs: 12.5,
        longestMs: 7.5,
        rows: 5,
        notOk: 0,
      },
      {
        sql: 'B',
        reason: 'Test',
        lastAt: T0 + WEEK,
        statements: 1,
        durationMs: 10,
        longestMs: 10,
        rows: 1,
        notOk: 1,
      },
    ]);
    expect(sumsOf(store, { sql: 'A', from: T0 + 1 })).toMatchObject({
      statements: 1,
      different: 1,
      from: T0 + WEEK,
    });
    expect(sumsOf(store, { sql: 'C' })).toMatchObject({
      statements: 0,
      durationMs: 0,
    });
  });

  it('stands beside what the load budgets allow in that time', () => {
    const connections = [
      { id: 1, policy: { busyShare: 0.01 } },
      { id: 2, policy: { busyShare: 0.05 } },
    ] as unknown as Parameters<typeof allowedMs>[0];
    expect(allowedMs(connections, { connectionId: 1, to: null }, T0, T0 + 10_000_000)).toBe(100_000);
    expect(allowedMs(connections, { connectionId: null, to: null }, T0, T0 + 10_000_000)).toBe(600_000);
    expect(allowedMs(connections, { connectionId: 1, to: T0 + 5_000_000 }, T0, T0 + 10_000_000)).toBe(50_000);
    expect(allowedMs(connections, { connectionId: 1, to: null }, null, T0)).toBe(0);
    expect(allowedMs(connections, { connectionId: 1, to: null }, T0, T0 + 3_599_999), 'too short').toBe(0);
  });
});
