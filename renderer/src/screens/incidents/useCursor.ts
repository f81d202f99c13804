import { type RefObject, useEffect, useRef } from 'react';
import { moveCursor, useIncidents } from '../../stores/incidents.ts';
import { heir, neighbour } from '../../stores/mailbox.ts';

interface Cursor {
  list: RefObject<HTMLUListElement | null>;
  /** To the next row, or the one before. */
  move: (step: 1 | -1) => void;
}

/** The row that the keyboard acts on. When it leaves the list, as an acknowledged one does, the next one takes over. */
export function useCursor(ids: readonly number[]): Cursor {
  const list = useRef<HTMLUListElement>(null);
  const before = useRef(ids);
  const focus = (id: number | null) =>
    list.current?.querySelector<HTMLElement>(`[data-incident="${id}"]`)?.focus();
  useEffect(() => {
    const old = before.current;
    before.current = ids;
    const { cursor } = useIncidents.getState();
    if (cursor === null) return;
    const at = ids.includes(cursor) ? cursor : heir(old, ids, cursor);
    if (at !== cursor) moveCursor(at);
    // Whatever had the focus is gone: the row, or the dialog over it.
    if (at !== null && document.activeElement === document.body) focus(at);
  });
  return { list, move: (step) => focus(neighbour(ids, useIncidents.getState().cursor, step)) };
}
