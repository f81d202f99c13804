import type uPlot from 'uplot';
import type { Bounds, SeriesPoint, Unit } from '../../../../shared/domain/check.ts';
import { onAxis } from '../../format/unit.ts';
import { type Colours, drawBand, drawBounds, drawEarlier, drawMarks } from './draw.ts';
import { drawEvents, drawPicked } from './draw-events.ts';
import { type ChartData, type ChartEvent, valueRange } from './points.ts';
import { tickLabels } from './tick-labels.ts';

/** What a chart shows now; it changes while the chart stays. Times in milliseconds. */
export interface ChartView {
  from: number;
  to: number;
  bounds: Bounds;
  data: ChartData;
  events: readonly ChartEvent[];
  /** Time of the point that is looked into. */
  picked: number | null;
  /** What the values were at an earlier time, at the times of now. */
  earlier: readonly SeriesPoint[];
}

/** What is under the pointer, in this chart or in one in step with it. */
export interface Hovered {
  index: number | null;
  event: ChartEvent | null;
}

interface Setup {
  width: number;
  height: number;
  unit: Unit;
  colours: Colours;
  view: () => ChartView;
  onHover: (hovered: Hovered) => void;
  /** Null: the chart cannot be dragged over. */
  onZoom: ((span: { from: number; to: number }) => void) | null;
}

const FONT = '11px "Inter Variable", system-ui, sans-serif';
const DAY = 86_400;

/** Steps that are round as times are: 15 min, not 1,000 s. */
const ROUND_SECONDS = [
  0.1,
  0.2,
  0.5,
  1,
  2,
  5,
  10,
  15,
  30,
  60,
  120,
  300,
  600,
  900,
  1_800,
  3_600,
  7_200,
  10_800,
  21_600,
  43_200,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
];

/** Nobody counts half a row. */
const ROUND_COUNTS = Array.from({ length: 13 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat();

const STEPS: Partial<Record<Unit, number[]>> = {
  seconds: ROUND_SECONDS,
  rows: ROUND_COUNTS,
  differences: ROUND_COUNTS,
};

/** How near to an event's line the pointer has to be, in pixels. */
const NEAR = 6;
/** A drag of fewer pixels is a click by an unsteady hand. */
const SHORTEST_DRAG = 6;

export function chartOptions(setup: Setup): uPlot.Options {
  const { width, height, unit, colours, view, onHover, onZoom } = setup;
  const axis = { stroke: colours.text, font: FONT, ticks: { show: false } };
  return {
    width,
    height,
    // Room for half a label of the time axis.
    padding: [6, 16, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: onZoom !== null, y: false, setScale: false, dist: SHORTEST_DRAG, click: () => {} },
      y: false,
      // The pointer is shared by all charts, a drag is one chart's own.
      sync: { key: 'history', filters: { pub: (type) => type === 'mousemove', sub: () => true } },
      points: { size: 7, width: 1.5, stroke: colours.line, fill: colours.line },
    },
    scales: {
      x: { time: true, range: () => [view().from / 1_000, view().to / 1_000] },
      y: {
        range: () => {
          const { data, bounds, earlier } = view();
          const beside = [...data.lows, ...data.highs, ...earlier.map(({ value }) => value)];
          return valueRange(data.ys, bounds, unit, beside);
        },
      },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        gap: 4,
        space: 72,
        values: (_plot, times) => tickLabels(times, (view().to - view().from) / 1_000),
      },
      {
        ...axis,
        grid: { stroke: colours.grid, width: 1 },
        size: 62,
        gap: 6,
        space: 26,
        ...(STEPS[unit] ? { incrs: STEPS[unit] } : {}),
        values: (_plot, values) => values.map((value) => onAxis(value, unit)),
      },
    ],
    series: [{}, { stroke: colours.line, width: 1.5, points: { show: false }, spanGaps: false }],
    hooks: {
      drawAxes: [
        (plot) => drawBand(plot, view().data.lows, view().data.highs, colours),
        (plot) => drawBounds(plot, view().bounds, colours),
        (plot) => drawEarlier(plot, view().earlier, colours),
        (plot) => drawEvents(plot, view().events, colours),
      ],
      draw: [
        (plot) => drawMarks(plot, view().data.statuses, colours),
        (plot) => drawPicked(plot, view().picked, colours),
      ],
      setCursor: [(plot) => onHover(hovered(plot, view().events))],
      setSelect: [
        (plot) => {
          const { left, width: dragged } = plot.select;
          if (!onZoom || dragged < SHORTEST_DRAG) return;
          const time = (pixels: number) => Math.round(plot.posToVal(pixels, 'x') * 1_000);
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          onZoom({ from: time(left), to: time(left + dragged) });
        },
      ],
    },
  };
}

function hovered(plot: uPlot, events: readonly ChartEvent[]): Hovered {
  const { idx, left = -1 } = plot.cursor;
  if (left < 0) return { index: null, event: null };
  const distance = ({ at }: ChartEvent) => Math.abs(plot.valToPos(at / 1_000, 'x') - left);
  const near = events.filter((event) => distance(event) <= NEAR);
  return { index: idx ?? null, event: near.sort((a, b) => distance(a) - distance(b))[0] ?? null };
}
