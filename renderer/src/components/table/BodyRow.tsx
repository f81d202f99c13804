import { memo } from 'react';
import type { Column } from './columns.ts';
import classes from './DataTable.module.css';

/** What can happen to a row. One object for all rows, so that none is drawn again because of it. */
export interface RowActions<T> {
  open: (data: T) => void;
  focus: (data: T, index: number) => void;
  keyDown: (data: T, event: React.KeyboardEvent) => void;
  /** Takes the height of a row that has one of its own. */
  measure: (row: HTMLTableRowElement | null) => void;
}

interface Props<T extends object> {
  data: T;
  index: number;
  /** Where it stands in the list, in pixels. */
  start: number;
  /** Those in sight. */
  columns: readonly Column<T>[];
  actions: RowActions<T>;
  opens: boolean;
  expandable: boolean;
  expanded: React.ReactNode;
  muted: boolean;
  /** The one row that Tab reaches; arrow keys go on from there. */
  tabbable: boolean;
}

function Row<T extends object>(props: Props<T>) {
  const { data, index, start, columns, actions, opens, expandable, expanded, muted, tabbable } = props;
  return (
    <tr
      // What cannot be expanded is as high as all others: asking for it would lay the list out with every row.
      ref={expandable ? actions.measure : undefined}
      data-index={index}
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${start}px)` }}
      className={classes.row}
      data-opens={opens || undefined}
      data-muted={muted || undefined}
      data-expanded={expanded ? true : undefined}
    >
      {columns.map((column) => {
        const content = column.cell(data);
        const holdsOpener = column.opens && opens;
        return (
          <td
            key={column.id}
            className={classes.cell}
            data-end={column.end || undefined}
            data-fits={column.fits || undefined}
            data-holds-opener={holdsOpener || undefined}
          >
            {holdsOpener ? (
              <button
                type="button"
                data-opener
                className={classes.opener}
                tabIndex={tabbable ? 0 : -1}
                aria-expanded={expandable ? Boolean(expanded) : undefined}
                onClick={() => actions.open(data)}
                onFocus={() => actions.focus(data, index)}
                onKeyDown={(event) => actions.keyDown(data, event)}
              >
                {content}
              </button>
            ) : (
              content
            )}
          </td>
        );
      })}
      {expanded && (
        <td className={classes.expansion} colSpan={columns.length}>
          {expanded}
        </td>
      )}
    </tr>
  );
}

/** Drawn again only when something of its own has changed: a list that is scrolled draws the rows that come into sight. */
export const BodyRow = memo(Row) as typeof Row;
