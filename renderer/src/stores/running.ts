import { create } from 'zustand';
import type { CancelledQuery, RunningQuery, SafetyReport } from '../../../shared/domain/connection.ts';
import { call } from '../ipc/client.ts';

/** What is in flight, by connection, for as long as somebody looks. */
export const useRunning = create<{ byConnection: Readonly<Record<number, readonly RunningQuery[]>> }>()(
  () => ({
    byConnection: {},
  }),
);

const put = (connectionId: number, running: readonly RunningQuery[]): void =>
  useRunning.setState(({ byConnection }) => {
    const before = byConnection[connectionId] ?? [];
    return before.length === 0 && running.length === 0
      ? {}
      : { byConnection: { ...byConnection, [connectionId]: running } };
  });

/** A look at what is in flight. A failure is no news: the connection's own state says what is wrong. */
export async function lookAtRunning(connectionId: number): Promise<void> {
  put(connectionId, await call('connections.running', { id: connectionId }).catch(() => []));
}

export async function cancelQuery(connectionId: number, queryId: number): Promise<CancelledQuery> {
  const outcome = await call('connections.cancelQuery', { id: connectionId, queryId });
  await lookAtRunning(connectionId);
  return outcome;
}

export const loadSafety = (connectionId: number): Promise<SafetyReport> =>
  call('connections.safety', { id: connectionId });
