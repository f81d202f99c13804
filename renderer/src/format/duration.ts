import { formatNumber, formatSeconds } from '../../../shared/format.ts';

/** A length of time in its two largest units, as the engine says it: "4 min 30 s", "2 h", "0.4 s". */
export { formatSeconds as duration };

/** One part only, for what ticks: "12 s", "4 min", "3 d". */
export function roughly(seconds: number): string {
  const size = Math.max(0, Math.floor(seconds));
  if (size < 60) return `${size} s`;
  if (size < 3_600) return `${Math.floor(size / 60)} min`;
  if (size < 2 * 86_400) return `${Math.floor(size / 3_600)} h`;
  return `${formatNumber(Math.floor(size / 86_400))} d`;
}

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
