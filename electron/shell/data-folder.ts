import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { app } from 'electron';

/**
 * Decides where everything is kept. `PULSE_DATA_DIR` gives the demo and the tests a folder of their own, and with it a
 * single-instance lock of their own. Must run before Electron is ready.
 */
export function chooseDataFolder(): string {
  const wanted = process.env.PULSE_DATA_DIR;
  if (wanted) {
    const folder = resolve(wanted);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    app.setPath('userData', folder);
  }
  return app.getPath('userData');
}
