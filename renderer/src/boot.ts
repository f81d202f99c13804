import { subscribe } from './ipc/client.ts';
import { loadConnections } from './stores/connections.ts';
import { loadDailyExport } from './stores/daily-export.ts';
import { loadInbox } from './stores/inbox.ts';
import { loadIncidents } from './stores/incidents.ts';
import { loadPause } from './stores/pause.ts';
import { loadSaving } from './stores/saving.ts';
import { loadSettings } from './stores/settings.ts';
import { loadTables } from './stores/tables.ts';

/** Listens first and asks second, so that nothing falls between the snapshot and the first change. */
export function boot(): void {
  subscribe();
  void loadSettings();
  void loadConnections();
  void loadPause();
  void loadSaving();
  void loadTables();
  void loadIncidents();
  void loadInbox();
  void loadDailyExport();
}
