import { formatNumber, formatRoughly, formatSeconds } from '../../../shared/format.ts';

/** A length of time in its two largest units, as the engine says it: "4 min 30 s", "2 h", "0.4 s". */
/** One part only, for what ticks: "12 s", "4 min", "3 d". */
export { formatRoughly as roughly, formatSeconds as duration };

/** Milliseconds of work: "3 ms", "1.2 s". */
export function took(ms: number): string {
  if (ms < 1) return '< 1 ms';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${formatNumber(Math.round(ms / 100) / 10)} s` : formatSeconds(ms / 1_000);
}

/** "every minute", "every 5 min". */
export function every(intervalMs: number): string {
  const text = formatSeconds(intervalMs / 1_000);
  if (text === '1 min') return 'every minute';
  if (text === '1 h') return 'every hour';
  if (text === '1 d') return 'every day';
  return `every ${text}`;
}
