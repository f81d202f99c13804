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

/** The bench's last line. */
export function summary(pairs: readonly Pair[], tables: number, checks: number) {
  const ratio = (of: (phase: Phase) => number) =>
    round(median(pairs.map((pair) => of(pair.with) / of(pair.without))), 4);
  const figures = pairs.flatMap((pair) => pair.with.pulse ?? []);
  const sum = (of: (one: PulseFigures) => number) => figures.reduce((total, one) => total + of(one), 0);
  return {
    tables,
    checks,
    pairs: pairs.length,
    replica_tps_ratio: ratio((phase) => phase.readTps),
    primary_tps_ratio: ratio((phase) => phase.writeTps),
    replica_p95_latency_ratio: ratio((phase) => 1 / phase.readP95),
    primary_p95_latency_ratio: ratio((phase) => 1 / phase.writeP95),
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
