import { type RefObject, useEffect, useRef } from 'react';

/** For a control that stands where the one that was pressed stood: it takes the focus over as it comes. */
export function useTakeFocus<T extends HTMLElement>(takes = true): RefObject<T | null> {
  const ref = useRef<T>(null);
  const first = useRef(takes);
  useEffect(() => {
    if (first.current) ref.current?.focus({ preventScroll: true });
  }, []);
  return ref;
}
