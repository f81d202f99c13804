/**
 * `npm run bench:normal -- --data DIR --windows FILE [--out DIR]`: how well the learned bounds tell normal from not,
 * on labelled series in the layout of the Numenta Anomaly Benchmark (`DIR/<group>/<series>.csv` with
 * `timestamp,value`). It runs the detector as it is shipped: one value at a time, nothing known about any series.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readSeries, type Series } from './normal/data.ts';
import { type RunSeries, runDetector } from './normal/run.ts';
import { PROFILES, sweep, tally } from './normal/scorer.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    windows: { type: 'string' },
    /** Where to write `timestamp,value,anomaly_score` per series. */
    out: { type: 'string' },
  },
});
if (!options.data || !options.windows) {
  console.error('Say where the series are: npm run bench:normal -- --data DIR --windows FILE [--out DIR]');
  process.exit(2);
}

const runs = readSeries(options.data, options.windows).map(runDetector);
if (options.out) for (const run of runs) writeScores(options.out, run);

const standard = sweep(runs, PROFILES.standard);
const lowFp = sweep(runs, PROFILES.low_fp);
const lowFn = sweep(runs, PROFILES.low_fn);
for (const run of runs) {
  const { windows, found, falseRows } = tally(run, lowFp.threshold);
  console.log(
    `${run.name.padEnd(60)} found ${found.size} of ${windows}, false ${String(falseRows.length).padStart(3)}`,
  );
}
console.log(
  `threshold: standard ${standard.threshold}, low_fp ${lowFp.threshold}, low_fn ${lowFn.threshold}`,
);
console.log(
  JSON.stringify({
    series: runs.length,
    standard: round(standard.normalised),
    low_fp: round(lowFp.normalised),
    low_fn: round(lowFn.normalised),
  }),
);

function writeScores(folder: string, run: RunSeries & Series) {
  const path = join(folder, run.name);
  mkdirSync(dirname(path), { recursive: true });
  const rows = run.timestamps.map((at, i) => `${at},${run.values[i]},${run.scores[i]}`);
  writeFileSync(path, `timestamp,value,anomaly_score\n${rows.join('\n')}\n`);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
