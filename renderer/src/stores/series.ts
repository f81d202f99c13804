import { create } from 'zustand';
import type { SeriesPoint } from '../../../shared/domain/check.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { LOADING, type Load, READY } from './load.ts';
import { RANGES, type Range, type Span, zoomOf } from './span.ts';

export interface Series extends Span {
  load: Load;
  /** The span that stays in sight whatever happens; null: the range up to now, which slides along. */
  zoom: Span | null;
  range: Range;
  points: readonly SeriesPoint[];
}

interface SeriesState {
  range: Range;
  /** The user chose it; until then it follows how much history there is. */
  chosen: boolean;
  /** A part of the time that all charts show instead of the range. */
  zoom: Span | null;
  /** Where the charts' time ends: now, or the newest result where the clocks differ. */
  edge: number;
  byCheck: Readonly<Record<number, Series>>;
}

/** More points than a chart has pixels say nothing more. */
export const MOST_POINTS = 600;

export const useSeries = create<SeriesState>()(() => ({
  range: '24h',
  chosen: false,
  zoom: null,
  edge: Date.now(),
  byCheck: {},
}));

export const showRange = (range: Range): void => useSeries.setState({ range, chosen: true, zoom: null });

/** Shows a part of the time in all charts, in full detail. */
export const zoomTo = (span: Span): void =>
  useSeries.setState(({ range, edge }) => ({ zoom: zoomOf(span, range, edge) }));

export const showAll = (): void => useSeries.setState({ zoom: null });

/** A day of a table that is watched for minutes would be an empty chart. */
export function fitRange(watchedSince: number): void {
  useSeries.setState((state) =>
    state.chosen ? {} : { range: Date.now() - watchedSince < 3 * RANGES['1h'] ? '1h' : '24h' },
  );
}

const put = (checkId: number, series: Series): void =>
  useSeries.setState((state) => ({ byCheck: { ...state.byCheck, [checkId]: series } }));

export async function loadSeries(checkId: number, range: Range, zoom: Span | null = null): Promise<void> {
  const now = Date.now();
  if (!zoom) useSeries.setState(({ edge }) => ({ edge: Math.max(edge, now) }));
  const { from, to } = zoom ?? { from: now - RANGES[range], to: now };
  // What is known of that time stays in sight until all of it is.
  const kept = useSeries.getState().byCheck[checkId]?.points.filter(({ at }) => at >= from && at <= to) ?? [];
  const asked = { range, zoom, from, to };
  put(checkId, { load: kept.length > 0 ? READY : LOADING, ...asked, points: kept });
  const stillWanted = () => {
    const series = useSeries.getState().byCheck[checkId];
    return series?.range === range && series.zoom === zoom;
  };
  try {
    const points = await call('runs.series', { checkId, from, to, maxPoints: MOST_POINTS });
    if (stillWanted()) put(checkId, { load: READY, ...asked, points });
  } catch (error) {
    if (!stillWanted()) return;
    put(checkId, { load: { phase: 'failed', problem: toProblem(error) }, ...asked, points: [] });
  }
}

export const forgetSeries = (): void => useSeries.setState({ byCheck: {}, zoom: null });

/** New results join the charts that are shown, and the window slides along. */
onEventBatch((batch) => {
  const runs = payloads(batch, 'run.finished');
  if (runs.length === 0) return;
  const { byCheck: before, edge: knownEdge } = useSeries.getState();
  const byCheck = { ...before };
  let edge = knownEdge;
  let changed = false;
  for (const run of runs) {
    const series = byCheck[run.checkId];
    if (series?.load.phase !== 'ready') continue;
    const { finishedAt: at, value, status, low, high } = run;
    edge = Math.max(edge, at);
    changed = true;
    if (series.zoom && at > series.zoom.to) continue;
    const to = Math.max(series.to, at);
    const from = series.zoom?.from ?? to - RANGES[series.range];
    const point = { at, value, status, low, high };
    byCheck[run.checkId] = {
      ...series,
      from,
      to,
      points: [...series.points.filter((old) => old.at >= from && old.at !== point.at), point],
    };
  }
  if (changed) useSeries.setState({ byCheck, edge });
});
