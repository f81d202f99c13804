import { MultiSelect, Select } from '@mantine/core';
import type { RunFilter } from '../../../../shared/domain/export.ts';
import { RunStatus } from '../../../../shared/domain/status.ts';
import { FilterRow } from '../../components/FilterRow.tsx';
import { TimeFilter } from '../../components/fields/TimeFilter.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { TableField } from '../../components/TableField.tsx';
import { statusWord } from '../../format/words.ts';
import { loadDetail, useDetail } from '../../stores/detail.ts';
import { useTables } from '../../stores/tables.ts';

interface Props {
  filter: RunFilter;
  onFilter: (change: Partial<RunFilter>) => unknown;
  text: string;
  onText: (text: string) => void;
  /** Absent when nothing is narrowed. */
  onClear: (() => void) | undefined;
}

const asId = (value: string | null): number | null => (value === null ? null : Number(value));
const asValue = (id: number | null): string | null => (id === null ? null : String(id));

export function HistoryFilter({ filter, onFilter, text, onText, onClear }: Props) {
  const tables = useTables((state) => state.list);
  const detail = useDetail((state) => state.detail);
  const checks = detail && detail.table.id === filter.tableId ? detail.checks : [];
  const chooseTable = (tableId: number | null) => {
    onFilter({ tableId, checkId: null });
    if (tableId !== null) void loadDetail(tableId);
  };
  return (
    <FilterRow onClear={onClear}>
      <SearchBox label="Search what runs said" value={text} onChange={onText} width={200} />
      <MultiSelect
        size="sm"
        w={170}
        aria-label="Status"
        placeholder={filter.statuses.length === 0 ? 'Any status' : ''}
        value={filter.statuses}
        onChange={(values) => onFilter({ statuses: values.map((value) => RunStatus.parse(value)) })}
        data={RunStatus.options.map((status) => ({ value: status, label: statusWord[status] }))}
      />
      <TableField tables={tables} tableId={filter.tableId} onChange={chooseTable} width={190} />
      {checks.length > 0 && (
        <Select
          w={170}
          searchable
          clearable
          allowDeselect
          aria-label="Check"
          placeholder="Any check"
          value={asValue(filter.checkId)}
          onChange={(value) => onFilter({ checkId: asId(value) })}
          data={checks.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
      )}
      <TimeFilter quiet from={filter.from} to={filter.to} onChange={onFilter} />
    </FilterRow>
  );
}
