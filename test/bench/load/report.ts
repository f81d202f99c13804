import type { Pair, Phase, PulseFigures } from './messages.ts';

export function printPair({ with: on, without: off }: Pair): string {
  const pulse = on.pulse;
  const side = ({ readTps, readP95, writeTps, writeP95 }: Phase) =>
    `${readTps.toFixed(0)} tps p95 ${readP95.toFixed(2)} ms, writes ${writeTps.toFixed(1)} tps p95 ${writeP95.toFixed(2)} ms`;
  const own = pulse
    ? `; Pulse: ${pulse.runs} runs, ${pulse.statements} statements, busy ${percent(pulse.busyMs / pulse.ms)}, its sessions' CPU ${on.serverCpuMs === null ? 'unknown' : percent(on.serverCpuMs / pulse.ms)}, own CPU ${percent(pulse.cpuMs / pulse.ms)} of a core, ${pulse.deferred} deferred, ${pulse.errors} errors. ${pulse.changes.join(' ')}`
    : '';
  return `with ${side(on)} | without ${side(off)}${own}`;
}

/** What the statements were for: how many, and how long one took. */
export function printReasons(byReason: PulseFigures['byReason']): string {
  return Object.entries(byReason)
    .sort((a, b) => b[1][0] - a[1][0])
    .slice(0, 12)
    .map(([reason, [ms, count]]) => `${reason}: ${count} × ${(ms / count).toFixed(1)} ms`)
    .join(', ');
}

type Figure = (phase: Phase) => number;

const compared = {
  replica_tps_ratio: (phase) => phase.readTps,
  primary_tps_ratio: (phase) => phase.writeTps,
  replica_p95_latency_ratio: (phase) => 1 / phase.readP95,
  primary_p95_latency_ratio: (phase) => 1 / phase.writeP95,
} satisfies Record<string, Figure>;

function ratios(pairs: readonly Pair[], of: Figure): number[] {
  return pairs.map((pair) => of(pair.with) / of(pair.without)).sort((a, b) => a - b);
}

/** Between what the median of all pairs there could be lies, in 95 of 100 runs. */
export function printTrust(pairs: readonly Pair[]): string {
  return Object.entries(compared)
    .map(([name, of]) => {
      const sorted = ratios(pairs, of);
      const side = medianRank(sorted.length);
      const at = (rank: number) => sorted.at(rank)?.toFixed(4);
      return `${name} ${at(side)} to ${at(-1 - side)}`;
    })
    .join(', ');
}

/**
 * How many values may be left out on each side, so that the median is between the rest in 95 of 100 cases: each value is
 * above or below it by the toss of a coin, whatever their distribution (Conover 1999, "Practical Nonparametric
 * Statistics", on confidence intervals for quantiles).
 */
export function medianRank(values: number): number {
  let chance = 0.5 ** values;
  let below = chance;
  let rank = 0;
  while (rank < values) {
    chance *= (values - rank) / (rank + 1);
    below += chance;
    if (2 * below > 0.05) break;
    rank += 1;
  }
  return rank;
}

/** The bench's last line. */
export function summary(pairs: readonly Pair[], tables: number, checks: number) {
  const ratio = (of: Figure) => round(median(ratios(pairs, of)), 4);
  const figures = pairs.flatMap((pair) => pair.with.pulse ?? []);
  const sum = (of: (one: PulseFigures) => number) => figures.reduce((total, one) => total + of(one), 0);
  return {
    tables,
    checks,
    pairs: pairs.length,
    replica_tps_ratio: ratio(compared.replica_tps_ratio),
    primary_tps_ratio: ratio(compared.primary_tps_ratio),
    replica_p95_latency_ratio: ratio(compared.replica_p95_latency_ratio),
    primary_p95_latency_ratio: ratio(compared.primary_p95_latency_ratio),
    busy_share: round(sum((one) => one.busyMs) / sum((one) => one.ms), 5),
    server_cpu_share: serverCpuShare(pairs),
    max_concurrent: Math.max(
      ...pairs.map((pair) => Math.max(pair.with.concurrent, pair.with.pulse?.maxInFlight ?? 0)),
    ),
    deferred: sum((one) => one.deferred),
    judged_in_time: round(sum((one) => one.inTime) / sum((one) => one.looks), 4),
    pulse_cpu_of_one_core: round(sum((one) => one.cpuMs) / sum((one) => one.ms), 4),
    pulse_cpu_ms_per_run: round(sum((one) => one.cpuMs) / sum((one) => one.runs), 3),
  };
}

/** CPU time of Pulse's sessions on the server, as a share of the time; null where the system does not tell. */
function serverCpuShare(pairs: readonly Pair[]): number | null {
  const cpu = pairs.map((pair) => pair.with.serverCpuMs);
  if (cpu.includes(null)) return null;
  const all = cpu.reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  return round(all / pairs.reduce((sum, pair) => sum + (pair.with.pulse?.ms ?? 0), 0), 5);
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
