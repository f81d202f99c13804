import type { Place } from './place.ts';

/** For a page that crashed and is read again; it is gone with the window. Where no page is, there is none. */
const kept = globalThis.sessionStorage as Storage | undefined;
const KEY = 'place';
/** A place at which the page crashes once more within this time is not gone to a third time. */
const HOLDS_MS = 60_000;

/** Where the page was before it was read again. */
export function lastPlace(): Place | null {
  const place = kept?.getItem(KEY);
  if (!place) return null;
  kept?.removeItem(KEY);
  return JSON.parse(place) as Place;
}

/** Keeps where the page is: after each move, and where it began after a while. */
export function keepPlaces(current: () => Place, onMove: (moved: () => void) => void): void {
  if (!kept) return;
  const keep = () => kept.setItem(KEY, JSON.stringify(current()));
  const holds = setTimeout(keep, HOLDS_MS);
  onMove(() => {
    clearTimeout(holds);
    keep();
  });
}
