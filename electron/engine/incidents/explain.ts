import type { IncidentEvent, IncidentView } from '../../../shared/domain/incident.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { NotificationPolicy } from '../../../shared/domain/settings.ts';
import { atWords, untilWords } from './words.ts';

/** What in a timeline is about messages, and not about the data. */
const spoken = new Set<IncidentEvent['kind']>([
  'notified',
  'held_back',
  'grouped',
  'ungrouped',
  'silenced',
  'unsilenced',
  'flapping',
  'steady',
  'acknowledged',
]);

/** "Why was I (not) notified?": each message that was sent or held back and why, and what to expect now. */
export function explainMessages(
  incident: IncidentView,
  timeline: readonly IncidentEvent[],
  policy: NotificationPolicy,
  repeatHours: number | null,
  now: EpochMs,
): string[] {
  const past = timeline
    .filter(({ kind }) => spoken.has(kind))
    .map(({ at, text }) => `${atWords(at, now)}: ${/[.!?]$/.test(text) ? text : `${text}.`}`);
  return [
    ...past,
    ...(past.length === 0 ? [unspoken(incident)] : []),
    expectation(incident, policy, repeatHours, now),
  ];
}

function unspoken({ state, firedAt }: IncidentView): string {
  if (firedAt !== null) return 'Nothing has been said about this so far.';
  return state === 'resolved'
    ? 'Nothing was said: it ended before it was seen often enough.'
    : 'Nothing was said: it has not been seen often enough yet.';
}

function expectation(
  incident: IncidentView,
  policy: NotificationPolicy,
  repeatHours: number | null,
  now: EpochMs,
): string {
  const { state, held, silence, told, acknowledgedAt } = incident;
  if (state === 'pending') return 'Pulse speaks when the next looks show the same.';
  if (silence !== null) return `It is silenced ${untilWords(silence.until, now)}.`;
  if (held === 'folded') return 'Another incident speaks for it: open that one to see its messages.';
  if (held === 'quiet') return `A digest follows when the quiet hours end at ${policy.quietHours.to}.`;
  if (held === 'flapping') return 'It comes and goes: Pulse speaks again after 30 min without a change.';
  if (state === 'resolved') return 'It is over: nothing more will be said.';
  if (told === null) return 'Pulse waits a few seconds for other findings of the same cause, then speaks.';
  if (repeatHours === null) return 'It is said again only when it gets worse, and when it is over.';
  if (acknowledgedAt !== null) return 'It is acknowledged, so it is not repeated.';
  return `It is repeated every ${repeatHours} h until somebody acknowledges it.`;
}
