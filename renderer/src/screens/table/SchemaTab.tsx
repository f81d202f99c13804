import { Button } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { TableDetail } from '../../../../shared/domain/table.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { At } from '../../components/Time.tsx';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { acceptSchema } from '../../stores/detail.ts';
import classes from './Table.module.css';

export function SchemaTab({ detail }: { detail: TableDetail }) {
  const { table, columns, schemaDifferences: differences, schemaHistory: history } = detail;
  const accepting = useAction(() => acceptSchema(table.id));
  return (
    <div className={classes.stack}>
      {differences.length > 0 && (
        <ProblemNote
          tone="warning"
          problem={{
            code: 'schema_changed',
            title: `The schema has ${plural(differences.length, 'difference')} from the accepted one.`,
            hint: 'If the change was meant, accept it: from then on it is the normal one.',
            detail: null,
            sqlstate: null,
          }}
        >
          <ul className={classes.plain} aria-label="Differences">
            {differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
          <Button variant="filled" mt={10} loading={accepting.slow} onClick={() => accepting.run()}>
            Accept new schema
          </Button>
        </ProblemNote>
      )}
      {accepting.problem && <ProblemNote problem={accepting.problem} onRetry={() => accepting.run()} />}
      {columns.length === 0 ? (
        <EmptyState
          icon={<IconColumns3 size={20} stroke={1.6} />}
          title="Columns are not known yet"
          text="They appear here after the first run of a schema check, together with what changes from then on."
        />
      ) : (
        <Panel label="Columns" flush>
          <table className={classes.columns}>
            <thead>
              <tr>
                <th scope="col">Column</th>
                <th scope="col">Type</th>
                <th scope="col">Null</th>
              </tr>
            </thead>
            <tbody>
              {columns.map((column) => (
                <tr key={column.name}>
                  <td>{column.name}</td>
                  <td className={classes.code}>{column.type}</td>
                  <td>{column.nullable ? 'Allowed' : 'Not allowed'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      {history.length > 0 && (
        <section aria-label="Schema history">
          <h2 className={classes.heading}>Changes seen</h2>
          <ol className={classes.history}>
            {history.map((event) => (
              <li key={`${event.at}:${event.differences.join()}`}>
                <span className={classes.when}>
                  <At at={event.at} />
                </span>
                <span>{event.differences.join(' ')}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
