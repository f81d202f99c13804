import { app, dialog, shell } from 'electron';
import type { Logger } from '../engine/ports.ts';
import { problemOf } from '../engine/problem.ts';

/** Says why Pulse cannot start, offers a look at the data folder, and quits. */
export async function explainStartFailure(error: unknown, dataFolder: string, log: Logger): Promise<never> {
  const problem = problemOf(error);
  log.error({ err: error, code: problem?.code }, problem?.title ?? 'the start failed');
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: app.getName(),
    message: problem?.title ?? 'Pulse could not start.',
    detail: [
      problem?.hint ?? 'Its log file in the data folder says more.',
      `Data folder: ${dataFolder}`,
    ].join('\n\n'),
    buttons: ['Quit', 'Open data folder'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1) await shell.openPath(dataFolder);
  app.exit(1);
  throw error;
}
