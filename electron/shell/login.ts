import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { Logger } from '../engine/ports.ts';
import { autostartEntry, type Command, setAutostart } from './autostart.ts';

/** Given to a Pulse that nobody is waiting for: it watches without opening its window. */
const BACKGROUND = '--background';

/** A Pulse started from its source is told these, and needs them again. */
const OWN_VARIABLES = ['PULSE_DATA_DIR', 'PULSE_SQLITE_BINDING'];

/** Whether the system can be told to start this Pulse: elsewhere than on Linux it must be a package. */
export const canLaunchAtLogin = (): boolean => process.platform === 'linux' || app.isPackaged;

/** Has the system start Pulse when its user logs in, or not any more. */
export function applyLaunchAtLogin(wanted: boolean, log: Logger): void {
  if (!canLaunchAtLogin()) return;
  try {
    if (process.platform === 'linux') {
      setAutostart(autostartFile(), wanted ? autostartEntry(app.getName(), command()) : null);
    } else {
      app.setLoginItemSettings({ openAtLogin: wanted, args: [BACKGROUND] });
    }
  } catch (error) {
    log.warn({ err: error, wanted }, 'what starts at login could not be changed');
  }
}

/** A package that was moved or replaced is started where it is now. What the user removed stays removed. */
export function refreshLaunchAtLogin(log: Logger): void {
  if (process.platform === 'linux' && existsSync(autostartFile())) applyLaunchAtLogin(true, log);
}

/** Whether the system started Pulse at login, so that no window is wanted. */
export const startedAtLogin = (): boolean =>
  process.argv.includes(BACKGROUND) ||
  (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);

const autostartFile = (): string => join(app.getPath('appData'), 'autostart', 'app.pulse.desktop');

function command(): Command {
  // An AppImage is unpacked elsewhere each time it runs.
  if (app.isPackaged) return { env: {}, args: [process.env.APPIMAGE ?? process.execPath, BACKGROUND] };
  const sandbox = app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : [];
  const env = Object.fromEntries(
    OWN_VARIABLES.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { env, args: [process.execPath, ...sandbox, app.getAppPath(), BACKGROUND] };
}
