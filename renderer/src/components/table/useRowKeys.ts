import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState } from 'react';

interface Kinded {
  kind: 'row' | 'group';
}

const STEPS: Record<string, (active: number, last: number) => number> = {
  ArrowDown: (active) => active + 1,
  ArrowUp: (active) => active - 1,
  PageDown: (active) => active + 10,
  PageUp: (active) => active - 10,
  Home: () => 0,
  End: (_, last) => last,
};

/** Arrow keys through a virtual list: one row is in the tab order, and the row gone to is scrolled into being. */
export function useRowKeys(
  items: readonly Kinded[],
  virtual: Virtualizer<HTMLDivElement, Element>,
): {
  active: number;
  setActive: (index: number) => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
  /** Scrolls to the row that has the focus, where something came over it. */
  keepInSight: () => void;
} {
  const [wanted, setActive] = useState(0);
  const focusNext = useRef(false);
  const active = nearestRow(items, Math.min(wanted, items.length - 1), 1);

  useEffect(() => {
    if (!focusNext.current) return;
    const row = virtual.scrollElement?.querySelector(`tr[data-index="${active}"] [data-opener]`);
    if (!(row instanceof HTMLElement)) return;
    focusNext.current = false;
    row.focus({ preventScroll: true });
  });

  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const last = items.length - 1;
    const raw = Math.max(0, Math.min(last, step(active, last)));
    const next = nearestRow(items, raw, raw < active ? -1 : 1);
    focusNext.current = true;
    virtual.scrollToIndex(next);
    setActive(next);
  };
  const latest = useRef(active);
  latest.current = active;
  const keepInSight = useCallback(() => {
    const row = document.activeElement?.closest<HTMLElement>('tr[data-index]');
    if (row?.dataset.index === String(latest.current)) virtual.scrollToIndex(latest.current);
  }, [virtual]);
  return { active, setActive, onKeyDown, keepInSight };
}

/** Steps over group names, in the direction of travel first. */
function nearestRow(items: readonly Kinded[], from: number, direction: 1 | -1): number {
  for (const way of [direction, -direction]) {
    for (let at = from; at >= 0 && at < items.length; at += way) if (items[at]?.kind === 'row') return at;
  }
  return 0;
}
