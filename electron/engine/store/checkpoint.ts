import { join } from 'node:path';
import { openDatabase, type Raw } from './database.ts';
import { LOG_BEGUN_AT, noteInHousekeeping } from './housekeeping-notes.ts';
import { STORE_FILE } from './place.ts';

/** What was written meanwhile is moved, too: a few pages, while the first time may take thousands. */
const TIMES = 20;

/**
 * Moves SQLite's log into the file, beside whoever writes and reads, and begins the log anew. The write that does that
 * is the only one that waits for the disk, so it is made here, and `hold` has the others wait for it: it resolves when
 * they do. Returns whether all of it was moved. Not when somebody still reads an older moment of the data: a backup, an
 * export.
 */
export async function checkpoint(
  folder: string,
  nativeBinding: string | undefined,
  hold: () => Promise<void>,
): Promise<boolean> {
  const file = join(folder, STORE_FILE);
  const raw = openDatabase({ file, readonly: false, nativeBinding, busyTimeoutMs: 1_000 });
  try {
    if (!moved(raw)) return false;
    await hold();
    if (!moved(raw)) return false;
    noteInHousekeeping(raw, LOG_BEGUN_AT, new Date().toISOString());
    return true;
  } finally {
    raw.close();
  }
}

function moved(raw: Raw): boolean {
  for (let time = 0; time < TIMES; time++) {
    raw.pragma('wal_checkpoint(PASSIVE)');
    // Its own answer is of the moment at which it began.
    const [row] = raw.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
    if (row && row.log === row.checkpointed) return true;
  }
  return false;
}
