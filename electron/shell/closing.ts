import { app, type BrowserWindow, dialog } from 'electron';
import { isQuitting } from './lifecycle.ts';

interface Deps {
  /** Whether an icon beside the clock leads back to the window. */
  trayVisible(): boolean;
  explained(): boolean;
  rememberExplained(): void;
}

/**
 * What closing the window does: Pulse keeps watching. The window hides behind the tray icon or the dock; on a desktop
 * that has neither it is only minimised, so that there is always something to click. Said once.
 *
 * Returns whether the window may really close.
 */
export function closeWindow(window: BrowserWindow, deps: Deps): boolean {
  if (isQuitting()) return true;
  if (deps.explained()) {
    putAway(window, deps);
    return false;
  }
  void explain(window, deps);
  return false;
}

function putAway(window: BrowserWindow, deps: Deps): void {
  if (process.platform === 'darwin' || deps.trayVisible()) window.hide();
  else window.minimize();
}

async function explain(window: BrowserWindow, deps: Deps): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'info',
    title: app.getName(),
    message: 'Pulse keeps watching your tables.',
    detail: `${wayBack(deps)} To stop watching, quit Pulse from its menu.`,
    buttons: ['Keep watching', 'Quit Pulse'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1) {
    app.quit();
    return;
  }
  deps.rememberExplained();
  if (!window.isDestroyed()) putAway(window, deps);
}

function wayBack(deps: Deps): string {
  if (process.platform === 'darwin') return 'Click its icon in the Dock to come back.';
  if (deps.trayVisible()) return 'Click its icon beside the clock, or start Pulse again, to come back.';
  return 'This desktop has no place for its icon, so the window is only minimised.';
}
