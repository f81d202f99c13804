/** The temporary folder a world lives in. Its name is the mark by which the watchdog and `demo break` know it. */
import { chown, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Owner } from '../postgres/binaries.ts';

export const WORLD_FOLDER_PREFIX = 'pulse-demo-';

export async function makeWorldFolder(parent: string | undefined, owner: Owner | undefined): Promise<string> {
  const folder = await mkdtemp(path.join(await realpath(parent ?? tmpdir()), WORLD_FOLDER_PREFIX));
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  return folder;
}
