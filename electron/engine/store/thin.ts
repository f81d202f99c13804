import { least, most } from './summing.ts';

/** A run as a chart needs it; a higher `code` is a worse status. */
export interface PlottedRun {
  at: number;
  value: number | null;
  code: number;
  /** The usual band at that time. */
  low: number | null;
  high: number | null;
  /** The lowest and the highest of several runs that share the point. Absent for a run by itself. */
  min?: number | null;
  max?: number | null;
}

/**
 * Thins runs (oldest first) to at most `maxPoints`: of each of as many equal spans of time between `first` and
 * `last` the worst run stays, the latest of equally bad ones. Where that one has no value (an error, say) the worst
 * run of the span that has one lends it, so that one deferred run does not tear a hole into a long line. What the
 * others of the span reached stays as the point's lowest and highest.
 */
export function thin(
  runs: readonly PlottedRun[],
  first: number,
  last: number,
  maxPoints: number,
): PlottedRun[] {
  const width = (last - first + 1) / maxPoints;
  const points: PlottedRun[] = [];
  let bucket = -1;
  let worst: PlottedRun | undefined;
  let worstWithValue: PlottedRun | undefined;
  let several = false;
  let min: number | null = null;
  let max: number | null = null;
  const keep = () => {
    if (worst === undefined) return;
    const value = worstWithValue?.value ?? null;
    points.push(several ? { ...worst, value, min, max } : { ...worst, value });
  };
  for (const run of runs) {
    const own = Math.floor((run.at - first) / width);
    if (own !== bucket) {
      keep();
      bucket = own;
      worst = undefined;
      worstWithValue = undefined;
      several = false;
      min = null;
      max = null;
    }
    several = worst !== undefined;
    min = least(min, run.min ?? run.value);
    max = most(max, run.max ?? run.value);
    if (worst === undefined || run.code >= worst.code) {
      worst = run;
      if (run.value !== null) worstWithValue = run;
    } else if (run.value !== null && (worstWithValue === undefined || run.code >= worstWithValue.code)) {
      worstWithValue = run;
    }
  }
  keep();
  return points;
}
