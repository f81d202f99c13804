import { accessSync, constants } from 'node:fs';
import { ProblemError } from '../engine/problem.ts';

/** Why nothing can be written to a folder, in words. Null when it can. */
export function whyNotWritable(folder: string): ProblemError | null {
  try {
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const onlyRead = code === 'EROFS';
    return new ProblemError({
      code: 'data_folder',
      title: onlyRead ? 'The data folder can only be read.' : 'Pulse may not write to its data folder.',
      hint: onlyRead
        ? 'Its disk is mounted read-only. Mount it so that it can be written to, then start Pulse again.'
        : 'Give the user that starts Pulse the right to write there, then start it again.',
      detail: message,
    });
  }
}
