/**
 * `npm run bench:load`: what Pulse costs a production replica, and its primary.
 *
 * A primary with a steady stream of writes, its standby with clients that read as fast as they can, and Pulse in a
 * process of its own watching six checks on each table at their default intervals. Phases with and without Pulse
 * alternate in one run, in pairs; without it, its process is stopped where it is (SIGSTOP) and its clock with it, so
 * that it goes on as it would have. All processes share one machine: what Pulse's own process takes is taken from the servers, too, which a
 * desktop elsewhere would not do.
 *
 * Ratios are with / without Pulse for transactions a second, and without / with for the latency, so that 1 means no
 * difference and less means worse; each is the median of the pairs.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Histogram } from './histogram.ts';
import type { FromClients, FromPulse, Pair, Phase, PulseFigures, ToClients, ToPulse } from './messages.ts';
import { printPair, printReasons, summary } from './report.ts';
import { serverCpuMs, spent } from './server-cpu.ts';
import { type LoadWorld, startLoadWorld } from './world.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '5' },
    /** Length of a phase that is measured. */
    seconds: { type: 'string', default: '25' },
    /** After each switch so long is not measured. */
    settle: { type: 'string', default: '5' },
    /** Pulse runs under load this long before the first pair, as it has on a user's machine. */
    warm: { type: 'string', default: '150' },
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
  settleMs: Number(values.settle) * 1_000,
  warmMs: Number(values.warm) * 1_000,
};

const started = Date.now();
const say = (text: string) =>
  console.log(`${((Date.now() - started) / 1_000).toFixed(0).padStart(5)} s  ${text}`);

function child(script: string, args: string[]): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return fork(path, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** Waits for a child's next message of this kind. Rejects when the child ends instead. */
function hear<M extends FromClients | FromPulse, S extends M['say']>(
  process: ChildProcess,
  say: S,
): Promise<Extract<M, { say: S }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      if ((message as M).say !== say) return;
      process.off('message', onMessage);
      process.off('exit', onExit);
      resolve(message as Extract<M, { say: S }>);
    };
    const onExit = (code: number | null) =>
      reject(new Error(`A child process ended (${code}) before "${say}".`));
    process.on('message', onMessage);
    process.once('exit', onExit);
  });
}

const tell = (process: ChildProcess, message: ToClients | ToPulse) => process.send(message);

async function measure(
  world: LoadWorld,
  readers: readonly ChildProcess[],
  writer: ChildProcess,
  pulse: ChildProcess,
  isRunning: boolean,
): Promise<Phase> {
  const clients = [...readers, writer];
  const cpuBefore = await serverCpuMs(world);
  if (isRunning) tell(pulse, { do: 'count' });
  await sleep(options.settleMs);
  for (const client of clients) tell(client, { do: 'begin' });
  let concurrent = 0;
  for (const end = Date.now() + options.measureMs; Date.now() < end; ) {
    await sleep(Math.min(500, end - Date.now()));
    const { rows } = await world.admin.query(
      "select count(*)::int as n from pg_stat_activity where application_name = 'pulse' and state = 'active'",
    );
    concurrent = Math.max(concurrent, rows[0]?.n ?? 0);
  }
  const heard = clients.map((client) => hear<FromClients, 'measured'>(client, 'measured'));
  for (const client of clients) tell(client, { do: 'end' });
  const answers = await Promise.all(heard);
  const writing = answers.pop();
  const reading = new Histogram();
  for (const { counts } of answers) reading.merge(new Histogram(counts));
  let figures: PulseFigures | null = null;
  if (isRunning) {
    const counted = hear<FromPulse, 'counted'>(pulse, 'counted');
    tell(pulse, { do: 'end' });
    figures = await counted;
  }
  const cpuAfter = await serverCpuMs(world);
  return {
    readTps: answers.reduce((sum, { transactions, ms }) => sum + (transactions * 1_000) / ms, 0),
    readP95: reading.quantile(0.95),
    writeTps: writing ? (writing.transactions * 1_000) / writing.ms : 0,
    writeP95: new Histogram(writing?.counts).quantile(0.95),
    concurrent,
    serverCpuMs: cpuBefore && cpuAfter && spent(cpuBefore, cpuAfter),
    errors: answers.reduce((sum, { errors }) => sum + errors, 0) + (writing?.errors ?? 0),
    pulse: figures,
  };
}

async function freeze(pulse: ChildProcess): Promise<void> {
  const frozen = hear<FromPulse, 'frozen'>(pulse, 'frozen');
  tell(pulse, { do: 'freeze' });
  await frozen;
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
  const readers = Array.from({ length: Number(values.readers) }, () => clientsOf('read', 'standby', '4'));
  const writer = clientsOf('write', 'primary', '4');
  await Promise.all([...readers, writer].map((process) => hear<FromClients, 'ready'>(process, 'ready')));
  const pulse = child('pulse.ts', [folder, world.analystUrl, tables]);
  children.push(pulse);
  const { checks } = await hear<FromPulse, 'ready'>(pulse, 'ready');
  say(`${world.tables.length} tables, ${checks} checks; Pulse watches them for ${values.warm} s first.`);
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
  for (let index = 0; index < options.pairs; index++) {
    const phases: Partial<Record<'with' | 'without', Phase>> = {};
    // Pairs in turn begin with and without, so that a drift of the machine does not favour one side.
    for (const isRunning of index % 2 === 0 ? [true, false] : [false, true]) {
      if (!isRunning) await freeze(pulse);
      phases[isRunning ? 'with' : 'without'] = await measure(world, readers, writer, pulse, isRunning);
      if (!isRunning) pulse.kill('SIGCONT');
    }
    if (phases.with && phases.without) {
      pairs.push({ with: phases.with, without: phases.without });
      say(printPair({ with: phases.with, without: phases.without }));
    }
  }
  for (const process of children) tell(process, { do: 'stop' });
  await Promise.all(
    children.map((process) => new Promise((resolve) => process.once('exit', () => resolve(null)))),
  );
  console.log(JSON.stringify(summary(pairs, world.tables.length, checks)));
} finally {
  for (const process of children) {
    if (process.exitCode === null && process.signalCode === null) process.kill('SIGKILL');
  }
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
}
