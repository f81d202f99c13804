import { ProblemError } from '../problem.ts';

/** An error of the store that carries a sentence for the user; `problem.code` says which one. */
export class StoreError extends ProblemError {
  constructor(
    problem: { code: StoreProblem; title: string; hint: string; detail?: string | null },
    cause?: unknown,
  ) {
    super({ detail: cause instanceof Error ? cause.message : null, ...problem });
    this.name = 'StoreError';
    if (cause !== undefined) this.cause = cause;
  }
}

export type StoreProblem =
  /** Another process holds the data folder. */
  | 'already_running'
  /** The folder cannot be made or written to. */
  | 'folder_not_writable'
  /** Opened for reading, and nothing is there yet. */
  | 'no_store'
  /** Opened for reading, and the file still has an older layout. */
  | 'needs_upgrade'
  /** Written by a newer Pulse. */
  | 'from_the_future'
  /** A file that is no SQLite database, or another program's. */
  | 'not_a_store'
  | 'damaged'
  /** Opened without leave for long work, and there is some to do first. */
  | 'needs_preparation'
  | 'upgrade_failed'
  /** A copy that cannot be gone back to. */
  | 'backup_unusable'
  | 'disk_full'
  | 'read_only'
  | 'busy'
  | 'disk_error'
  /** Such as a table that is monitored already. */
  | 'already_exists'
  /** What a row belongs to was removed meanwhile. */
  | 'not_found';

const RESTORE = 'Restart Pulse: it offers the last good backup, and keeps the damaged file.';

interface SqliteErrorLike extends Error {
  code: string;
}

/** Told by its code: a build of better-sqlite3 given as `nativeBinding` need not share the class. */
function isSqliteError(error: unknown): error is SqliteErrorLike {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('SQLITE_')
  );
}

const sentences: [prefix: string, code: StoreProblem, title: string, hint: string][] = [
  [
    'SQLITE_FULL',
    'disk_full',
    'The disk is full.',
    'Free some space. Pulse could not save its last change; what was saved before is safe.',
  ],
  [
    'SQLITE_READONLY',
    'read_only',
    'Pulse may not write to its own data.',
    'Give your user write permission on the data folder and the files in it, then start Pulse again.',
  ],
  ['SQLITE_CORRUPT', 'damaged', "Pulse's data is damaged.", RESTORE],
  ['SQLITE_NOTADB', 'not_a_store', 'The file pulse.db in the data folder is not a database.', RESTORE],
  [
    'SQLITE_CANTOPEN',
    'folder_not_writable',
    'Pulse cannot open its own data.',
    'Give your user read and write permission on the data folder and the files in it.',
  ],
  [
    'SQLITE_PERM',
    'folder_not_writable',
    'Pulse cannot open its own data.',
    'Give your user read and write permission on the data folder and the files in it.',
  ],
  [
    'SQLITE_BUSY',
    'busy',
    "Another program is using Pulse's data.",
    'Close any program that has pulse.db open, then try again.',
  ],
  [
    'SQLITE_LOCKED',
    'busy',
    "Another program is using Pulse's data.",
    'Close any program that has pulse.db open, then try again.',
  ],
  [
    'SQLITE_IOERR',
    'disk_error',
    "Pulse's data could not be read or written.",
    'Check the disk that holds the data folder: it may be full, removed or failing.',
  ],
  [
    'SQLITE_CONSTRAINT_FOREIGNKEY',
    'not_found',
    'What this belongs to is not there any more.',
    'It may have been removed in the meantime. Go back and choose again.',
  ],
  [
    'SQLITE_CONSTRAINT_UNIQUE',
    'already_exists',
    'This is there already.',
    'Choose the one that exists, or give this one another name.',
  ],
];

/** Turns SQLite's own errors into sentences. Anything else is a defect of ours and is handed back as it is. */
export function asStoreError(error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  const known = sentences.find(([prefix]) => error.code.startsWith(prefix));
  if (known === undefined) return error;
  const [, code, title, hint] = known;
  return new StoreError({ code, title, hint, detail: `${error.code}: ${error.message}` }, error);
}
