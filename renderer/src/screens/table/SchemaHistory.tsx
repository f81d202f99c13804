import type { SchemaChange, SchemaHistoryEntry } from '../../../../shared/domain/table.ts';
import { At } from '../../components/Time.tsx';
import classes from './Columns.module.css';

const SIGN: Record<SchemaChange['kind'], string> = {
  added: '+',
  dropped: '−',
  renamed: '~',
  retyped: '~',
  nullable: '~',
  other: '!',
};

/** What differed from the accepted schema, as a difference is read: added, dropped, changed from this to that. */
export function SchemaHistory({ history }: { history: readonly SchemaHistoryEntry[] }) {
  return (
    <section aria-label="Schema history">
      <h2 className={classes.heading}>Changes seen</h2>
      <ol className={classes.history}>
        {history.map(({ at, changes }) => (
          <li key={`${at}:${changes.map(({ text }) => text).join()}`}>
            <span className={classes.when}>
              <At at={at} />
            </span>
            {changes.length === 0 ? (
              <span className={classes.calm}>As accepted again, or accepted as it was then.</span>
            ) : (
              <SchemaChanges changes={changes} label="Differences from the accepted schema" />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

export function SchemaChanges({ changes, label }: { changes: readonly SchemaChange[]; label: string }) {
  return (
    <ul className={classes.changes} aria-label={label}>
      {changes.map((change) => (
        <li key={change.text} data-kind={change.kind}>
          <span className={classes.sign} aria-hidden="true">
            {SIGN[change.kind]}
          </span>
          <Words change={change} />
        </li>
      ))}
    </ul>
  );
}

function Words({ change: { kind, column, before, after, text } }: { change: SchemaChange }) {
  if (kind === 'other' || column === null) return <span>{text}</span>;
  if (kind === 'added' || kind === 'dropped') {
    return (
      <span>
        <b>{column}</b> <code>{after ?? before}</code> {kind}
      </span>
    );
  }
  return (
    <span>
      <b>{column}</b> {WORD[kind]} {kind !== 'renamed' && <code>{before}</code>}{' '}
      <span className={classes.arrow}>to</span> {kind === 'renamed' ? <b>{after}</b> : <code>{after}</code>}
    </span>
  );
}

const WORD = { renamed: 'renamed', retyped: 'changed from', nullable: 'changed from' } as const;
