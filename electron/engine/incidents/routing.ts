import type { Severity } from '../../../shared/domain/incident.ts';
import type { MessageRoute, NotificationPolicy } from '../../../shared/domain/settings.ts';
import { compareSeverity } from './alert.ts';

/** Where messages about a table, or about a connection, go. */
export interface Way {
  desktop: boolean;
  /** Null: to every webhook that is switched on. */
  webhooks: readonly number[] | null;
  /** What is less bad stands in the inbox only. */
  least: Severity;
  /** Hours between two reminders. Null: none. */
  repeatHours: number | null;
}

/** The way of an incident: what its table says, else its connection, else the policy. */
export function wayOf(
  policy: NotificationPolicy,
  { connectionId, tableId }: { connectionId: number; tableId: number | null },
): Way {
  const own = tableId === null ? undefined : find(policy, connectionId, tableId);
  const wider = find(policy, connectionId, null);
  const first = <K extends 'desktop' | 'webhooks' | 'least' | 'repeatHours'>(key: K): MessageRoute[K] =>
    own?.[key] ?? wider?.[key] ?? null;
  const repeatHours = first('repeatHours') ?? policy.repeatHours;
  return {
    desktop: first('desktop') ?? !policy.inboxOnlyConnections.includes(connectionId),
    webhooks: first('webhooks'),
    least: first('least') ?? 'unjudged',
    repeatHours: repeatHours === 0 ? null : repeatHours,
  };
}

const find = ({ routes }: NotificationPolicy, connectionId: number, tableId: number | null) =>
  routes.find((route) => route.connectionId === connectionId && route.tableId === tableId);

/** Whether a finding is bad enough to leave the inbox. */
export const isBadEnough = ({ least }: Way, severity: Severity): boolean =>
  compareSeverity(severity, least) <= 0;
