export const RANGES = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
  '1y': 31_536_000_000,
} as const;
export type Range = keyof typeof RANGES;

/** A part of the time, in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Less than this holds a result or none. */
const SHORTEST_ZOOM_MS = 60_000;

/**
 * What is shown of the time that was asked for: all of it, and enough around it to hold something, but nothing that is
 * still to come. Null where that is as much as the range.
 */
export function zoomOf({ from, to }: Span, range: Range, edge: number): Span | null {
  if (to - from >= RANGES[range]) return null;
  const room = Math.max(0, SHORTEST_ZOOM_MS - (to - from)) / 2;
  const beyond = Math.max(0, to + room - edge);
  return { from: Math.floor(from - room - beyond), to: Math.ceil(to + room - beyond) };
}

const WEEK_MS = RANGES['7d'];

/** How much earlier the values are that are compared with: weeks have a rhythm, longer spans are compared as a whole. */
export const earlierBy = (range: Range): { ms: number; words: string } =>
  range === '1y'
    ? { ms: RANGES['1y'], words: 'a year before' }
    : range === '30d'
      ? // Whole weeks, so that weekends lie over weekends.
        { ms: 4 * WEEK_MS, words: 'four weeks before' }
      : { ms: WEEK_MS, words: 'a week before' };

/** The time that all charts of a table show: a zoomed part, or the range up to `edge`. */
export const shownSpan = ({ range, zoom, edge }: { range: Range; zoom: Span | null; edge: number }): Span =>
  zoom ?? { from: edge - RANGES[range], to: edge };
