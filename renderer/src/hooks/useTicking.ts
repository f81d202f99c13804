import { useCallback, useSyncExternalStore } from 'react';
import { attention } from '../attention.ts';
import { Ticker } from './ticker.ts';

const ticker = new Ticker(attention);

/**
 * A text that depends on the time. Renders again only when the text itself has changed. `isCoarse`: nobody is at the
 * window, so that it is drawn too rarely for a text that counts seconds. `about`: the moment from which
 * or to which the text counts, where it tells seconds only close to it; null when it tells nothing of the time.
 */
export function useTicking(text: (now: number, isCoarse: boolean) => string, about?: number | null): string {
  const follow = useCallback(
    (listener: () => void) => (about === null ? () => {} : ticker.subscribe(listener, about)),
    [about],
  );
  return useSyncExternalStore(follow, () => text(Date.now(), attention.isCalm));
}
