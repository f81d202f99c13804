import { join } from 'node:path';
import pino from 'pino';
import type { Logger } from '../engine/ports.ts';
import { LogFile, scrub } from './log-file.ts';

const SECRET_KEYS = ['password', 'secret', 'token', 'connectionString', 'url.password'];

/** Writes JSON lines to `logs/pulse.log` in the data folder, and to stderr as well while developing. */
export function createLogger(dataFolder: string, alsoStderr: boolean): Logger {
  const file = new LogFile(join(dataFolder, 'logs', 'pulse.log'));
  // Who listened may have gone. Left alone, that is an exception, which is logged, and so on for ever.
  if (alsoStderr) process.stderr.on('error', () => {});
  const out = {
    write: (line: string) => {
      file.write(line);
      if (alsoStderr) process.stderr.write(scrub(line));
    },
  };
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '***' },
      // `msg` and `stack` only: a driver's error also carries the values of the row that broke it.
      serializers: { err: describeError },
    },
    out,
  );
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? error.code : undefined;
  return { type: error.name, code, message: error.message, stack: error.stack };
}
