import { useRef } from 'react';

/** The value of an earlier drawing for as long as the new one says the same, so that what is drawn from it stays. */
export function useSame<T>(value: T): T {
  const kept = useRef(value);
  if (JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value;
  return kept.current;
}
