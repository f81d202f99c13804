import { useCallback, useEffect, useRef } from 'react';
import { holdPlace } from '../stores/unsaved.ts';

/** Leaving asks first while there are unsaved changes. Call the answer when they are saved, before going on. */
export function useHoldPlace(unsaved: boolean): () => void {
  const held = useRef<(() => void) | null>(null);
  const release = useCallback(() => {
    held.current?.();
    held.current = null;
  }, []);
  useEffect(() => {
    if (unsaved) held.current = holdPlace();
    return release;
  }, [unsaved, release]);
  return release;
}
