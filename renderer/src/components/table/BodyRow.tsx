import { FlexRender, type Row } from '@tanstack/react-table';
import type { features } from './columns.ts';
import classes from './DataTable.module.css';

interface Props<T extends object> {
  frame: React.ComponentProps<'tr'> & { 'data-index': number };
  row: Row<typeof features, T>;
  visible: ReadonlySet<string>;
  onOpen: (() => void) | undefined;
  expandable: boolean;
  expanded: React.ReactNode;
  muted: boolean;
  /** The one row that Tab reaches; arrow keys go on from there. */
  tabbable: boolean;
  onFocus: () => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
}

export function BodyRow<T extends object>(props: Props<T>) {
  const { frame, row, visible, onOpen, expandable, expanded, muted, tabbable, onFocus, onKeyDown } = props;
  const cells = row.getAllCells().filter((cell) => visible.has(cell.column.id));
  return (
    <tr
      {...frame}
      className={classes.row}
      data-opens={onOpen ? true : undefined}
      data-muted={muted || undefined}
      data-expanded={expanded ? true : undefined}
    >
      {cells.map((cell) => {
        const look = cell.column.columnDef.meta;
        const content = <FlexRender cell={cell} />;
        return (
          <td key={cell.id} className={classes.cell} data-end={look?.end || undefined}>
            {look?.opens && onOpen ? (
              <button
                type="button"
                data-opener
                className={classes.opener}
                tabIndex={tabbable ? 0 : -1}
                aria-expanded={expandable ? Boolean(expanded) : undefined}
                onClick={onOpen}
                onFocus={onFocus}
                onKeyDown={onKeyDown}
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
        <td className={classes.expansion} colSpan={cells.length}>
          {expanded}
        </td>
      )}
    </tr>
  );
}
