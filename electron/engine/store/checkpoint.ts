import { join } from 'node:path';
import { openDatabase } from './database.ts';
import { STORE_FILE } from './place.ts';

/** What was written meanwhile is moved, too: a few pages, while the first time may take thousands. */
const TIMES = 20;

/**
 * Moves SQLite's log into the file, beside whoever writes and reads. Returns whether all of it was moved, so that the
 * next write begins the log anew. Not when somebody still reads an older moment of the data: a backup, an export.
 */
export function checkpoint(folder: string, nativeBinding?: string): boolean {
  const file = join(folder, STORE_FILE);
  const raw = openDatabase({ file, readonly: false, nativeBinding, busyTimeoutMs: 1_000 });
  try {
    for (let time = 0; time < TIMES; time++) {
      raw.pragma('wal_checkpoint(PASSIVE)');
      // Its own answer is of the moment at which it began.
      const [row] = raw.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
      if (row && row.log === row.checkpointed) return true;
    }
    return false;
  } finally {
    raw.close();
  }
}
