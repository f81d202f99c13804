import type { Raw } from './database.ts';

/** `yes` from the end of one process to the start of the next. */
export const CLOSED_PROPERLY = 'closed_properly';
/** The version of Pulse that last had the store open for writing. */
export const WRITTEN_BY = 'written_by';
/** When SQLite's log was last begun anew: the first thing that was written to it. */
export const LOG_BEGUN_AT = 'log_begun_at';

/** What Pulse noted about the file itself; null when it noted nothing. */
export function noteFromHousekeeping(db: Raw, key: string): string | null {
  const row = db
    .prepare<[string], { value: string }>('SELECT value FROM housekeeping WHERE key = ?')
    .get(key);
  return row?.value ?? null;
}

export function noteInHousekeeping(db: Raw, key: string, value: string): void {
  db.prepare(
    'INSERT INTO housekeeping (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  ).run(key, value);
}
