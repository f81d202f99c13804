import { duration } from '../../format/duration.ts';

/** `12 min before`, `at the same time`, `3 min after`: from the first bad run. */
export function sinceBegin(ms: number): string {
  if (Math.abs(ms) < 60_000) return 'same minute';
  return `${duration(Math.abs(ms) / 1_000)} ${ms < 0 ? 'before' : 'after'}`;
}
