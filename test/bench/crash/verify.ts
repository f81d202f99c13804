import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { backupFolder, listBackups } from '../../../electron/engine/store/backup/backup-files.ts';
import { asideFolder } from '../../../electron/engine/store/backup/restore.ts';
import { openStore, type Store } from '../../../electron/engine/store/store.ts';
import { RunFilter } from '../../../shared/domain/export.ts';
import type { Ledger } from './scenario.ts';

const EVERYTHING = RunFilter.parse({});
const ALL = 10_000_000;

export interface Findings {
  /** Acknowledged writes that are not there. */
  lost: string[];
  /** Everything else that must not be. */
  corrupt: string[];
}

/** Looks at a data folder after a kill as the next start would, and compares it with what was said before. */
export function verify(folder: string, migrationsFolder: string, ledger: Ledger): Findings {
  const findings: Findings = {
    lost: [],
    corrupt: ledger.errors.splice(0).map((text) => `an error: ${text}`),
  };
  attempt(findings, 'the store', () => {
    const store = openStore({ folder, migrationsFolder });
    try {
      verifyRuns(store, ledger, findings);
    } finally {
      store.close();
    }
  });
  attempt(findings, 'pulse.db', () => verifyFile(join(folder, 'pulse.db'), findings));
  verifyBackups(folder, migrationsFolder, ledger, findings);
  verifyAside(folder, migrationsFolder, ledger, findings);
  verifyExports(folder, ledger, findings);
  for (const name of readdirSync(folder)) {
    if (name.startsWith('restoring-')) findings.corrupt.push(`left behind: ${name}`);
  }
  return findings;
}

function attempt(findings: Findings, what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    findings.corrupt.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function runsOf(store: Store): Map<number, number | null> {
  return new Map(store.runs.list(EVERYTHING, null, ALL).map(({ id, value }) => [id, value]));
}

function verifyRuns(store: Store, ledger: Ledger, findings: Findings): void {
  const runs = runsOf(store);
  const lost = (id: number) => runs.get(id) !== ledger.acked.get(id);
  // Cut off in the middle of a restore, the data is the old one, or that of the backup: never something between.
  if (ledger.restoring !== null && [...ledger.acked.keys()].some(lost)) ledger.giveUp();
  for (const id of ledger.acked.keys()) if (lost(id)) findings.lost.push(`run ${id}`);
  // What was written together is there together.
  const logged = new Set(
    store.queries.list(null, null, ALL).map(({ sql }) => Number(sql.slice('SELECT '.length))),
  );
  for (const id of logged)
    if (!runs.has(id)) findings.corrupt.push(`the query of run ${id} is there, the run is not`);
  for (const id of ledger.acked.keys()) if (!logged.has(id)) findings.lost.push(`the query of run ${id}`);
  for (const { checkId, value } of store.checks.states())
    if (value !== null && !runs.has(value))
      findings.corrupt.push(`check ${checkId} speaks of run ${value}, which is not there`);
}

function verifyFile(file: string, findings: Findings): void {
  const db = new Sqlite(file, { readonly: true });
  try {
    const integrity = db.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') findings.corrupt.push(`${file}: ${String(integrity)}`);
    const orphans = db.pragma('foreign_key_check') as unknown[];
    if (orphans.length > 0)
      findings.corrupt.push(`${file}: ${orphans.length} rows without what they belong to`);
  } finally {
    db.close();
  }
}

/** Opens a copy of a database file (with its log, where it has one), beside the data folder, the way Pulse would after going back to it. */
function openCopy<T>(file: string, beside: string, migrationsFolder: string, look: (store: Store) => T): T {
  const folder = mkdtempSync(join(dirname(beside), 'copy-'));
  try {
    for (const suffix of ['', '-wal'])
      if (existsSync(file + suffix)) copyFileSync(file + suffix, join(folder, `pulse.db${suffix}`));
    const store = openStore({ folder, migrationsFolder });
    try {
      return look(store);
    } finally {
      store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verifyBackups(folder: string, migrationsFolder: string, ledger: Ledger, findings: Findings): void {
  // Everything with a backup's name is one, whether it was still told of or not. The start cleared all others away.
  const names = existsSync(backupFolder(folder)) ? readdirSync(backupFolder(folder)) : [];
  const listed = new Set(listBackups(folder, 99).map(({ name }) => name));
  for (const name of names) if (!listed.has(name)) findings.corrupt.push(`not a backup: ${name}`);
  for (const name of listed) {
    const file = join(backupFolder(folder), name);
    attempt(findings, name, () => {
      verifyFile(file, findings);
      const last = ledger.backups.get(name);
      if (last === undefined) return;
      openCopy(file, folder, migrationsFolder, (store) => {
        const runs = runsOf(store);
        for (const [id, value] of ledger.acked)
          if (id <= last && runs.get(id) !== value) findings.lost.push(`run ${id} in ${name}`);
      });
      // Once is enough: nothing changes it any more.
      ledger.backups.delete(name);
    });
  }
}

function verifyAside(folder: string, migrationsFolder: string, ledger: Ledger, findings: Findings): void {
  if (ledger.setAside.size === 0) return;
  attempt(findings, 'what was set aside', () => {
    const newest = readdirSync(asideFolder(folder))
      .filter((name) => name.endsWith('.db'))
      .sort()
      .at(-1);
    openCopy(join(asideFolder(folder), newest ?? 'nothing'), folder, migrationsFolder, (store) => {
      const runs = runsOf(store);
      for (const [id, value] of ledger.setAside)
        if (runs.get(id) !== value) findings.lost.push(`run ${id}, set aside`);
    });
  });
}

function verifyExports(folder: string, ledger: Ledger, findings: Findings): void {
  const whole = new Map(ledger.exports.map(({ path, rows }) => [path, rows]));
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.csv'))) {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    const rows = text.split('\n').length - 2;
    // One that was finished and not told any more must still end in a whole line.
    const expected = whole.get(path) ?? rows;
    if (rows !== expected || !text.endsWith('\n'))
      findings.corrupt.push(`${name}: ${rows} rows of ${expected}`);
    rmSync(path);
    whole.delete(path);
  }
  for (const path of whole.keys()) findings.lost.push(`the export ${path}`);
  ledger.exports.length = 0;
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.pulse-export-')) rmSync(join(folder, name));
  }
}
