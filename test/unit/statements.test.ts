import { describe, expect, test } from 'vitest';
import { isReasonOf, priceReasonOf, reasonOf, statementsOf } from '../../electron/engine/checks/reason.ts';
import type { QueryLogEntry } from '../../shared/domain/query-log.ts';

const ORDERS = {
  id: 3,
  connectionId: 1,
  schema: 'public',
  name: 'orders',
  kind: 'table' as const,
  addedAt: 0,
};
const names = ['Volume', 'Missing price', 'Range of total', 'Format of code', 'Unique id'];
const due = (id: number) =>
  ({ check: { id, name: names[id - 1] ?? '' }, context: { table: ORDERS } }) as Parameters<
    typeof reasonOf
  >[0][number];
const check = (id: number) => ({ id, name: names[id - 1] ?? '' });

const entry = (id: number, changes: Partial<QueryLogEntry>): QueryLogEntry => ({
  id,
  connectionId: 1,
  connectionName: 'Replica',
  checkId: null,
  reason: 'Role, replication lag and load',
  sql: 'SELECT 1',
  startedAt: 1_000 + id,
  durationMs: 2,
  rows: 1,
  outcome: 'ok',
  error: null,
  cancelConfirmed: null,
  ...changes,
});

describe('a statement was for a check', () => {
  test('by its id, whatever the check is called now', () => {
    expect(isReasonOf({ checkId: 1, reason: 'Old name · public.orders' }, check(1), ORDERS)).toBe('yes');
    expect(isReasonOf({ checkId: 2, reason: 'Volume · public.orders' }, check(1), ORDERS)).toBe('no');
  });

  test('by its name among those of a shared statement, and of that statement’s price', () => {
    const reason = reasonOf([due(1), due(2), due(3)]);
    for (const id of [1, 2, 3]) expect(isReasonOf({ checkId: null, reason }, check(id), ORDERS)).toBe('yes');
    expect(isReasonOf({ checkId: null, reason }, check(4), ORDERS)).toBe('no');
    const price = priceReasonOf([due(1), due(2)]);
    expect(isReasonOf({ checkId: null, reason: price }, check(1), ORDERS)).toBe('yes');
    expect(isReasonOf({ checkId: null, reason: price }, check(3), ORDERS)).toBe('no');
  });

  test('perhaps, when it was for more than are named', () => {
    const reason = reasonOf([due(1), due(2), due(3), due(4)]);
    expect(isReasonOf({ checkId: null, reason }, check(2), ORDERS)).toBe('yes');
    expect(isReasonOf({ checkId: null, reason }, check(4), ORDERS)).toBe('perhaps');
  });

  test('of several tables: perhaps, as it does not say which', () => {
    const elsewhere = { ...due(1), context: { table: { ...ORDERS, id: 4, name: 'events' } } } as ReturnType<
      typeof due
    >;
    const reason = reasonOf([due(1), elsewhere]);
    expect(reason).toBe('Volume · 2 tables');
    expect(isReasonOf({ checkId: null, reason }, check(1), ORDERS)).toBe('perhaps');
    expect(isReasonOf({ checkId: null, reason }, check(2), ORDERS)).toBe('no');
  });

  test('not when it was for another table, or for a check whose name only begins like it', () => {
    const reason = reasonOf([due(1)]);
    expect(isReasonOf({ checkId: null, reason }, check(1), { schema: 'public', name: 'events' })).toBe('no');
    expect(isReasonOf({ checkId: null, reason }, { id: 9, name: 'Vol' }, ORDERS)).toBe('no');
  });

  test('also when the check itself is called after a price', () => {
    const own = { id: 9, name: 'Price of eggs' };
    const reason = 'Volume, Price of eggs · public.orders';
    expect(isReasonOf({ checkId: null, reason }, own, ORDERS)).toBe('yes');
    expect(isReasonOf({ checkId: null, reason: 'Price of eggs, Volume · public.orders' }, own, ORDERS)).toBe(
      'yes',
    );
  });
});

describe('the statements of a run', () => {
  const run = { startedAt: 1_000, finishedAt: 1_010 };
  const of = (entries: QueryLogEntry[], id = 4) =>
    statementsOf(run, entries, check(id), ORDERS).map((each) => each.id);

  test('are those sent while it lasted, in their order', () => {
    const mine = { checkId: 4, reason: reasonOf([due(4)]) };
    const entries = [
      entry(3, mine),
      entry(1, mine),
      entry(4, { ...mine, startedAt: 999 }),
      entry(5, { ...mine, startedAt: 1_011 }),
      entry(6, { checkId: null }),
    ];
    expect(of(entries)).toEqual([1, 3]);
  });

  test('are the shared one that may hold it, where none names it', () => {
    const shared = entry(1, { reason: reasonOf([due(1), due(2), due(3), due(4)]) });
    const price = entry(2, {
      checkId: 4,
      reason: priceReasonOf([due(4)]),
      sql: 'EXPLAIN (FORMAT JSON) SELECT 1',
    });
    expect(of([shared, price])).toEqual([1, 2]);
    expect(
      of([
        { ...price, id: 1 },
        { ...shared, id: 2 },
      ]),
    ).toEqual([2, 1]);
    expect(of([shared, entry(3, { checkId: 4, reason: reasonOf([due(4)]) })])).toEqual([3]);
  });

  test('are none where the log does not reach, or nothing was asked', () => {
    expect(of([])).toEqual([]);
    expect(of([entry(1, { reason: reasonOf([due(1)]) })])).toEqual([]);
  });
});
