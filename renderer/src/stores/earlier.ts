import { create } from 'zustand';
import type { SeriesPoint } from '../../../shared/domain/check.ts';
import { call } from '../ipc/client.ts';
import { toProblem } from '../ipc/problem.ts';
import { tell } from './notice.ts';
import { MOST_POINTS } from './series.ts';
import { earlierBy, type Range, type Span } from './span.ts';

interface EarlierState {
  /** Whether charts show, behind their values, those of an earlier time. */
  shown: boolean;
  /** Of each check the values of then, at the times of now. */
  byCheck: Readonly<Record<number, { ms: number; points: readonly SeriesPoint[] }>>;
}

export const useEarlier = create<EarlierState>()(() => ({ shown: false, byCheck: {} }));

export const showEarlier = (shown: boolean): void => useEarlier.setState({ shown, byCheck: {} });

/** Asks for what a check found in the time before the one that is shown. */
export async function loadEarlier(checkId: number, range: Range, { from, to }: Span): Promise<void> {
  const { ms } = earlierBy(range);
  try {
    const then = { checkId, from: Math.round(from - ms), to: Math.round(to - ms), maxPoints: MOST_POINTS };
    const points = (await call('runs.series', then)).map((point) => ({ ...point, at: point.at + ms }));
    useEarlier.setState(({ byCheck }) => ({ byCheck: { ...byCheck, [checkId]: { ms, points } } }));
  } catch (error) {
    tell(toProblem(error));
  }
}
