import type { InboxItem, Severity } from '../../../shared/domain/incident.ts';
import { formatSeconds } from '../../../shared/format.ts';

/** Where an incident is: a table or a connection, in the words of the user. */
export interface Place {
  connectionName: string;
  tableName: string | null;
}

const verbs: Record<Severity, string> = { broken: 'failed', warning: 'warns', unjudged: 'cannot be judged' };

/** "public.orders: Freshness failed". A cause that is no check's ("Locked") speaks for itself. */
export function incidentTitle(place: Place, name: string, severity: Severity, isCheck: boolean): string {
  const subject = place.tableName ?? place.connectionName;
  return isCheck ? `${subject}: ${name} ${verbs[severity]}` : `${subject}: ${name}`;
}

const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** "since 14:02", with the day when it is not within the last twelve hours. Local time. */
export function sinceWords(since: number, now: number): string {
  const format = now - since < 12 * 3_600_000 ? clockTime : dayAndTime;
  return `since ${format.format(since)}`;
}

/** Text of a message: what, how far from normal, since when, where. */
export function notificationText(
  kind: InboxItem['kind'],
  place: Place,
  incident: { title: string; sentence: string; startedAt: number },
  now: number,
): { title: string; body: string } {
  const where = place.tableName === null ? '' : ` On ${place.connectionName}.`;
  if (kind === 'resolved') {
    const subject = place.tableName ?? place.connectionName;
    const lasted = formatSeconds((now - incident.startedAt) / 1000);
    return { title: `${subject}: back to normal`, body: `${incident.sentence} It lasted ${lasted}.${where}` };
  }
  const title = kind === 'worsened' ? `${incident.title} (worse)` : incident.title;
  const since = sinceWords(incident.startedAt, now);
  return { title, body: `${incident.sentence} ${since.charAt(0).toUpperCase()}${since.slice(1)}.${where}` };
}
