import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { CONFIGURATION_MAX_BYTES } from '../../../shared/domain/configuration-plan.ts';
import { ProblemError } from '../problem.ts';

/** Text of a configuration file. Throws a `ProblemError` when it cannot be read, or is too large to be one. */
export function readConfigurationFile(file: string | 0): string {
  try {
    if (file !== 0 && statSync(file).size > CONFIGURATION_MAX_BYTES)
      throw new Error('It is larger than 10 MB.');
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ProblemError({
      code: 'unreadable_file',
      title: `${file === 0 ? 'What was piped in' : file} cannot be read as a configuration.`,
      hint: 'Choose a file that Pulse exported, or one that was written like it.',
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Writes a file that is there as a whole, or as it was before. Throws a `ProblemError` when it cannot. */
export function writeConfigurationFile(file: string, text: string): void {
  const unfinished = `${file}.unfinished`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new ProblemError({
      code: 'not_written',
      title: `${file} could not be written.`,
      hint: 'See that its folder exists, and that you may write there.',
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}
