import type { Check } from '../../../shared/domain/check.ts';
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

/** A check with what its table, or its connection, says of its waits and of how bad it is. */
export function asRouted<C extends Check>(policy: NotificationPolicy, check: C): C {
  const own = check.tableId === null ? undefined : find(policy, check.connectionId, check.tableId);
  const wider = find(policy, check.connectionId, null);
  if (!own && !wider) return check;
  const first = <K extends 'pendingRuns' | 'pendingMinutes' | 'keepFiringMinutes' | 'severity'>(key: K) =>
    own?.[key] ?? wider?.[key] ?? undefined;
  const pendingMinutes = check.pendingMinutes ?? first('pendingMinutes');
  const keepFiringMinutes = check.keepFiringMinutes ?? first('keepFiringMinutes');
  return {
    ...check,
    severity: first('severity') ?? check.severity,
    pendingRuns: first('pendingRuns') ?? check.pendingRuns,
    ...(pendingMinutes === undefined ? {} : { pendingMinutes }),
    ...(keepFiringMinutes === undefined ? {} : { keepFiringMinutes }),
  };
}

const find = ({ routes }: NotificationPolicy, connectionId: number, tableId: number | null) =>
  routes.find((route) => route.connectionId === connectionId && route.tableId === tableId);

/** Whether a finding is bad enough to leave the inbox. */
export const isBadEnough = ({ least }: Way, severity: Severity): boolean =>
  compareSeverity(severity, least) <= 0;
