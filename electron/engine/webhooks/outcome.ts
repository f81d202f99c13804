import type { InboxItem } from '../../../shared/domain/incident.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { WebhookMessage } from '../../../shared/domain/webhook.ts';
import type { StoreApi, WebhookDelivery } from '../store/api.ts';
import type { Posted } from './post.ts';

const FIRST_RETRY_MS = 5_000;
/** Longest pause between two attempts; at once where only its user can mend it. */
export const LONGEST_RETRY_MS = 1_800_000;
/** Trouble of the network that passes by itself within this time is not worth a word. */
const WORTH_TELLING_MS = 120_000;
/** What could not be posted for a day is in the inbox, and nowhere else. */
const GIVEN_UP_MS = 86_400_000;

/** What came of it beyond the webhook itself. */
export interface Outcome {
  incidentIds: Set<number>;
  /** The message about a webhook that fails. */
  item: InboxItem | null;
}

/** Notes that all of a parcel were taken. Call it inside a transaction. */
export function noteSent(
  store: StoreApi,
  id: number,
  parcel: readonly WebhookDelivery[],
  now: EpochMs,
): Outcome {
  const outcome: Outcome = { incidentIds: new Set(), item: null };
  const row = store.webhooks.get(id);
  if (!row) return outcome;
  settle(store, parcel, 'sent');
  for (const each of parcel) note(store, each, now, 'notified', `Posted to ${row.name}: `, outcome);
  store.webhooks.update({
    ...row,
    attempts: 0,
    failingSince: null,
    problem: null,
    nextAt: 0,
    failureTold: false,
  });
  return outcome;
}

/**
 * Notes a failed attempt: when to try again, what is too old to be worth it, and, once, a message in the inbox. Call
 * it inside a transaction.
 */
export function noteFailure(
  store: StoreApi,
  id: number,
  waiting: readonly WebhookDelivery[],
  { reason, lasting, retryAfterMs }: Extract<Posted, { ok: false }>,
  now: EpochMs,
): Outcome {
  const outcome: Outcome = { incidentIds: new Set(), item: null };
  const row = store.webhooks.get(id);
  const [first] = waiting;
  if (!row || !first) return outcome;
  const failingSince = row.failingSince !== null && row.failingSince <= now ? row.failingSince : now;
  const tell = !row.failureTold && (lasting || now - failingSince >= WORTH_TELLING_MS);
  if (tell) {
    note(store, first, now, 'held_back', `Not posted to ${row.name} so far (${reason}): `, outcome);
    outcome.item = tellInInbox(store, first, row.name, reason, now);
  }
  const tooOld = waiting.filter(({ at }) => now - at > GIVEN_UP_MS);
  settle(store, tooOld, 'given_up');
  for (const each of tooOld)
    note(store, each, now, 'held_back', `Not posted to ${row.name} in a day of trying: `, outcome);
  const backoffMs = lasting
    ? LONGEST_RETRY_MS
    : Math.min(FIRST_RETRY_MS * 2 ** row.attempts, LONGEST_RETRY_MS);
  store.webhooks.update({
    ...row,
    attempts: row.attempts + 1,
    failingSince,
    problem: reason,
    nextAt: now + Math.max(backoffMs, retryAfterMs ?? 0),
    failureTold: row.failureTold || tell,
  });
  return outcome;
}

function settle(store: StoreApi, parcel: readonly WebhookDelivery[], state: 'sent' | 'given_up'): void {
  store.webhooks.settle(
    parcel.map(({ id }) => id),
    state,
  );
}

function tellInInbox(
  store: StoreApi,
  first: WebhookDelivery,
  name: string,
  reason: string,
  at: EpochMs,
): InboxItem | null {
  const about = store.inbox.get(first.inboxItemId);
  if (!about) return null;
  return store.inbox.insert({
    incidentId: about.incidentId,
    kind: 'undelivered',
    at,
    title: `Messages do not reach ${name}`,
    body: `${reason} Pulse tries for a day, and says it only once. The webhook is under Settings, Notifications.`,
    delivery: 'inbox_only',
    readAt: null,
  });
}

/** Into the timeline of every incident that the message is about. */
function note(
  store: StoreApi,
  { message }: WebhookDelivery,
  at: EpochMs,
  kind: 'notified' | 'held_back',
  begin: string,
  outcome: Outcome,
): void {
  const { incidents, title } = WebhookMessage.parse(JSON.parse(message));
  for (const { id } of incidents) {
    if (!store.incidents.row(id)) continue;
    store.incidents.addEvent(id, { at, kind, text: `${begin}${title}` });
    outcome.incidentIds.add(id);
  }
}
