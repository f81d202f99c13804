import { type BrowserWindow, dialog, type OpenDialogOptions, shell } from 'electron';
import type { Engine } from '../engine/engine.ts';
import type { Handlers } from '../engine/handlers/handlers.ts';

interface Deps {
  engine: Pick<Engine, 'dailyExports'>;
  window(): BrowserWindow | null;
}

/** The folder of the daily files. The window never names one: it gets the one that the user chose. */
export function dailyExportMethods({
  engine: { dailyExports },
  window,
}: Deps): Handlers<'dailyExport.pickFolder' | 'dailyExport.openFolder'> {
  return {
    'dailyExport.pickFolder': async () => {
      const { folder } = dailyExports.view();
      const options: OpenDialogOptions = {
        title: 'Choose a folder for the daily files',
        properties: ['openDirectory', 'createDirectory'],
        ...(folder === null ? {} : { defaultPath: folder }),
      };
      const owner = window();
      const { filePaths } = await (owner === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(owner, options));
      return filePaths[0] === undefined ? null : dailyExports.setFolder(filePaths[0]);
    },

    'dailyExport.openFolder': async () => {
      const { folder } = dailyExports.view();
      if (folder !== null) await shell.openPath(folder);
      return null;
    },
  };
}
