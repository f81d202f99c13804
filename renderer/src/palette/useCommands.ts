import { useMemo } from 'react';
import { plural } from '../format/number.ts';
import { setConnectionPaused, useConnections } from '../stores/connections.ts';
import { openExport } from '../stores/export.ts';
import { setInboxOpen } from '../stores/inbox.ts';
import { onTheirOwn, useIncidents } from '../stores/incidents.ts';
import { go, tablesIn, useNavigation } from '../stores/navigation.ts';
import { doAndSay, doQuietly } from '../stores/notice.ts';
import { askToSilence, showShortcuts } from '../stores/overlays.ts';
import { showView } from '../stores/overview.ts';
import { pauseAll, usePause } from '../stores/pause.ts';
import { changeSettings, useSettings } from '../stores/settings.ts';
import { runTables, useTables } from '../stores/tables.ts';
import type { Command } from './command.ts';
import { type Acts, commandsFor } from './commands.ts';

const acts: Acts = {
  go,
  openInbox: () => setInboxOpen(true),
  showShortcuts: () => showShortcuts(true),
  openExport,
  runTables: (ids, what) =>
    void doAndSay(
      () => runTables(ids),
      (checks) => `${plural(checks, 'check')} of ${what} queued.`,
    ),
  silenceTables: askToSilence,
  pauseAll: (paused) =>
    void doAndSay(
      () => pauseAll(paused),
      () => (paused ? 'All watching is paused.' : 'Pulse watches again.'),
    ),
  pauseConnection: (id, paused) =>
    void doAndSay(
      () => setConnectionPaused(id, paused),
      ({ name }) => `${name} is ${paused ? 'paused' : 'watched again'}.`,
    ),
  showView: (view) => {
    go({ screen: 'overview' });
    void doQuietly(() => showView(view));
  },
  change: (settings) => {
    void doQuietly(() => changeSettings(settings));
  },
};

/** Enough to go back and forth between, few enough to leave the screens in sight. */
const MOST_VISITED = 5;

/** What the palette offers. A snapshot of the moment it was opened: a list that moves under the keys is no help. */
export function useCommands(): Command[] {
  return useMemo(() => {
    const { place, past } = useNavigation.getState();
    const hereTableId = place.screen === 'table' ? place.id : null;
    const { settings, info } = useSettings.getState();
    return commandsFor(
      {
        tables: useTables.getState().list,
        connections: useConnections.getState().list,
        incidents: onTheirOwn(useIncidents.getState().list).filter(({ state }) => state === 'firing'),
        paused: usePause.getState().pause !== null,
        settings,
        demo: __DEMO__ && (info?.demo ?? false),
        hereTableId,
        visited: tablesIn(past)
          .filter((id) => id !== hereTableId)
          .slice(0, MOST_VISITED),
      },
      acts,
    );
  }, []);
}
