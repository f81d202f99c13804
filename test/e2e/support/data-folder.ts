import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import Sqlite from 'better-sqlite3';

/** The files anywhere in the folder of a Pulse that is not running that hold a text, plain or in one of its usual disguises. */
export function filesWith(folder: string, text: string): string[] {
  const forms = [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '')),
    Buffer.from(Buffer.from(text, 'utf8').toString('hex')),
  ];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const content = readFileSync(path);
      return forms.some((form) => content.includes(form));
    })
    .map((path) => relative(folder, path));
}

/**
 * What SQLite itself finds wrong with the store of a Pulse that is not running. Looks at a copy: opening the store
 * would put right what a killed Pulse left, which is for the next Pulse to do.
 */
export function storeDefects(folder: string): unknown[] {
  const copy = mkdtempSync(join(tmpdir(), 'pulse-e2e-copy-'));
  try {
    for (const name of readdirSync(folder).filter((each) => /^pulse\.db(-wal)?$/.test(each))) {
      copyFileSync(join(folder, name), join(copy, name));
    }
    const store = new Sqlite(join(copy, 'pulse.db'));
    const integrity = store.pragma('integrity_check', { simple: true });
    const dangling = store.pragma('foreign_key_check') as unknown[];
    store.close();
    return integrity === 'ok' ? dangling : [integrity, ...dangling];
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
