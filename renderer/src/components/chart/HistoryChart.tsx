import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { Bounds, SeriesPoint, Unit } from '../../../../shared/domain/check.ts';
import { shortTime } from '../../format/time.ts';
import { inUnit } from '../../format/unit.ts';
import { statusWord } from '../../format/words.ts';
import { useAppliedScheme } from '../../theme/useAppliedScheme.ts';
import { readColours } from './draw.ts';
import classes from './HistoryChart.module.css';
import { type ChartView, chartOptions, type Hovered } from './options.ts';
import {
  type ChartData,
  type ChartEvent,
  eventsInWords,
  inWords,
  nearestPoint,
  usualInWords,
  withHoles,
} from './points.ts';

interface Props {
  points: readonly SeriesPoint[];
  from: number;
  to: number;
  unit: Unit;
  bounds: Bounds;
  intervalMs: number;
  height?: number;
  events?: readonly ChartEvent[];
  /** What the values were at an earlier time, at the times of now, and how that time is called. */
  earlier?: { points: readonly SeriesPoint[]; words: string } | null;
  /** Time of the point that is looked into. */
  picked?: number | null;
  /** Called with the time of the point that was clicked. */
  onPick?: ((at: number) => void) | undefined;
  /** Called with the span of time that was dragged over. */
  onZoom?: ((span: { from: number; to: number }) => void) | undefined;
}

const PIXELS_A_POINT = 600;
const NO_EVENTS: readonly ChartEvent[] = [];
const NO_POINTS: readonly SeriesPoint[] = [];

/** Values over time, against their bounds. Says the same in words to whoever cannot see it. */
export function HistoryChart(props: Props) {
  const {
    points,
    from,
    to,
    unit,
    bounds,
    intervalMs,
    height = 128,
    events = NO_EVENTS,
    picked = null,
    earlier = null,
  } = props;
  const { onPick, onZoom } = props;
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const target = useRef<HTMLDivElement>(null);
  const scheme = useAppliedScheme();
  const [hovered, setHovered] = useState<Hovered>({ index: null, event: null });
  const stepMs = Math.max(intervalMs, (to - from) / PIXELS_A_POINT);
  const data = useMemo(() => withHoles(points, stepMs), [points, stepMs]);
  const before = earlier?.points ?? NO_POINTS;
  const view = useMemo<ChartView>(
    () => ({ from, to, bounds, data, events, picked, earlier: before }),
    [from, to, bounds, data, events, picked, before],
  );
  const latest = useRef({ view, points, onPick, onZoom });
  const plot = useRef<uPlot | null>(null);
  const drawn = useRef<ChartView | null>(null);
  useEffect(() => {
    latest.current = { view, points, onPick, onZoom };
  });

  const zooms = onZoom !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new colour scheme means new colours to read
  useEffect(() => {
    const element = target.current;
    if (!element || width === 0) return;
    let zoomed = false;
    const created = new uPlot(
      chartOptions({
        width,
        height,
        unit,
        colours: readColours(element),
        view: () => latest.current.view,
        onHover: (next) =>
          setHovered((now) => (now.index === next.index && now.event === next.event ? now : next)),
        onZoom: zooms
          ? (span) => {
              zoomed = true;
              latest.current.onZoom?.(span);
            }
          : null,
      }),
      [latest.current.view.data.xs, latest.current.view.data.ys],
      element,
    );
    created.over.addEventListener('mousedown', () => {
      zoomed = false;
    });
    created.over.addEventListener('click', () => {
      if (zoomed) return;
      const point = nearestPoint(
        latest.current.points,
        created.posToVal(created.cursor.left ?? 0, 'x') * 1_000,
      );
      if (point) latest.current.onPick?.(point.at);
    });
    plot.current = created;
    drawn.current = latest.current.view;
    return () => {
      plot.current = null;
      created.destroy();
    };
  }, [width, height, unit, scheme, zooms]);

  // The same chart goes on with new values: whoever is dragging over it is not disturbed.
  useEffect(() => {
    if (drawn.current === view) return;
    drawn.current = view;
    plot.current?.setData([view.data.xs, view.data.ys]);
  }, [view]);

  return (
    <div
      ref={sizeRef}
      className={classes.frame}
      data-picks={onPick !== undefined || undefined}
      style={{ minHeight: height }}
    >
      <div
        ref={target}
        role="img"
        aria-label={[inWords(points, unit), eventsInWords(events, from, to)].filter(Boolean).join(' ')}
      />
      <div
        className={classes.readout}
        data-side={isLate(data, hovered, view) ? 'start' : 'end'}
        aria-hidden="true"
      >
        {hovered.index !== null && readout(data, hovered.index, unit)}
        {hovered.index !== null && earlier && (
          <div>{earlierReadout(earlier, data.xs[hovered.index], unit)}</div>
        )}
        {hovered.event && <div className={classes.event}>{eventReadout(hovered.event)}</div>}
      </div>
    </div>
  );
}

function readout(data: ChartData, index: number, unit: Unit): string {
  const status = data.statuses[index];
  const x = data.xs[index];
  if (!status || x === undefined) return '';
  const value = data.ys[index];
  const parts = [shortTime(x * 1_000, Date.now()), statusWord[status]];
  if (value !== null && value !== undefined) parts.splice(1, 0, inUnit(value, unit));
  const usual = usualInWords({ low: data.lows[index] ?? null, high: data.highs[index] ?? null }, unit);
  if (usual !== '') parts.push(usual);
  return parts.join('  ·  ');
}

/** "a week before  ·  320 rows" */
function earlierReadout(
  { points, words }: NonNullable<Props['earlier']>,
  x: number | undefined,
  unit: Unit,
): string {
  const value = x === undefined ? null : (nearestPoint(points, x * 1_000)?.value ?? null);
  return `${words}  ·  ${value === null ? 'nothing known' : inUnit(value, unit)}`;
}

/** Whether the pointer is where the readout would stand over it. */
function isLate({ xs }: ChartData, { index }: Hovered, { from, to }: ChartView): boolean {
  const x = index === null ? undefined : xs[index];
  return x !== undefined && x * 1_000 > (from + to) / 2;
}

const eventReadout = ({ at, text }: ChartEvent): string => `${shortTime(at, Date.now())}  ·  ${text}`;
