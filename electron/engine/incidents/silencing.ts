import type { Silence } from '../../../shared/domain/silence.ts';
import type { AlertRow, IncidentRow } from '../store/api.ts';
import type { Round } from './round.ts';
import { firstToEnd, silenceOf } from './silence.ts';
import { untilWords } from './words.ts';

/** Ends silences whose time is over, and notes on every open incident whether one covers all of it. */
export function applySilences(round: Round): void {
  const { store, now } = round;
  const active: Silence[] = [];
  for (const silence of store.silences.active()) {
    if (silence.until === null) {
      if (coversSomething(round, silence)) active.push(silence);
      else store.silences.end(silence.id, now);
    } else if (silence.until <= now) {
      store.silences.end(silence.id, now);
    } else {
      active.push(silence);
      round.lookAgain(silence.until);
    }
  }
  const firing = round.firing();
  for (const row of firing)
    if (!row.group) note(round, row, silenceOfAll(active, row, round.alertsOf(row.id)));
  for (const row of firing) if (row.group) note(round, row, silenceOfGroup(round, active, row));
}

/** What is silent "until resolved" is what was open when it was set; recovering is not resolved yet. */
function coversSomething(round: Round, silence: Silence): boolean {
  return round
    .firing()
    .some((row) => round.alertsOf(row.id).some((alert) => silenceOf([silence], alert, row) !== null));
}

/** One finding that is not covered is reason enough to speak. */
function silenceOfAll(
  active: readonly Silence[],
  row: IncidentRow,
  alerts: readonly AlertRow[],
): Silence | null {
  const silences = alerts.map((alert) => silenceOf(active, alert, row));
  if (silences.includes(null)) return null;
  return firstToEnd(silences.filter((silence) => silence !== null));
}

function silenceOfGroup(round: Round, active: readonly Silence[], group: IncidentRow): Silence | null {
  const byId = new Map(active.map((silence) => [silence.id, silence]));
  const silences = round.store.incidents
    .childrenOf(group.id)
    .filter((child) => child.state === 'firing')
    .map((child) => (child.silenceId === null ? undefined : byId.get(child.silenceId)));
  if (silences.includes(undefined)) return null;
  return firstToEnd(silences.filter((silence) => silence !== undefined));
}

function note(round: Round, row: IncidentRow, silence: Silence | null): void {
  const { now } = round;
  if (row.silenceId === (silence?.id ?? null)) return;
  if (silence) {
    round.event(row, 'silenced', `Silenced ${untilWords(silence.until, now)}.`);
    round.set(row, { silenceId: silence.id, held: 'silenced' });
    return;
  }
  const before = row.silenceId === null ? null : round.store.silences.get(row.silenceId);
  const ranOut = before !== null && before.until !== null && before.until <= now;
  round.event(
    row,
    'unsilenced',
    ranOut ? 'The silence is over, and the problem is not.' : 'Not silenced any more.',
  );
  // Snoozed, not settled: what the user heard before the silence is said once more.
  round.set(row, { silenceId: null, held: null, ...(ranOut ? { told: null } : {}) });
}
