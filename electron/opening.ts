import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import { app } from 'electron';
import { glance } from './engine/board/glance.ts';
import { systemClock } from './engine/clock.ts';
import { type OpenedStore, openPrepared } from './engine/store/open-prepared.ts';
import type { FirstLine } from './shell/first-line.ts';
import { applyTheme } from './shell/theme.ts';

/** Where the store's parts are, in the sources' build as in a package. */
export function storePlace() {
  return {
    migrationsFolder: join(app.getAppPath(), 'migrations'),
    worker: join(app.getAppPath(), 'out/main/store-worker.js'),
    ...sqliteBinding(),
  };
}

/**
 * Opens the store, and has the page say how all that is watched stands: that needs no engine. It is done in steps, since
 * the processes that make the window wait for this one now and then.
 */
export async function openForPage(dataFolder: string, firstLine: FirstLine): Promise<OpenedStore> {
  await breath();
  const { worker, ...place } = storePlace();
  const opened = await openPrepared({ folder: dataFolder, ...place, version: app.getVersion() }, worker);
  const { store } = opened;
  try {
    await breath();
    applyTheme(store.settings.get().theme);
    const answer = glance(store, systemClock.now());
    firstLine.known(() => answer);
    return opened;
  } catch (error) {
    store.close();
    throw error;
  }
}

/** The tests' runtime is older than the one users get and brings a SQLite built for it. A package never looks. */
function sqliteBinding(): { nativeBinding: string } | Record<string, never> {
  const path = app.isPackaged ? undefined : process.env.PULSE_SQLITE_BINDING;
  return path === undefined ? {} : { nativeBinding: path };
}
