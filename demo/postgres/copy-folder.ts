/** Copying the data folder of a server that is running. */
import { constants } from 'node:fs';
import { chmod, chown, copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Owner } from './binaries.ts';

/** Folders whose content must not be part of a base backup: the standby makes its own. */
const EMPTIED = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const SKIPPED = new Set(['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map']);

export async function copyDataFolder(from: string, to: string, owner: Owner | undefined): Promise<void> {
  await makeFolder(to, owner);
  const entries = await readdir(from, { withFileTypes: true });
  for (const entry of entries) {
    if (SKIPPED.has(entry.name)) continue;
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (!entry.isDirectory()) await copyOne(source, target, owner);
    else if (entry.name === 'pg_wal') {
      await makeFolder(target, owner);
      await makeFolder(path.join(target, 'archive_status'), owner);
      await makeFolder(path.join(target, 'summaries'), owner);
    } else if (EMPTIED.has(entry.name)) await makeFolder(target, owner);
    else await copyTree(source, target, owner);
  }
}

async function copyTree(from: string, to: string, owner: Owner | undefined): Promise<void> {
  await makeFolder(to, owner);
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map((entry) => {
      const source = path.join(from, entry.name);
      const target = path.join(to, entry.name);
      if (entry.isDirectory())
        return entry.name.startsWith('pgsql_tmp') ? undefined : copyTree(source, target, owner);
      return copyOne(source, target, owner);
    }),
  );
}

async function makeFolder(folder: string, owner: Owner | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
}

async function copyOne(source: string, target: string, owner: Owner | undefined): Promise<void> {
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  } catch (error) {
    // A running server removes files while we copy; the write-ahead log repeats whatever matters.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (process.platform !== 'win32') await chmod(target, 0o600);
  if (owner !== undefined) await chown(target, owner.uid, owner.gid);
}
