import { count, decimal } from './number.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** A length of time in its two largest parts: "4 min 30 s", "2 h", "3 d 4 h". */
export function duration(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const size = Math.abs(seconds);
  if (size < 0.001) return '0 s';
  if (size < 0.1) return `${sign}${decimal(Math.round(size * 1_000))} ms`;
  if (size < 10 && !Number.isInteger(size)) return `${sign}${decimal(Math.round(size * 10) / 10)} s`;
  const whole = Math.round(size);
  if (whole < MINUTE) return `${sign}${whole} s`;
  if (whole < HOUR) return sign + parts(whole, MINUTE, 'min', 1, 's');
  if (whole < DAY) return sign + parts(whole, HOUR, 'h', MINUTE, 'min');
  return sign + parts(whole, DAY, 'd', HOUR, 'h');
}

function parts(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const larges = Math.floor(seconds / large);
  const smalls = Math.floor((seconds % large) / small);
  const first = `${count(larges)} ${largeName}`;
  return smalls > 0 && larges < 100 ? `${first} ${smalls} ${smallName}` : first;
}

/** One part only, for what ticks: "12 s", "4 min", "3 d". */
export function roughly(seconds: number): string {
  const size = Math.max(0, Math.floor(seconds));
  if (size < MINUTE) return `${size} s`;
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`;
  if (size < 2 * DAY) return `${Math.floor(size / HOUR)} h`;
  return `${count(Math.floor(size / DAY))} d`;
}

/** Milliseconds of work: "3 ms", "1.2 s". */
export function took(ms: number): string {
  if (ms < 1) return '< 1 ms';
  return ms < 1_000 ? `${Math.round(ms)} ms` : duration(ms / 1_000);
}

/** "every minute", "every 5 min". */
export function every(intervalMs: number): string {
  const text = duration(intervalMs / 1_000);
  if (text === '1 min') return 'every minute';
  if (text === '1 h') return 'every hour';
  if (text === '1 d') return 'every day';
  return `every ${text}`;
}
