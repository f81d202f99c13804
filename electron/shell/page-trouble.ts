import type { BrowserWindow } from 'electron';
import type { Logger } from '../engine/ports.ts';

/** A page that crashes more often than this in a minute is not loaded again. */
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
    if (reloads.length <= MAX_RELOADS_A_MINUTE && !window.isDestroyed()) contents.reload();
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
