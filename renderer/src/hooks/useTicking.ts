import { useCallback, useSyncExternalStore } from 'react';
import { attention } from '../attention.ts';
import { Ticker } from './ticker.ts';

const ticker = new Ticker(attention);

/**
 * A text that depends on the time. Renders again only when the text itself has changed. `about`: the moment from which
 * or to which the text counts, where it tells seconds only close to it; null when it tells nothing of the time.
 */
export function useTicking(text: (now: number) => string, about?: number | null): string {
  const follow = useCallback(
    (listener: () => void) => (about === null ? () => {} : ticker.subscribe(listener, about)),
    [about],
  );
  return useSyncExternalStore(follow, () => text(Date.now()));
}
