import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { Mark } from '../../components/Status.tsx';
import { Ago } from '../../components/Time.tsx';
import { duration } from '../../format/duration.ts';
import { incidentWord, severityHealth } from '../../format/words.ts';
import { go } from '../../stores/navigation.ts';
import classes from './Incidents.module.css';

/** Incidents as rows that say what, where and since when. */
export function IncidentList({ incidents }: { incidents: readonly IncidentView[] }) {
  return (
    <ul className={classes.list} aria-label="Incidents">
      {incidents.map((incident) => (
        <li key={incident.id}>
          <button
            type="button"
            className={classes.item}
            onClick={() => go({ screen: 'incident', id: incident.id })}
          >
            <span className={classes.mark}>
              <IncidentMark incident={incident} />
            </span>
            <span className={classes.text}>
              <span className={classes.title}>{incident.title}</span>
              <span className={classes.sentence}>{incident.sentence}</span>
            </span>
            <span className={classes.aside}>
              <span>{incident.connectionName}</span>
              <span>
                {incident.resolvedAt === null ? (
                  <>
                    since <Ago at={incident.startedAt} />
                    {incident.acknowledgedAt !== null && ', acknowledged'}
                  </>
                ) : (
                  <>
                    <Ago at={incident.resolvedAt} />, lasted{' '}
                    {duration((incident.resolvedAt - incident.startedAt) / 1_000)}
                  </>
                )}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** State and severity: the shape says how bad, the word where in its life it is. */
export function IncidentMark({ incident }: { incident: Pick<IncidentView, 'state' | 'severity'> }) {
  const glyph = incident.state === 'resolved' ? 'healthy' : severityHealth[incident.severity];
  return <Mark glyph={glyph} word={incidentWord[incident.state]} />;
}
