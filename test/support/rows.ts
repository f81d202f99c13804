import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/** How many rows each table of a store has, shown or not. */
export function rowsOf(folder: string): Record<string, number> {
  const db = new Sqlite(join(folder, 'pulse.db'), { readonly: true });
  try {
    const tables = db
      .prepare<[], string>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%_search%'",
      )
      .pluck()
      .all();
    const count = (table: string) =>
      db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0;
    return Object.fromEntries(tables.map((table) => [table, count(table)]));
  } finally {
    db.close();
  }
}
