import type { MessageRoute, NotificationPolicy } from '../../../../shared/domain/settings.ts';
import type { WebhookView } from '../../../../shared/domain/webhook.ts';

/** What is different for the messages of a route, one part each; empty when nothing is. */
export function routeWords(
  route: MessageRoute,
  known: readonly Pick<WebhookView, 'id' | 'name'>[],
): string[] {
  const { desktop, webhooks, least, repeatHours, pendingRuns, pendingMinutes, keepFiringMinutes, severity } =
    route;
  const parts: string[] = [];
  if (desktop !== null) parts.push(desktop ? 'shown on the desktop' : 'not on the desktop');
  if (webhooks !== null) {
    const names = known.filter(({ id }) => webhooks.includes(id)).map(({ name }) => name);
    parts.push(names.length === 0 ? 'to no webhook' : `to ${names.join(' and ')} alone`);
  }
  if (least !== null) parts.push(leastWord[least]);
  if (repeatHours !== null)
    parts.push(repeatHours === 0 ? 'never repeated' : `repeated every ${repeatHours} h`);
  if (severity !== null) parts.push(`failures count as ${severity}`);
  if (pendingRuns !== null)
    parts.push(
      pendingRuns === 1
        ? 'an incident at the first bad run'
        : `bad in ${pendingRuns} runs in a row before an incident`,
    );
  if (pendingMinutes !== null) parts.push(`bad for ${pendingMinutes} min before an incident`);
  if (keepFiringMinutes !== null) parts.push(`good for ${keepFiringMinutes} min before it is over`);
  return parts;
}

/** From which severity on a message leaves the inbox. */
export const leastWord: Record<NonNullable<MessageRoute['least']>, string> = {
  critical: 'critical ones only',
  broken: 'broken or worse only',
  warning: 'warnings or worse only',
  unjudged: 'everything, also what cannot be judged',
};

export const sameOwner = (
  a: Pick<MessageRoute, 'connectionId' | 'tableId'>,
  b: Pick<MessageRoute, 'connectionId' | 'tableId'>,
): boolean => a.connectionId === b.connectionId && a.tableId === b.tableId;

/** The policy's routes with this one in place of the one with the same owner; without it when it says nothing. */
export function withRoute(routes: NotificationPolicy['routes'], route: MessageRoute): MessageRoute[] {
  const others = routes.filter((each) => !sameOwner(each, route));
  const { connectionId: _, tableId: __, ...own } = route;
  const says = Object.values(own).some((part) => part !== null);
  return says ? [...others, route] : others;
}
