import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

const PAGE = 4096;

/** Turns one bit of a byte. */
export function flipBit(file: string, offset: number, bit = 0): void {
  const handle = openSync(file, 'r+');
  try {
    const byte = Buffer.alloc(1);
    readSync(handle, byte, 0, 1, offset);
    writeSync(handle, Buffer.of((byte[0] ?? 0) ^ (1 << bit)), 0, 1, offset);
  } finally {
    closeSync(handle);
  }
}

/** Pages of a table, leaves first; the file must not be in use. Brings the log into the file before. */
export function pagesOf(file: string, table: string): number[] {
  const db = new Sqlite(file);
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
    return db
      .prepare<[string], number>(
        "SELECT pageno FROM dbstat WHERE name = ? ORDER BY pagetype = 'internal', pageno",
      )
      .pluck()
      .all(table);
  } finally {
    db.close();
  }
}

/** Flips the highest bit of a page's number of cells: what it held cannot be told any more. */
export function flipBitInPage(file: string, page: number): void {
  flipBit(file, (page - 1) * PAGE + 3, 7);
}
