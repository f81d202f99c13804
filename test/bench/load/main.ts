/**
 * `npm run bench:load`: what Pulse costs a production replica, and its primary.
 *
 * A primary with a steady stream of writes, its standby with clients that read as fast as they can, and Pulse in a
 * process of its own watching six checks on each table at their default intervals. Slices of a fifth of a second with
 * and without Pulse alternate in one run (`pairs.ts`); without it, its process is stopped where it is (SIGSTOP) and its
 * clock with it, so that it goes on as it would have. All share one machine: what Pulse's own process takes is taken from
 * the servers, too, which a desktop elsewhere would not do. `--placebo` leaves it stopped on both sides.
 *
 * Ratios are with / without Pulse for transactions a second, and without / with for the latency, so that 1 means no
 * difference and less means worse; each is the median of the pairs. The line before the last says how far those medians
 * can be trusted. `busy_share` is by Pulse's own books, and
 * `server_cpu_share` what the kernel counted for its sessions on the standby. `judged_in_time` is the share of looks, one
 * a second at every check, at which its last verdict was no older than twice its interval.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hear, tell } from './hear.ts';
import type { FromClients, FromPulse, Pair } from './messages.ts';
import { measurePair } from './pairs.ts';
import { printPair, printReasons, printTrust, summary } from './report.ts';
import { type LoadWorld, startLoadWorld } from './world.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '20' },
    /** How long each side of a pair is measured. */
    seconds: { type: 'string', default: '6' },
    /** Pulse is switched on and off this often meanwhile. Seconds. */
    slice: { type: 'string', default: '0.2' },
    placebo: { type: 'boolean', default: false },
    /** After its first look at everything Pulse runs under load this long before the first pair. */
    warm: { type: 'string', default: '60' },
    /** Longest wait for that first look, for which the budget is raised: by itself it would take minutes. */
    learn: { type: 'string', default: '300' },
    tables: { type: 'string', default: '60' },
    /** Processes of four reading clients each; with two, a machine of two cores is saturated. */
    readers: { type: 'string', default: '2' },
    /** Transactions a second on the primary. */
    writes: { type: 'string', default: '60' },
  },
});
const options = {
  pairs: Number(values.pairs),
  measureMs: Number(values.seconds) * 1_000,
  sliceMs: Number(values.slice) * 1_000,
  warmMs: Number(values.warm) * 1_000,
  placebo: values.placebo,
};

const started = Date.now();
const say = (text: string) =>
  console.log(`${((Date.now() - started) / 1_000).toFixed(0).padStart(5)} s  ${text}`);

function child(script: string, args: string[]): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return fork(path, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

const children: ChildProcess[] = [];
const folder = await mkdtemp(join(tmpdir(), 'pulse-bench-load-'));
let world: LoadWorld | null = null;
try {
  world = await startLoadWorld(Number(values.tables), 20_000);
  const tables = world.tables.join(',');
  const clientsOf = (mode: string, node: 'primary' | 'standby', count: string) => {
    const process = child('clients.ts', [
      mode,
      world?.urlFor(node) ?? '',
      count,
      values.writes ?? '',
      tables,
    ]);
    children.push(process);
    return process;
  };
  const pulse = child('pulse.ts', [folder, world.analystUrl, tables]);
  children.push(pulse);
  const learned = hear<FromPulse, 'learned'>(pulse, 'learned');
  const { checks } = await hear<FromPulse, 'ready'>(pulse, 'ready');
  say(`${world.tables.length} tables, ${checks} checks. Pulse takes a first look at all of them.`);
  await Promise.race([learned, sleep(Number(values.learn) * 1_000, null, { ref: false })]);
  const readers = Array.from({ length: Number(values.readers) }, () => clientsOf('read', 'standby', '4'));
  const writer = clientsOf('write', 'primary', '4');
  await Promise.all([...readers, writer].map((process) => hear<FromClients, 'ready'>(process, 'ready')));
  say(`The load begins; Pulse goes on for ${values.warm} s before it is measured.`);
  tell(pulse, { do: 'count' });
  await sleep(options.warmMs);
  const warm = hear<FromPulse, 'counted'>(pulse, 'counted');
  tell(pulse, { do: 'end' });
  const { runs, statements, deferred, busyMs, changes, byReason } = await warm;
  say(
    `warm: ${runs} runs, ${statements} statements, ${deferred} deferred, busy ${((busyMs / options.warmMs) * 100).toFixed(2)} %. ${changes.join(' ')}`,
  );

  say(printReasons(byReason));
  const pairs: Pair[] = [];
  const sides = { world, readers, writer, pulse };
  for (let index = 0; index < options.pairs; index++) {
    const pair = await measurePair(sides, options);
    pairs.push(pair);
    say(printPair(pair));
  }
  for (const process of children) tell(process, { do: 'stop' });
  await Promise.all(
    children.map((process) => new Promise((resolve) => process.once('exit', () => resolve(null)))),
  );
  say(printTrust(pairs));
  console.log(JSON.stringify(summary(pairs, world.tables.length, checks)));
} finally {
  for (const process of children) {
    if (process.exitCode === null && process.signalCode === null) process.kill('SIGKILL');
  }
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
}
