import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { openDatabase } from '../database.ts';
import { asStoreError, StoreError } from '../errors.ts';
import { APPLICATION_ID, STORE_FILE } from '../place.ts';
import { checkIntegrity, stampOf, syncFolder, syncPath } from './backup-files.ts';

/** The file's log goes with it: left behind, it would be applied to whatever file comes in its place. */
const COMPANIONS = ['-wal', '-journal'];
/** Can be made anew from the log. */
const DISPOSABLE = '-shm';
const STAGED = /^restoring-([0-9TZ]+)\.db$/;
const KEPT_ASIDE = 3;

export function asideFolder(dataFolder: string): string {
  return join(dataFolder, 'set-aside');
}

/**
 * Puts a copy of `source` where the next start takes it from, after it was read through without a fault. From then on
 * the restore happens, whatever becomes of this process; before, nothing has changed. The store may be open meanwhile.
 */
export function stageRestore(dataFolder: string, source: string, at: EpochMs, nativeBinding?: string): void {
  const staged = join(dataFolder, `restoring-${stampOf(at)}.db`);
  const unfinished = `${staged}.part`;
  try {
    clearStaged(dataFolder);
    closeSync(openSync(unfinished, 'wx', 0o600));
    copyFileSync(source, unfinished, constants.COPYFILE_FICLONE);
    chmodSync(unfinished, 0o600);
    const copy = openDatabase({ file: unfinished, readonly: false, nativeBinding, busyTimeoutMs: 0 });
    try {
      copy.pragma('journal_mode = DELETE');
      if (copy.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw notOurs();
      checkIntegrity(copy);
    } finally {
      copy.close();
    }
    syncPath(unfinished, 'r+');
    renameSync(unfinished, staged);
    syncFolder(dataFolder);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw explain(error);
  }
}

/**
 * Completes a restore that was staged, if there is one: the present data goes aside, the copy takes its place. May be
 * cut off anywhere and is then taken up again. Only for who holds the data folder's lock, with the store closed.
 * Returns where the former data is now, or null when there was nothing to do.
 */
export function finishRestore(dataFolder: string): string | null {
  clearUnfinished(dataFolder);
  const name = stagedNames(dataFolder).at(-1);
  const stamp = name === undefined ? undefined : STAGED.exec(name)?.[1];
  if (name === undefined || stamp === undefined) return null;
  const aside = moveAside(dataFolder, stamp);
  renameSync(join(dataFolder, name), join(dataFolder, STORE_FILE));
  syncFolder(dataFolder);
  return aside;
}

/** Puts the present data aside, so that the next start begins with nothing. As `finishRestore`, for who has the lock. */
export function startAfresh(dataFolder: string, at: EpochMs): string {
  clearStaged(dataFolder);
  const aside = moveAside(dataFolder, stampOf(at));
  syncFolder(dataFolder);
  return aside;
}

function moveAside(dataFolder: string, stamp: string): string {
  const folder = asideFolder(dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const aside = join(folder, `pulse-${stamp}.db`);
  for (const suffix of ['', ...COMPANIONS]) {
    const file = join(dataFolder, STORE_FILE + suffix);
    if (existsSync(file)) renameSync(file, aside + suffix);
  }
  rmSync(join(dataFolder, STORE_FILE + DISPOSABLE), { force: true });
  syncFolder(folder);
  forgetOldAsides(folder);
  return aside;
}

function forgetOldAsides(folder: string): void {
  const asides = readdirSync(folder)
    .filter((name) => /^pulse-[0-9TZ]+\.db$/.test(name))
    .sort();
  for (const name of asides.slice(0, -KEPT_ASIDE)) {
    for (const suffix of ['', ...COMPANIONS]) rmSync(join(folder, name + suffix), { force: true });
  }
}

function notOurs(): StoreError {
  return new StoreError({
    code: 'backup_unusable',
    title: 'This file is not a backup of Pulse.',
    hint: 'Nothing was changed. Choose another one.',
  });
}

function stagedNames(dataFolder: string): string[] {
  return readdirSync(dataFolder)
    .filter((name) => STAGED.test(name))
    .sort();
}

function clearStaged(dataFolder: string): void {
  clearUnfinished(dataFolder);
  for (const name of stagedNames(dataFolder)) rmSync(join(dataFolder, name));
}

/** What a killed process left half copied, with SQLite's journal of it. */
function clearUnfinished(dataFolder: string): void {
  for (const name of readdirSync(dataFolder)) {
    if (/^restoring-.*\.part/.test(name)) rmSync(join(dataFolder, name), { force: true });
  }
}

function explain(error: unknown): unknown {
  const known = asStoreError(error);
  if (known instanceof StoreError) {
    if (known.problem.code !== 'damaged' && known.problem.code !== 'not_a_store') return known;
    return new StoreError(
      {
        code: 'backup_unusable',
        title: 'This backup is damaged.',
        hint: 'Nothing was changed. Choose an older one.',
        detail: known.problem.detail,
      },
      error,
    );
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StoreError(
      {
        code: 'disk_full',
        title: 'There is no room on the disk to restore this backup.',
        hint: 'Nothing was changed. Free some space on the disk that holds the data folder, then try again.',
      },
      error,
    );
  return new StoreError(
    {
      code: 'backup_unusable',
      title: 'This backup could not be read.',
      hint: 'Nothing was changed. See whether its file is still there and may be read, or choose another one.',
    },
    error,
  );
}
