import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Backup, BackupKind } from '../../../../shared/domain/backup.ts';
import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { openDatabase, type Raw } from '../database.ts';
import { StoreError } from '../errors.ts';
import { CLOSED_PROPERLY, noteInHousekeeping } from '../housekeeping-notes.ts';

/** How many of each kind stay. One day's loss is told within a week; an upgrade is regretted sooner or not at all. */
const KEPT: Record<BackupKind, number> = { daily: 7, manual: 10, upgrade: 3 };
const UNFINISHED = '.part';
const NAME = /^pulse-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-(daily|manual|upgrade)-(.+)\.db$/;
/** Where a database file says its `user_version`: four bytes, the highest first. */
const USER_VERSION_AT = 60;

export function backupFolder(dataFolder: string): string {
  return join(dataFolder, 'backups');
}

/** A time as it stands in file names: sorts by time, and every file system takes it. */
export function stampOf(at: EpochMs): string {
  return new Date(at).toISOString().replace(/[-:.]/g, '');
}

function fileName(kind: BackupKind, at: EpochMs, version: string | null): string {
  const safe = (version ?? 'unknown').replace(/[^0-9A-Za-z.+-]/g, '_');
  return `pulse-${stampOf(at)}-${kind}-${safe}.db`;
}

/** The backups in the data folder, newest first. `layout` is the newest one that this Pulse knows. */
export function listBackups(dataFolder: string, layout: number): Backup[] {
  const folder = backupFolder(dataFolder);
  return namesIn(folder)
    .flatMap((name) => describeBackup(folder, name, layout) ?? [])
    .sort((a, b) => b.at - a.at || b.name.localeCompare(a.name));
}

function describeBackup(folder: string, name: string, newest: number): Backup | null {
  const match = NAME.exec(name);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, ms, kind, version] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  if (Number.isNaN(at)) return null;
  try {
    const path = join(folder, name);
    const layout = layoutOf(path);
    return {
      name,
      at,
      kind: kind as BackupKind,
      bytes: statSync(path).size,
      version: version === 'unknown' || version === undefined ? null : version,
      layout,
      tooNew: layout > newest,
    };
  } catch {
    // Removed in the meantime, or not to be read: not to be restored either.
    return null;
  }
}

/** From the file's header, without opening it as a database. */
function layoutOf(path: string): number {
  const handle = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4);
    readSync(handle, bytes, 0, 4, USER_VERSION_AT);
    return bytes.readUInt32BE();
  } finally {
    closeSync(handle);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Where the next backup goes: its final path, and an empty file beside it to write into that is its owner's alone. */
export interface Slot {
  unfinished: string;
  path: string;
}

/** Throws what the file system throws. */
export function makeSlot(
  dataFolder: string,
  { kind, at, version }: { kind: BackupKind; at: EpochMs; version: string | null },
): Slot {
  const folder = backupFolder(dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, fileName(kind, at, version));
  const unfinished = path + UNFINISHED;
  rmSync(unfinished, { force: true });
  // SQLite fills an existing empty file; made by us, it is nobody else's to read.
  closeSync(openSync(unfinished, 'wx', 0o600));
  return { unfinished, path };
}

/**
 * Gives a copy its name: only when it was read through without a fault, and is on disk. Throws `StoreError` `damaged`
 * for a copy of damaged data.
 */
export function finishBackup({ unfinished, path }: Slot, nativeBinding: string | undefined): void {
  const copy = openDatabase({ file: unfinished, readonly: false, nativeBinding, busyTimeoutMs: 0 });
  try {
    // One file, which can be copied by itself.
    copy.pragma('journal_mode = DELETE');
    checkIntegrity(copy);
    noteInHousekeeping(copy, CLOSED_PROPERLY, 'yes');
  } finally {
    copy.close();
  }
  syncPath(unfinished, 'r+');
  renameSync(unfinished, path);
  syncFolder(dirname(path));
}

/** Throws `StoreError` `damaged` with what SQLite found first. */
export function checkIntegrity(db: Raw): void {
  const finding = db.pragma('quick_check(1)', { simple: true });
  if (finding === 'ok') return;
  throw new StoreError({
    code: 'damaged',
    title: "Pulse's data is damaged.",
    hint: 'Restore the last good backup: the damaged file is kept.',
    detail: String(finding),
  });
}

/**
 * Removes what is more than is kept of each kind. Those from after `now` go first: the clock was set back since, and
 * the newest one must not be taken for the oldest.
 */
export function forgetOldBackups(dataFolder: string, now: EpochMs): void {
  const age = ({ at }: Backup) => (at > now ? Number.POSITIVE_INFINITY : now - at);
  const backups = listBackups(dataFolder, 0).sort((a, b) => age(a) - age(b));
  for (const kind of Object.keys(KEPT) as BackupKind[]) {
    const surplus = backups.filter((backup) => backup.kind === kind).slice(KEPT[kind]);
    for (const { name } of surplus) rmSync(join(backupFolder(dataFolder), name), { force: true });
  }
}

/** What a process that was killed left half written. Only for who holds the data folder's lock. */
export function clearUnfinished(dataFolder: string): void {
  const folder = backupFolder(dataFolder);
  for (const name of namesIn(folder)) {
    if (name.includes(UNFINISHED)) rmSync(join(folder, name), { force: true });
  }
}

/** Throws `StoreError` `disk_full` when a copy of `bytes` would leave the disk all but full. */
export function expectRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const spare = Math.max(16 * 1_048_576, bytes / 10);
  if (bavail * bsize >= bytes + spare) return;
  throw new StoreError({
    code: 'disk_full',
    title: 'There is no room on the disk for a backup.',
    hint: 'Free some space on the disk that holds the data folder. The data itself is safe.',
    detail: `A copy needs ${bytes} bytes; ${bavail * bsize} are free.`,
  });
}

export function syncPath(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Puts changed names on disk, where folders can be synced: Windows cannot. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') syncPath(folder, 'r');
}
