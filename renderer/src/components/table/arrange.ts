import type { ListLook } from '../../../../shared/domain/settings.ts';
import type { Column } from './columns.ts';
import { sized } from './widths.ts';

type Ids = Pick<Column<never>, 'id' | 'quiet' | 'opens' | 'track'>;

/** The columns of boxes and buttons keep their place at the beginning. */
export const isFixed = ({ quiet }: Ids): boolean => quiet === true;
/** Without the cell that opens it, a row could not be opened. */
export const canHide = (column: Ids): boolean => !isFixed(column) && column.opens !== true;

/** All columns in the order that was chosen; those that it does not know yet, as after an upgrade, come last. Pure. */
export function inOrder<C extends Ids>(columns: readonly C[], { order }: ListLook): C[] {
  const place = (column: C): number => {
    if (isFixed(column)) return -1;
    const at = order.indexOf(column.id);
    return at === -1 ? order.length : at;
  };
  return columns.toSorted((a, b) => place(a) - place(b));
}

/** The columns that are shown, in the order and the widths that were chosen. Pure. */
export const arranged = <C extends Ids>(columns: readonly C[], look: ListLook): C[] =>
  inOrder(columns, look)
    .filter((column) => !canHide(column) || !look.hidden.includes(column.id))
    .map((column) => sized(column, look.widths));

/** The look after one column went a step to the left (-1) or to the right (1). Pure. */
export function moved(columns: readonly Ids[], look: ListLook, id: string, step: -1 | 1): ListLook {
  const order = inOrder(columns, look).flatMap((column) => (isFixed(column) ? [] : [column.id]));
  const from = order.indexOf(id);
  const to = from + step;
  if (from === -1 || to < 0 || to >= order.length) return look;
  order.splice(to, 0, ...order.splice(from, 1));
  return { ...look, order };
}

/** The look after one column was shown or hidden. Pure. */
export const toggled = (look: ListLook, id: string): ListLook => ({
  ...look,
  hidden: look.hidden.includes(id) ? look.hidden.filter((each) => each !== id) : [...look.hidden, id],
});
