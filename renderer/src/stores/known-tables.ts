import { create } from 'zustand';
import type { KnownTable } from '../../../shared/domain/table.ts';
import { call } from '../ipc/client.ts';

/** Tables and columns that Pulse knows of one connection, for completion. */
export const useKnownTables = create<{ connectionId: number | null; tables: readonly KnownTable[] }>()(
  () => ({
    connectionId: null,
    tables: [],
  }),
);

/** Asks no server. Without an answer nothing is completed, which is no reason to trouble anybody. */
export async function loadKnownTables(connectionId: number): Promise<void> {
  const tables = await call('catalogue.known', { connectionId }).catch(() => []);
  useKnownTables.setState({ connectionId, tables });
}
