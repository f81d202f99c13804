import { type Envelope, newEnvelope } from './envelope-state.ts';

const MINUTE_MS = 60_000;
/** Steps, at least, in the typical breadth of an hour: nobody can tell more. */
const FINENESS = 20;

/** An envelope for the store: whole steps in place of fractions, and no hour that was never seen. */
export interface PackedEnvelope extends Omit<Envelope, 'low' | 'high' | 'mean' | 'visits' | 'waiting'> {
  step: number;
  /** All means are told from here, in steps. */
  level: number;
  /** For each hour of the week visits and, if there are any, mean and how far below and above it the extremes are. */
  hours: string;
  /** Minute of the first waiting hour. */
  minute: number;
  /** One after the other: minutes since then, mean, below, above, values, out. */
  waiting: string;
}

/** Rounds an envelope. What is packed again after `unpack` is the same. */
export function pack(envelope: Envelope): PackedEnvelope {
  const { low, high, mean, visits, waiting, ...rest } = envelope;
  const step = stepOf(envelope);
  const steps = (scaled: number | undefined) => Math.round((scaled ?? 0) / step);
  const level = steps(envelope.least ?? 0);
  const minute = Math.floor((waiting[0]?.at ?? 0) / MINUTE_MS);
  const triple = (own: number | undefined, least: number | undefined, most: number | undefined) => [
    steps(own) - level,
    steps(own) - steps(least),
    steps(most) - steps(own),
  ];
  return {
    ...rest,
    step,
    level,
    hours: written(
      visits.flatMap((n, hour) =>
        n > 0 ? [Math.min(99, n), ...triple(mean[hour], low[hour], high[hour])] : [0],
      ),
    ),
    minute,
    waiting: written(
      waiting.flatMap((hour) => [
        Math.floor(hour.at / MINUTE_MS) - minute,
        ...triple(hour.mean, hour.low, hour.high),
        hour.values,
        hour.out,
      ]),
    ),
  };
}

export function unpack(packed: PackedEnvelope): Envelope {
  const { step, level, hours, minute, waiting, ...rest } = packed;
  const envelope: Envelope = { ...newEnvelope(), ...rest, step };
  const extremes = (own = 0, below = 0, above = 0) => ({
    mean: (level + own) * step,
    low: (level + own - below) * step,
    high: (level + own + above) * step,
  });
  const known = read(hours);
  for (let hour = 0, i = 0; i < known.length; hour++) {
    const visits = known[i++] ?? 0;
    if (visits === 0) continue;
    const { mean, low, high } = extremes(...known.slice(i, i + 3));
    i += 3;
    envelope.visits[hour] = visits;
    envelope.mean[hour] = mean;
    envelope.low[hour] = low;
    envelope.high[hour] = high;
  }
  const numbers = read(waiting);
  for (let i = 0; i < numbers.length; i += 6) {
    const [since = 0, own, below, above, values = 0, out = 0] = numbers.slice(i, i + 6);
    const at = (minute + since) * MINUTE_MS;
    envelope.waiting.push({ at, ...extremes(own, below, above), values, out });
  }
  return envelope;
}

/** Base 36 is shorter than decimals. */
function written(numbers: readonly number[]): string {
  return numbers.map((n) => n.toString(36)).join(' ');
}

function read(text: string): number[] {
  return text === '' ? [] : text.split(' ').map((n) => Number.parseInt(n, 36));
}

/** A power of two; kept as it is while it is about right, so that packing again rounds no further. */
function stepOf({ low, high, mean, visits, waiting, step }: Envelope): number {
  const breadths = visits.flatMap((n, hour) => (n > 0 ? [(high[hour] ?? 0) - (low[hour] ?? 0)] : []));
  for (const hour of waiting) breadths.push(hour.high - hour.low);
  breadths.sort((a, b) => a - b);
  const largest = Math.max(1, ...mean.map(Math.abs), ...waiting.map((hour) => Math.abs(hour.mean)));
  const typical = breadths[breadths.length >> 1] ?? 0;
  const ideal = Math.max(typical / FINENESS, largest * 1e-4);
  if (step !== null && ideal > step / 2 && ideal < step * 8) return step;
  return 2 ** Math.floor(Math.log2(ideal));
}
