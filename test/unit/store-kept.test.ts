import { expect, test } from 'vitest';
import { openStore } from '../../electron/engine/store/store.ts';
import { aConnection, aTable, T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder, testStore } from '../support/store.ts';

const ACCEPTED = {
  kind: 'table' as const,
  columns: [{ name: 'id', type: 'bigint', nullable: false, position: 1 }],
};

function aStore() {
  const store = testStore();
  const connection = aConnection(store);
  const table = aTable(store, connection.id);
  // From here on all of it is kept.
  expect(store.connections.get(connection.id)).toEqual(connection);
  expect(store.tables.get(table.id)).toEqual(table);
  expect(store.tables.acceptedSchema(table.id)).toBeNull();
  return { store, connection, table };
}

test('what is asked for again is what was written last', () => {
  const { store, connection, table } = aStore();
  store.tables.acceptSchema(table.id, ACCEPTED, T0);
  expect(store.tables.acceptedSchema(table.id)).toEqual(ACCEPTED);
  store.tables.acceptSchema(table.id, { ...ACCEPTED, columns: [] }, T0 + 1);
  expect(store.tables.acceptedSchema(table.id)).toEqual({ ...ACCEPTED, columns: [] });
  store.tables.acceptKind(table.id, 'view');
  expect(store.tables.acceptedSchema(table.id)).toEqual({ kind: 'view', columns: [] });
  const moved = store.tables.update({ ...table, name: 'renamed' });
  expect(store.tables.get(table.id)).toEqual(moved);
  const renamed = store.connections.update({ ...connection, name: 'Renamed', paused: true });
  expect(store.connections.get(connection.id)).toEqual(renamed);
});

test('an id that was asked for before it was given is found', () => {
  const { store, connection, table } = aStore();
  expect(store.tables.get(table.id + 1)).toBeNull();
  expect(store.connections.get(connection.id + 1)).toBeNull();
  const { id: connectionId } = aConnection(store, { name: 'Another' });
  const other = aTable(store, connectionId, 'another');
  expect(store.tables.get(other.id)).toEqual(other);
  expect(store.connections.get(connectionId)?.name).toBe('Another');
});

test('what was removed is gone, and a connection takes its tables along', () => {
  const { store, connection, table } = aStore();
  const other = aTable(store, connection.id, 'another');
  expect(store.tables.get(other.id)).toEqual(other);
  store.tables.remove(table.id);
  expect(store.tables.get(table.id)).toBeNull();
  store.connections.remove(connection.id);
  expect(store.tables.get(other.id)).toBeNull();
  expect(store.connections.get(connection.id)).toBeNull();
});

test('nothing that a transaction has read of its own writes outlives its rollback', () => {
  const { store, connection, table } = aStore();
  const undone = () =>
    store.transaction(() => {
      store.tables.update({ ...table, name: 'renamed' });
      store.tables.acceptSchema(table.id, ACCEPTED, T0);
      store.connections.update({ ...connection, name: 'Renamed' });
      expect(store.tables.get(table.id)?.name).toBe('renamed');
      expect(store.tables.acceptedSchema(table.id)).toEqual(ACCEPTED);
      expect(store.connections.get(connection.id)?.name).toBe('Renamed');
      throw new Error('undone');
    });
  expect(undone).toThrow('undone');
  expect(store.tables.get(table.id)).toEqual(table);
  expect(store.tables.acceptedSchema(table.id)).toBeNull();
  expect(store.connections.get(connection.id)).toEqual(connection);

  // The same where only a part of what goes on is taken back.
  store.transaction(() => expect(undone).toThrow('undone'));
  expect(store.tables.get(table.id)).toEqual(table);
});

test('a store that another process writes keeps nothing', () => {
  const folder = temporaryFolder();
  const writing = testStore(folder);
  const { id } = aConnection(writing);
  const reading = openStore({ folder, migrationsFolder: MIGRATIONS, readonly: true });
  try {
    const before = reading.connections.get(id);
    writing.connections.update({ ...(before as NonNullable<typeof before>), name: 'Renamed' });
    expect(reading.connections.get(id)?.name).toBe('Renamed');
  } finally {
    reading.close();
  }
});

test('many tables are not all kept, and each is still the right one', () => {
  const { store, connection } = aStore();
  const tables = Array.from({ length: 200 }, (_, n) => aTable(store, connection.id, `t${n}`));
  for (const pass of [tables, tables.toReversed()])
    for (const table of pass) expect(store.tables.get(table.id)).toEqual(table);
});
