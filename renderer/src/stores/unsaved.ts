import { create } from 'zustand';

interface UnsavedState {
  /** How to go on once the user agreed to lose what was not saved; null while nothing is asked. */
  wanted: (() => void) | null;
}

export const useUnsaved = create<UnsavedState>()(() => ({ wanted: null }));

/** The forms that hold changes which were not saved. */
const holders = new Set<object>();

/** Holds the place until the answer is called. */
export function holdPlace(): () => void {
  const holder = {};
  holders.add(holder);
  return () => holders.delete(holder);
}

/** Goes on at once, or asks first when that would lose changes. */
export function leave(then: () => void): void {
  if (holders.size === 0) then();
  else useUnsaved.setState({ wanted: then });
}

export const stay = (): void => useUnsaved.setState({ wanted: null });

export function discard(): void {
  const { wanted } = useUnsaved.getState();
  holders.clear();
  useUnsaved.setState({ wanted: null });
  wanted?.();
}
