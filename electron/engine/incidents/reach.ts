import type { NotificationPolicy } from '../../../shared/domain/settings.ts';
import type { IncidentRow, WebhookRow } from '../store/api.ts';
import type { Round } from './round.ts';
import { isBadEnough, wayOf } from './routing.ts';
import { listed, severityWords } from './words.ts';

/** Whom a message reaches beside the inbox, and that in words. */
export interface Reach {
  desktop: boolean;
  webhooks: readonly WebhookRow[];
  /** "Handed to the desktop and to Team channel", "Kept in the inbox only, as set under Settings". */
  how: string;
}

interface Told {
  row: IncidentRow;
  kind: string;
}

/** Whom a message about these reaches: everybody whom one of them is to reach. */
export function reachOf({ policy, store }: Round, told: readonly Told[]): Reach {
  const known = policy.enabled ? store.webhooks.list().filter(({ enabled }) => enabled) : [];
  const ways = told.filter((each) => isWanted(policy, each)).map(({ row }) => wayOf(policy, row));
  const desktop = ways.some((way) => way.desktop);
  const webhooks = known.filter(({ id }) => ways.some((way) => way.webhooks?.includes(id) ?? true));
  const to = [...(desktop ? ['the desktop'] : []), ...webhooks.map(({ name }) => name)];
  const how =
    to.length > 0 ? `Handed to ${listed(to, 5)}` : `Kept in the inbox only, ${whyNot(policy, told)}`;
  return { desktop, webhooks, how };
}

function isWanted(policy: NotificationPolicy, { row, kind }: Told): boolean {
  if (!policy.enabled) return false;
  if (kind === 'resolved' && !policy.onResolved) return false;
  return isBadEnough(wayOf(policy, row), row.severity);
}

function whyNot(policy: NotificationPolicy, told: readonly Told[]): string {
  const [first] = told;
  if (!policy.enabled) return 'as notifications are switched off under Settings';
  if (!first) return 'as set under Settings';
  const { least } = wayOf(policy, first.row);
  if (!isBadEnough(wayOf(policy, first.row), first.row.severity))
    return `as only what is ${severityWords[least]} or worse is to be said here`;
  return 'as set under Settings';
}
