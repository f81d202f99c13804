import type { Bounds, SeriesPoint, Unit } from '../../../../shared/domain/check.ts';
import type { RunStatus } from '../../../../shared/domain/status.ts';
import { plural } from '../../format/number.ts';
import { inUnit } from '../../format/unit.ts';

/** Columns as the chart wants them: seconds, and null where nothing was judged. */
export interface ChartData {
  xs: number[];
  ys: (number | null)[];
  statuses: (RunStatus | null)[];
  /** The usual band. Null on a side where nothing was learned. */
  lows: (number | null)[];
  highs: (number | null)[];
}

/** Something that happened beside the values, and is marked on their chart. */
export interface ChartEvent {
  kind: 'incident' | 'schema';
  at: number;
  /** Null: it goes on. */
  until: number | null;
  /** It is about something else, and only stands there to be compared. */
  faint: boolean;
  text: string;
}

/** A line between two results that lie far apart would claim what nobody looked at: a hole is put between them. */
export function withHoles(points: readonly SeriesPoint[], stepMs: number): ChartData {
  const data: ChartData = { xs: [], ys: [], statuses: [], lows: [], highs: [] };
  let before: number | null = null;
  for (const point of points) {
    if (before !== null && point.at - before > stepMs * WIDEST_STEPS) {
      data.xs.push((before + point.at) / 2_000);
      data.ys.push(null);
      data.statuses.push(null);
      data.lows.push(null);
      data.highs.push(null);
    }
    data.xs.push(point.at / 1_000);
    data.ys.push(point.value);
    data.statuses.push(point.status);
    data.lows.push(point.low);
    data.highs.push(point.high);
    before = point.at;
  }
  return data;
}

/** From here on an axis has short labels, such as 5.11B and 200 d 3 h, which would all be the same in a span that is too small. */
const SHORT_LABELS = { seconds: 3_600, rows: 10_000, differences: 10_000, number: 10_000 };
/** So large a part of the values the axis spans at least, then. */
const FLATTEST = 0.02;

/**
 * From where to where the value axis goes. Bounds and the usual band are in sight unless they lie so far from the
 * values that these would become a flat line.
 */
export function valueRange(
  ys: readonly (number | null)[],
  bounds: Bounds,
  unit: Unit,
  band: readonly (number | null)[] = [],
): [number, number] {
  const values = ys.filter((y): y is number => y !== null);
  if (values.length === 0) values.push(0);
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (low >= 0) low = Math.min(low, low > high * 0.7 ? low : 0);
  const reach = Math.max(high - low, Math.abs(high) * 0.05) * 3;
  const [least, most] = [low - reach, high + reach];
  // Ages, counts and shares go below zero by a mistake only: as long as none does, that half would stand empty.
  const positive = unit !== 'number' && low >= 0;
  for (const bound of [bounds.warnMin, bounds.warnMax, bounds.failMin, bounds.failMax, ...band]) {
    if (bound === null || bound < least || bound > most || (positive && bound < 0)) continue;
    high = Math.max(high, bound);
    low = Math.min(low, bound);
  }
  if (unit !== 'percent' && high > SHORT_LABELS[unit] && high - low < high * FLATTEST) {
    const middle = (high + low) / 2;
    low = middle - (high * FLATTEST) / 2;
    high = middle + (high * FLATTEST) / 2;
  }
  const room = (high - low) * 0.12 || Math.abs(high) * 0.2 || 1;
  // A line at zero stands a little above the edge, where it is seen in full.
  return [low === 0 ? -room * 0.15 : low - room, high + room];
}

/** The point nearest to a time, of points in order. Null where there is none. */
export function nearestPoint(points: readonly SeriesPoint[], time: number): SeriesPoint | null {
  let best: SeriesPoint | null = null;
  for (const point of points) {
    if (best !== null && Math.abs(point.at - time) > Math.abs(best.at - time)) break;
    best = point;
  }
  return best;
}

/** A line between two results breaks where they lie further apart than this many steps. */
const WIDEST_STEPS = 2.5;
const POINTS_A_CHART = 600;

/** How far apart results are expected at least. */
export const stepOf = (intervalMs: number, { from, to }: { from: number; to: number }): number =>
  Math.max(intervalMs, (to - from) / POINTS_A_CHART);

