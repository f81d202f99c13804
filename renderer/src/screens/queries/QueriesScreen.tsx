import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowUp, IconDownload, IconRefresh, IconSearchOff, IconTerminal2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { QueryFilter } from '../../../../shared/domain/query-log.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { ColumnsMenu } from '../../components/table/ColumnsMenu.tsx';
import { DataTable } from '../../components/table/DataTable.tsx';
import { useArranged } from '../../components/table/useArranged.ts';
import { plural } from '../../format/number.ts';
import { useTyped } from '../../hooks/useTyped.ts';
import { useConnections } from '../../stores/connections.ts';
import { openExport } from '../../stores/export.ts';
import {
  isNarrowed,
  loadQueries,
  narrowQueries,
  type QueriesShown,
  showNewerQueries,
  sumUp,
  useQueries,
} from '../../stores/queries.ts';
import { ByStatement } from './ByStatement.tsx';
import { columns, columnsOfOne } from './columns.tsx';
import { queriesCsv } from './csv.ts';
import { OlderQueries } from './OlderQueries.tsx';
import classes from './Queries.module.css';
import { QueriesFilter } from './QueriesFilter.tsx';
import { Statement } from './Statement.tsx';
import { Sums } from './Sums.tsx';

const SHOWN: { value: QueriesShown; label: string }[] = [
  { value: 'newest', label: 'Newest' },
  { value: 'slowest', label: 'Slowest' },
  { value: 'byStatement', label: 'By statement' },
];

/** Everything that Pulse ran, for whoever wants to know what it does to a replica. */
export function QueriesScreen({ connectionId }: { connectionId: number | null }) {
  const { filter, shown, list, sums, summing } = useQueries();
  const [typed, setTyped] = useTyped(filter.text, (text) => void narrowQueries({ text }));
  const several = useConnections((state) => state.list.length > 1);
  const all = several ? columns : columnsOfOne;
  // Another connection has other tables.
  useEffect(() => {
    const { filter: before } = useQueries.getState();
    const tableId = before.connectionId === connectionId ? before.tableId : null;
    void narrowQueries({ connectionId, tableId });
  }, [connectionId]);
  const clear = () => {
    setTyped('');
    void loadQueries({ filter: QueryFilter.parse({ connectionId }) });
  };
  const narrowed = isNarrowed(filter);
  const nothing = summing.phase === 'ready' && sums?.statements === 0;
  return (
    <Screen
      title="Query log"
      lead="Every statement Pulse sent to a replica: why, when, how long, and how it ended."
      scroll={false}
      actions={
        <>
          {list.length > 0 && <ColumnsMenu list="queries" columns={all} />}
          <Button leftSection={<IconRefresh size={14} stroke={1.8} />} onClick={() => void loadQueries()}>
            Refresh
          </Button>
          <Button
            variant="filled"
            disabled={nothing}
            leftSection={<IconDownload size={14} stroke={1.8} />}
            onClick={() => openExport(filter, 'queries')}
          >
            Export these…
          </Button>
        </>
      }
    >
      <QueriesFilter
        filter={filter}
        onFilter={narrowQueries}
        text={typed}
        onText={setTyped}
        onClear={narrowed ? clear : undefined}
      />
      <div className={classes.summary}>
        <Sums />
        <SegmentedControl
          size="xs"
          aria-label="Order"
          value={shown}
          onChange={(value) => void loadQueries({ shown: value })}
          data={SHOWN}
        />
      </div>
      {shown === 'byStatement' ? <Summed narrowed={narrowed} /> : <Each all={all} narrowed={narrowed} />}
    </Screen>
  );
}

function Each({ all, narrowed }: { all: typeof columns; narrowed: boolean }) {
  const { list, load, newer } = useQueries();
  const [opened, setOpened] = useState<number | null>(null);
  const shown = useArranged('queries', all);
  return (
    <Loaded load={load} label="Loading the query log" retry={() => loadQueries()} have={list.length > 0}>
      {newer.length > 0 && (
        <div className={classes.newer}>
          <Button leftSection={<IconArrowUp size={14} />} onClick={showNewerQueries}>
            Show {plural(newer.length, 'newer statement')}
          </Button>
        </div>
      )}
      {list.length === 0 ? (
        <Nothing narrowed={narrowed} />
      ) : (
        <DataTable
          label="Statements"
          list="queries"
          columns={shown}
          rows={list}
          rowId={(entry) => String(entry.id)}
          onOpen={(entry) => setOpened(opened === entry.id ? null : entry.id)}
          isExpanded={(entry) => entry.id === opened}
          expanded={(entry) => <Statement entry={entry} />}
          footer={<OlderQueries />}
          csv={queriesCsv}
        />
      )}
    </Loaded>
  );
}

function Summed({ narrowed }: { narrowed: boolean }) {
  const { sums, summing } = useQueries();
  return (
    <Loaded load={summing} label="Summing up" retry={sumUp}>
      {sums && sums.costliest.length > 0 ? <ByStatement sums={sums} /> : <Nothing narrowed={narrowed} />}
    </Loaded>
  );
}

function Nothing({ narrowed }: { narrowed: boolean }) {
  return narrowed ? (
    <EmptyState
      icon={<IconSearchOff size={20} stroke={1.6} />}
      title="No statement fits"
      text="All words must be in a statement, its reason or the server’s answer; words in quotes stand together. The filters narrow it further."
    />
  ) : (
    <EmptyState
      icon={<IconTerminal2 size={20} stroke={1.6} />}
      title="Nothing was asked yet"
      text="As soon as Pulse talks to a replica, each statement stands here with its reason and its cost."
    />
  );
}
