import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Header } from '@tanstack/react-table';
import type { features } from './columns.ts';
import classes from './DataTable.module.css';

const ARIA = { asc: 'ascending', desc: 'descending' } as const;

interface Props<T extends object> {
  header: Header<typeof features, T, unknown>;
  /** What stands at its end. */
  line: React.ReactNode;
}

export function HeaderCell<T extends object>({ header, line }: Props<T>) {
  const { column } = header;
  const look = column.columnDef.meta;
  const title = String(column.columnDef.header ?? '');
  const direction = column.getIsSorted();
  const sortable = column.getCanSort();
  return (
    <th
      scope="col"
      // Without the line at its end.
      aria-label={title}
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
      {line}
    </th>
  );
}
