import { IconVolume } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { LoudCause, Loudness } from '../../../../shared/domain/loudness.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { TextButton } from '../../components/TextButton.tsx';
import { duration } from '../../format/duration.ts';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { loudThisWeek } from '../../stores/incidents.ts';
import { go } from '../../stores/navigation.ts';
import classes from './Incidents.module.css';
import own from './Silences.module.css';

/** What of the last seven days was loud, and how to quieten it. Nothing is drawn of a quiet week. */
export function Loud() {
  const [week, setWeek] = useState<Loudness | null>(null);
  const { run, problem } = useAction(loudThisWeek);
  useEffect(() => {
    void run().then((answer) => answer && setWeek(answer));
  }, [run]);
  if (problem) return <ProblemNote problem={problem} onRetry={() => run()} />;
  if (!week || week.loud.length === 0) return null;
  return (
    <section aria-label="Loud this week" className={own.silences}>
      <h2 className={classes.heading}>Loud this week, and how to quieten it</h2>
      <p className={classes.small} style={{ marginBottom: 8 }}>
        {plural(week.messages, 'message')} about {plural(week.incidents, 'incident')} in the last seven days.
      </p>
      <ul className={classes.members}>
        {week.loud.map((cause) => (
          <Row key={cause.key} cause={cause} />
        ))}
      </ul>
    </section>
  );
}

function Row({ cause }: { cause: LoudCause }) {
  const { name, tableId, tableName, connectionName, messages, incidents, medianMs, incidentId, advice } =
    cause;
  return (
    <li>
      <span className={classes.memberGlyph}>
        <IconVolume size={15} stroke={1.7} aria-hidden="true" />
      </span>
      <div className={own.grow}>
        {/* Tables that broke together are named with their connection. */}
        <div className={classes.memberName}>
          {tableName === null && name.includes(connectionName)
            ? name
            : `${tableName ?? connectionName}: ${name}`}
        </div>
        <div className={classes.small}>
          {plural(messages, 'message')} about {plural(incidents, 'incident')}
          {medianMs !== null && `, half of them over within ${duration(medianMs / 1_000)}`}
        </div>
        {advice.map((sentence) => (
          <p key={sentence} className={own.advice}>
            {sentence}
          </p>
        ))}
        <div className={own.links}>
          <TextButton onClick={() => go({ screen: 'incident', id: incidentId })}>
            Its newest incident
          </TextButton>
          {tableId !== null && (
            <TextButton onClick={() => go({ screen: 'table', id: tableId })}>Its table and checks</TextButton>
          )}
        </div>
      </div>
    </li>
  );
}
