import { describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../electron/engine/store/store.ts';
import { choresOf } from '../../electron/engine/upkeep/chores/chores.ts';
import { ExportFilter } from '../../shared/domain/export.ts';
import { rowsOf } from '../support/rows.ts';
import { ALL_RUNS, aCheck, aConnection, aQuery, aRun, aTable, aWorld, T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder, testStore } from '../support/store.ts';

const MINUTE = 60_000;
const EVERYTHING = ExportFilter.parse({});

/** A world with runs, sums, an incident and what else belongs to it. */
function lived(store: Store, runs = 150) {
  const world = aWorld(store);
  const { connection, table, check } = world;
  for (let n = 0; n < runs; n++) store.runs.append(aRun(check.id, { finishedAt: T0 + n * MINUTE }));
  store.queries.append({ ...aQuery(connection.id, T0), checkId: check.id });
  store.tables.addSchemaEvent(table.id, { at: T0, differences: ['x'] });
  store.checks.setMemory(check.id, { baseline: '{}', known: null }, T0);
  const incidentId = store.incidents.insert({
    ...{
      connectionId: connection.id,
      tableId: table.id,
      state: 'firing',
      severity: 'broken',
      title: 'Too few',
    },
    ...{ sentence: 'Too few rows.', startedAt: T0, firedAt: T0, resolvedAt: null, acknowledgedAt: null },
    ...{ turnedAt: T0, resolution: null, parentId: null, group: false, flapping: null, label: null },
    ...{ silenceId: null, held: null, told: 'broken', toldAt: T0 },
  });
  for (let n = 0; n < 60; n++)
    store.incidents.addEvent(incidentId, { at: T0 + n, kind: 'worsened', text: 'Worse.' });
  store.inbox.insert({
    ...{ incidentId, kind: 'firing', at: T0, title: 'Too few', body: '', delivery: 'waiting', readAt: null },
  });
  for (const chore of choresOf(store, { now: () => T0 + 3_600_000 })) while (chore.step());
  return { ...world, incidentId };
}

/** All that anybody is shown. */
function shown(store: Store) {
  return {
    connections: store.connections.list(),
    tables: store.tables.list(),
    checks: store.checks.list(),
    states: store.checks.states(),
    runs: store.runs.list(ALL_RUNS, null, 10),
    count: store.runs.count(ALL_RUNS),
    found: store.search.runs({ text: 'rows', filter: ALL_RUNS, before: null, limit: 10 }).runs,
    cells: store.runs.cells(0, Number.MAX_SAFE_INTEGER, MINUTE),
    scope: store.history.scope(ALL_RUNS),
    incidents: store.incidents.list([], 10),
    firing: [...store.incidents.openByTable()],
    unsettled: store.incidents.unsettled(),
    foundIncidents: store.search.incidents('few', 10),
    exported: store.logs.incidents(EVERYTHING, 0, 10),
    inbox: store.inbox.list(10),
    waiting: store.inbox.waiting(),
    summed: store.rollups.checkAfter(0),
  };
}

const NOTHING = {
  ...{
    connections: [],
    tables: [],
    checks: [],
    states: [],
    runs: [],
    count: 0,
    found: [],
    cells: [],
    scope: [],
  },
  ...{ incidents: [], firing: [], unsettled: [], foundIncidents: [], exported: [], inbox: [], waiting: [] },
  summed: null,
};

describe('a removed connection', () => {
  it('is gone for everybody at once, while its rows are still there', () => {
    const folder = temporaryFolder();
    const store = testStore(folder);
    const { connection, table, check, incidentId } = lived(store);
    const [run] = store.runs.list(ALL_RUNS, null, 1);
    store.connections.remove(connection.id);
    expect(shown(store)).toEqual(NOTHING);
    expect(store.queries.list(null, null, 10)).toEqual([]);
    expect(store.logs.countQueries(EVERYTHING, null, Number.MAX_SAFE_INTEGER)).toBe(0);
    expect(store.connections.get(connection.id)).toBeNull();
    expect(store.tables.get(table.id)).toBeNull();
    expect(store.checks.get(check.id)).toBeNull();
    expect(store.incidents.get(incidentId)).toBeNull();
    expect(store.runs.get(run?.id ?? 0)).toBeNull();
    expect(rowsOf(folder)).toMatchObject({ check_run: 150, incident: 1, query_log: 1, connection: 1 });
  });

  it('goes bit by bit, also after a restart, and takes nothing else along', () => {
    const folder = temporaryFolder();
    let store = openStore({ folder, migrationsFolder: MIGRATIONS });
    const stays = lived(store);
    const before = shown(store);
    const { connection } = lived(store);
    const all = rowsOf(folder);
    store.connections.remove(connection.id);
    expect(store.removed.clear(40)).toBe(true);
    expect(rowsOf(folder).check_run).toBe((all.check_run ?? 0) - 40);
    store.close();
    store = testStore(folder);
    let steps = 0;
    while (store.removed.clear(40)) steps += 1;
    expect(steps).toBeGreaterThan(5);
    expect(shown(store)).toEqual(before);
    expect(store.incidents.events(stays.incidentId)).toHaveLength(60);
    // Sentences go with their time: see `forgetMessages`.
    for (const [table, rows] of Object.entries(rowsOf(folder)))
      if (!['run_message', 'query_text', 'housekeeping', 'sqlite_sequence'].includes(table))
        expect([table, rows]).toEqual([table, (all[table] ?? 0) / 2]);
  });

  it('is cleared away by the housekeeping', () => {
    const folder = temporaryFolder();
    const store = testStore(folder);
    const { connection } = lived(store);
    store.connections.remove(connection.id);
    for (const chore of choresOf(store, { now: () => T0 + 3_600_000 })) while (chore.step());
    expect(rowsOf(folder)).toMatchObject({ check_run: 0, check_hour: 0, incident: 0, connection: 0 });
  });
});

describe('a removed table', () => {
  it('may be monitored anew at once, with a history of its own', () => {
    const store = testStore();
    const { connection, table } = lived(store);
    store.tables.remove(table.id);
    expect(store.incidents.list([], 10)).toEqual([]);
    const again = aTable(store, connection.id, table.name);
    const check = aCheck(store, { connectionId: connection.id, tableId: again.id });
    const run = store.runs.append(aRun(check.id));
    while (store.removed.clear(40));
    expect(store.tables.list()).toEqual([again]);
    expect(store.runs.list(ALL_RUNS, null, 10)).toEqual([run]);
  });
});

describe('a removed check', () => {
  it('leaves the incidents that it was part of', () => {
    const store = testStore();
    const { check, table, incidentId } = lived(store);
    store.checks.remove(check.id);
    expect(store.runs.count(ALL_RUNS)).toBe(0);
    while (store.removed.clear(40));
    expect(store.incidents.get(incidentId)).toMatchObject({ id: incidentId, tableId: table.id });
    expect(store.queries.list(null, null, 1)).toMatchObject([{ checkId: null }]);
  });

  it('with many runs of one millisecond goes, too', () => {
    const store = testStore();
    const connection = aConnection(store);
    const check = aCheck(store, { connectionId: connection.id, tableId: null });
    for (let n = 0; n < 100; n++) store.runs.append(aRun(check.id));
    store.checks.remove(check.id);
    while (store.removed.clear(40));
    expect(store.runs.count(ALL_RUNS)).toBe(0);
    expect(store.checks.list()).toEqual([]);
  });
});
