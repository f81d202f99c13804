import { app, dialog } from 'electron';
import type { Logger } from '../engine/ports.ts';

/** A stop that takes longer is abandoned: SQLite's log survives that, a hanging quit annoys. */
const STOP_WITHIN_MS = 8_000;

let quitting = false;

/** Whether the app is on its way out, so that closing a window really closes it. */
export function isQuitting(): boolean {
  return quitting;
}

/** Runs `stop` once before the app exits, however the exit was asked for. */
export function quitCleanly(stop: () => Promise<void>, log: Logger): void {
  let stopped = false;
  app.on('before-quit', () => {
    quitting = true;
  });
  // Without a listener Electron would quit when the last window closes; Pulse keeps watching.
  app.on('window-all-closed', () => {});
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopped = true;
    const tooLate = new Promise<'late'>((resolve) => {
      setTimeout(() => resolve('late'), STOP_WITHIN_MS);
    });
    Promise.race([stop(), tooLate])
      .then((outcome) => {
        if (outcome === 'late') log.error({}, 'stopping took too long and was abandoned');
        else log.info({}, 'stopped');
      })
      .catch((error: unknown) => log.error({ err: error }, 'stopping failed'))
      .finally(() => app.exit(0));
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

/** A defect of ours is logged and said once, calmly; the monitor goes on as long as it can. */
export function catchDefects(log: Logger, logFolder: string): void {
  let said = false;
  const report = (kind: string) => (error: unknown) => {
    log.error({ err: error }, `unhandled ${kind}`);
    if (said || !app.isReady() || quitting) return;
    said = true;
    void dialog.showMessageBox({
      type: 'warning',
      title: app.getName(),
      message: 'Pulse made a mistake, and keeps watching.',
      detail: `If something looks wrong, quit and start Pulse again. What happened is written in ${logFolder}.`,
      buttons: ['OK'],
    });
  };
  process.on('uncaughtException', report('exception'));
  process.on('unhandledRejection', report('rejection'));
}
