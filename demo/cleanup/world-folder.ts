/** Makes the temporary folder a world lives in; by its name the watchdog and the control client know it. */
import { chown, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WORLD_FOLDER_PREFIX } from '../control-client.ts';
import type { Owner } from '../postgres/binaries.ts';

export async function makeWorldFolder(parent: string | undefined, owner: Owner | undefined): Promise<string> {
  const folder = await mkdtemp(path.join(await realpath(parent ?? tmpdir()), WORLD_FOLDER_PREFIX));
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  return folder;
}
