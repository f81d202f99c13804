/** A run as a chart needs it; a higher `code` is a worse status. */
export interface PlottedRun {
  at: number;
  value: number | null;
  code: number;
  /** The usual band at that time. */
  low: number | null;
  high: number | null;
}

/**
 * Thins runs (oldest first) to at most `maxPoints`: of each of as many equal spans of time between `first` and
 * `last` the worst run stays, the latest of equally bad ones. Where that one has no value (an error, say) the worst
 * run of the span that has one lends it, so that one deferred run does not tear a hole into a long line.
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
  const keep = () => {
    if (worst !== undefined) points.push({ ...worst, value: worstWithValue?.value ?? null });
  };
  for (const run of runs) {
    const own = Math.floor((run.at - first) / width);
    if (own !== bucket) {
      keep();
      bucket = own;
      worst = undefined;
      worstWithValue = undefined;
    }
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
