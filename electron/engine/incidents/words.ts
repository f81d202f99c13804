import type { InboxItem, Severity } from '../../../shared/domain/incident.ts';
import { formatCount, formatSeconds } from '../../../shared/format.ts';
import { localFormat } from '../../../shared/local-format.ts';
import type { IncidentRow } from '../store/api.ts';

/** Where an incident is: a table or a connection, in the words of the user. */
export interface Place {
  connectionName: string;
  tableName: string | null;
}

const verbs: Record<Severity, string> = {
  critical: 'failed',
  broken: 'failed',
  warning: 'warns',
  unjudged: 'cannot be judged',
};

export const severityWords: Record<Severity, string> = {
  critical: 'critical',
  broken: 'broken',
  warning: 'a warning',
  unjudged: 'not judged',
};

/** "public.orders: Freshness failed". A cause that is no check's ("Locked") speaks for itself. */
export function incidentTitle(place: Place, name: string, severity: Severity, isCheck: boolean): string {
  const subject = place.tableName ?? place.connectionName;
  return isCheck ? `${subject}: ${name} ${verbs[severity]}` : `${subject}: ${name}`;
}

const clockTime = localFormat({ hour: '2-digit', minute: '2-digit' });
const dayAndTime = localFormat({
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** "since 14:02", with the day when it is not within the last twelve hours. Local time. */
export function sinceWords(since: number, now: number): string {
  return `since ${atWords(since, now)}`;
}

/** "14:02", with the day when it is not within the last twelve hours. Local time. */
export function atWords(at: number, now: number): string {
  return (now - at < 12 * 3_600_000 ? clockTime : dayAndTime).format(at);
}

/** "until 14:02", "until it is resolved". Local time. */
export function untilWords(until: number | null, now: number): string {
  if (until === null) return 'until it is resolved';
  const format = until - now < 12 * 3_600_000 ? clockTime : dayAndTime;
  return `until ${format.format(until)}`;
}

type Told = Pick<IncidentRow, 'connectionName' | 'tableName' | 'group' | 'title' | 'sentence' | 'startedAt'> &
  Pick<IncidentRow, 'resolution' | 'flapping' | 'firedAt' | 'turnedAt' | 'toldAt'>;

/**
 * Text of a message about one incident: what, how far from normal, since when, where. `isOneOfMany`: something else is
 * still wrong with the same table, so that its end is not the end of all.
 */
export function notificationText(
  kind: Exclude<InboxItem['kind'], 'summary' | 'undelivered' | 'weekly' | 'unsaved' | 'saved'>,
  incident: Told,
  now: number,
  isOneOfMany = false,
): { title: string; body: string } {
  const { tableName, connectionName, sentence, startedAt, turnedAt, firedAt, toldAt, flapping } = incident;
  const where = tableName === null ? '' : ` On ${connectionName}.`;
  if (kind === 'resolved') {
    const lasted = formatSeconds((now - startedAt) / 1000);
    return {
      title: isOneOfMany ? `${incident.title} (over)` : `${subjectOf(incident)}: back to normal`,
      body: `${incident.resolution ?? sentence} It lasted ${lasted}.${where}`,
    };
  }
  const since = capital(sinceWords(startedAt, now));
  const body = `${sentence} ${since}.${where}`;
  if (flapping !== null) {
    return {
      title: `${incident.title} (comes and goes)`,
      body: `${body} Pulse says no more about it until it is calm.`,
    };
  }
  if (kind === 'worsened') return { title: `${incident.title} (worse)`, body };
  if (kind === 'reminder') return { title: `${incident.title} (still)`, body };
  const again = toldAt !== null && turnedAt !== firedAt;
  return { title: again ? `${incident.title} (again)` : incident.title, body };
}

/** "public.orders", "5 tables on shop", "shop". */
function subjectOf({ group, title, tableName, connectionName }: Told): string {
  if (group) return title.split(':')[0] ?? title;
  return tableName ?? connectionName;
}

/** Title and sentence of tables that broke together. `children` are its incidents, worst first. */
export function groupHeadline(
  connectionName: string,
  children: readonly Pick<IncidentRow, 'title' | 'tableName' | 'sentence'>[],
): { title: string; sentence: string } {
  const finding = ({ title, tableName }: (typeof children)[number]) =>
    tableName && title.startsWith(`${tableName}: `) ? title.slice(tableName.length + 2) : title;
  // A check that warns on one table and fails on another is one finding.
  const findings = new Set(children.map((child) => withoutVerb(finding(child))));
  const names = [...new Set(children.map(({ tableName }) => tableName ?? ''))];
  const [first] = children;
  const what = findings.size === 1 && first ? finding(first) : 'several findings';
  return {
    title: `${formatCount(names.length, 'table')} on ${connectionName}: ${what}`,
    sentence: `${listed(names, 3)}. ${first ? `${first.tableName}: ${first.sentence}` : ''}`.trim(),
  };
}

function withoutVerb(finding: string): string {
  const verb = Object.values(verbs).find((each) => finding.endsWith(` ${each}`));
  return verb ? finding.slice(0, -verb.length - 1) : finding;
}

export interface SummaryPart {
  incident: Told;
  /** `passed`: it came and went while nothing was said. */
  kind: 'firing' | 'worsened' | 'reminder' | 'resolved' | 'passed';
}

/** One message for several incidents, after quiet hours or sleep. What is bad comes first. */
export function summaryText(parts: readonly SummaryPart[], now: number): { title: string; body: string } {
  const bad = parts.filter(({ kind }) => kind !== 'resolved' && kind !== 'passed');
  const over = parts.filter(({ kind }) => kind === 'resolved');
  const passed = parts.filter(({ kind }) => kind === 'passed');
  const counts = [
    ...(bad.length > 0 ? [`${formatCount(bad.length, 'problem')} now`] : []),
    ...(over.length > 0 ? [`${over.length} back to normal`] : []),
    ...(passed.length > 0 ? [`${passed.length} came and went`] : []),
  ];
  const lines = [
    ...bad.map(({ incident }) => `${incident.title}, ${sinceWords(incident.startedAt, now)}`),
    ...over.map(({ incident }) => `${subjectOf(incident)}: back to normal`),
    ...passed.map(({ incident }) => `${incident.title}, came and went`),
  ];
  return {
    title: capital(counts.join(', ')),
    body: `${listed(lines, 5, '\n')}${lines.length > 5 ? '' : '.'}`,
  };
}

/** The first few, and how many more there are. */
export function listed(items: readonly string[], most: number, separator = ', '): string {
  if (items.length <= most) return items.join(separator);
  const and = separator === ', ' ? ' and' : `${separator}and`;
  return `${items.slice(0, most).join(separator)}${and} ${items.length - most} more`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
