import type { IncidentEvent } from '../../../../shared/domain/incident.ts';
import { At } from '../../components/Time.tsx';
import classes from './Incidents.module.css';

const words: Record<IncidentEvent['kind'], string> = {
  pending: 'Pending',
  firing: 'Firing',
  joined: 'Joined',
  worsened: 'Worse',
  recovering: 'Recovering',
  relapsed: 'Bad again',
  resolved: 'Resolved',
  reopened: 'Reopened',
  flapping: 'Comes and goes',
  steady: 'Steady',
  grouped: 'Grouped',
  ungrouped: 'On its own',
  acknowledged: 'Acknowledged',
  silenced: 'Silenced',
  unsilenced: 'Silence over',
  labelled: 'Labelled',
  notified: 'Notified',
  held_back: 'Held back',
};

/** What happened, oldest first. */
export function Timeline({ events }: { events: readonly IncidentEvent[] }) {
  return (
    <ol className={classes.timeline}>
      {events.map((event) => (
        <li key={`${event.at}:${event.kind}:${event.text}`} className={classes.moment} data-kind={event.kind}>
          <div className={classes.event}>
            <span className={classes.eventKind}>{words[event.kind]}</span>
            <span className={classes.small}>
              <At at={event.at} />
            </span>
          </div>
          <div>{event.text}</div>
        </li>
      ))}
    </ol>
  );
}
