import { app, type BrowserWindow, dialog } from 'electron';

interface Deps {
  /** The window to ask over, when it can be seen. */
  window(): BrowserWindow | null;
  /** What stops, in words; null when nothing does. */
  stops(): Promise<string | null>;
  explained(): boolean;
  rememberExplained(): void;
}

let asking = false;

/**
 * Quits on the user's wish, having said what stops, until that is not wanted any more. Only for the menus: a session
 * that ends, a signal and a restart wait for nobody.
 */
export async function quitOnWish(deps: Deps): Promise<void> {
  const stops = deps.explained() ? null : await deps.stops().catch(() => null);
  if (stops === null) {
    app.quit();
    return;
  }
  if (asking) return;
  asking = true;
  const { response, checkboxChecked } = await ask(deps.window(), stops).finally(() => {
    asking = false;
  });
  if (response !== 0) return;
  if (checkboxChecked) deps.rememberExplained();
  app.quit();
}

function ask(window: BrowserWindow | null, stops: string): Promise<Electron.MessageBoxReturnValue> {
  const question: Electron.MessageBoxOptions = {
    type: 'question',
    title: app.getName(),
    message: 'Quit Pulse and stop watching?',
    detail: stops,
    buttons: ['Quit Pulse', 'Keep watching'],
    defaultId: 0,
    cancelId: 1,
    checkboxLabel: 'Do not ask again',
    noLink: true,
  };
  return window?.isVisible() ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question);
}
