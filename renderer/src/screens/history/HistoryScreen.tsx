import { Button } from '@mantine/core';
import { IconDownload, IconHistory, IconRefresh, IconSearchOff } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { RunFilter } from '../../../../shared/domain/export.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { ColumnsMenu } from '../../components/table/ColumnsMenu.tsx';
import { DataTable } from '../../components/table/DataTable.tsx';
import { OlderRows } from '../../components/table/OlderRows.tsx';
import { useArranged } from '../../components/table/useArranged.ts';
import { useTyped } from '../../hooks/useTyped.ts';
import { openExport } from '../../stores/export.ts';
import { loadHistory, loadOlderRuns, narrowHistory, useHistory } from '../../stores/history.ts';
import { go } from '../../stores/navigation.ts';
import { columns, type HistoryRow } from './columns.tsx';
import { historyCsv } from './csv.ts';
import { HistoryFilter } from './HistoryFilter.tsx';

const rowId = ({ run }: HistoryRow) => String(run.id);
const open = ({ check }: HistoryRow) => {
  if (!check) return;
  go(check.tableId === null ? { screen: 'connections' } : { screen: 'table', id: check.tableId });
};

/** Every run that is kept, by what it was about and what it said. */
export function HistoryScreen() {
  const { filter, text, list, names, load } = useHistory();
  const [typed, setTyped] = useTyped(text, (words) => void loadHistory({ text: words }));
  useEffect(() => void loadHistory(), []);
  const rows = useMemo(
    () => list.map((run): HistoryRow => ({ run, check: names.get(run.checkId) ?? null })),
    [list, names],
  );
  const shown = useArranged('history', columns);
  const clear = () => {
    setTyped('');
    void loadHistory({ filter: RunFilter.parse({}), text: '' });
  };
  const { statuses, tableId, from, to } = filter;
  const narrowed = text !== '' || statuses.length > 0 || tableId !== null || from !== null || to !== null;
  return (
    <Screen
      title="History"
      lead="Every result Pulse keeps: what it was about, what it said and how long it took."
      scroll={false}
      actions={
        <>
          {rows.length > 0 && <ColumnsMenu list="history" columns={columns} />}
          <Button leftSection={<IconRefresh size={14} stroke={1.8} />} onClick={() => void loadHistory()}>
            Refresh
          </Button>
          <Button
            variant="filled"
            disabled={load.phase === 'ready' && rows.length === 0}
            leftSection={<IconDownload size={14} stroke={1.8} />}
            onClick={() => openExport({ ...filter, text: text.trim() })}
          >
            Export these…
          </Button>
        </>
      }
    >
      <HistoryFilter
        filter={filter}
        onFilter={narrowHistory}
        text={typed}
        onText={setTyped}
        onClear={narrowed ? clear : undefined}
      />
      <Loaded load={load} label="Loading the history" retry={() => loadHistory()} have={list.length > 0}>
        {rows.length > 0 ? (
          <DataTable
            label="Results"
            list="history"
            columns={shown}
            rows={rows}
            rowId={rowId}
            rowHeight={34}
            onOpen={open}
            footer={<Older />}
            csv={historyCsv}
          />
        ) : narrowed ? (
          <EmptyState
            icon={<IconSearchOff size={20} stroke={1.6} />}
            title="No result fits"
            text="All words must be in what a run said, in any order; words in quotes stand together. The filters narrow it further."
          />
        ) : (
          <EmptyState
            icon={<IconHistory size={20} stroke={1.6} />}
            title="Nothing has run yet"
            text="Each time a check runs, its result is kept here, as long as the settings say."
          />
        )}
      </Loaded>
    </Screen>
  );
}

function Older() {
  const more = useHistory((state) => state.more);
  const complete = useHistory((state) => state.complete);
  const end = complete ? 'That is all there is.' : null;
  return <OlderRows what="older results" more={more} onMore={loadOlderRuns} end={end} />;
}
