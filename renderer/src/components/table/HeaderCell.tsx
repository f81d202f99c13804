import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Header } from '@tanstack/react-table';
import type { features } from './columns.ts';
import classes from './DataTable.module.css';

const ARIA = { asc: 'ascending', desc: 'descending' } as const;

export function HeaderCell<T extends object>({ header }: { header: Header<typeof features, T, unknown> }) {
  const { column } = header;
  const look = column.columnDef.meta;
  const title = String(column.columnDef.header ?? '');
  const direction = column.getIsSorted();
  const sortable = column.getCanSort();
  return (
    <th
      scope="col"
      className={classes.headCell}
      data-end={look?.end || undefined}
      aria-sort={sortable ? (direction ? ARIA[direction] : 'none') : undefined}
    >
      {sortable ? (
        <button type="button" className={classes.sort} onClick={column.getToggleSortingHandler()}>
          {title}
          {direction === 'asc' && <IconArrowUp size={12} aria-hidden="true" />}
          {direction === 'desc' && <IconArrowDown size={12} aria-hidden="true" />}
        </button>
      ) : look?.quiet ? (
        <VisuallyHidden>{title}</VisuallyHidden>
      ) : (
        title
      )}
    </th>
  );
}
