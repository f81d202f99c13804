import type { IncidentEvent } from '../../../../shared/domain/incident.ts';
import type { SchemaHistoryEntry } from '../../../../shared/domain/table.ts';
import { At } from '../../components/Time.tsx';
import { SchemaChanges } from '../table/SchemaHistory.tsx';
import classes from './Incidents.module.css';
import { besides, type Moment, momentsOf } from './timeline-moments.ts';

const words: Record<Moment['kind'], string> = {
  schema: 'Schema',
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
  noted: 'Note',
  notified: 'Notified',
  held_back: 'Held back',
};

interface Props {
  events: readonly IncidentEvent[];
  schema: readonly SchemaHistoryEntry[];
}

/** What happened, oldest first. */
export function Timeline({ events, schema }: Props) {
  return (
    <ol className={classes.timeline}>
      {momentsOf(events, schema).map((moment) => {
        const { at, kind, text } = moment;
        const said = besides(words[kind], text);
        return (
          <li key={`${at}:${kind}:${text}`} className={classes.moment} data-kind={kind}>
            <div className={classes.event}>
              <span className={classes.eventKind}>{words[kind]}</span>
              <span className={classes.small}>
                <At at={at} />
              </span>
            </div>
            {said !== '' && <div>{said}</div>}
            {moment.kind === 'schema' && moment.changes.length > 0 && (
              <SchemaChanges changes={moment.changes} label="Differences from the accepted schema" />
            )}
          </li>
        );
      })}
    </ol>
  );
}
