import { create } from 'zustand';
import type { Suggestion } from '../../../shared/domain/check.ts';
import type { CatalogueTable } from '../../../shared/domain/table.ts';
import { call } from '../ipc/client.ts';
import { toProblem } from '../ipc/problem.ts';
import { IDLE, LOADING, type Load, READY } from './load.ts';

interface CatalogueState {
  connectionId: number | null;
  load: Load;
  tables: readonly CatalogueTable[];
}

export const useCatalogue = create<CatalogueState>()(() => ({ connectionId: null, load: IDLE, tables: [] }));

export async function loadCatalogue(connectionId: number): Promise<void> {
  useCatalogue.setState({ connectionId, load: LOADING, tables: [] });
  try {
    const tables = await call('catalogue.tables', { connectionId });
    if (useCatalogue.getState().connectionId === connectionId) useCatalogue.setState({ tables, load: READY });
  } catch (error) {
    if (useCatalogue.getState().connectionId !== connectionId) return;
    useCatalogue.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

/** Reads it unless it is there, or on its way, already. */
export async function haveCatalogue(connectionId: number): Promise<void> {
  const known = useCatalogue.getState();
  if (known.connectionId !== connectionId || known.load.phase === 'failed') await loadCatalogue(connectionId);
}

export const suggestChecks = (
  connectionId: number,
  table: { schema: string; name: string },
): Promise<Suggestion[]> =>
  call('catalogue.suggest', { connectionId, schema: table.schema, name: table.name });
