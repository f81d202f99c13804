import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { RANGES, type Range, type Span } from '../../stores/span.ts';

const SHORTEST_MS = 30 * 60_000;

/** Where a chart up to `to` begins of what lasts, so that what was before it takes half. Pure. */
export const beginBefore = (startedAt: number, to: number): number =>
  startedAt - Math.max(to - startedAt, SHORTEST_MS);

/**
 * The time in which an incident is seen with what was normal before it: up to now while it lasts, and as much before and
 * after as it lasted when it is over. Pure.
 */
export function timeAround(
  { startedAt, resolvedAt }: Pick<IncidentView, 'startedAt' | 'resolvedAt'>,
  now: number,
): { range: Range; zoom: Span | null } {
  if (resolvedAt !== null) {
    const room = Math.max(resolvedAt - startedAt, SHORTEST_MS);
    return { range: '24h', zoom: { from: startedAt - room, to: Math.min(resolvedAt + room, now) } };
  }
  const wanted = (now - startedAt) * 2;
  const ranges = Object.entries(RANGES) as [Range, number][];
  return { range: ranges.find(([, length]) => length >= wanted)?.[0] ?? '1y', zoom: null };
}
