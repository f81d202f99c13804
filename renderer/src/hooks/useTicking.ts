import { useSyncExternalStore } from 'react';

/** One timer for every relative time of the window; it stops when nothing shows one. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** A text that depends on the time. Renders again only when the text itself has changed. */
export function useTicking(text: (now: number) => string): string {
  return useSyncExternalStore(subscribe, () => text(Date.now()));
}
