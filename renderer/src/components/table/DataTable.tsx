import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ListName } from '../../../../shared/domain/settings.ts';
import { BodyRow, type RowActions } from './BodyRow.tsx';
import { ColumnLine } from './ColumnLine.tsx';
import { CopyCsv } from './CopyCsv.tsx';
import { type Column, definitions, features } from './columns.ts';
import type { CsvColumn } from './copy-csv.ts';
import classes from './DataTable.module.css';
import { grouped } from './group-rows.ts';
import { HeaderCell } from './HeaderCell.tsx';
import { useOrder } from './useOrder.ts';
import { useRowKeys } from './useRowKeys.ts';
import { useWidths } from './useWidths.ts';

interface Props<T extends object> {
  /** What the list holds, for readers. */
  label: string;
  /** Under which name the widths of its columns are kept. Without, they stay as they are. */
  list?: ListName;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  /** Height of a row that is not expanded, in pixels. */
  rowHeight?: number;
  onOpen?: (row: T) => void;
  onRowFocus?: (row: T) => void;
  /** Heard before the list's own keys; what it prevents the list leaves alone. */
  onRowKey?: (row: T, event: React.KeyboardEvent) => void;
  /** Rows with the same name stand together under it. */
  groupBy?: ((row: T) => string) | undefined;
  /** Shown under an opened row. */
  expanded?: (row: T) => React.ReactNode;
  isExpanded?: (row: T) => boolean;
  /** Greys a row out; it can still be read. */
  isMuted?: (row: T) => boolean;
  /** Stands after the last row. */
  footer?: React.ReactNode;
  /** What is copied of a row. */
  csv: readonly CsvColumn<T>[];
}

function AnyTable<T extends object>(props: Props<T>) {
  const { label, rows, rowId, onOpen, groupBy, expanded, isExpanded, isMuted, footer } = props;
  const { rowHeight = 40, onRowFocus, onRowKey } = props;
  const defs = useMemo(() => definitions(props.columns), [props.columns]);
  const table = useTable({ features, columns: defs, data: rows as T[], getRowId: rowId });
  // The model makes an object of each row. Rows in their own order do without, and change with every result.
  const isSorted = table.getAllLeafColumns().some((column) => column.getIsSorted() !== false);
  const sorted = isSorted ? table.getRowModel().rows : null;
  const ordered = useMemo(() => sorted?.map(({ original }) => original) ?? rows, [sorted, rows]);
  const items = useMemo(() => grouped(ordered, rowId, groupBy), [ordered, rowId, groupBy]);

  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const ref = useMergedRef(scroller, sizeRef);
  const headers = (table.getHeaderGroups()[0]?.headers ?? []).filter(
    (header) => width === 0 || width >= (header.column.columnDef.meta?.from ?? 0),
  );
  const inSight = headers.map((header) => header.column.id).join(' ');
  const columns = useMemo(
    () => props.columns.filter(({ id }) => inSight.split(' ').includes(id)),
    [props.columns, inSight],
  );
  const { head, tracks, move, reset } = useWidths(props.list, columns);
  const [line, setLine] = useState<string | null>(null);
  const lines = columns.filter((column, at) => !column.quiet && at + 1 < columns.length);
  const activeLine = lines.some(({ id }) => id === line) ? line : lines[0]?.id;

  // The virtualizer takes another function for other rows, and lays all of them out anew: with every frame of a scroll.
  const order = useOrder(items);
  const getItemKey = useCallback((index: number) => order[index] ?? index, [order]);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    // With its line.
    estimateSize: () => rowHeight + 1,
    getItemKey,
    overscan: 8,
  });
  const keys = useRowKeys(items, virtual);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured is of another height
  useLayoutEffect(() => virtual.measure(), [rowHeight]);
  const latest = useRef({ onOpen, onRowFocus, onRowKey, keys });
  useLayoutEffect(() => {
    latest.current = { onOpen, onRowFocus, onRowKey, keys };
  });
  const actions = useMemo(
    (): RowActions<T> => ({
      open: (data) => latest.current.onOpen?.(data),
      focus: (data, index) => {
        latest.current.keys.setActive(index);
        latest.current.onRowFocus?.(data);
      },
      keyDown: (data, event) => {
        latest.current.onRowKey?.(data, event);
        if (!event.defaultPrevented) latest.current.keys.onKeyDown(event);
      },
      measure: virtual.measureElement,
    }),
    [virtual],
  );

  return (
    <div ref={ref} className={classes.scroller}>
      <table
        className={classes.table}
        style={{ '--tracks': tracks, '--row-height': `${rowHeight}px` } as React.CSSProperties}
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
        <tbody className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((place) => {
            const item = items[place.index];
            if (!item) return null;
            if (item.kind === 'group') {
              return (
                <tr
                  key={place.key}
                  ref={virtual.measureElement}
                  data-index={place.index}
                  aria-rowindex={place.index + 2}
                  style={{ transform: `translateY(${place.start}px)` }}
                  className={classes.group}
                >
                  <th scope="colgroup" colSpan={columns.length}>
                    {item.name}
                    <span className={classes.groupCount}>{item.size}</span>
                  </th>
                </tr>
              );
            }
            const { data } = item;
            return (
              <BodyRow
                key={place.key}
                data={data}
                index={place.index}
                start={place.start}
                columns={columns}
                actions={actions}
                opens={onOpen !== undefined}
                expandable={expanded !== undefined}
                expanded={isExpanded?.(data) ? expanded?.(data) : undefined}
                muted={isMuted?.(data) ?? false}
                tabbable={place.index === keys.active}
              />
            );
          })}
        </tbody>
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
