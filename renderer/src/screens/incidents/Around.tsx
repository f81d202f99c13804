import { useEffect, useState } from 'react';
import type { ChangeAround } from '../../../../shared/domain/incident-detail.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { TextButton } from '../../components/TextButton.tsx';
import { At } from '../../components/Time.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { changesAround } from '../../stores/incidents.ts';
import { go } from '../../stores/navigation.ts';
import { SchemaChanges } from '../table/SchemaHistory.tsx';
import classes from './Around.module.css';
import { sinceBegin } from './around-words.ts';
import shared from './Incidents.module.css';

const WORD: Record<ChangeAround['kind'], string> = {
  schema: 'Schema changed',
  incident: 'Other incident',
  step: 'Another level',
};

/** What else is known to have changed within half an hour of the first bad run. */
export function Around({ id, startedAt }: { id: number; startedAt: number }) {
  const [changes, setChanges] = useState<ChangeAround[] | null>(null);
  const { run, problem } = useAction(() => changesAround(id));
  useEffect(() => {
    void run().then((answer) => answer && setChanges(answer));
  }, [run]);
  return (
    <section aria-label="What changed around then">
      <h2 className={shared.heading}>What changed around then</h2>
      {problem && <ProblemNote problem={problem} onRetry={() => run()} />}
      {!problem && changes === null && <Waiting label="Looking around" />}
      {changes?.length === 0 && (
        <p className={shared.small}>
          Nothing else that Pulse knows of, in the half hour before and after the first bad run.
        </p>
      )}
      {changes && changes.length > 0 && (
        <ol className={classes.list}>
          {changes.map((change) => (
            <li key={`${change.kind}:${change.at}:${change.tableId}:${change.text}`}>
              <span className={classes.when} title={new Date(change.at).toISOString()}>
                {sinceBegin(change.at - startedAt)}
              </span>
              <span className={classes.kind}>{WORD[change.kind]}</span>
              <div className={classes.what}>
                <Where change={change} />
                <What change={change} />
                <span className={shared.small}>
                  <At at={change.at} />
                </span>
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Where({ change: { kind, tableId, tableName, connectionName } }: { change: ChangeAround }) {
  // An incident's title names its place already.
  if (kind === 'incident') return null;
  if (tableId === null) return <b>{connectionName}</b>;
  return <TextButton onClick={() => go({ screen: 'table', id: tableId })}>{tableName}</TextButton>;
}

function What({ change: { text, changes, incidentId } }: { change: ChangeAround }) {
  if (incidentId !== null)
    return <TextButton onClick={() => go({ screen: 'incident', id: incidentId })}>{text}</TextButton>;
  if (changes.length > 0)
    return <SchemaChanges changes={changes} label="Differences from the accepted schema" />;
  return <span>{text}</span>;
}
