import { app, type BrowserWindow, dialog } from 'electron';
import type { Logger } from '../engine/ports.ts';

/** A page that crashes more often than this in a minute is loaded again only where that is wanted. */
const MAX_RELOADS_A_MINUTE = 3;

/** Electron 35 and newer tell in one object what older ones tell in a row of arguments. */
type ConsoleMessage = [{ level?: string; message?: string }, level?: number, message?: string];
const OLD_ERROR_LEVEL = 3;

/** Writes down whatever goes wrong inside the page, and loads it again after a crash. */
export function followTrouble(window: BrowserWindow, log: Logger): void {
  const contents = window.webContents;
  let reloads: number[] = [];

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error({ reason, exitCode }, 'the page crashed');
    const now = Date.now();
    reloads = [...reloads.filter((at) => now - at < 60_000), now];
    // Whoever has opened the window meanwhile has had it loaded again.
    if (window.isDestroyed() || !contents.isCrashed()) return;
    if (reloads.length <= MAX_RELOADS_A_MINUTE) contents.reload();
    else void askToReload(window);
  });
  contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    if (isMainFrame) log.error({ code, description, url }, 'the page did not load');
  });
  contents.on('preload-error', (_event, _path, error) =>
    log.error({ err: error }, 'the preload script failed'),
  );
  window.on('unresponsive', () => log.warn({}, 'the page does not respond'));

  const onConsole = (...[details, level, message]: ConsoleMessage) => {
    if (details.level !== 'error' && level !== OLD_ERROR_LEVEL) return;
    log.error({ said: details.message ?? message }, 'the page reported an error');
  };
  contents.on('console-message', onConsole as () => void);
}

/** The window stays blank until the answer, so the system's own dialog asks. */
async function askToReload(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: app.getName(),
    message: 'Pulse’s window has crashed several times.',
    detail:
      'Your tables are watched as before, and notifications come. If it goes on like this, restart Pulse or the computer; the log in the data folder says when it crashed.',
    buttons: ['Show it again', 'Close the window'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.close();
}
