import { subscribe } from './ipc/client.ts';
import { loadConnections } from './stores/connections.ts';
import { loadDailyExport } from './stores/daily-export.ts';
import { loadInbox } from './stores/inbox.ts';
import { loadIncidents } from './stores/incidents.ts';
import { loadPause } from './stores/pause.ts';
import { loadSaving } from './stores/saving.ts';
import { loadSettings } from './stores/settings.ts';
import { loadTables } from './stores/tables.ts';

/**
 * Listens first and asks second, so that nothing falls between the snapshot and the first change. Resolves when all is
 * there that the first screen is drawn from; a part that could not be read says so on the screen.
 */
export async function boot(): Promise<void> {
  subscribe();
  const first = [loadTables(), loadConnections(), loadSettings(), loadPause(), loadIncidents()];
  void loadSaving();
  void loadInbox();
  void loadDailyExport();
  await Promise.all(first);
}
