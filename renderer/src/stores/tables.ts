import { create } from 'zustand';
import type { CheckInput } from '../../../shared/domain/check.ts';
import type { LabelChange } from '../../../shared/domain/labels.ts';
import type { TableView } from '../../../shared/domain/table.ts';
import { call } from '../ipc/client.ts';
import { newsIs, onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { applyChanges, IDLE, LOADING, type Load, READY, upsert } from './load.ts';

interface TablesState {
  load: Load;
  list: readonly TableView[];
}

export const useTables = create<TablesState>()(() => ({ load: IDLE, list: [] }));

export async function loadTables(): Promise<void> {
  useTables.setState({ load: LOADING });
  try {
    const list = await call('tables.list');
    useTables.setState({ list, load: READY });
  } catch (error) {
    useTables.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

export async function monitorTable(input: {
  connectionId: number;
  schema: string;
  name: string;
  checks: CheckInput[];
}): Promise<TableView> {
  const table = await call('tables.monitor', input);
  useTables.setState((state) => ({ list: upsert(state.list, table) }));
  return table;
}

export async function unmonitorTable(id: number): Promise<void> {
  await call('tables.unmonitor', { id });
  useTables.setState((state) => ({ list: state.list.filter((item) => item.id !== id) }));
}

/** Adds and removes tags, and says who looks after the tables. */
export async function labelTables(ids: number[], change: Partial<LabelChange>): Promise<void> {
  const tables = await call('tables.label', { ids, change: { addTags: [], removeTags: [], ...change } });
  useTables.setState((state) => ({ list: applyChanges(state.list, tables, []) }));
}

/** Sets the interval of all their checks; resolves to how many there are. */
export const setIntervalOf = async (ids: number[], intervalMs: number): Promise<number> =>
  (await call('tables.setInterval', { ids, intervalMs })).checks;

/** Queues all their checks; resolves to how many there are. */
export const runTables = async (ids: number[]): Promise<number> =>
  ids.length === 0 ? 0 : (await call('tables.runNow', { ids })).checks;

newsIs(({ name, payload }) => {
  if (name !== 'table.changed') return false;
  return useTables.getState().list.find(({ id }) => id === payload.id)?.health !== payload.health;
});

onEventBatch((batch) => {
  const changed = payloads(batch, 'table.changed');
  const removed = payloads(batch, 'table.removed').map((gone) => gone.id);
  const lost = new Set(payloads(batch, 'connection.removed').map((gone) => gone.id));
  if (changed.length + removed.length + lost.size === 0) return;
  useTables.setState((state) => {
    const list = applyChanges(state.list, changed, removed);
    return { list: lost.size > 0 ? list.filter((table) => !lost.has(table.connectionId)) : list };
  });
});
