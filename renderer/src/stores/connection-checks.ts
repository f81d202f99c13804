import { create } from 'zustand';
import type { CheckView } from '../../../shared/domain/check.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { applyChanges, LOADING, type Load, plansDiffer, READY } from './load.ts';

export interface ConnectionChecks {
  load: Load;
  checks: readonly CheckView[];
}

interface ConnectionChecksState {
  byConnection: Readonly<Record<number, ConnectionChecks>>;
}

/** The checks on connections themselves, of every connection that was looked at. */
export const useConnectionChecks = create<ConnectionChecksState>()(() => ({ byConnection: {} }));

const put = (connectionId: number, part: ConnectionChecks): void =>
  useConnectionChecks.setState((state) => ({
    byConnection: { ...state.byConnection, [connectionId]: part },
  }));

export async function loadConnectionChecks(connectionId: number): Promise<void> {
  const known = useConnectionChecks.getState().byConnection[connectionId];
  if (known?.load.phase !== 'ready') put(connectionId, { load: LOADING, checks: [] });
  try {
    put(connectionId, { load: READY, checks: await call('connections.checks', { id: connectionId }) });
  } catch (error) {
    put(connectionId, { load: { phase: 'failed', problem: toProblem(error) }, checks: [] });
  }
}

/** Takes in what was changed or removed, of the connections that were loaded. */
export function applyToConnections(changed: readonly CheckView[], removed: readonly number[]): void {
  const own = changed.filter((check) => check.tableId === null);
  if (own.length + removed.length === 0) return;
  const { byConnection } = useConnectionChecks.getState();
  const next = Object.entries(byConnection).map(([id, { load, checks }]) => {
    const mine = own.filter((check) => check.connectionId === Number(id));
    return [id, { load, checks: applyChanges(checks, mine, removed) }];
  });
  useConnectionChecks.setState({ byConnection: Object.fromEntries(next) });
}

onEventBatch((batch) => {
  const removed = payloads(batch, 'check.removed').filter((check) => check.tableId === null);
  applyToConnections(
    payloads(batch, 'check.changed'),
    removed.map((check) => check.id),
  );
  for (const { id, status } of payloads(batch, 'connection.changed')) {
    const known = useConnectionChecks.getState().byConnection[id];
    if (known && plansDiffer(known.checks, status !== 'paused')) void loadConnectionChecks(id);
  }
});
