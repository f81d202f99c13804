import type { SettingsSection } from './settings-sections.ts';

/** Every place of the window. */
export type Place =
  | { screen: 'overview' }
  | { screen: 'table'; id: number }
  | { screen: 'add-tables'; connectionId: number | null }
  | { screen: 'connections' }
  | { screen: 'connection'; id: number | null }
  | { screen: 'incidents' }
  | { screen: 'incident'; id: number }
  | { screen: 'queries'; connectionId: number | null }
  | { screen: 'history' }
  | { screen: 'help' }
  | { screen: 'settings'; section?: SettingsSection }
  | { screen: 'demo' };
