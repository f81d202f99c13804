import { assess, learn, newBaseline } from '../../../electron/engine/baseline/baseline.ts';
import type { Series } from './data.ts';

export interface RunSeries {
  scores: Float64Array;
}

/** The shipped detector over one series, one value at a time: it judges, then learns. */
export function runDetector(series: Series): Series & RunSeries {
  const times = series.timestamps.map((text) => Date.parse(`${text.replace(' ', 'T')}Z`));
  const baseline = newBaseline({ measure: 'number', intervalMs: intervalOf(times), zone: 'UTC' });
  const scores = new Float64Array(series.values.length);
  for (const [i, value] of series.values.entries()) {
    const at = times[i] ?? 0;
    scores[i] = assess(baseline, at, value).score;
    learn(baseline, at, value);
  }
  return { ...series, scores };
}

/** A check knows how often it runs; of a file it is the usual step among the first rows, all in the learning part. */
function intervalOf(times: readonly number[]): number {
  const steps = times
    .slice(1, 100)
    .map((at, i) => at - (times[i] ?? at))
    .filter((step) => step > 0)
    .sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 60_000;
}
