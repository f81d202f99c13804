import { useCallback, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { OverviewLook } from '../../../../shared/domain/settings.ts';
import type { TableView } from '../../../../shared/domain/table.ts';
import { DataTable } from '../../components/table/DataTable.tsx';
import { useArranged } from '../../components/table/useArranged.ts';
import { useSame } from '../../hooks/useSame.ts';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import { go } from '../../stores/navigation.ts';
import { searchTables, showHealth, useOverview } from '../../stores/overview.ts';
import { clearSelection, focusRow, selectAll, toggleRow, useSelection } from '../../stores/selection.ts';
import { changeSettings, useSettings } from '../../stores/settings.ts';
import { useTables } from '../../stores/tables.ts';
import { bulkActions } from './bulk-actions.ts';
import { columnsFor } from './columns.tsx';
import { overviewCsv } from './csv.ts';
import { NoMatch } from './empty.tsx';
import { grouping, healthsOf, matching, worstFirst } from './order.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { Toolbar } from './Toolbar.tsx';

const FIRST_LOOK = OverviewLook.parse({});
/** The bar for what is picked, with its distance from the edge and a little more. */
const BAR_HEIGHT = 72;
const ROW_HEIGHT = { comfortable: 40, compact: 30 };

const rowId = (table: TableView) => String(table.id);
const open = (table: TableView) => go({ screen: 'table', id: table.id });
const focus = (table: TableView) => focusRow(table.id);
const clearSearch = () => searchTables('');
const showAll = () => showHealth('all');

/** All monitored tables, narrowed to what is looked for. */
export function OverviewList() {
  const list = useTables((state) => state.list);
  const look = useSettings((state) => state.settings?.overview ?? FIRST_LOOK);
  const shown = useOverview((state) => state.shown);
  // A letter stands in its field before two thousand rows are looked through for it.
  const search = useDeferredValue(useOverview((state) => state.search));
  const standing = useRef<readonly TableView[]>([]);
  const sorted = useMemo(() => worstFirst(list, standing.current), [list]);
  standing.current = sorted;
  const found = useMemo(() => matching(sorted, search), [sorted, search]);
  const healths = useSame(useMemo(() => healthsOf(list, found), [list, found]));
  // The last table of the health that is shown may have got better meanwhile.
  const health = healths.some((each) => each.health === shown) ? shown : 'all';
  const rows = useMemo(
    () => (health === 'all' ? found : found.filter((table) => table.health === health)),
    [found, health],
  );
  const groupBy = useMemo(() => grouping(list, look.groupBy), [list, look.groupBy]);

  const somePicked = useSelection((state) => state.ids.size > 0);
  useEffect(() => clearSelection, []);
  const order = useRef<readonly number[]>([]);
  order.current = rows.map(({ id }) => id);
  const pick = useCallback((id: number, range: boolean) => toggleRow(id, order.current, range), []);
  const rowKey = useCallback(
    (table: TableView, event: React.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'x' || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      pick(table.id, event.shiftKey);
    },
    [pick],
  );
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
    <>
      <Toolbar
        healths={healths}
        shown={health}
        onShow={showHealth}
        columns={columns}
        look={look}
        onLook={onLook}
      />
      {rows.length === 0 ? (
        <NoMatch
          search={search}
          health={health}
          found={found.length}
          onClear={clearSearch}
          onShowAll={showAll}
        />
      ) : (
        <DataTable
          label="Monitored tables"
          list="overview"
          columns={shownColumns}
          rows={rows}
          rowId={rowId}
          rowHeight={ROW_HEIGHT[look.density]}
          onOpen={open}
          onRowFocus={focus}
          onRowKey={rowKey}
          groupBy={groupBy}
          roomBelow={somePicked ? BAR_HEIGHT : 0}
          csv={overviewCsv}
        />
      )}
      <SelectionBar {...bulkActions} />
    </>
  );
}
