import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { QuerySums, StatementCost } from '../../../../shared/domain/query-log.ts';
import { Sql } from '../../components/Sql.tsx';
import { At } from '../../components/Time.tsx';
import type { Column } from '../../components/table/columns.ts';
import { type CsvColumn, csvTime } from '../../components/table/copy-csv.ts';
import { DataTable } from '../../components/table/DataTable.tsx';
import { useArranged } from '../../components/table/useArranged.ts';
import { took } from '../../format/duration.ts';
import { count, plural } from '../../format/number.ts';
import { loadQueries, useQueries } from '../../stores/queries.ts';
import classes from './Queries.module.css';
import { ofBudget } from './Sums.tsx';

/** All runs of a statement in one row: how often, how long in all, and how much of the load budget. */
export function ByStatement({ sums }: { sums: QuerySums }) {
  const [opened, setOpened] = useState<string | null>(null);
  const columns = useMemo(() => columnsOf(sums), [sums]);
  const shown = useArranged('statements', columns);
  const { costliest, different } = sums;
  return (
    <DataTable
      label="Statements summed up"
      list="statements"
      columns={shown}
      rows={costliest}
      rowId={({ sql }) => sql}
      onOpen={({ sql }) => setOpened(opened === sql ? null : sql)}
      isExpanded={({ sql }) => sql === opened}
      expanded={(cost) => <Runs cost={cost} />}
      footer={
        different > costliest.length && (
          <p className={classes.older}>
            The {count(costliest.length)} costliest of {plural(different, 'statement')}. Filters show others.
          </p>
        )
      }
      csv={csv}
    />
  );
}

function Runs({ cost }: { cost: StatementCost }) {
  const filter = useQueries((state) => state.filter);
  return (
    <div className={classes.statement}>
      <Sql text={cost.sql} label="Full statement" />
      <Button
        size="compact-xs"
        w="fit-content"
        onClick={() => void loadQueries({ shown: 'newest', filter: { ...filter, sql: cost.sql } })}
      >
        {cost.statements === 1
          ? 'Show the one time it ran'
          : `Show each of the ${count(cost.statements)} times`}
      </Button>
    </div>
  );
}

function columnsOf(sums: QuerySums): readonly Column<StatementCost>[] {
  return [
    {
      id: 'why',
      header: 'Why, the last time',
      track: 'minmax(140px, 1.2fr)',
      opens: true,
      sortBy: ({ reason }) => reason,
      cell: ({ reason }) => <span title={reason}>{reason}</span>,
    },
    {
      id: 'sql',
      header: 'Statement',
      track: 'minmax(120px, 1.5fr)',
      from: 940,
      cell: ({ sql }) => <span className={classes.sql}>{sql.replace(/\s+/g, ' ')}</span>,
    },
    {
      id: 'times',
      header: 'Ran',
      track: '76px',
      end: true,
      sortBy: ({ statements }) => -statements,
      cell: ({ statements }) => count(statements),
    },
    {
      id: 'total',
      header: 'In all',
      track: '84px',
      end: true,
      sortBy: ({ durationMs }) => -durationMs,
      cell: ({ durationMs }) => took(durationMs),
    },
    {
      id: 'budget',
      header: 'Of budget',
      track: '88px',
      end: true,
      from: 560,
      sortBy: ({ durationMs }) => -durationMs,
      cell: ({ durationMs }) => ofBudget(sums, durationMs) ?? '—',
    },
    {
      id: 'longest',
      header: 'Longest',
      track: '80px',
      end: true,
      from: 880,
      sortBy: ({ longestMs }) => -longestMs,
      cell: ({ longestMs }) => took(longestMs),
    },
    {
      id: 'rows',
      header: 'Rows',
      track: '72px',
      end: true,
      from: 1_140,
      sortBy: ({ rows }) => -rows,
      cell: ({ rows }) => count(rows),
    },
    {
      id: 'notOk',
      header: 'Not OK',
      track: '72px',
      end: true,
      from: 680,
      sortBy: ({ notOk }) => -notOk,
      cell: ({ notOk }) => count(notOk),
    },
    {
      id: 'last',
      header: 'Last',
      track: '104px',
      from: 1_240,
      sortBy: ({ lastAt }) => -lastAt,
      cell: ({ lastAt }) => <At at={lastAt} />,
    },
  ];
}

const csv: readonly CsvColumn<StatementCost>[] = [
  { header: 'Why, the last time', of: ({ reason }) => reason },
  { header: 'Statement', of: ({ sql }) => sql },
  { header: 'Ran', of: ({ statements }) => statements },
  { header: 'In all in ms', of: ({ durationMs }) => durationMs },
  { header: 'Longest in ms', of: ({ longestMs }) => longestMs },
  { header: 'Rows', of: ({ rows }) => rows },
  { header: 'Not OK', of: ({ notOk }) => notOk },
  { header: 'Last', of: ({ lastAt }) => csvTime(lastAt) },
];
