/**
 * `npm run bench:quiet`: does Pulse stay quiet while all is well, and speak soon when it is not?
 *
 * A made-up world on a virtual clock: some fifty checks on tables as they are in practice, each with 60 healthy days
 * and one fault after them. Every value is judged by the product's own learned bounds and goes through the product's
 * own alerts; what is counted are messages. The last line is JSON, to be read by a machine.
 */
import { parseArgs } from 'node:util';
import { falseLine, lineOf, noteLine, type Summary, summarise } from './report.ts';
import { allSeries } from './series/all.ts';
import { type Outcome, type Policy, type RunNote, watch } from './watch.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    /** So many worlds, from `--seed` on: how much is luck? */
    seeds: { type: 'string', default: '1' },
    /** Only series whose name holds this. */
    only: { type: 'string' },
    /** Every run that was bad or in doubt. */
    verbose: { type: 'boolean', default: false },
    pending: { type: 'string', default: '2' },
    /** Do not look again at a doubt after 15 s. */
    'no-second-look': { type: 'boolean', default: false },
  },
});
/** False messages that are listed for one series. */
const MOST_TOLD = 5;
const policy: Policy = { pendingRuns: Number(options.pending), lookAgain: !options['no-second-look'] };
const chosen = allSeries.filter(({ name }) => name.includes(options.only ?? ''));
const summaries: Summary[] = [];
for (let i = 0; i < Number(options.seeds); i++) summaries.push(runWorld(Number(options.seed) + i));
if (summaries.length > 1) for (const summary of summaries) console.log(JSON.stringify(summary));
else console.log(`\n${JSON.stringify(summaries[0])}`);

function runWorld(seed: number): Summary {
  console.log(`Seed ${seed}`);
  const outcomes = chosen.map((series) => {
    const notes: RunNote[] = [];
    const outcome = watch(series, seed, policy, (run) => notes.push(run));
    console.log(lineOf(outcome));
    const told = options.verbose ? outcome.falseIncidents : outcome.falseIncidents.slice(0, MOST_TOLD);
    for (const incident of told) console.log(falseLine(outcome, incident));
    for (const run of worthTelling(outcome, notes)) console.log(noteLine(outcome.start, run));
    return outcome;
  });
  return summarise(outcomes);
}

/** Every doubt, if so wished; and of a missed fault what was seen of it at first, and ever more rarely later. */
function worthTelling({ onset, detectedAt }: Outcome, notes: readonly RunNote[]): RunNote[] {
  const first = notes.findIndex(({ at }) => at >= onset);
  return notes.filter((run, i) => {
    if (options.verbose && (run.bad || run.transition !== 'none')) return true;
    return detectedAt === null && first !== -1 && Number.isInteger(Math.log2(i - first + 1));
  });
}
