import type { QueryLogEntry } from '../../../../shared/domain/query-log.ts';
import { Sql } from '../../components/Sql.tsx';
import classes from './Queries.module.css';

/** The statement in full, and the server's words when it did not go well. */
export function Statement({ entry }: { entry: QueryLogEntry }) {
  return (
    <div className={classes.statement}>
      {entry.error !== null && <p className={classes.error}>{entry.error}</p>}
      {entry.cancelConfirmed !== null && (
        <p>
          {entry.cancelConfirmed
            ? 'The server confirmed that the statement is gone.'
            : 'The server did not confirm that the statement is gone.'}
        </p>
      )}
      <Sql text={entry.sql} label="Full statement" />
    </div>
  );
}
