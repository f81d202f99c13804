/**
 * The scorer of the Numenta Anomaly Benchmark, written from its description: Lavin and Ahmad, "Evaluating Real-time
 * Anomaly Detection Algorithms", 2015 (arXiv:1510.03336), section III.
 */

export interface ScoredSeries {
  name: string;
  /** As in the file: windows are matched to rows by text. */
  timestamps: readonly string[];
  scores: ArrayLike<number>;
  /** First and last row of each labelled window. */
  windows: readonly (readonly [start: string, end: string])[];
}

export interface Profile {
  tp: number;
  fp: number;
  fn: number;
}

export const PROFILES = {
  standard: { tp: 1, fp: 0.11, fn: 1 },
  low_fp: { tp: 1, fp: 0.22, fn: 1 },
  low_fn: { tp: 1, fp: 0.11, fn: 2 },
} as const satisfies Record<string, Profile>;

/** A row after the learning period: what a detection there is worth before the profile's weights. */
interface Point {
  series: number;
  /** Number of the window in all series together; null outside any. */
  window: number | null;
  score: number;
  worth: number;
}

export interface Sweep {
  /** 0: as good as no detection at all, 100: perfect. */
  normalised: number;
  threshold: number;
}

/** Rows in which a detector may learn without being scored. */
export function learningRows(rows: number): number {
  return Math.floor(0.15 * Math.min(rows, 5_000));
}

/** 1 well before the end of a window (−1), 0 at its end (0), −1 well after (> 3). */
export function scaledSigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

/** The best normalised score over all thresholds, one threshold for all series. */
export function sweep(all: readonly ScoredSeries[], profile: Profile): Sweep {
  const points = all.flatMap((series, i) => pointsOf(series, i)).sort((a, b) => b.score - a.score);
  const windows = all.reduce((sum, series) => sum + series.windows.length, 0);
  const worst = -profile.fn * windows;
  const best = profile.tp * windows;
  const mostWorth = scaledSigmoid(-1);
  const perWindow = new Map<number, number>();
  let total = worst;
  let result = { total: worst, threshold: Number.POSITIVE_INFINITY };
  for (const [i, point] of points.entries()) {
    if (point.window === null) total += point.worth * profile.fp;
    else {
      const worth = (point.worth / mostWorth) * profile.tp;
      const had = perWindow.get(point.window) ?? -profile.fn;
      if (worth > had) {
        total += worth - had;
        perWindow.set(point.window, worth);
      }
    }
    if (points[i + 1]?.score !== point.score && total > result.total)
      result = { total, threshold: point.score };
  }
  const normalised = windows === 0 ? 0 : (100 * (result.total - worst)) / (best - worst);
  return { normalised, threshold: result.threshold };
}

/** Of one series at one threshold: windows found, and detections outside of any. */
export function tally(series: ScoredSeries, threshold: number) {
  const found = new Map<number, number>();
  const falseRows: number[] = [];
  const offset = learningRows(series.timestamps.length);
  for (const [i, point] of pointsOf(series, 0).entries()) {
    if (point.score < threshold) continue;
    if (point.window === null) falseRows.push(offset + i);
    else if (!found.has(point.window % 1_000)) found.set(point.window % 1_000, point.worth);
  }
  return { windows: series.windows.length, found, falseRows };
}

function pointsOf(series: ScoredSeries, number: number): Point[] {
  const points: Point[] = [];
  const learning = learningRows(series.timestamps.length);
  const firstRow = new Map<string, number>();
  for (const [i, at] of series.timestamps.entries()) if (!firstRow.has(at)) firstRow.set(at, i);
  let next = 0;
  let current: { left: number; right: number; end: string } | null = null;
  let last: { right: number; width: number } | null = null;
  for (const [i, at] of series.timestamps.entries()) {
    const upcoming = series.windows[next];
    if (upcoming && at === upcoming[0]) {
      const right = firstRow.get(upcoming[1]);
      if (right === undefined) throw new Error(`${series.name}: no row at the window's end ${upcoming[1]}.`);
      current = { left: firstRow.get(upcoming[0]) ?? i, right, end: upcoming[1] };
      next += 1;
    }
    let worth = -1;
    if (current) {
      const width = current.right - current.left + 1;
      worth = scaledSigmoid(-(current.right - i + 1) / width);
    } else if (last) worth = scaledSigmoid(Math.abs(last.right - i) / (last.width - 1));
    if (i >= learning) {
      points.push({
        series: number,
        window: current ? number * 1_000 + next - 1 : null,
        score: series.scores[i] ?? 0,
        worth,
      });
    }
    if (current && at === current.end) {
      last = { right: i, width: current.right - current.left + 1 };
      current = null;
    }
  }
  return points;
}
