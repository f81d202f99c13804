import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useTable } from '@tanstack/react-table';
import { memo, useMemo, useState } from 'react';
import type { ListName } from '../../../../shared/domain/settings.ts';
import { ColumnLine } from './ColumnLine.tsx';
import { CopyCsv } from './CopyCsv.tsx';
import { type Column, definitions, features } from './columns.ts';
import type { CsvColumn } from './copy-csv.ts';
import classes from './DataTable.module.css';
import { grouped } from './group-rows.ts';
import { HeaderCell } from './HeaderCell.tsx';
import { type RowProps, TableBody } from './TableBody.tsx';
import { useWidths } from './useWidths.ts';

interface Props<T extends object> extends RowProps<T> {
  /** What the list holds, for readers. */
  label: string;
  /** Under which name the widths of its columns are kept. Without, they stay as they are. */
  list?: ListName;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  /** Height of a row that is not expanded, in pixels. */
  rowHeight?: number;
  /** Rows with the same name stand together under it. */
  groupBy?: ((row: T) => string) | undefined;
  /** How high is what lies over its lower end, in pixels: the last row is seen above it. */
  roomBelow?: number;
  /** Stands after the last row. */
  footer?: React.ReactNode;
  /** What is copied of a row. */
  csv: readonly CsvColumn<T>[];
}

function AnyTable<T extends object>(props: Props<T>) {
  const { label, rows, rowId, groupBy, footer, rowHeight = 40, roomBelow = 0 } = props;
  const defs = useMemo(() => definitions(props.columns), [props.columns]);
  const table = useTable({ features, columns: defs, data: rows as T[], getRowId: rowId });
  // The model makes an object of each row. Rows in their own order do without, and change with every result.
  const isSorted = table.getAllLeafColumns().some((column) => column.getIsSorted() !== false);
  const sorted = isSorted ? table.getRowModel().rows : null;
  const ordered = useMemo(() => sorted?.map(({ original }) => original) ?? rows, [sorted, rows]);
  const items = useMemo(() => grouped(ordered, rowId, groupBy), [ordered, rowId, groupBy]);

  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const ref = useMergedRef(setScroller, sizeRef);
  const headers = (table.getHeaderGroups()[0]?.headers ?? []).filter(
    (header) => width === 0 || width >= (header.column.columnDef.meta?.from ?? 0),
  );
  const inSight = headers.map((header) => header.column.id).join(' ');
  const columns = useMemo(
    () => props.columns.filter(({ id }) => inSight.split(' ').includes(id)),
    [props.columns, inSight],
  );
  const { head, tracks, isOwn, move, reset } = useWidths(props.list, columns);
  const [line, setLine] = useState<string | null>(null);
  const lines = columns.filter((column, at) => !column.quiet && at + 1 < columns.length);
  const activeLine = lines.some(({ id }) => id === line) ? line : lines[0]?.id;

  return (
    <div ref={ref} className={classes.scroller}>
      <table
        className={classes.table}
        style={{ '--tracks': tracks, '--row-height': `${rowHeight}px` } as React.CSSProperties}
        data-own-widths={isOwn || undefined}
        aria-label={label}
        aria-rowcount={items.length + 1}
      >
        <caption className={classes.copy}>
          <CopyCsv
            what={`the list “${label}”`}
            columns={props.csv}
            rows={() => items.flatMap((item) => (item.kind === 'row' ? [item.data] : []))}
          />
        </caption>
        <thead className={classes.head}>
          <tr ref={head} className={classes.headRow} aria-rowindex={1}>
            {headers.map((header, at) => (
              <HeaderCell
                key={header.id}
                header={header}
                line={
                  props.list &&
                  lines.some(({ id }) => id === header.column.id) && (
                    <ColumnLine
                      left={columns[at]?.header ?? ''}
                      right={columns[at + 1]?.header ?? ''}
                      tabbable={activeLine === header.column.id}
                      onFocus={() => setLine(header.column.id)}
                      onMove={(by, letGo) => move(at, by, letGo)}
                      onReset={reset}
                    />
                  )
                }
              />
            ))}
          </tr>
        </thead>
        <TableBody
          items={items}
          columns={columns}
          scroller={scroller}
          rowHeight={rowHeight}
          roomBelow={roomBelow}
          onOpen={props.onOpen}
          onRowFocus={props.onRowFocus}
          onRowKey={props.onRowKey}
          expanded={props.expanded}
          isExpanded={props.isExpanded}
          isMuted={props.isMuted}
        />
      </table>
      {footer}
    </div>
  );
}

/**
 * A list of any length: sortable, virtual, usable by arrow keys. Only the rows in sight exist. Not drawn again while all
 * that it is given stays the same.
 */
export const DataTable = memo(AnyTable) as typeof AnyTable;
