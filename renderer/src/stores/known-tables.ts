import { create } from 'zustand';
import type { KnownTable } from '../../../shared/domain/table.ts';
import { call } from '../ipc/client.ts';

interface KnownTablesState {
  connectionId: number | null;
  tables: readonly KnownTable[];
  /** Others that were named, and asked for. */
  named: readonly KnownTable[];
}

/** Tables and columns that Pulse knows of one connection, for completion. */
export const useKnownTables = create<KnownTablesState>()(() => ({
  connectionId: null,
  tables: [],
  named: [],
}));

/** Asks no server. Without an answer nothing is completed, which is no reason to trouble anybody. */
export async function loadKnownTables(connectionId: number): Promise<void> {
  useKnownTables.setState((state) => ({
    connectionId,
    tables: state.connectionId === connectionId ? state.tables : [],
    named: [],
  }));
  const tables = await call('catalogue.known', { connectionId }).catch(() => []);
  useKnownTables.setState((state) => (state.connectionId === connectionId ? { tables } : state));
}

/** More than this would be asked for by a slip only. */
const MOST_NAMED = 20;

/** Asks the server, once, for the columns of a table that is named in a check. Without an answer it has none to offer. */
export async function learnColumns(connectionId: number, table: { schema: string; name: string }) {
  const { tables, named } = useKnownTables.getState();
  const { schema, name } = table;
  const isIt = (each: KnownTable) => each.schema === schema && each.name === name;
  if (named.length >= MOST_NAMED || tables.some(isIt) || named.some(isIt)) return;
  const note = (columns: string[]) =>
    useKnownTables.setState((state) =>
      state.connectionId === connectionId
        ? { named: [...state.named.filter((each) => !isIt(each)), { schema, name, columns }] }
        : state,
    );
  // Taken down before the answer, so that it is not asked for twice.
  note([]);
  const answer = await call('catalogue.columns', { connectionId, schema, name }).catch(() => null);
  if (answer) note(answer.columns);
}
