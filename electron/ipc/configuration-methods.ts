import { join } from 'node:path';
import { app, type BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { readConfigurationFile, writeConfigurationFile } from '../engine/config/files.ts';
import type { Engine } from '../engine/engine.ts';
import type { Handlers } from '../engine/handlers/handlers.ts';

const FILTERS = [{ name: 'YAML', extensions: ['yaml', 'yml'] }];

interface Deps {
  engine: Pick<Engine, 'handlers'>;
  window(): BrowserWindow | null;
}

/**
 * Export and import of the configuration by the system's own dialogs. The window never names a file: it gets the one
 * that the user chose.
 */
export function configurationMethods({
  engine,
  window,
}: Deps): Handlers<'configuration.save' | 'configuration.open'> {
  let chosen: string | null = null;
  return {
    'configuration.save': async () => {
      const options: SaveDialogOptions = {
        title: 'Export the configuration',
        defaultPath: join(app.getPath('documents'), 'pulse.yaml'),
        filters: FILTERS,
      };
      const owner = window();
      const { canceled, filePath } = await (owner === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(owner, options));
      if (canceled || filePath === '') return null;
      const { text } = await engine.handlers['configuration.text'](null);
      writeConfigurationFile(filePath, text);
      return { path: filePath };
    },

    'configuration.open': async ({ again }) => {
      if (!again || chosen === null) {
        const options: OpenDialogOptions = {
          title: 'Import a configuration',
          properties: ['openFile'],
          filters: [...FILTERS, { name: 'All files', extensions: ['*'] }],
        };
        const owner = window();
        const { filePaths } = await (owner === null
          ? dialog.showOpenDialog(options)
          : dialog.showOpenDialog(owner, options));
        if (filePaths[0] === undefined) return null;
        chosen = filePaths[0];
      }
      return { path: chosen, text: readConfigurationFile(chosen) };
    },
  };
}
