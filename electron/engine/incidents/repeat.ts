import type { NotificationPolicy } from '../../../shared/domain/settings.ts';
import type { StoreApi } from '../store/api.ts';
import { wayOf } from './routing.ts';

interface Subject {
  connectionId: number;
  tableId: number | null;
}

/**
 * Hours between two reminders of an incident; null: none. What the checks that are bad in it say counts before what is
 * set for their table: the shortest of them.
 */
export function repeatHoursOf(
  store: Pick<StoreApi, 'checks'>,
  policy: NotificationPolicy,
  subject: Subject,
  bad: Iterable<{ checkId: number | null }>,
): number | null {
  const own: number[] = [];
  for (const { checkId } of bad) {
    const hours = checkId === null ? undefined : store.checks.get(checkId)?.repeatHours;
    if (hours !== undefined) own.push(hours);
  }
  if (own.length === 0) return wayOf(policy, subject).repeatHours;
  const repeated = own.filter((hours) => hours > 0);
  return repeated.length === 0 ? null : Math.min(...repeated);
}
