import type { Pair, Phase, PulseFigures } from './messages.ts';

export function printPair({ with: on, without: off }: Pair): string {
  const pulse = on.pulse;
  const side = ({ readTps, readP95, writeTps, writeP95 }: Phase) =>
    `${readTps.toFixed(0)} tps p95 ${readP95.toFixed(2)} ms, writes ${writeTps.toFixed(1)} tps p95 ${writeP95.toFixed(2)} ms`;
  const own = pulse
    ? `; Pulse: ${pulse.runs} runs, ${pulse.statements} statements, busy ${percent(pulse.busyMs / pulse.ms)}, own CPU ${percent(pulse.cpuMs / pulse.ms)} of a core, ${pulse.deferred} deferred, ${pulse.errors} errors. ${pulse.changes.join(' ')}`
    : '';
  return `with ${side(on)} | without ${side(off)}${own}`;
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
    max_concurrent: Math.max(...pairs.map((pair) => pair.with.concurrent)),
    deferred: sum((one) => one.deferred),
    judged_in_time: round(sum((one) => one.inTime) / sum((one) => one.looks), 4),
    pulse_cpu_of_one_core: round(sum((one) => one.cpuMs) / sum((one) => one.ms), 4),
    pulse_cpu_ms_per_run: round(sum((one) => one.cpuMs) / sum((one) => one.runs), 3),
  };
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
