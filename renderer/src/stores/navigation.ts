import { create } from 'zustand';
import { onEventBatch } from '../ipc/event-queue.ts';
import { payloads } from './batch.ts';
import { openExport } from './export.ts';
import { keepPlaces, lastPlace } from './last-place.ts';
import { showPalette, showShortcuts } from './overlays.ts';
import type { Place } from './place.ts';
import { leave } from './unsaved.ts';

interface NavigationState {
  place: Place;
  past: readonly Place[];
  future: readonly Place[];
}

const MOST_REMEMBERED = 100;

export const useNavigation = create<NavigationState>()(() => ({
  place: lastPlace() ?? { screen: 'overview' },
  past: [],
  future: [],
}));

keepPlaces(() => useNavigation.getState().place, useNavigation.subscribe);

export const samePlace = (a: Place, b: Place): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The tables among places, each once, the last one first. */
export const tablesIn = (places: readonly Place[]): number[] => [
  ...new Set(places.toReversed().flatMap((place) => (place.screen === 'table' ? [place.id] : []))),
];

export function go(place: Place): void {
  if (samePlace(useNavigation.getState().place, place)) return;
  leave(() =>
    useNavigation.setState((state) => ({
      place,
      past: [...state.past, state.place].slice(-MOST_REMEMBERED),
      future: [],
    })),
  );
}

/** Like `go`, but the place that is left cannot be returned to: a form that was saved, a table that is gone. */
export function replacePlace(place: Place): void {
  useNavigation.setState({ place });
}

export function back(): void {
  const { past } = useNavigation.getState();
  const to = past.at(-1);
  if (!to) return;
  leave(() =>
    useNavigation.setState(({ place, future }) => ({
      place: to,
      past: past.slice(0, -1),
      future: [place, ...future],
    })),
  );
}

/** Away from what is not there: who came by a link has nowhere to go back to. */
export function backOrHome(): void {
  if (useNavigation.getState().past.length > 0) back();
  else go({ screen: 'overview' });
}

export function forward(): void {
  const [to, ...future] = useNavigation.getState().future;
  if (!to) return;
  leave(() => useNavigation.setState(({ place, past }) => ({ place: to, past: [...past, place], future })));
}

onEventBatch((batch) => {
  const target = payloads(batch, 'navigate').at(-1);
  if (!target) return;
  switch (target.to) {
    // Dialogs over whatever is looked at.
    case 'export':
      return openExport({});
    case 'shortcuts':
      return showShortcuts(true);
    case 'palette':
      return showPalette(true);
    case 'back':
      return back();
    case 'forward':
      return forward();
    case 'incident':
    case 'table':
      return go({ screen: target.to, id: target.id });
    case 'queries':
      return go({ screen: 'queries', connectionId: null });
    default:
      return go({ screen: target.to });
  }
});
