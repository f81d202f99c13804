import { create } from 'zustand';
import type { QueryLogEntry } from '../../../shared/domain/query-log.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { IDLE, LOADING, type Load, READY } from './load.ts';

interface QueriesState {
  load: Load;
  connectionId: number | null;
  /** Newest first. */
  list: readonly QueryLogEntry[];
  /** Arrived since; shown when asked for, so that the list never moves under the reader. */
  newer: readonly QueryLogEntry[];
  more: Load;
  /** Whether there is nothing older. */
  complete: boolean;
}

const PAGE = 100;
const MOST_WAITING = 1_000;

export const useQueries = create<QueriesState>()(() => ({
  load: IDLE,
  connectionId: null,
  list: [],
  newer: [],
  more: IDLE,
  complete: false,
}));

export async function loadQueries(connectionId: number | null): Promise<void> {
  useQueries.setState({ load: LOADING, connectionId, list: [], newer: [], more: IDLE, complete: false });
  try {
    const list = await call('queries.list', { connectionId, beforeId: null, limit: PAGE });
    if (useQueries.getState().connectionId !== connectionId) return;
    useQueries.setState({ list, newer: [], load: READY, complete: list.length < PAGE });
  } catch (error) {
    useQueries.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

export async function loadOlderQueries(): Promise<void> {
  const { connectionId, list, more, complete } = useQueries.getState();
  const oldest = list.at(-1);
  if (!oldest || complete || more.phase === 'loading') return;
  useQueries.setState({ more: LOADING });
  try {
    const page = await call('queries.list', { connectionId, beforeId: oldest.id, limit: PAGE });
    if (useQueries.getState().connectionId !== connectionId) return;
    useQueries.setState((state) => ({
      list: [...state.list, ...page],
      more: READY,
      complete: page.length < PAGE,
    }));
  } catch (error) {
    useQueries.setState({ more: { phase: 'failed', problem: toProblem(error) } });
  }
}

export function showNewerQueries(): void {
  const { newer, connectionId } = useQueries.getState();
  // More may have come than were kept: then only the log itself has them all.
  if (newer.length === MOST_WAITING) return void loadQueries(connectionId);
  useQueries.setState((state) => ({ list: [...state.newer, ...state.list], newer: [] }));
}

onEventBatch((batch) => {
  const { connectionId, load, list } = useQueries.getState();
  if (load.phase !== 'ready') return;
  const newest = list[0]?.id ?? 0;
  const logged = payloads(batch, 'query.logged')
    .filter((entry) => entry.id > newest && (connectionId === null || entry.connectionId === connectionId))
    .reverse();
  if (logged.length === 0) return;
  useQueries.setState((state) => ({ newer: [...logged, ...state.newer].slice(0, MOST_WAITING) }));
});
