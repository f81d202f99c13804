import { useMemo, useRef } from 'react';

/** The keys of the rows; the same array for as long as no row comes, goes or moves. */
export function useOrder(items: readonly { key: string }[]): readonly string[] {
  const kept = useRef<readonly string[]>([]);
  return useMemo(() => {
    const stays =
      items.length === kept.current.length && items.every(({ key }, n) => key === kept.current[n]);
    if (!stays) kept.current = items.map(({ key }) => key);
    return kept.current;
  }, [items]);
}