/** The point that a chart shows at a time. Null in a hole, and beyond the ends. */
export function pointAt(points: readonly SeriesPoint[], time: number, stepMs: number): SeriesPoint | null {
  const point = nearestPoint(points, time);
  return point && Math.abs(point.at - time) <= (stepMs * WIDEST_STEPS) / 2 ? point : null;
}

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  PageUp: (at) => at - 10,
  PageDown: (at) => at + 10,
  Home: () => 0,
  End: (_, last) => last,
};

/** The index of the result that a key leads to, from the one at `index`. Null where the key leads nowhere. */
export function stepTo({ statuses }: ChartData, index: number | null, key: string): number | null {
  const step = STEPS[key];
  const judged = [...statuses.keys()].filter((at) => statuses[at] !== null);
  const last = judged.length - 1;
  if (!step || last < 0) return null;
  // A hole is left in the direction of travel.
  const here = index === null ? last : judged.findLastIndex((at) => at <= index);
  return judged[Math.max(0, Math.min(last, step(here, last)))] ?? null;
}

/** The time that a key zooms to: half or twice as much, with `at` where it was. Null where it is another key. */
export function zoomBy(key: string, at: number, { from, to }: { from: number; to: number }) {
  const factor = key === '+' || key === '=' ? 0.5 : key === '-' ? 2 : null;
  return factor === null ? null : { from: at - (at - from) * factor, to: at + (to - at) * factor };
}

/**
 * The time that a point of a thinned series stands for: half way to its neighbours, and to the ends of the range
 * where there is none. `to` is exclusive.
 */
export function spanOf(
  points: readonly SeriesPoint[],
  at: number,
  range: { from: number; to: number },
): { from: number; to: number } {
  const index = points.findIndex((point) => point.at === at);
  const [before, after] = [points[index - 1], points[index + 1]];
  return {
    from: before ? Math.floor((before.at + at) / 2) + 1 : Math.min(range.from, at),
    to: after ? Math.floor((at + after.at) / 2) + 1 : Math.max(range.to, at) + 1,
  };
}

/**
 * Whether a box would hide less of a line at the top or at the bottom of its chart. `tops` says how far its points are
 * from the top. Pure.
 */
export function freerEdge(tops: readonly number[], height: number, box: number): 'top' | 'bottom' {
  const above = tops.filter((top) => top < box).length;
  const below = tops.filter((top) => top > height - box).length;
  return below < above ? 'bottom' : 'top';
}

/** What the chart shows, for whoever cannot see it. */
export function inWords(points: readonly SeriesPoint[], unit: Unit): string {
  if (points.length === 0) return 'No results in this range.';
  const values = points.flatMap((point) => point.value ?? []);
  const times = (...statuses: RunStatus[]) =>
    points.filter((point) => statuses.includes(point.status)).length;
  const parts = [
    values.length > 0
      ? `${plural(points.length, 'result')}, from ${inUnit(Math.min(...values), unit)} to ${inUnit(Math.max(...values), unit)}`
      : plural(points.length, 'result'),
    times('fail') > 0 && `${times('fail')} failed`,
    times('warn') > 0 && `${times('warn')} warned`,
    times('error', 'deferred') > 0 && `${times('error', 'deferred')} not judged`,
    usualInWords(points.at(-1), unit),
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}

/** "Marked: 2 incidents, 1 schema change." Empty where nothing is. */
export function eventsInWords(events: readonly ChartEvent[], from: number, to: number): string {
  const shown = events.filter(({ at, until }) => at <= to && (until ?? to) >= from);
  const of = (kind: ChartEvent['kind']) => shown.filter((event) => event.kind === kind).length;
  const parts = [
    of('incident') > 0 && plural(of('incident'), 'incident'),
    of('schema') > 0 && plural(of('schema'), 'schema change'),
  ].filter(Boolean);
  return parts.length > 0 ? `Marked: ${parts.join(', ')}.` : '';
}

/** "usual 8,900 rows to 11,300 rows". Empty where nothing was learned. */
export function usualInWords(band: Pick<SeriesPoint, 'low' | 'high'> | undefined, unit: Unit): string {
  const { low = null, high = null } = band ?? {};
  if (low !== null && high !== null) return `usual ${inUnit(low, unit)} to ${inUnit(high, unit)}`;
  if (high !== null) return `usual at most ${inUnit(high, unit)}`;
  if (low !== null) return `usual at least ${inUnit(low, unit)}`;
  return '';
}
