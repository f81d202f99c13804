import { app } from 'electron';

/** Quits, and starts again with what the next start finds. */
export function restart(): void {
  // An AppImage is mounted for as long as it runs: what is started again is the file itself.
  const execPath = process.env.APPIMAGE;
  app.relaunch(execPath === undefined ? {} : { execPath });
  app.quit();
}
