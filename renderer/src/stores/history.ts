import { create } from 'zustand';
import type { CheckRun, NamedCheck } from '../../../shared/domain/check.ts';
import { RunFilter } from '../../../shared/domain/export.ts';
import type { RunsFound, SearchPlace } from '../../../shared/domain/search.ts';
import { call } from '../ipc/client.ts';
import { toProblem } from '../ipc/problem.ts';
import { IDLE, LOADING, type Load, READY } from './load.ts';
import { searchOn } from './search-on.ts';

interface HistoryState {
  filter: RunFilter;
  /** Words that the message must hold; empty for any. */
  text: string;
  load: Load;
  /** Newest first. */
  list: readonly CheckRun[];
  /** What the checks of the list are called, by id. One that was removed is not among them. */
  names: ReadonlyMap<number, NamedCheck>;
  more: Load;
  /** Where a search goes on. */
  next: SearchPlace | null;
  /** Whether there is nothing older. */
  complete: boolean;
}

const PAGE = 200;

export const useHistory = create<HistoryState>()(() => ({
  filter: RunFilter.parse({}),
  text: '',
  load: IDLE,
  list: [],
  names: new Map(),
  more: IDLE,
  next: null,
  complete: false,
}));

/** Counts up with each question, so that a late answer to an older one is not shown. */
let turn = 0;

export async function loadHistory(
  change: Partial<Pick<HistoryState, 'filter' | 'text'>> = {},
): Promise<void> {
  const mine = ++turn;
  useHistory.setState({ ...change, load: LOADING, more: IDLE, next: null });
  try {
    const page = await pageAfter(null, null);
    if (mine !== turn) return;
    useHistory.setState({ ...page, load: READY });
  } catch (error) {
    if (mine === turn) useHistory.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

/** Changes a part of the filter as it is by now: another part may have been chosen since the screen was drawn. */
export const narrowHistory = (part: Partial<RunFilter>): Promise<void> =>
  loadHistory({ filter: { ...useHistory.getState().filter, ...part } });

export async function loadOlderRuns(): Promise<void> {
  const { list, next, more, complete } = useHistory.getState();
  const oldest = list.at(-1);
  if (!oldest || complete || more.phase === 'loading') return;
  const mine = turn;
  useHistory.setState({ more: LOADING });
  try {
    const page = await pageAfter(oldest.id, next);
    if (mine !== turn) return;
    useHistory.setState((state) => ({ ...page, list: [...state.list, ...page.list], more: READY }));
  } catch (error) {
    if (mine === turn) useHistory.setState({ more: { phase: 'failed', problem: toProblem(error) } });
  }
}

type Page = Pick<HistoryState, 'list' | 'next' | 'complete' | 'names'>;

async function pageAfter(beforeId: number | null, before: SearchPlace | null): Promise<Page> {
  const { filter, text, names } = useHistory.getState();
  const words = text.trim();
  const { runs, next } =
    words === ''
      ? { runs: await call('runs.list', { filter, beforeId, limit: PAGE }), next: null }
      : await searched(words, filter, before);
  const complete = words === '' ? runs.length < PAGE : next === null;
  return { list: runs, next, complete, names: await namesOf(runs, names) };
}

function searched(text: string, filter: RunFilter, from: SearchPlace | null): Promise<RunsFound> {
  const mine = turn;
  const ask = (before: SearchPlace | null) => call('history.search', { text, filter, before, limit: PAGE });
  return searchOn(
    ask,
    from,
    ({ runs }) => runs.length === 0,
    () => mine === turn,
  );
}

async function namesOf(
  runs: readonly CheckRun[],
  known: HistoryState['names'],
): Promise<HistoryState['names']> {
  const ids = [...new Set(runs.map(({ checkId }) => checkId))].filter((id) => !known.has(id));
  if (ids.length === 0) return known;
  const named = await call('checks.named', { ids });
  return new Map([...known, ...named.map((check): [number, NamedCheck] => [check.id, check])]);
}
