import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  dialog,
  type OpenDialogOptions,
  type SaveDialogOptions,
  shell,
} from 'electron';
import type { AppInfo } from '../../shared/domain/settings.ts';
import type { Engine } from '../engine/engine.ts';
import { exportFileName } from '../engine/export/file-name.ts';
import type { Handlers, ShellMethod } from '../engine/handlers/handlers.ts';
import { backupFolder } from '../engine/store/backup/backup-files.ts';
import { openTopic } from '../shell/links.ts';
import { canLaunchAtLogin } from '../shell/login.ts';
import { restart } from '../shell/restart.ts';
import { configurationMethods } from './configuration-methods.ts';
import { dailyExportMethods } from './daily-export-methods.ts';
import type { DemoMethod } from './demo-methods.ts';

interface Deps {
  engine: Pick<Engine, 'startExport' | 'backups' | 'handlers' | 'dailyExports'>;
  dataFolder: string;
  /** Whether a demo world is there to be broken. */
  demo: boolean;
  secrets: AppInfo['secrets'];
  notifier: {
    availability(): Promise<AppInfo['notifications']>;
    test(): Promise<{ shown: boolean; reason: string | null }>;
  };
  /** The window that dialogs belong to. */
  window(): BrowserWindow | null;
}

/** The methods that need a window, a dialog or the desktop. */
export function shellMethods(deps: Deps): Handlers<Exclude<ShellMethod, DemoMethod | `start.${string}`>> {
  return {
    ...configurationMethods(deps),
    ...dailyExportMethods(deps),

    'app.info': async () => ({
      version: app.getVersion(),
      platform: process.platform,
      launchAtLogin: canLaunchAtLogin(),
      demo: deps.demo,
      dataFolder: deps.dataFolder,
      secrets: deps.secrets,
      notifications: await deps.notifier.availability(),
    }),

    'app.openExternal': async ({ topic }) => {
      await openTopic(topic);
      return null;
    },

    'connections.pickCaFile': async () => {
      const options: OpenDialogOptions = {
        title: 'Choose the certificate of the authority',
        properties: ['openFile'],
        filters: [
          { name: 'Certificates', extensions: ['pem', 'crt', 'cer', 'ca-bundle'] },
          { name: 'All files', extensions: ['*'] },
        ],
      };
      const window = deps.window();
      const { filePaths } = await (window === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options));
      return filePaths[0] ?? null;
    },

    'export.start': async (request) => {
      const options: SaveDialogOptions = {
        title: 'Export as CSV',
        defaultPath: join(app.getPath('downloads'), exportFileName(request, new Date())),
        filters: [
          request.gzip ? { name: 'Packed CSV', extensions: ['gz'] } : { name: 'CSV', extensions: ['csv'] },
        ],
      };
      const window = deps.window();
      const { canceled, filePath } = await (window === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options));
      return canceled || filePath === '' ? null : deps.engine.startExport(request, filePath);
    },

    'backups.restore': async ({ name }) => {
      await deps.engine.backups.stageRestore(name);
      // After the answer: the window would take its loss for a failure.
      setImmediate(restart);
      return null;
    },

    'backups.openFolder': async () => {
      await mkdir(backupFolder(deps.dataFolder), { recursive: true, mode: 0o700 });
      await shell.openPath(backupFolder(deps.dataFolder));
      return null;
    },

    'notifications.test': () => deps.notifier.test(),
  };
}
