const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How far back a list is looked through. */
export const SPANS = [
  { value: 'all', label: 'All time' },
  { value: 'hour', label: 'Last hour' },
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'days30', label: 'Last 30 days' },
  { value: 'month', label: 'This month' },
  { value: 'own', label: 'From … to …' },
] as const;
export type Span = (typeof SPANS)[number]['value'];

/** When a span that ends now began; null for all time. Months are those of the local calendar. */
export function startOf(span: Exclude<Span, 'own'>, now: number): number | null {
  switch (span) {
    case 'all':
      return null;
    case 'hour':
      return now - HOUR;
    case 'day':
      return now - DAY;
    case 'week':
      return now - 7 * DAY;
    case 'days30':
      return now - 30 * DAY;
    case 'month': {
      const date = new Date(now);
      return new Date(date.getFullYear(), date.getMonth(), 1).getTime();
    }
  }
}

/** A span was chosen a while ago, and the clock has gone on since. */
const STILL_MS = 10 * 60_000;

/** The span that two times are, in the words of its beginning. */
export function spanOf(from: number | null, to: number | null, now: number): Span {
  if (from === null && to === null) return 'all';
  if (to !== null || from === null) return 'own';
  const same = SPANS.find(
    ({ value }) =>
      value !== 'own' && value !== 'all' && Math.abs((startOf(value, now) ?? 0) - from) < STILL_MS,
  );
  return same?.value ?? 'own';
}
