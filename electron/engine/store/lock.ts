import { join } from 'node:path';
import { openDatabase } from './database.ts';
import { StoreError } from './errors.ts';

const LOCK_FILE = 'pulse.lock';

/**
 * Takes the data folder for this process; returns the function that gives it back. Throws `StoreError`
 * `already_running` when another process (or another store in this one) has it.
 *
 * The lock is an open EXCLUSIVE transaction on a SQLite file of its own, so it is the operating system's lock: it
 * is gone with the process, however that ends, and no stale lock file can keep Pulse from starting. It is not on
 * the database itself, so that the terminal can still read there. Nothing else in this process may ever open and
 * close the lock file: POSIX gives up a process's locks on a file when any handle to it is closed.
 */
export function lockFolder(folder: string, nativeBinding: string | undefined): () => void {
  const lock = openDatabase({
    file: join(folder, LOCK_FILE),
    readonly: false,
    nativeBinding,
    busyTimeoutMs: 0,
  });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')))
      throw error;
    throw new StoreError(
      {
        code: 'already_running',
        title: 'Pulse is already running with this data folder.',
        hint: 'Use the Pulse that is open (look for its icon in the tray), or quit it first.',
      },
      error,
    );
  }
  return () => lock.close();
}
