import type { IncidentLabel, IncidentView } from '../../../../shared/domain/incident.ts';
import { labelWord } from '../../format/words.ts';
import { acknowledgeIncident, labelIncident } from '../../stores/incidents.ts';
import { handOverNote } from '../../stores/note-draft.ts';
import { doAndSay, say } from '../../stores/notice.ts';

/** With the note that is being written on it, if there is one. */
export async function acknowledge({ id, title, state, acknowledgedAt }: IncidentView): Promise<void> {
  if (state === 'resolved') say('It is over: nothing to acknowledge.');
  else if (acknowledgedAt !== null) say('It is acknowledged already.');
  else {
    await doAndSay(
      () => handOverNote(id, acknowledgeIncident),
      () => `Acknowledged: ${title}`,
    );
  }
}

/** The same label again takes it off. */
export function label({ id, title, label: before }: IncidentView, wanted: IncidentLabel): void {
  const next = before === wanted ? null : wanted;
  void doAndSay(
    () => labelIncident(id, next),
    () => (next === null ? `No label any more: ${title}` : `${labelWord[next]}: ${title}`),
  );
}
