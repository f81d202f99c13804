import { Button } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { TableDetail } from '../../../../shared/domain/table.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { acceptSchema } from '../../stores/detail.ts';
import { ColumnsTable } from './ColumnsTable.tsx';
import { SchemaChanges, SchemaHistory } from './SchemaHistory.tsx';
import classes from './Table.module.css';

/** What the table is made of, what the server knows of it, and how that changed. */
export function ColumnsTab({ detail }: { detail: TableDetail }) {
  const { table, columns, profile, schemaDifferences: differences, schemaHistory: history } = detail;
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
          <SchemaChanges changes={history[0]?.changes ?? []} label="Differences" />
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
          text="They appear here with the first look at the table; what changes from then on is noted by its schema check."
        />
      ) : (
        <ColumnsTable columns={columns} profile={profile} />
      )}
      {history.length > 0 && <SchemaHistory history={history} />}
    </div>
  );
}
