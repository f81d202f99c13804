export interface Shortcut {
  /** Ways to press it: keys held together are joined by `+`, keys one after the other by a space. */
  keys: readonly string[];
  label: string;
  group: 'Everywhere' | 'Go to' | 'Lists' | 'Charts' | 'Overview' | 'Adding' | 'Incidents';
}

/**
 * Every shortcut of the window. Those that a list or the native menu hears itself stand here as well, so that the
 * help is whole. `mod` is ⌘ on a Mac and Ctrl elsewhere.
 */
export const shortcuts = {
  'palette.open': { keys: ['mod+k'], label: 'Find anything', group: 'Everywhere' },
  'help.shortcuts': { keys: ['?'], label: 'Show the shortcuts', group: 'Everywhere' },
  'search.focus': { keys: ['mod+f', '/'], label: 'Search in the list', group: 'Everywhere' },
  'history.back': { keys: ['alt+ArrowLeft', 'mod+['], label: 'Back', group: 'Everywhere' },
  'history.forward': { keys: ['alt+ArrowRight', 'mod+]'], label: 'Forward', group: 'Everywhere' },
  'menu.export': { keys: ['mod+shift+e'], label: 'Export history', group: 'Everywhere' },

  'go.overview': { keys: ['g o'], label: 'Overview', group: 'Go to' },
  'go.incidents': { keys: ['g i'], label: 'Incidents', group: 'Go to' },
  'go.connections': { keys: ['g c'], label: 'Connections', group: 'Go to' },
  'go.queries': { keys: ['g q'], label: 'Query log', group: 'Go to' },
  'go.history': { keys: ['g h'], label: 'History', group: 'Go to' },
  'go.help': { keys: ['F1'], label: 'Help', group: 'Go to' },
  'go.settings': { keys: ['g s', 'mod+,'], label: 'Settings', group: 'Go to' },
  'go.inbox': { keys: ['g n'], label: 'Inbox', group: 'Go to' },

  'list.move': { keys: ['ArrowUp', 'ArrowDown'], label: 'Previous or next row', group: 'Lists' },
  'list.page': { keys: ['PageUp', 'PageDown'], label: 'Ten rows up or down', group: 'Lists' },
  'list.ends': { keys: ['Home', 'End'], label: 'First or last row', group: 'Lists' },
  'list.open': { keys: ['Enter'], label: 'Open the row or the result', group: 'Lists' },

  'chart.move': { keys: ['ArrowLeft', 'ArrowRight'], label: 'Previous or next result', group: 'Charts' },
  'chart.zoom': { keys: ['Plus', '-'], label: 'Zoom in or out', group: 'Charts' },

  'overview.select': { keys: ['x'], label: 'Select the row', group: 'Overview' },
  'overview.selectRange': { keys: ['shift+x'], label: 'Select up to the row', group: 'Overview' },
  'overview.selectAll': { keys: ['mod+a'], label: 'Select all that is shown', group: 'Overview' },
  'overview.clear': { keys: ['Escape'], label: 'Select nothing', group: 'Overview' },
  'overview.run': { keys: ['r'], label: 'Run now', group: 'Overview' },
  'overview.silence': { keys: ['s'], label: 'Silence', group: 'Overview' },
  'overview.label': { keys: ['t'], label: 'Tag, and say who looks after it', group: 'Overview' },
  'overview.interval': { keys: ['i'], label: 'Change the interval', group: 'Overview' },

  'adding.goOn': { keys: ['mod+Enter'], label: 'Go on to the next step', group: 'Adding' },
  'adding.pickFirst': { keys: ['mod+shift+a'], label: 'Choose the tables that matter most', group: 'Adding' },

  'incidents.next': { keys: ['j'], label: 'Next incident', group: 'Incidents' },
  'incidents.previous': { keys: ['k'], label: 'Previous incident', group: 'Incidents' },
  'incidents.nextBox': { keys: [']'], label: 'Next mailbox', group: 'Incidents' },
  'incidents.previousBox': { keys: ['['], label: 'Previous mailbox', group: 'Incidents' },
  'incidents.acknowledge': { keys: ['e'], label: 'Acknowledge', group: 'Incidents' },
  'incidents.note': { keys: ['n'], label: 'Write a note', group: 'Incidents' },
  'incidents.silence': { keys: ['s'], label: 'Silence', group: 'Incidents' },
  'incidents.real': { keys: ['l r'], label: 'Label as real', group: 'Incidents' },
  'incidents.expected': { keys: ['l e'], label: 'Label as expected', group: 'Incidents' },
  'incidents.noise': { keys: ['l n'], label: 'Label as noise', group: 'Incidents' },
  'incidents.why': { keys: ['w'], label: 'Why was I (not) notified?', group: 'Incidents' },
  'incidents.copy': { keys: ['c'], label: 'Copy the query', group: 'Incidents' },
  'incidents.table': { keys: ['t'], label: 'Open the table', group: 'Incidents' },
  'incidents.back': { keys: ['u'], label: 'Back to the list', group: 'Incidents' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof shortcuts;

export const shortcutIds = Object.keys(shortcuts) as ShortcutId[];

export const groups: readonly Shortcut['group'][] = [
  'Everywhere',
  'Go to',
  'Lists',
  'Charts',
  'Overview',
  'Adding',
  'Incidents',
];

/** The part of `navigator` that says whether this is a Mac. */
export const onMac = (): boolean => /mac/i.test(navigator.platform);

const words: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Page up',
  PageDown: 'Page down',
  Escape: 'Esc',
  Plus: '+',
};

/** The keys of one way to press it, as they are printed: `['Ctrl', 'K']`, or `['G', 'O']` for one after the other. */
export function printed(keys: string, mac: boolean): string[] {
  const names: Record<string, string> = {
    ...words,
    mod: mac ? '⌘' : 'Ctrl',
    alt: mac ? '⌥' : 'Alt',
    shift: mac ? '⇧' : 'Shift',
  };
  return keys.split(/[ +]/).map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** The ways that exist on this platform: a Mac keeps its arrows with ⌥ for the text that is written. */
export function waysOf(id: ShortcutId, mac: boolean): readonly string[] {
  const { keys } = shortcuts[id];
  return keys.filter((way) => (mac ? !way.startsWith('alt+') : !/^mod\+[[\]]$/.test(way)));
}
