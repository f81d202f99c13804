import type uPlot from 'uplot';
import type { Bounds, Unit } from '../../../../shared/domain/check.ts';
import { dayOf, hourAndMinute } from '../../format/time.ts';
import { onAxis } from '../../format/unit.ts';
import { type Colours, drawBand, drawBounds, drawMarks } from './draw.ts';
import { type ChartData, valueRange } from './points.ts';

interface Setup {
  width: number;
  height: number;
  from: number;
  to: number;
  unit: Unit;
  bounds: Bounds;
  data: ChartData;
  colours: Colours;
  onPoint: (index: number | null) => void;
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

export function chartOptions(setup: Setup): uPlot.Options {
  const { width, height, from, to, unit, bounds, data, colours, onPoint } = setup;
  const axis = { stroke: colours.text, font: FONT, ticks: { show: false } };
  const label = to - from <= 1.5 * DAY * 1_000 ? hourAndMinute : dayOf;
  return {
    width,
    height,
    // Room for half a label of the time axis.
    padding: [6, 16, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: false, y: false },
      y: false,
      sync: { key: 'history' },
      points: { size: 7, width: 1.5, stroke: colours.line, fill: colours.line },
    },
    scales: {
      x: { time: true, range: [from / 1_000, to / 1_000] },
      y: { range: () => valueRange(data.ys, bounds, [...data.lows, ...data.highs]) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        gap: 4,
        space: 72,
        values: (_plot, times) => times.map((time) => label(time * 1_000)),
      },
      {
        ...axis,
        grid: { stroke: colours.grid, width: 1 },
        size: 62,
        gap: 6,
        space: 34,
        ...(STEPS[unit] ? { incrs: STEPS[unit] } : {}),
        values: (_plot, values) => values.map((value) => onAxis(value, unit)),
      },
    ],
    series: [{}, { stroke: colours.line, width: 1.5, points: { show: false }, spanGaps: false }],
    hooks: {
      drawAxes: [
        (plot) => drawBand(plot, data.lows, data.highs, colours),
        (plot) => drawBounds(plot, bounds, colours),
      ],
      draw: [(plot) => drawMarks(plot, data.statuses, colours)],
      setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)],
    },
  };
}
