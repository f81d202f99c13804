import { useRef, useState } from 'react';
import type { ListName } from '../../../../shared/domain/settings.ts';
import type { Column } from './columns.ts';
import { keepLook, lookOf } from './look.ts';
import { moveLine, sized, type Widths } from './widths.ts';

/** How wide the columns of a list are, by the lines between them. Kept when a line is let go. */
export function useWidths<T>(list: ListName | undefined, columns: readonly Column<T>[]) {
  /** While a line is dragged. */
  const [draft, setDraft] = useState<Widths | null>(null);
  const taken = useRef<number[] | null>(null);
  const head = useRef<HTMLTableRowElement>(null);

  const move = (index: number, by: number, letGo: boolean) => {
    if (!list) return;
    taken.current ??= [...(head.current?.children ?? [])].map((cell) => cell.getBoundingClientRect().width);
    const widths = moveLine(columns, taken.current, index, by);
    setDraft(letGo ? null : widths);
    if (!letGo) return;
    taken.current = null;
    void keepLook(list, { widths: { ...lookOf(list).widths, ...widths } });
  };
  const reset = () => list && void keepLook(list, { widths: {} });
  const tracks = columns.map((column) => (draft ? sized(column, draft) : column).track).join(' ');
  /** Whether its user has set a width. */
  const isOwn = draft !== null || (list !== undefined && Object.keys(lookOf(list).widths).length > 0);
  return { head, tracks, isOwn, move, reset };
}
