import { rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BackupKind } from '../../../../shared/domain/backup.ts';
import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { openDatabase } from '../database.ts';
import { asStoreError, StoreError } from '../errors.ts';
import { noteFromHousekeeping, WRITTEN_BY } from '../housekeeping-notes.ts';
import { STORE_FILE } from '../place.ts';
import {
  backupFolder,
  expectRoom,
  finishBackup,
  forgetOldBackups,
  makeSlot,
  type Slot,
} from './backup-files.ts';

/** Pages copied before the thread looks up again: four megabytes, some milliseconds. */
const PAGES_AT_ONCE = 1_000;

/**
 * Copies the store as it is at this moment, beside whoever writes to it, and returns the name of the backup. Throws
 * `StoreError`; then there is no new backup, and the old ones are as they were.
 */
export async function backUp(
  dataFolder: string,
  kind: Exclude<BackupKind, 'upgrade'>,
  at: EpochMs,
  nativeBinding?: string,
): Promise<string> {
  const file = join(dataFolder, STORE_FILE);
  const db = openDatabase({ file, readonly: true, nativeBinding, busyTimeoutMs: 5_000 });
  let slot: Slot | undefined;
  try {
    // One transaction around all steps: they copy one moment, and no write makes the copy begin again. In WAL mode
    // a reader keeps nobody from writing.
    db.exec('BEGIN');
    const version = noteFromHousekeeping(db, WRITTEN_BY);
    slot = makeSlot(dataFolder, { kind, at, version });
    expectRoom(backupFolder(dataFolder), statSync(file).size);
    await db.backup(slot.unfinished, { progress: () => PAGES_AT_ONCE });
    db.exec('COMMIT');
    finishBackup(slot, nativeBinding);
    forgetOldBackups(dataFolder, at);
    return basename(slot.path);
  } catch (error) {
    if (slot !== undefined) rmSync(slot.unfinished, { force: true });
    throw explain(error);
  } finally {
    db.close();
  }
}

function explain(error: unknown): unknown {
  const known = asStoreError(error);
  if (known instanceof StoreError) return known;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StoreError(
      {
        code: 'disk_full',
        title: 'The disk became full during a backup.',
        hint: 'Free some space on the disk that holds the data folder. The data itself is safe.',
      },
      error,
    );
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new StoreError(
      {
        code: 'folder_not_writable',
        title: 'Pulse may not write to its folder of backups.',
        hint: 'Give your user write permission on the folder "backups" in the data folder.',
      },
      error,
    );
  return error;
}
