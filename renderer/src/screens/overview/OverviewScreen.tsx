import { Button } from '@mantine/core';
import { IconDownload, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { DataTable } from '../../components/table/DataTable.tsx';
import { summary } from '../../format/summary.ts';
import { useConnections } from '../../stores/connections.ts';
import { openExport } from '../../stores/export.ts';
import { go } from '../../stores/navigation.ts';
import { usePause } from '../../stores/pause.ts';
import { loadTables, useTables } from '../../stores/tables.ts';
import { columns } from './columns.tsx';
import { NoConnections, NoMatch, NoTables } from './empty.tsx';
import classes from './Overview.module.css';
import { matching, worstFirst } from './order.ts';

export function OverviewScreen() {
  const { list, load } = useTables();
  const connections = useConnections((state) => state.list);
  const connectionsLoad = useConnections((state) => state.load);
  const paused = usePause((state) => state.pause !== null);
  const [search, setSearch] = useState('');
  const rows = useMemo(() => matching(worstFirst(list), search), [list, search]);
  const several = useMemo(() => new Set(list.map((table) => table.connectionId)).size > 1, [list]);
  const known = load.phase === 'ready' && connectionsLoad.phase === 'ready';

  return (
    <Screen
      title={known ? `${summary(list, connections, paused)}.` : 'Overview'}
      scroll={false}
      actions={
        connections.length > 0 && (
          <>
            <Button leftSection={<IconDownload size={14} stroke={1.8} />} onClick={() => openExport({})}>
              Export history
            </Button>
            <Button
              variant="filled"
              leftSection={<IconPlus size={14} />}
              onClick={() => go({ screen: 'add-tables', connectionId: null })}
            >
              Add tables
            </Button>
          </>
        )
      }
    >
      <Loaded load={load} label="Loading the tables" retry={loadTables} have={list.length > 0}>
        {connections.length === 0 && connectionsLoad.phase === 'ready' ? (
          <NoConnections />
        ) : list.length === 0 ? (
          <NoTables />
        ) : (
          <>
            <div className={classes.bar}>
              <SearchBox label="Search tables" value={search} onChange={setSearch} />
              {search !== '' && (
                <span className={classes.found}>
                  {rows.length} of {list.length}
                </span>
              )}
            </div>
            {rows.length === 0 ? (
              <NoMatch search={search} onClear={() => setSearch('')} />
            ) : (
              <DataTable
                label="Monitored tables"
                columns={columns}
                rows={rows}
                rowId={(table) => String(table.id)}
                onOpen={(table) => go({ screen: 'table', id: table.id })}
                groupBy={several ? (table) => table.connectionName : undefined}
              />
            )}
          </>
        )}
      </Loaded>
    </Screen>
  );
}
