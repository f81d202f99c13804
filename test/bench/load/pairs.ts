import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { hear, tell } from './hear.ts';
import { Histogram } from './histogram.ts';
import type { FromClients, FromPulse, Pair, Phase, PulseFigures } from './messages.ts';
import { serverCpuMs, spent } from './server-cpu.ts';
import type { LoadWorld } from './world.ts';

/** What was under way at a switch belongs to neither side. */
const SETTLE_MS = 30;

export interface Sides {
  world: LoadWorld;
  readers: ChildProcess[];
  writer: ChildProcess;
  pulse: ChildProcess;
}

export interface PairOptions {
  /** How long each side is measured. */
  measureMs: number;
  /** And for how long at a time. */
  sliceMs: number;
  /** Pulse stands still on both sides: what the bench says then is its own error. */
  placebo: boolean;
}

/** What the clients got done on one side of a pair. */
class Tally {
  /** Mean of the reading processes: each counts by its own clock from when it is told to until it is told to stop. */
  readMs = 0;
  writeMs = 0;
  errors = 0;
  concurrent = 0;
  readonly read = new Histogram();
  readonly write = new Histogram();

  phase(pulse: PulseFigures | null, serverCpuMs: number | null): Phase {
    return {
      readTps: (this.read.total * 1_000) / this.readMs,
      readP95: this.read.quantile(0.95),
      writeTps: (this.write.total * 1_000) / this.writeMs,
      writeP95: this.write.quantile(0.95),
      concurrent: this.concurrent,
      serverCpuMs,
      errors: this.errors,
      pulse,
    };
  }
}

/**
 * Both sides in short slices, in blocks of four: one side, the other twice, the first again, so that what changes
 * steadily meanwhile (the machine's own speed, a growing table) falls on both alike. Which side begins a block is left
 * to chance, so that nothing periodic favours one.
 */
export async function measurePair(sides: Sides, options: PairOptions): Promise<Pair> {
  const { world, pulse } = sides;
  const tallies = { with: new Tally(), without: new Tally() };
  const cpuBefore = await serverCpuMs(world);
  tell(pulse, { do: 'count' });
  for (let done = 0; done < options.measureMs; done += 2 * options.sliceMs) {
    const [first, second] =
      Math.random() < 0.5 ? (['with', 'without'] as const) : (['without', 'with'] as const);
    for (const side of [first, second, second, first]) {
      const isFrozen = side === 'without' || options.placebo;
      if (isFrozen) await freeze(pulse);
      await slice(sides, tallies[side], options.sliceMs);
      if (isFrozen) pulse.kill('SIGCONT');
    }
  }
  const counted = hear<FromPulse, 'counted'>(pulse, 'counted');
  tell(pulse, { do: 'end' });
  const figures = await counted;
  const cpuAfter = await serverCpuMs(world);
  const cpu = cpuBefore && cpuAfter && spent(cpuBefore, cpuAfter);
  return { with: tallies.with.phase(figures, cpu), without: tallies.without.phase(null, null) };
}

async function slice({ world, readers, writer }: Sides, tally: Tally, ms: number): Promise<void> {
  const clients = [...readers, writer];
  await sleep(SETTLE_MS);
  for (const client of clients) tell(client, { do: 'begin' });
  await sleep(ms);
  const { rows } = await world.admin.query(
    "select count(*)::int as n from pg_stat_activity where application_name = 'pulse' and state = 'active'",
  );
  tally.concurrent = Math.max(tally.concurrent, rows[0]?.n ?? 0);
  const answers = await Promise.all(
    clients.map((client) => {
      const heard = hear<FromClients, 'measured'>(client, 'measured');
      tell(client, { do: 'end' });
      return heard;
    }),
  );
  const writing = answers.pop();
  for (const { latencies, errors, ms: counted } of answers) {
    tally.errors += errors;
    tally.read.merge(latencies);
    tally.readMs += counted / answers.length;
  }
  tally.write.merge(writing?.latencies ?? []);
  tally.errors += writing?.errors ?? 0;
  tally.writeMs += writing?.ms ?? 0;
}

async function freeze(pulse: ChildProcess): Promise<void> {
  const frozen = hear<FromPulse, 'frozen'>(pulse, 'frozen');
  tell(pulse, { do: 'freeze' });
  await frozen;
}
