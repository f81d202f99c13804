import { create } from 'zustand';
import { toggled } from './selected.ts';

interface SelectionState {
  /** Tables of the overview that are picked. */
  ids: ReadonlySet<number>;
  /** Where a range begins: the row that was picked last. */
  anchor: number | null;
  /** The row that has, or last had, the focus. */
  focused: number | null;
}

export const useSelection = create<SelectionState>()(() => ({ ids: new Set(), anchor: null, focused: null }));

export const focusRow = (focused: number): void => useSelection.setState({ focused });
export const selectAll = (ids: readonly number[]): void => useSelection.setState({ ids: new Set(ids) });
export const clearSelection = (): void => useSelection.setState({ ids: new Set(), anchor: null });

/** Picks a row, or lets go of it. With `range`, everything from the row that was picked last up to it, as `order` has them. */
export function toggleRow(id: number, order: readonly number[], range: boolean): void {
  useSelection.setState(({ ids, anchor }) => ({ ids: toggled(ids, anchor, id, order, range), anchor: id }));
}

/** What an action is about: the rows that are picked, or else the one with the focus. */
export function targets({ ids, focused }: SelectionState): number[] {
  if (ids.size > 0) return [...ids];
  return focused === null ? [] : [focused];
}
