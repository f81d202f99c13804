import type { IncidentView } from '../../../shared/domain/incident.ts';

/** The inbox of incidents is read like mail: what wants somebody first, what is over last. */
export const MAILBOXES = ['open', 'acknowledged', 'silenced', 'pending', 'resolved'] as const;
export type Mailbox = (typeof MAILBOXES)[number];

/** The one in which an incident lies. */
export function mailboxOf(incident: Pick<IncidentView, 'state' | 'silence' | 'acknowledgedAt'>): Mailbox {
  if (incident.state !== 'firing') return incident.state;
  if (incident.silence !== null) return 'silenced';
  return incident.acknowledgedAt === null ? 'open' : 'acknowledged';
}

/** What lies in a mailbox, newest first. */
export function rowsIn(list: readonly IncidentView[], mailbox: Mailbox): IncidentView[] {
  return list.filter((each) => mailboxOf(each) === mailbox).sort((a, b) => newest(b) - newest(a));
}

const newest = ({ resolvedAt, startedAt }: IncidentView): number => resolvedAt ?? startedAt;

export function countBoxes(list: readonly IncidentView[]): Record<Mailbox, number> {
  const counts: Record<Mailbox, number> = { open: 0, acknowledged: 0, silenced: 0, pending: 0, resolved: 0 };
  for (const each of list) counts[mailboxOf(each)] += 1;
  return counts;
}

/** The one so many rows further; the first one from nowhere. Null at the ends. */
export function neighbour(ids: readonly number[], from: number | null, step: 1 | -1): number | null {
  const index = from === null ? -1 : ids.indexOf(from);
  return (index === -1 ? ids[0] : ids[index + step]) ?? null;
}

/** Who takes the place of a row that left: the next one that is still there, or else the last before it. */
export function heir(before: readonly number[], now: readonly number[], gone: number): number | null {
  const index = before.indexOf(gone);
  const after = before.slice(index + 1).find((id) => now.includes(id));
  return after ?? before.slice(0, Math.max(index, 0)).findLast((id) => now.includes(id)) ?? null;
}
