import { type ShortcutId, waysOf } from './catalogue.ts';

/** What of a key press decides. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

export interface Found {
  id: ShortcutId | null;
  /** The first key of a pair, which the next press may complete. */
  pending: string | null;
}

/** A press as the catalogue writes it. Shift is part of what a printed sign is, and says something with others only. */
export function written(press: Press, mac: boolean): string {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const held = [mod && 'mod', press.altKey && 'alt', press.shiftKey && (mod || press.altKey) && 'shift'];
  return [...held.filter((part) => part !== false), key].join('+');
}

/** Which of the shortcuts that are bound now a press means, after the key that was pressed before it. */
export function match(
  press: Press,
  pending: string | null,
  bound: Iterable<ShortcutId>,
  mac: boolean,
): Found {
  const now = written(press, mac);
  const pair = pending === null ? null : `${pending} ${now}`;
  let alone: ShortcutId | null = null;
  let begins = false;
  for (const id of bound) {
    for (const way of waysOf(id, mac)) {
      if (way === pair) return { id, pending: null };
      if (way === now) alone ??= id;
      if (way.startsWith(`${now} `)) begins = true;
    }
  }
  return { id: alone, pending: alone === null && begins ? now : null };
}
