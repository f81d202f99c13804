import { Button, Select } from '@mantine/core';
import type { QueryFilter } from '../../../../shared/domain/query-log.ts';
import { FilterRow } from '../../components/FilterRow.tsx';
import { TimeFilter } from '../../components/fields/TimeFilter.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { TableField } from '../../components/TableField.tsx';
import { useConnections } from '../../stores/connections.ts';
import { replacePlace } from '../../stores/navigation.ts';
import { useTables } from '../../stores/tables.ts';
import { OutcomeField, PurposeField, SlowerField } from './QueryFields.tsx';

interface Props {
  filter: QueryFilter;
  onFilter: (change: Partial<QueryFilter>) => unknown;
  text: string;
  onText: (text: string) => void;
  /** Absent when nothing is narrowed. */
  onClear: (() => void) | undefined;
}

export function QueriesFilter({ filter, onFilter, text, onText, onClear }: Props) {
  const tables = useTables((state) => state.list);
  const { connectionId } = filter;
  const offered =
    connectionId === null ? tables : tables.filter((each) => each.connectionId === connectionId);
  return (
    <FilterRow onClear={onClear}>
      <SearchBox label="Search statements" value={text} onChange={onText} width={180} />
      <ConnectionField connectionId={connectionId} />
      <TableField
        tables={offered}
        tableId={filter.tableId}
        onChange={(tableId) => onFilter({ tableId })}
        width={160}
      />
      <PurposeField quiet value={filter.purposes} onChange={(purposes) => onFilter({ purposes })} />
      <OutcomeField quiet value={filter.outcomes} onChange={(outcomes) => onFilter({ outcomes })} />
      <SlowerField
        quiet
        value={filter.slowerThanMs}
        onChange={(slowerThanMs) => onFilter({ slowerThanMs })}
      />
      <TimeFilter quiet from={filter.from} to={filter.to} onChange={onFilter} />
      {filter.sql !== null && (
        <Button size="sm" onClick={() => onFilter({ sql: null })} aria-label="Show all statements again">
          One statement ✕
        </Button>
      )}
    </FilterRow>
  );
}

/** With one connection there is nothing to choose. */
function ConnectionField({ connectionId }: { connectionId: number | null }) {
  const connections = useConnections((state) => state.list);
  if (connections.length < 2) return null;
  return (
    <Select
      aria-label="Connection"
      w={180}
      value={connectionId === null ? 'all' : String(connectionId)}
      onChange={(value) =>
        replacePlace({
          screen: 'queries',
          connectionId: value === 'all' || value === null ? null : Number(value),
        })
      }
      data={[
        { value: 'all', label: 'All connections' },
        ...connections.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
    />
  );
}
