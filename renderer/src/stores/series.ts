import { create } from 'zustand';
import type { SeriesPoint } from '../../../shared/domain/check.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { LOADING, type Load, READY } from './load.ts';

export const RANGES = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
} as const;
export type Range = keyof typeof RANGES;

export interface Series {
  load: Load;
  range: Range;
  from: number;
  to: number;
  points: readonly SeriesPoint[];
}

interface SeriesState {
  range: Range;
  /** The user chose it; until then it follows how much history there is. */
  chosen: boolean;
  byCheck: Readonly<Record<number, Series>>;
}

/** More points than a chart has pixels say nothing more. */
const MOST_POINTS = 600;

export const useSeries = create<SeriesState>()(() => ({ range: '24h', chosen: false, byCheck: {} }));

export const showRange = (range: Range): void => useSeries.setState({ range, chosen: true });

/** A day of a table that is watched for minutes would be an empty chart. */
export function fitRange(watchedSince: number): void {
  useSeries.setState((state) =>
    state.chosen ? {} : { range: Date.now() - watchedSince < 3 * RANGES['1h'] ? '1h' : '24h' },
  );
}

const put = (checkId: number, series: Series): void =>
  useSeries.setState((state) => ({ byCheck: { ...state.byCheck, [checkId]: series } }));

export async function loadSeries(checkId: number, range: Range): Promise<void> {
  const to = Date.now();
  const from = to - RANGES[range];
  const before = useSeries.getState().byCheck[checkId];
  const kept = before?.range === range ? before.points : [];
  put(checkId, { load: kept.length > 0 ? READY : LOADING, range, from, to, points: kept });
  const stillWanted = () => useSeries.getState().byCheck[checkId]?.range === range;
  try {
    const points = await call('runs.series', { checkId, from, to, maxPoints: MOST_POINTS });
    if (stillWanted()) put(checkId, { load: READY, range, from, to, points });
  } catch (error) {
    if (!stillWanted()) return;
    put(checkId, { load: { phase: 'failed', problem: toProblem(error) }, range, from, to, points: [] });
  }
}

export const forgetSeries = (): void => useSeries.setState({ byCheck: {} });

/** New results join the charts that are shown, and the window slides along. */
onEventBatch((batch) => {
  const runs = payloads(batch, 'run.finished');
  if (runs.length === 0) return;
  const byCheck = { ...useSeries.getState().byCheck };
  let changed = false;
  for (const run of runs) {
    const series = byCheck[run.checkId];
    if (series?.load.phase !== 'ready') continue;
    const to = Math.max(series.to, run.finishedAt);
    const from = to - RANGES[series.range];
    const { finishedAt: at, value, status, low, high } = run;
    const point = { at, value, status, low, high };
    byCheck[run.checkId] = {
      ...series,
      from,
      to,
      points: [...series.points.filter((old) => old.at >= from && old.at !== point.at), point],
    };
    changed = true;
  }
  if (changed) useSeries.setState({ byCheck });
});
