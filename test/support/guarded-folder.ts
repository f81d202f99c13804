import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Guard } from '../../demo/cleanup/guard.ts';

export interface GuardedFolder {
  path: string;
  remove(): Promise<void>;
  /** Leaves it there, to be looked at. */
  keep(): Promise<void>;
}

/** A new folder for a benchmark, which goes with the process, however that ends. */
export function guardedFolder(prefix: string, parent = tmpdir()): GuardedFolder {
  const path = mkdtempSync(join(parent, prefix));
  const guard = new Guard(path);
  return {
    path,
    remove: async () => {
      rmSync(path, { recursive: true, force: true });
      await guard.release();
    },
    keep: () => guard.release(),
  };
}
