import { create } from 'zustand';
import { QueryFilter, type QueryLogEntry, type QuerySums } from '../../../shared/domain/query-log.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { IDLE, LOADING, type Load, READY } from './load.ts';
import { searchOn } from './search-on.ts';

/** Each statement, the newest or the slowest first, or what all runs of one cost together. */
export type QueriesShown = 'newest' | 'slowest' | 'byStatement';

interface QueriesState {
  filter: QueryFilter;
  shown: QueriesShown;
  load: Load;
  list: readonly QueryLogEntry[];
  /** Arrived since; shown when asked for, so that the list never moves under the reader. */
  newer: readonly QueryLogEntry[];
  more: Load;
  /** Where to go on with older ones. Null: there is nothing older. */
  next: number | null;
  /** What those cost that the filter takes in. Null before they are summed. */
  sums: QuerySums | null;
  summing: Load;
}

const PAGE = 100;
const MOST_WAITING = 1_000;

export const useQueries = create<QueriesState>()(() => ({
  filter: QueryFilter.parse({}),
  shown: 'newest',
  load: IDLE,
  list: [],
  newer: [],
  more: IDLE,
  next: null,
  sums: null,
  summing: IDLE,
}));

/** Counts up with each question, so that a late answer to an older one is not shown. */
let turn = 0;

/** Whether a filter takes in less than all of a connection's statements. */
export function isNarrowed(filter: QueryFilter): boolean {
  const { connectionId } = filter;
  return JSON.stringify(QueryFilter.parse(filter)) !== JSON.stringify(QueryFilter.parse({ connectionId }));
}

export async function loadQueries(
  change: Partial<Pick<QueriesState, 'filter' | 'shown'>> = {},
): Promise<void> {
  const mine = ++turn;
  useQueries.setState({ ...change, load: LOADING, more: IDLE, sums: null, summing: LOADING });
  const { shown } = useQueries.getState();
  if (shown === 'byStatement') useQueries.setState({ list: [], newer: [], next: null, load: READY });
  else {
    try {
      const page = await pageBefore(null);
      if (mine !== turn) return;
      useQueries.setState({ ...page, newer: [], load: READY });
    } catch (error) {
      if (mine === turn) useQueries.setState({ load: { phase: 'failed', problem: toProblem(error) } });
    }
  }
  if (mine === turn) await sumUp();
}

/** Changes a part of the filter as it is by now: another part may have been chosen since the screen was drawn. */
export const narrowQueries = (part: Partial<QueryFilter>): Promise<void> =>
  loadQueries({ filter: { ...useQueries.getState().filter, ...part } });

/** They come after the list, which they would hold up. */
export async function sumUp(): Promise<void> {
  const mine = turn;
  const { filter, shown } = useQueries.getState();
  useQueries.setState({ summing: LOADING });
  try {
    const sums = await call('queries.sums', { filter, byStatement: shown === 'byStatement' });
    if (mine === turn) useQueries.setState({ sums, summing: READY });
  } catch (error) {
    if (mine === turn) useQueries.setState({ summing: { phase: 'failed', problem: toProblem(error) } });
  }
}

export async function loadOlderQueries(): Promise<void> {
  const { next, more } = useQueries.getState();
  if (next === null || more.phase === 'loading') return;
  const mine = turn;
  useQueries.setState({ more: LOADING });
  try {
    const page = await pageBefore(next);
    if (mine !== turn) return;
    useQueries.setState((state) => ({ ...page, list: [...state.list, ...page.list], more: READY }));
  } catch (error) {
    if (mine === turn) useQueries.setState({ more: { phase: 'failed', problem: toProblem(error) } });
  }
}

async function pageBefore(before: number | null): Promise<Pick<QueriesState, 'list' | 'next'>> {
  const mine = turn;
  const { filter, shown } = useQueries.getState();
  const { connectionId } = filter;
  if (shown === 'newest' && !isNarrowed(filter)) {
    // At once, without a search.
    const list = await call('queries.list', { connectionId, beforeId: before, limit: PAGE });
    return { list, next: list.length < PAGE ? null : (list.at(-1)?.id ?? null) };
  }
  const order = shown === 'slowest' ? 'slowest' : 'newest';
  const { entries, next } = await searchOn(
    (from: number | null) => call('queries.search', { filter, order, before: from, limit: PAGE }),
    before,
    (found) => found.entries.length === 0,
    () => mine === turn,
  );
  return { list: entries, next };
}

export function showNewerQueries(): void {
  const { newer } = useQueries.getState();
  // More may have come than were kept: then only the log itself has them all.
  if (newer.length === MOST_WAITING) return void loadQueries();
  useQueries.setState((state) => ({ list: [...state.newer, ...state.list], newer: [] }));
}

onEventBatch((batch) => {
  const { filter, shown, load, list } = useQueries.getState();
  // Whether a filter takes one in, only the log itself can say.
  if (load.phase !== 'ready' || shown !== 'newest' || isNarrowed(filter)) return;
  const newest = list[0]?.id ?? 0;
  const { connectionId } = filter;
  const logged = payloads(batch, 'query.logged')
    .filter((entry) => entry.id > newest && (connectionId === null || entry.connectionId === connectionId))
    .reverse();
  if (logged.length === 0) return;
  useQueries.setState((state) => ({ newer: [...logged, ...state.newer].slice(0, MOST_WAITING) }));
});
