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
  freerEdge,
  inWords,
  nearestPoint,
  stepOf,
  stepTo,
  usualInWords,
  withHoles,
  zoomBy,
} from './points.ts';

interface Props {
  /** What the values are of, for readers. */
  label: string;
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
  /** Called with the time that is pointed at, by mouse or keyboard. */
  onCross?: ((at: number | null) => void) | undefined;
  /** The values that are pointed at stand elsewhere, and would only cover the line. */
  bare?: boolean;
}

/** The height of a line of the readout, in pixels. */
const LINE = 20;
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
    bare = false,
  } = props;
  const { label, onPick, onZoom, onCross } = props;
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const target = useRef<HTMLDivElement>(null);
  const scheme = useAppliedScheme();
  const [hovered, setHovered] = useState<Hovered>({ index: null, event: null });
  const stepMs = stepOf(intervalMs, { from, to });
  const data = useMemo(() => withHoles(points, stepMs), [points, stepMs]);
  const before = earlier?.points ?? NO_POINTS;
  const view = useMemo<ChartView>(
    () => ({ from, to, bounds, data, events, picked, earlier: before }),
    [from, to, bounds, data, events, picked, before],
  );
  const latest = useRef({ view, points, onPick, onZoom, onCross });
  const plot = useRef<uPlot | null>(null);
  const drawn = useRef<ChartView | null>(null);
  useEffect(() => {
    latest.current = { view, points, onPick, onZoom, onCross };
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
    created.over.addEventListener('mousemove', ({ offsetX }) => {
      latest.current.onCross?.(created.posToVal(offsetX, 'x') * 1_000);
    });
    created.over.addEventListener('mouseleave', () => latest.current.onCross?.(null));
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

  // The same crosshair as the pointer's, in all charts.
  const cross = (index: number | null) => {
    const x = index === null ? undefined : data.xs[index];
    const left = x === undefined ? undefined : plot.current?.valToPos(x, 'x');
    if (plot.current) moveCursor(plot.current, { left: left ?? -10, top: left === undefined ? -10 : 0 });
    onCross?.(x === undefined ? null : x * 1_000);
  };
  const { index } = hovered;
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = stepTo(data, index, event.key);
    const zoomed = index === null ? null : zoomBy(event.key, (data.xs[index] ?? 0) * 1_000, { from, to });
    if (next !== null) cross(next);
    else if (zoomed && onZoom) onZoom(zoomed);
    else if (event.key === 'Enter' && index !== null && onPick) {
      const point = nearestPoint(points, (data.xs[index] ?? 0) * 1_000);
      if (point) onPick(point.at);
    } else return;
    event.preventDefault();
  };
  const said = index === null ? '' : readout(data, index, unit);
  const late = isLate(data, hovered, view);
  const lines = earlier && !bare ? 2 : 1;
  // Where the keyboard begins: at the result that was looked into, or else at the newest.
  const looked = picked === null ? -1 : data.xs.findIndex((x) => x * 1_000 >= picked);
  const rest = index ?? (looked === -1 ? stepTo(data, null, 'End') : looked);

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
        className={classes.keys}
        role="slider"
        tabIndex={0}
        aria-label={`Results of ${label}, one by one`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, data.xs.length - 1)}
        aria-valuenow={rest ?? 0}
        aria-valuetext={rest === null ? 'No results' : readout(data, rest, unit)}
        onFocus={() => cross(rest)}
        onBlur={() => cross(null)}
        onKeyDown={onKeyDown}
      />
      <div
        className={classes.readout}
        data-side={late ? 'start' : 'end'}
        data-edge={
          plot.current &&
          freerEdge(topsIn(plot.current, data, view, late), plotHeight(plot.current), lines * LINE)
        }
        aria-hidden="true"
      >
        {!bare && said}
        {!bare && index !== null && earlier && <div>{earlierReadout(earlier, data.xs[index], unit)}</div>}
        {hovered.event && <div className={classes.event}>{eventReadout(hovered.event)}</div>}
      </div>
    </div>
  );
}

/** Its third argument, which its types leave out, tells the charts that are in step with it. */
function moveCursor(plot: uPlot, place: { left: number; top: number }): void {
  (plot.setCursor as (place: object, fire: boolean, tellOthers: boolean) => void)(place, true, true);
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

/** How far from the top the line is, in the half in which the readout stands. */
function topsIn(plot: uPlot, { xs, ys }: ChartData, { from, to }: ChartView, late: boolean): number[] {
  const middle = (from + to) / 2_000;
  return ys.flatMap((y, at) => (y === null || (xs[at] ?? 0) < middle !== late ? [] : plot.valToPos(y, 'y')));
}

const plotHeight = (plot: uPlot): number => plot.bbox.height / devicePixelRatio;

const eventReadout = ({ at, text }: ChartEvent): string => `${shortTime(at, Date.now())}  ·  ${text}`;
