import { describe, expect, it } from 'vitest';
import { printed, shortcutIds, shortcuts, waysOf } from '../../renderer/src/shortcuts/catalogue.ts';
import { match, type Press, written } from '../../renderer/src/shortcuts/match.ts';

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('a key press', () => {
  it('means the shortcut that is bound to it', () => {
    const bound = ['help.shortcuts', 'search.focus'] as const;
    expect(match(press('?', { shiftKey: true }), null, bound, false).id).toBe('help.shortcuts');
    expect(match(press('f', { ctrlKey: true }), null, bound, false).id).toBe('search.focus');
    expect(match(press('f', { metaKey: true }), null, bound, true).id).toBe('search.focus');
    expect(match(press('f', { ctrlKey: true }), null, bound, true).id).toBeNull();
    expect(match(press('f'), null, bound, false)).toEqual({ id: null, pending: null });
  });

  it('waits for the second key of a pair', () => {
    const bound = ['go.overview', 'go.incidents'] as const;
    const first = match(press('g'), null, bound, false);
    expect(first).toEqual({ id: null, pending: 'g' });
    expect(match(press('i'), first.pending, bound, false).id).toBe('go.incidents');
    expect(match(press('x'), first.pending, bound, false)).toEqual({ id: null, pending: null });
  });

  it('tells capitals from shift with other keys', () => {
    expect(written(press('E', { ctrlKey: true, shiftKey: true }), false)).toBe('mod+shift+e');
    expect(written(press('G', { shiftKey: true }), false)).toBe('g');
  });
});

describe('the catalogue', () => {
  it.each([true, false])('has a way for every shortcut, and no way twice on one screen (mac: %s)', (mac) => {
    for (const id of shortcutIds) expect(waysOf(id, mac), id).not.toHaveLength(0);
    const screens = ['Overview', 'Incidents'] as const;
    for (const screen of screens) {
      const elsewhere = screens.filter((each) => each !== screen);
      const heard = shortcutIds.filter((id) => !elsewhere.some((each) => each === shortcuts[id].group));
      const all = heard.flatMap((id) => waysOf(id, mac));
      expect(all.filter((way, index) => all.indexOf(way) !== index)).toEqual([]);
    }
  });

  it('prints keys as they are on the keyboard', () => {
    expect(printed('mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(printed('mod+shift+e', true)).toEqual(['⌘', '⇧', 'E']);
    expect(printed('g o', false)).toEqual(['G', 'O']);
  });
});
