import { Select } from '@mantine/core';
import type { TableView } from '../../../shared/domain/table.ts';

interface Props {
  tables: readonly TableView[];
  /** Null: any. */
  tableId: number | null;
  onChange: (tableId: number | null) => void;
  width: number;
}

/** More than this in a list that drops down nobody reads: typing narrows it. */
const MOST_OFFERED = 60;

/** Narrows a list to what is about one table. */
export function TableField({ tables, tableId, onChange, width }: Props) {
  return (
    <Select
      w={width}
      searchable
      clearable
      allowDeselect
      limit={MOST_OFFERED}
      aria-label="Table"
      placeholder="Any table"
      value={tableId === null ? null : String(tableId)}
      onChange={(value) => onChange(value === null ? null : Number(value))}
      data={tables.map(({ id, schema, name }) => ({ value: String(id), label: `${schema}.${name}` }))}
    />
  );
}
