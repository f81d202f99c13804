import type { InboxItem } from '../../../shared/domain/incident.ts';
import type { WebhookFormat, WebhookMessage } from '../../../shared/domain/webhook.ts';
import type { IncidentRow } from '../store/api.ts';

/** What a webhook is told of a message and of the incidents that it is about. */
export function webhookMessage(
  item: Pick<InboxItem, 'kind' | 'at' | 'title' | 'body'>,
  rows: readonly IncidentRow[],
): WebhookMessage {
  return {
    version: 1,
    kind: item.kind,
    at: item.at,
    title: item.title,
    text: item.body,
    incidents: rows.map((row) => ({
      id: row.id,
      connection: row.connectionName,
      table: row.tableName,
      severity: row.severity,
      state: row.state,
      title: row.title,
      sentence: row.sentence,
      startedAt: row.startedAt,
      resolvedAt: row.resolvedAt,
    })),
  };
}

/** What waited while the webhook could not be reached, as one message: nobody needs a burst of old ones. */
export function gathered(messages: readonly WebhookMessage[], now: number): WebhookMessage {
  const latest = new Map(messages.flatMap(({ incidents }) => incidents).map((each) => [each.id, each]));
  return {
    version: 1,
    kind: 'summary',
    at: now,
    title: `${messages.length} messages from while Pulse could not post here`,
    text: messages.map(({ title }) => title).join('\n'),
    incidents: [...latest.values()],
  };
}

export const testMessage = (name: string, now: number): WebhookMessage => ({
  version: 1,
  kind: 'test',
  at: now,
  title: 'Pulse can post here',
  text: `This is a test of the webhook “${name}”. Nothing is broken.`,
  incidents: [],
});

/** The body that is posted. */
export function bodyOf(format: WebhookFormat, message: WebhookMessage): string {
  if (format === 'json') return JSON.stringify(message);
  return JSON.stringify({ text: `*${escaped(message.title)}*\n${escaped(message.text)}` });
}

/** The three signs that mean something in Slack's text. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
