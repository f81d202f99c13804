/**
 * `npm run bench:storm`: one problem, one message, also when everything breaks at once?
 *
 * The real monitor, schedule, checks, incidents and store over a scripted replica and a virtual clock. The storm knows
 * what it broke; each thing that broke is a cause, and each that healed a resolution. A cause counts as spoken of when
 * every table of it was named by a message, is folded under an incident that was, or belongs to an incident of which
 * Pulse had said that it comes and goes. Delays are counted from the first bad look, or from the end of quiet hours,
 * to the message, less the check's pending period. The last line is JSON, to be read by a machine.
 */
import { parseArgs } from 'node:util';
import { scenarios } from './scenarios.ts';
import { type Score, scoreOf } from './score.ts';

const { values: options } = parseArgs({
  options: {
    /** Only scenarios whose name holds this. */
    only: { type: 'string', default: '' },
    /** Lists every message. */
    verbose: { type: 'boolean', default: false },
  },
});

const scores: Score[] = [];
let broken = false;
for (const { name, play } of scenarios) {
  if (!name.includes(options.only)) continue;
  const startedAt = Date.now();
  const world = await play();
  const score = scoreOf(name, world);
  scores.push(score);
  const { events, causes, resolutions, notifications, missed, duplicates, falseAlarms, delays } = score;
  console.log(
    `${name}: ${events} looks, ${causes} causes, ${resolutions} ended, ${notifications} messages, ` +
      `longest delay ${Math.max(0, ...delays).toFixed(0)} s  (${((Date.now() - startedAt) / 1_000).toFixed(1)} s)`,
  );
  for (const what of missed) console.log(`  never told: ${what}`);
  for (const what of duplicates) console.log(`  told twice: ${what}`);
  for (const what of falseAlarms) console.log(`  for no reason: ${what}`);
  for (const what of world.errors) console.log(`  error: ${what}`);
  broken ||= world.errors.length > 0;
  if (options.verbose)
    for (const { at, kind, title } of world.shown)
      console.log(`  ${new Date(at).toISOString()} ${kind} ${title}`);
  await world.close();
}

const sum = (count: (score: Score) => number) => scores.reduce((total, score) => total + count(score), 0);
const delays = scores.flatMap((score) => score.delays).sort((a, b) => a - b);
const result = {
  events: sum(({ events }) => events),
  causes: sum(({ causes }) => causes),
  resolutions: sum(({ resolutions }) => resolutions),
  notifications: sum(({ notifications }) => notifications),
  missed_causes: sum(({ missed }) => missed.length),
  duplicates: sum((score) => score.duplicates.length),
  false_alarms: sum((score) => score.falseAlarms.length),
  delay_after_pending_s_p95: delays[Math.ceil(delays.length * 0.95) - 1] ?? null,
};
const met =
  !broken &&
  result.missed_causes === 0 &&
  result.duplicates === 0 &&
  result.false_alarms === 0 &&
  scores.every((score) => score.notifications <= score.causes + score.resolutions) &&
  (result.delay_after_pending_s_p95 ?? 0) <= 30;
console.log(met ? 'All that was to reach is reached.' : 'Not all that was to reach is reached.');
console.log(JSON.stringify(result));
process.exitCode = met ? 0 : 1;
