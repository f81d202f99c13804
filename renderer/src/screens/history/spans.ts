const HOUR = 3_600_000;

/** How far back the history is looked through. */
export const SPANS = [
  { value: '1', label: 'Last hour', ms: HOUR },
  { value: '24', label: 'Last 24 hours', ms: 24 * HOUR },
  { value: '168', label: 'Last 7 days', ms: 168 * HOUR },
  { value: '720', label: 'Last 30 days', ms: 720 * HOUR },
  { value: 'all', label: 'All time', ms: Number.POSITIVE_INFINITY },
] as const;

/** When a span begins; null for all time. */
export function startOf(value: string | null, now: number): number | null {
  const span = SPANS.find((each) => each.value === value);
  return span && Number.isFinite(span.ms) ? now - span.ms : null;
}

/** The shortest span that holds the time: it moves on while the filter stands. */
export function spanOf(from: number | null, now: number): string {
  if (from === null) return 'all';
  return SPANS.find(({ ms }) => now - from <= ms + HOUR / 2)?.value ?? 'all';
}
