import type { IncidentLabel, IncidentView } from '../../../../shared/domain/incident.ts';
import { labelWord } from '../../format/words.ts';
import { acknowledgeIncident, labelIncident } from '../../stores/incidents.ts';
import { doAndSay, say } from '../../stores/notice.ts';

/** Without a note: that is written on the incident's own screen. */
export function acknowledge({ id, title, state, acknowledgedAt }: IncidentView): void {
  if (state === 'resolved') say('It is over: nothing to acknowledge.');
  else if (acknowledgedAt !== null) say('It is acknowledged already.');
  else {
    void doAndSay(
      () => acknowledgeIncident(id, ''),
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
