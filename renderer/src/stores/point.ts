import { create } from 'zustand';
import type { MethodOutput } from '../../../shared/contract/contract.ts';
import type { CheckRun } from '../../../shared/domain/check.ts';
import { RunFilter } from '../../../shared/domain/export.ts';
import { call } from '../ipc/client.ts';
import { toProblem } from '../ipc/problem.ts';
import { LOADING, type Load, READY } from './load.ts';

/** What one point of a chart stands for: the results from `from` up to `to`, of which it shows the one at `at`. */
export interface Point {
  from: number;
  to: number;
  at: number;
}

/** What was asked for one run. */
export interface Asked extends MethodOutput<'runs.statements'> {
  load: Load;
}

interface PointState {
  checkId: number | null;
  /** Null: the newest results, whatever their time. */
  point: Point | null;
  load: Load;
  /** Newest first. */
  runs: readonly CheckRun[];
  /** There are older ones in the span. */
  more: boolean;
  openRun: number | null;
  asked: Readonly<Record<number, Asked>>;
}

const PAGE = 25;
const CLOSED: PointState = {
  checkId: null,
  point: null,
  load: READY,
  runs: [],
  more: false,
  openRun: null,
  asked: {},
};

/** The one point of a chart that is looked into. */
export const usePoint = create<PointState>()(() => CLOSED);

export const closePoint = (): void => usePoint.setState(CLOSED);

/** Lists the results behind a point, and opens the one that it shows. */
export async function openPoint(checkId: number, point: Point | null): Promise<void> {
  usePoint.setState({ ...CLOSED, checkId, point, load: LOADING });
  await loadPage(null);
  const { runs, point: still } = usePoint.getState();
  const shown = (point && runs.find((run) => run.finishedAt === point.at)) ?? runs[0];
  if (shown && still === point) await openRun(shown.id);
}

export const loadOlderRuns = (): Promise<void> => loadPage(usePoint.getState().runs.at(-1)?.id ?? null);

async function loadPage(beforeId: number | null): Promise<void> {
  const { checkId, point } = usePoint.getState();
  if (checkId === null) return;
  const stillWanted = () => usePoint.getState().checkId === checkId && usePoint.getState().point === point;
  const filter = RunFilter.parse({ checkId, from: point?.from ?? null, to: point?.to ?? null });
  try {
    const page = await call('runs.list', { filter, beforeId, limit: PAGE });
    if (!stillWanted()) return;
    usePoint.setState(({ runs }) => ({
      load: READY,
      runs: beforeId === null ? page : [...runs, ...page],
      more: page.length === PAGE,
    }));
  } catch (error) {
    if (stillWanted()) usePoint.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

/** Shows what was asked for a run, or folds it again. */
export const toggleRun = (id: number): void =>
  usePoint.getState().openRun === id ? usePoint.setState({ openRun: null }) : void openRun(id);

/** Shows what was asked for a run, asking for it where that is not known yet. */
export async function openRun(id: number): Promise<void> {
  usePoint.setState({ openRun: id });
  if (usePoint.getState().asked[id]?.load.phase === 'ready') return;
  const put = (asked: Asked) => usePoint.setState((state) => ({ asked: { ...state.asked, [id]: asked } }));
  put({ load: LOADING, statements: [], price: null });
  try {
    put({ load: READY, ...(await call('runs.statements', { id })) });
  } catch (error) {
    put({ load: { phase: 'failed', problem: toProblem(error) }, statements: [], price: null });
  }
}
