import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { BodyRow, type RowActions } from './BodyRow.tsx';
import type { Column } from './columns.ts';
import classes from './DataTable.module.css';
import type { Item } from './group-rows.ts';
import { useOrder } from './useOrder.ts';
import { useRowKeys } from './useRowKeys.ts';

/** What a list's rows can do, and how they look. */
export interface RowProps<T extends object> {
  onOpen?: ((row: T) => void) | undefined;
  onRowFocus?: ((row: T) => void) | undefined;
  /** Heard before the list's own keys; what it prevents the list leaves alone. */
  onRowKey?: ((row: T, event: React.KeyboardEvent) => void) | undefined;
  /** Shown under an opened row. */
  expanded?: ((row: T) => React.ReactNode) | undefined;
  isExpanded?: ((row: T) => boolean) | undefined;
  /** Greys a row out; it can still be read. */
  isMuted?: ((row: T) => boolean) | undefined;
}

interface Props<T extends object> extends RowProps<T> {
  items: readonly Item<T>[];
  /** Those in sight. */
  columns: readonly Column<T>[];
  /** What the rows are scrolled in; null until it stands on the page. */
  scroller: HTMLDivElement | null;
  /** Height of a row that is not expanded, in pixels. */
  rowHeight: number;
  /** Height of what lies over their lower end. */
  roomBelow: number;
}

const HEAD_HEIGHT = 32;

function AnyBody<T extends object>(props: Props<T>) {
  const { items, columns, scroller, rowHeight, roomBelow } = props;
  const { onOpen, onRowFocus, onRowKey, expanded, isExpanded, isMuted } = props;
  // The virtualizer takes another function for other rows, and lays all of them out anew: with every frame of a scroll.
  const order = useOrder(items);
  const getItemKey = useCallback((index: number) => order[index] ?? index, [order]);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    // With its line.
    estimateSize: () => rowHeight + 1,
    getItemKey,
    overscan: 6,
    paddingEnd: roomBelow,
    // Rows are counted from below the head, which they go under.
    scrollPaddingEnd: HEAD_HEIGHT + roomBelow,
  });
  const keys = useRowKeys(items, virtual);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured is of another height
  useLayoutEffect(() => virtual.measure(), [rowHeight]);
  useEffect(() => {
    if (roomBelow > 0) keys.keepInSight();
  }, [roomBelow, keys.keepInSight]);
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
  );
}

/** The rows in sight. They alone are drawn with every step of a scroll; the head above them stays. */
export const TableBody = memo(AnyBody) as typeof AnyBody;
