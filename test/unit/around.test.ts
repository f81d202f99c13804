import { describe, expect, it } from 'vitest';
import { changesAround } from '../../electron/engine/incidents/around.ts';
import { newIncident } from '../../electron/engine/incidents/new-incident.ts';
import { stepIn } from '../../electron/engine/incidents/step.ts';
import type { Store } from '../../electron/engine/store/store.ts';
import { aCheck, aConnection, aRun, aTable, T0 } from '../support/samples.ts';
import { testStore } from '../support/store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const every5 = (values: readonly number[], start: number) =>
  values.map((value, index) => ({ at: start + index * 5 * MINUTE, value }));
const flat = (count: number, value: number) =>
  Array.from({ length: count }, (_, index) => value + (index % 3));

describe('a step', () => {
  const points = every5([...flat(20, 100), ...flat(8, 300)], T0);
  const end = T0 + DAY;

  it('is where all that came after lies clear of all that came before', () => {
    expect(stepIn(points, T0, end)).toEqual({ at: T0 + 100 * MINUTE, before: 101, after: 301 });
  });

  it('is looked for in the time that was asked about alone', () => {
    expect(stepIn(points, T0, T0 + 90 * MINUTE)).toBeNull();
  });

  it.each([
    ['one value', [...flat(20, 100), 300, ...flat(8, 100)]],
    ['a slow growth', Array.from({ length: 40 }, (_, index) => 100 + index)],
    ['a usual swing', Array.from({ length: 40 }, (_, index) => (index % 12 < 6 ? 100 : 140))],
    ['a difference that nobody would see', [...Array(20).fill(1_000), ...Array(8).fill(1_001)]],
    ['too little to go by', [...flat(3, 100), ...flat(8, 300)]],
  ])('is not %s', (_, values) => {
    expect(stepIn(every5(values, T0), T0, end)).toBeNull();
  });
});

function setUp() {
  const store = testStore();
  const connectionId = aConnection(store, { name: 'shop' }).id;
  const orders = aTable(store, connectionId, 'orders');
  const start = T0 + 10 * DAY;
  const open = (tableId: number | null, at: number, title: string, owner = connectionId) =>
    store.incidents.insert(
      newIncident({
        connectionId: owner,
        tableId,
        state: 'firing',
        severity: 'broken',
        title,
        sentence: 'It is bad.',
        startedAt: at,
        firedAt: at + MINUTE,
        turnedAt: at + MINUTE,
        told: null,
        toldAt: null,
      }),
    );
  const id = open(orders.id, start, 'public.orders: Freshness failed');
  return { store, connectionId, orders, start, open, id };
}

/** A check whose values stepped up at that time. */
function steppingCheck(store: Store, owner: { connectionId: number; tableId: number }, at: number) {
  const check = aCheck(store, owner, { type: 'volume', name: 'Row count' });
  for (let run = -60; run < 20; run++)
    store.runs.append(aRun(check.id, { finishedAt: at + run * 5 * MINUTE, value: run < 0 ? 100 : 300 }));
  return check;
}

describe('what changed around then', () => {
  it('is nothing where nothing did', () => {
    const { store, id } = setUp();
    expect(changesAround(store, id)).toEqual([]);
  });

  it('are schema changes of the connection, other incidents and steps, oldest first', () => {
    const { store, connectionId, start, open, id } = setUp();
    const items = aTable(store, connectionId, 'items');
    store.tables.addSchemaEvent(items.id, {
      at: start - 20 * MINUTE,
      differences: ['column price (numeric) was dropped'],
    });
    const other = open(
      null,
      start + 5 * MINUTE,
      'stock: Replica unreachable',
      aConnection(store, { name: 'stock' }).id,
    );
    steppingCheck(store, { connectionId, tableId: items.id }, start - 10 * MINUTE);
    const found = changesAround(store, id);
    expect(found.map(({ kind, tableName, text }) => [kind, tableName, text])).toEqual([
      ['schema', 'public.items', 'column price (numeric) was dropped'],
      ['step', 'public.items', 'Row count went from about 100 rows to about 300 rows'],
      ['incident', null, 'stock: Replica unreachable'],
    ]);
    expect(found[0]?.changes[0]).toMatchObject({ kind: 'dropped', column: 'price', before: 'numeric' });
    expect(found[2]).toMatchObject({ incidentId: other, connectionName: 'stock' });
  });

  it('is not what was long before or after, elsewhere, or folded under another incident', () => {
    const { store, connectionId, orders, start, open, id } = setUp();
    const differences = ['column a (text) was added'];
    store.tables.addSchemaEvent(orders.id, { at: start - 31 * MINUTE, differences });
    const elsewhere = aTable(store, aConnection(store, { name: 'stock' }).id, 'other');
    store.tables.addSchemaEvent(elsewhere.id, { at: start, differences });
    open(orders.id, start - 40 * MINUTE, 'Long before');
    const group = open(null, start, 'A group');
    store.incidents.update(open(orders.id, start, 'Its child'), { parentId: group });
    store.incidents.update(id, { parentId: group });
    steppingCheck(store, { connectionId, tableId: orders.id }, start - 2 * HOUR);
    expect(changesAround(store, id)).toEqual([]);
  });

  it('is no step that comes every day', () => {
    const { store, connectionId, orders, start, id } = setUp();
    const check = steppingCheck(store, { connectionId, tableId: orders.id }, start);
    expect(changesAround(store, id).map(({ kind }) => kind)).toEqual(['step']);
    for (let run = -60; run < 20; run++) {
      const finishedAt = start - DAY + run * 5 * MINUTE;
      store.runs.append(aRun(check.id, { finishedAt, value: run < 0 ? 100 : 300 }));
    }
    expect(changesAround(store, id)).toEqual([]);
  });

  it('leaves out what the incident itself is about', () => {
    const { store, connectionId, orders, start, id } = setUp();
    const check = steppingCheck(store, { connectionId, tableId: orders.id }, start);
    store.incidents.setMember(id, {
      key: `check:${check.id}`,
      checkId: check.id,
      name: check.name,
      severity: 'broken',
      message: 'Too many.',
      since: start,
      resolvedAt: null,
    });
    expect(changesAround(store, id)).toEqual([]);
  });
});
