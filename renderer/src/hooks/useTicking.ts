import { useCallback, useSyncExternalStore } from 'react';

const TICK_MS = 1_000;
/** What is so far from now is told in minutes at least, and looked at with every so many ticks only. */
const FAR_MS = 120_000;
const FAR_TICKS = 10;

/** One timer for every relative time of the window, with the moment each is about; it stops when nothing shows one. */
const listeners = new Map<() => void, number | undefined>();
let timer: ReturnType<typeof setInterval> | undefined;
let ticks = 0;

function tick(): void {
  ticks += 1;
  const now = Date.now();
  for (const [listener, about] of listeners) {
    const isFar = about !== undefined && Math.abs(about - now) > FAR_MS;
    if (!isFar || ticks % FAR_TICKS === 0) listener();
  }
}

function subscribe(listener: () => void, about: number | undefined): () => void {
  listeners.set(listener, about);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * A text that depends on the time. Renders again only when the text itself has changed. `about`: the moment from which
 * or to which the text counts, where it tells seconds only close to it; null when it tells nothing of the time.
 */
export function useTicking(text: (now: number) => string, about?: number | null): string {
  const follow = useCallback(
    (listener: () => void) => (about === null ? () => {} : subscribe(listener, about)),
    [about],
  );
  return useSyncExternalStore(follow, () => text(Date.now()));
}
