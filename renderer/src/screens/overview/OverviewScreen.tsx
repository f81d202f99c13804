import { Button } from '@mantine/core';
import { IconDownload, IconPlus } from '@tabler/icons-react';
import { memo, useCallback, useEffect, useMemo, useRef } from 'react';
import { OverviewLook } from '../../../../shared/domain/settings.ts';
import type { TableView } from '../../../../shared/domain/table.ts';
import { summary } from '../../../../shared/summary.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { DataTable } from '../../components/table/DataTable.tsx';
import { useArranged } from '../../components/table/useArranged.ts';
import { useSame } from '../../hooks/useSame.ts';
import { useTicking } from '../../hooks/useTicking.ts';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import { useConnections } from '../../stores/connections.ts';
import { openExport } from '../../stores/export.ts';
import { go } from '../../stores/navigation.ts';
import { searchTables, showHealth, useOverview } from '../../stores/overview.ts';
import { usePause } from '../../stores/pause.ts';
import { clearSelection, focusRow, selectAll, toggleRow } from '../../stores/selection.ts';
import { changeSettings, useSettings } from '../../stores/settings.ts';
import { loadStrips } from '../../stores/strips.ts';
import { loadTables, useTables } from '../../stores/tables.ts';
import { bulkActions } from './bulk-actions.ts';
import { columnsFor } from './columns.tsx';
import { overviewCsv } from './csv.ts';
import { NoConnections, NoMatch, NoTables } from './empty.tsx';
import { grouping, healthsOf, matching, worstFirst } from './order.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { Toolbar } from './Toolbar.tsx';

const FIRST_LOOK = OverviewLook.parse({});
const ROW_HEIGHT = { comfortable: 40, compact: 30 };

const rowId = (table: TableView) => String(table.id);
const open = (table: TableView) => go({ screen: 'table', id: table.id });

/** The first line. Connections say several times a minute how busy they are, which must not draw all rows anew. */
function Answer() {
  const list = useTables((state) => state.list);
  const connections = useConnections((state) => state.list);
  const paused = usePause((state) => state.pause !== null);
  const answer = useTicking((now) => summary(list, connections, now, paused));
  return `${answer}.`;
}

const Actions = memo(function Actions() {
  return (
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
  );
});

export function OverviewScreen() {
  const { list, load } = useTables();
  const connected = useConnections((state) => state.list.length > 0);
  const connectionsLoad = useConnections((state) => state.load);
  const look = useSettings((state) => state.settings?.overview ?? FIRST_LOOK);
  const { search, shown } = useOverview();
  const standing = useRef<readonly TableView[]>([]);
  const sorted = useMemo(() => worstFirst(list, standing.current), [list]);
  standing.current = sorted;
  const found = useMemo(() => matching(sorted, search), [sorted, search]);
  const healths = useSame(useMemo(() => healthsOf(found), [found]));
  // The last table of the health that is shown may have got better meanwhile.
  const health = healths.some((each) => each.health === shown) ? shown : 'all';
  const rows = useMemo(
    () => (health === 'all' ? found : found.filter((table) => table.health === health)),
    [found, health],
  );
  const groupBy = useMemo(() => grouping(list, look.groupBy), [list, look.groupBy]);
  const known = load.phase === 'ready' && connectionsLoad.phase === 'ready';

  useEffect(() => {
    if (!known) return;
    // The strips are asked for after the answer is on the screen, not before it. `bench:app` reads the mark.
    requestAnimationFrame(() =>
      setTimeout(() => {
        performance.mark('overview-answered');
        void loadStrips();
      }),
    );
  }, [known]);
  useEffect(() => clearSelection, []);
  const order = useRef<readonly number[]>([]);
  order.current = rows.map(({ id }) => id);
  const pick = useCallback((id: number, range: boolean) => toggleRow(id, order.current, range), []);
  const onLook = useCallback(
    (change: Partial<OverviewLook>) => void changeSettings({ overview: { ...look, ...change } }),
    [look],
  );
  const columns = useMemo(() => columnsFor(pick, look.density), [pick, look.density]);
  const shownColumns = useArranged('overview', columns);
  useShortcuts({
    'overview.run': bulkActions.run,
    'overview.silence': bulkActions.silence,
    'overview.interval': bulkActions.interval,
    'overview.label': bulkActions.label,
    'overview.selectAll': () => selectAll(order.current),
    'overview.clear': clearSelection,
  });

  return (
    <Screen title={known ? <Answer /> : 'Overview'} scroll={false} actions={connected && <Actions />}>
      <Loaded load={load} label="Loading the tables" retry={loadTables} have={list.length > 0}>
        {!connected && connectionsLoad.phase === 'ready' ? (
          <NoConnections />
        ) : list.length === 0 ? (
          <NoTables />
        ) : (
          <>
            <Toolbar
              search={search}
              onSearch={searchTables}
              healths={healths}
              shown={health}
              onShow={showHealth}
              columns={columns}
              look={look}
              onLook={onLook}
            />
            {rows.length === 0 ? (
              <NoMatch search={search} onClear={() => searchTables('')} />
            ) : (
              <DataTable
                label="Monitored tables"
                columns={shownColumns}
                rows={rows}
                rowId={rowId}
                rowHeight={ROW_HEIGHT[look.density]}
                onOpen={open}
                onRowFocus={(table) => focusRow(table.id)}
                onRowKey={(table, event) => {
                  if (event.key.toLowerCase() !== 'x' || event.ctrlKey || event.metaKey || event.altKey)
                    return;
                  event.preventDefault();
                  pick(table.id, event.shiftKey);
                }}
                groupBy={groupBy}
                csv={overviewCsv}
              />
            )}
            <SelectionBar {...bulkActions} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
