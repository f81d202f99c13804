import type { ShortcutId } from '../shortcuts/catalogue.ts';

export type CommandGroup =
  | 'Open incidents'
  | 'Looked at before'
  | 'Tables'
  | 'Connections'
  | 'Actions'
  | 'Screens';

/** One thing that the palette can do. */
export interface Command {
  id: string;
  group: CommandGroup;
  title: string;
  /** What tells it from others of the same name: the connection, the state. */
  detail?: string;
  /** More words by which it is found. */
  words?: string;
  /** Shown only when one of its words was typed: there is one for each table, and hundreds would hide the rest. */
  verb?: string;
  /** Shown only when something was typed: it is a part of another one. */
  part?: boolean;
  /** Shown only when nothing was typed: another one is found by its words. */
  idle?: boolean;
  /** It leads to what was looked at not long ago. */
  visited?: boolean;
  shortcut?: ShortcutId;
  run: () => void;
}
