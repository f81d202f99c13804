import type { IncidentEvent, IncidentView } from '../../../shared/domain/incident.ts';
import { formatCount, formatSeconds } from '../../../shared/format.ts';

/** What half of the time is over by then would mostly be over unseen. */
const SHORT_MS = 900_000;
/** Rounded up to one of these, so that nobody is told to wait 7 min 12 s. */
const WAITS_MINUTES = [2, 5, 10, 15, 30];

/** What is known of a loud cause. */
export interface Loud {
  incidents: readonly IncidentView[];
  reminders: number;
  /** Its check learns what is normal. */
  learns: boolean;
  medianMs: number | null;
  eventsOf: (incidentId: number) => readonly IncidentEvent[];
}

/** How to hear less of a cause without missing anything: sentences, what helps most first. */
export function adviceFor(loud: Loud): string[] {
  const { incidents, reminders, learns, medianMs } = loud;
  const labelled = (label: IncidentView['label']) => incidents.filter((each) => each.label === label).length;
  const advice: string[] = [];
  const noise = labelled('noise');
  if (noise > 0) {
    advice.push(
      `You called ${formatCount(noise, 'incident')} of it noise. ${
        learns
          ? 'What is normal was learned anew from that; if it stays loud, let its check warn and not fail.'
          : 'Widen its bounds, or let Pulse learn what is normal.'
      }`,
    );
  }
  const turns = incidents.reduce((sum, { id }) => sum + turnsIn(loud.eventsOf(id)), 0);
  if (turns >= 2)
    advice.push(
      `It came back ${formatCount(turns, 'time')}: set “Good for at least” of its check to 15 min.`,
    );
  const expected = labelled('expected');
  if (expected >= 2)
    advice.push(`You expected it ${formatCount(expected, 'time')}: plan a silence for the next time.`);
  const wait = medianMs === null || medianMs > SHORT_MS ? null : waitFor(medianMs);
  if (incidents.length >= 2 && wait !== null && medianMs !== null) {
    advice.push(
      `Half of its incidents were over within ${formatSeconds(medianMs / 1_000)}: set “Bad for at least” of its check to ${wait} min.`,
    );
  }
  if (reminders >= 2)
    advice.push(
      `It was said again ${formatCount(reminders, 'time')}: acknowledge it once somebody looks after it.`,
    );
  if (advice.length > 0) return advice;
  return labelled('real') === incidents.length
    ? ['Every one of them was real: there is nothing to quieten, but something to mend.']
    : ['Label its incidents as real, expected or noise: then Pulse can say how to quieten it.'];
}

const turnsIn = (events: readonly IncidentEvent[]): number =>
  events.filter(({ kind }) => kind === 'reopened' || kind === 'relapsed').length;

function waitFor(medianMs: number): number | null {
  return WAITS_MINUTES.find((minutes) => minutes * 60_000 > medianMs) ?? null;
}
