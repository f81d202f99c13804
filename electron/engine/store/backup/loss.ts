import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { RestoreLoss } from '../../../../shared/domain/backup.ts';
import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { openDatabase, type Raw } from '../database.ts';
import { STORE_FILE } from '../place.ts';
import { backupFolder } from './backup-files.ts';

const HOUR_MS = 3_600_000;

/**
 * What going back to a backup costs, counted where the present data can be read. Where it is too damaged for that it
 * is estimated from how often the checks in the backup run. Throws when the backup itself cannot be read.
 */
export function lossOf(
  dataFolder: string,
  { name, at }: { name: string; at: EpochMs },
  nativeBinding?: string,
): RestoreLoss {
  const backup = join(backupFolder(dataFolder), name);
  const { last, runsPerHour } = reading(backup, nativeBinding, (db) => ({
    last: lastRunId(db),
    runsPerHour: expectedRunsPerHour(db),
  }));
  const store = join(dataFolder, STORE_FILE);
  try {
    const now = reading(store, nativeBinding, lastRunId);
    return { name, after: at, runs: Math.max(0, now - last), estimated: false };
  } catch {
    const hours = Math.max(0, lastWrittenAt(store) - at) / HOUR_MS;
    return { name, after: at, runs: Math.round(hours * runsPerHour), estimated: true };
  }
}

function reading<T>(file: string, nativeBinding: string | undefined, look: (db: Raw) => T): T {
  const db = openDatabase({ file, readonly: true, nativeBinding, busyTimeoutMs: 1_000 });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

/** Runs are numbered as they end, without gaps to speak of. */
function lastRunId(db: Raw): number {
  const row = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM check_run').get();
  return row?.id ?? 0;
}

function expectedRunsPerHour(db: Raw): number {
  const row = db
    .prepare<[number], { runs: number | null }>(
      `SELECT sum(? * 1.0 / c.interval_ms) AS runs FROM check_rule c JOIN connection n ON n.id = c.connection_id
       WHERE c.enabled = 1 AND n.paused = 0 AND c.removed_at IS NULL`,
    )
    .get(HOUR_MS);
  return row?.runs ?? 0;
}

/** When the file or its log was last written; 0 when neither is there. */
function lastWrittenAt(store: string): EpochMs {
  const times = [store, `${store}-wal`].map(
    (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Math.floor(Math.max(...times));
}
