import { useEffect, useRef } from 'react';
import type { ShortcutId } from './catalogue.ts';
import { bind } from './keyboard.ts';

export type Bindings = Partial<Record<ShortcutId, () => void>>;

/** Binds shortcuts of the catalogue while the component is shown. The set of ids must stay the same. */
export function useShortcuts(wanted: Bindings): void {
  const latest = useRef(wanted);
  useEffect(() => {
    latest.current = wanted;
  });
  const ids = Object.keys(wanted).join(' ');
  useEffect(() => {
    const ends = (ids === '' ? [] : (ids.split(' ') as ShortcutId[])).map((id) =>
      bind(id, () => latest.current[id]?.()),
    );
    return () => {
      for (const end of ends) end();
    };
  }, [ids]);
}
