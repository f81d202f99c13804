/**
 * Where things built for this machine are kept: outside the tree, so a fresh clone finds them and git never
 * sees them. An entry is built in a folder of its own and renamed into place, so it is whole or absent.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock nobody has touched for this long belongs to a process that is gone, whatever its id says. */
const STALE_AFTER_MS = 60_000;

export function cacheRoot(): string {
  const { PULSE_CACHE_DIR, XDG_CACHE_HOME } = process.env;
  if (PULSE_CACHE_DIR) return path.resolve(PULSE_CACHE_DIR);
  return path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'pulse-dev');
}

/** Returns the folder of a cache entry; `build` fills it the first time this recipe is asked for. */
export async function cached(
  name: string,
  recipe: unknown,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 12);
  const root = cacheRoot();
  const entry = path.join(root, `${name}-${hash}`);
  if (existsSync(entry)) return entry;
  await mkdir(root, { recursive: true });
  const release = await takeLock(`${entry}.lock`);
  try {
    // Another process may have built it while this one waited.
    if (existsSync(entry)) return entry;
    const prefix = `${path.basename(entry)}.building-`;
    // What an interrupted run left behind; nobody else builds this entry while we hold its lock.
    for (const left of await readdir(root)) {
      if (left.startsWith(prefix)) await rm(path.join(root, left), { recursive: true, force: true });
    }
    const folder = path.join(root, `${prefix}${process.pid}`);
    await mkdir(folder);
    try {
      await build(folder);
      await rename(folder, entry);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return entry;
  } finally {
    await release();
  }
}

/**
 * One builder at a time. The lock only saves work: should two processes ever take over the same stale lock at
 * once, both build, and the renames above still leave one whole entry.
 */
async function takeLock(file: string): Promise<() => Promise<void>> {
  let told = false;
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await isStale(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) console.error(`Waiting for another process that builds ${path.basename(file, '.lock')} …`);
    told = true;
    await sleep(250);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, 5000);
  return async () => {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  };
}

async function isStale(file: string): Promise<boolean> {
  try {
    const [{ mtimeMs }, owner] = [await stat(file), Number(await readFile(file, 'utf8'))];
    if (Date.now() - mtimeMs > STALE_AFTER_MS) return true;
    return owner > 0 && !isAlive(owner);
  } catch {
    return false; // Released in the meantime: the next attempt to take it decides.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
