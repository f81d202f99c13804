import type { QueryLogEntry } from '../../../../shared/domain/query-log.ts';
import { Mark } from '../../components/Status.tsx';
import { At } from '../../components/Time.tsx';
import type { Column } from '../../components/table/columns.ts';
import { took } from '../../format/duration.ts';
import { count } from '../../format/number.ts';
import { outcomes } from './outcomes.ts';
import classes from './Queries.module.css';

export const columns: readonly Column<QueryLogEntry>[] = [
  { id: 'when', header: 'When', track: '104px', cell: (entry) => <At at={entry.startedAt} /> },
  {
    id: 'why',
    header: 'Why',
    track: 'minmax(112px, 1.3fr)',
    opens: true,
    cell: (entry) => <span title={entry.reason}>{entry.reason}</span>,
  },
  {
    id: 'sql',
    header: 'Statement',
    track: 'minmax(112px, 1.6fr)',
    from: 620,
    cell: (entry) => <span className={classes.sql}>{entry.sql.replace(/\s+/g, ' ')}</span>,
  },
  {
    id: 'connection',
    header: 'Connection',
    track: 'minmax(80px, 0.6fr)',
    from: 960,
    cell: (entry) => entry.connectionName,
  },
  {
    id: 'outcome',
    header: 'Outcome',
    track: '100px',
    cell: (entry) => {
      const { word, glyph } = outcomes[entry.outcome];
      return <Mark glyph={glyph} word={word} />;
    },
  },
  {
    id: 'rows',
    header: 'Rows',
    track: '52px',
    from: 780,
    end: true,
    cell: (entry) => count(entry.rows),
  },
  { id: 'took', header: 'Took', track: '64px', end: true, cell: (entry) => took(entry.durationMs) },
];

/** With one connection its name says nothing. */
export const columnsOfOne = columns.filter((column) => column.id !== 'connection');
