import { Button, Select } from '@mantine/core';
import { IconArrowUp, IconDownload, IconTerminal2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { ColumnsMenu } from '../../components/table/ColumnsMenu.tsx';
import { DataTable } from '../../components/table/DataTable.tsx';
import { useArranged } from '../../components/table/useArranged.ts';
import { plural } from '../../format/number.ts';
import { useConnections } from '../../stores/connections.ts';
import { openExport } from '../../stores/export.ts';
import { replacePlace } from '../../stores/navigation.ts';
import { loadQueries, showNewerQueries, useQueries } from '../../stores/queries.ts';
import { columns, columnsOfOne } from './columns.tsx';
import { queriesCsv } from './csv.ts';
import { OlderQueries } from './OlderQueries.tsx';
import classes from './Queries.module.css';
import { Statement } from './Statement.tsx';

/** Everything that Pulse ran, for whoever wants to know what it does to a replica. */
export function QueriesScreen({ connectionId }: { connectionId: number | null }) {
  const { list, load, newer } = useQueries();
  const connections = useConnections((state) => state.list);
  const [opened, setOpened] = useState<number | null>(null);
  const all = connections.length > 1 ? columns : columnsOfOne;
  const shown = useArranged('queries', all);
  useEffect(() => void loadQueries(connectionId), [connectionId]);
  return (
    <Screen
      title="Query log"
      lead="Every statement Pulse sent to a replica: why, when, how long, and how it ended."
      scroll={false}
      actions={
        <>
          {list.length > 0 && (
            <Button
              leftSection={<IconDownload size={14} stroke={1.8} />}
              onClick={() => openExport({ connectionId }, 'queries')}
            >
              Export…
            </Button>
          )}
          {list.length > 0 && <ColumnsMenu list="queries" columns={all} />}
          {connections.length > 1 && (
            <Select
              aria-label="Connection"
              w={220}
              value={connectionId === null ? 'all' : String(connectionId)}
              onChange={(value) =>
                replacePlace({
                  screen: 'queries',
                  connectionId: value === 'all' || value === null ? null : Number(value),
                })
              }
              data={[
                { value: 'all', label: 'All connections' },
                ...connections.map((connection) => ({
                  value: String(connection.id),
                  label: connection.name,
                })),
              ]}
            />
          )}
        </>
      }
    >
      <Loaded load={load} label="Loading the query log" retry={() => loadQueries(connectionId)}>
        {newer.length > 0 && (
          <div className={classes.newer}>
            <Button leftSection={<IconArrowUp size={14} />} onClick={showNewerQueries}>
              Show {plural(newer.length, 'newer statement')}
            </Button>
          </div>
        )}
        {list.length === 0 ? (
          <EmptyState
            icon={<IconTerminal2 size={20} stroke={1.6} />}
            title="Nothing was asked yet"
            text="As soon as Pulse talks to a replica, each statement stands here with its reason and its cost."
          />
        ) : (
          <DataTable
            label="Statements"
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
    </Screen>
  );
}
