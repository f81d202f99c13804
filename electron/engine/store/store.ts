import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreApi } from './api.ts';
import { checkIntegrity, clearUnfinished, listBackups } from './backup/backup-files.ts';
import { finishRestore } from './backup/restore.ts';
import { Checks } from './checks.ts';
import { Connections } from './connections.ts';
import { Db, openDatabase, type Raw } from './database.ts';
import { asStoreError, StoreError } from './errors.ts';
import { History } from './history.ts';
import {
  CLOSED_PROPERLY,
  noteFromHousekeeping,
  noteInHousekeeping,
  WRITTEN_BY,
} from './housekeeping-notes.ts';
import { Inbox } from './inbox.ts';
import { Incidents } from './incidents.ts';
import { Labels } from './labels.ts';
import { lockFolder } from './lock.ts';
import { Logs } from './logs.ts';
import { type MigrationOutcome, migrate, readMigrations, recognise } from './migrate.ts';
import { STORE_FILE } from './place.ts';
import { Queries } from './queries.ts';
import { Removed } from './removed.ts';
import { Rollups } from './rollups.ts';
import { Runs } from './runs.ts';
import { Search } from './search.ts';
import { SettingsTable } from './settings.ts';
import { Silences } from './silences.ts';
import { Space } from './space.ts';
import { Syncs } from './syncs.ts';
import { Tables } from './tables.ts';
import { Webhooks } from './webhooks.ts';

export interface OpenStoreOptions {
  /** Pulse's data folder; made when missing. */
  folder: string;
  /** Where the `NNN_what_it_does.sql` files are: that differs between the sources and a bundle. */
  migrationsFolder: string;
  /** Opens what is there for reading only, beside a Pulse that is running. Takes no lock and changes nothing. */
  readonly?: boolean;
  /** Another build of better-sqlite3's addon, for a runtime that its own prebuilt one does not fit. */
  nativeBinding?: string | undefined;
  /** The version of this Pulse, noted in the file so that a backup can say whose it is. */
  version?: string | undefined;
  /**
   * What a start that has to check or upgrade a large file does: that takes seconds. `refuse` throws `StoreError`
   * `needs_preparation` instead, and nothing has changed.
   */
  longWork?: 'do' | 'refuse' | undefined;
}

const FOREIGN_LOCK_MS = 250;

/** What happened while the store was opened, for the log. */
export interface Opening {
  migration: MigrationOutcome;
  /** The last process did not close the store (killed, power lost): its integrity was checked, and is fine. */
  recovered: boolean;
}

/**
 * Opens the store, in the newest layout. Throws `StoreError` with a sentence for the user when another process has
 * it, when it is damaged, from a newer version, or not to be written.
 */
export function openStore(options: OpenStoreOptions): Store {
  return options.readonly === true ? openForReading(options) : openForWriting(options);
}

function openForWriting({
  folder,
  migrationsFolder,
  nativeBinding,
  version,
  longWork = 'do',
}: OpenStoreOptions): Store {
  const migrations = readMigrations(migrationsFolder);
  makeFolder(folder);
  const unlock = lockFolder(folder, nativeBinding);
  let raw: Raw | undefined;
  try {
    finishRestore(folder);
    clearUnfinished(folder);
    const file = join(folder, STORE_FILE);
    const wasThere = existsSync(file);
    keepPrivate(file);
    raw = openDatabase({ file, readonly: false, nativeBinding, busyTimeoutMs: 5_000 });
    const { isNew, version: layout } = recognise(raw, migrations);
    // A failing disk can leave a file with nothing in it, which must not pass for a first start.
    if (isNew && wasThere && listBackups(folder, migrations.length).length > 0) throw emptied();
    const recovered = !isNew && noteFromHousekeeping(raw, CLOSED_PROPERLY) !== 'yes';
    const upgrades = !isNew && layout < migrations.length;
    if (longWork === 'refuse' && (recovered || upgrades)) throw needsPreparation();
    configure(raw);
    if (recovered) checkIntegrity(raw);
    const migration = migrate(raw, migrations, {
      dataFolder: folder,
      nativeBinding,
      version: isNew ? null : noteFromHousekeeping(raw, WRITTEN_BY),
    });
    noteOpen(raw, version);
    // From now on only a foreign program can be in the way, and the window stands still while it is waited for.
    raw.pragma(`busy_timeout = ${FOREIGN_LOCK_MS}`);
    return new Store(raw, { migration, recovered }, unlock);
  } catch (error) {
    raw?.close();
    unlock();
    throw asStoreError(error);
  }
}

function emptied(): StoreError {
  return new StoreError({
    code: 'damaged',
    title: "Pulse's data is empty, though there are backups of it.",
    hint: 'Go back to the last good backup, or begin anew.',
  });
}

/** For who cannot wait here: never shown to anybody. */
function needsPreparation(): StoreError {
  return new StoreError({
    code: 'needs_preparation',
    title: "Pulse's data must be checked or upgraded first.",
    hint: 'Wait until that is done.',
  });
}

function noteOpen(raw: Raw, version: string | undefined): void {
  raw.transaction(() => {
    noteInHousekeeping(raw, CLOSED_PROPERLY, 'no');
    if (version !== undefined) noteInHousekeeping(raw, WRITTEN_BY, version);
  })();
}

function openForReading({ folder, migrationsFolder, nativeBinding }: OpenStoreOptions): Store {
  const migrations = readMigrations(migrationsFolder);
  const file = join(folder, STORE_FILE);
  if (!existsSync(file)) throw nothingThere();
  const raw = openDatabase({ file, readonly: true, nativeBinding, busyTimeoutMs: 5_000 });
  // A search goes to each check's place in the history: those pages are wanted again by the next one.
  raw.pragma('cache_size = -32768');
  try {
    const { isNew, version } = recognise(raw, migrations);
    if (isNew) throw nothingThere();
    if (version < migrations.length)
      throw new StoreError({
        code: 'needs_upgrade',
        title: "Pulse's data still has the layout of an older version.",
        hint: 'Start Pulse once, so that it can upgrade its data, then try again.',
        detail: `The data has layout ${version}; this version reads layout ${migrations.length}.`,
      });
    const migration = { from: version, to: version, backup: null };
    return new Store(raw, { migration, recovered: false }, () => {});
  } catch (error) {
    raw.close();
    throw asStoreError(error);
  }
}

function nothingThere(): StoreError {
  return new StoreError({
    code: 'no_store',
    title: 'There is no Pulse data in this folder yet.',
    hint: 'Start Pulse and add a connection first, or name the folder that Pulse uses.',
  });
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StoreError(
      {
        code: 'folder_not_writable',
        title: 'Pulse cannot write to its data folder.',
        hint: `Give your user write permission on ${folder}, or choose another data folder.`,
      },
      error,
    );
  }
}

/** Makes a new database file that only its owner can read; the files SQLite puts beside it inherit that. */
function keepPrivate(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}

function configure(raw: Raw): void {
  // Only a new file can take this: free pages can be given back to the disk a few at a time.
  raw.pragma('auto_vacuum = INCREMENTAL');
  raw.pragma('journal_mode = WAL');
  // A commit is there whatever becomes of the process. That it survives a power cut, too, is seen to right after it by
  // `Syncs`: within the commit, the window would wait for the disk.
  raw.pragma('synchronous = NORMAL');
  raw.pragma('foreign_keys = ON');
  raw.pragma('secure_delete = FAST');
  raw.pragma('trusted_schema = OFF');
  raw.pragma('temp_store = MEMORY');
  // The engine has the log moved into the file by a thread of its own (see `Checkpoints`). This is for when it cannot:
  // more than the housekeeping writes between two of its looks.
  raw.pragma('wal_autocheckpoint = 32000');
  // As long as it gets by that. To cut the file back and let it grow again holds up a write by tens of milliseconds.
  raw.pragma('journal_size_limit = 67108864');
}

/** Everything that Pulse remembers, in one SQLite file. Get one from `openStore`. */
export class Store implements StoreApi {
  readonly connections: Connections;
  readonly tables: Tables;
  readonly checks: Checks;
  readonly rollups: Rollups;
  readonly runs: Runs;
  readonly space: Space;
  readonly removed: Removed;
  readonly incidents: Incidents;
  readonly labels: Labels;
  readonly silences: Silences;
  readonly inbox: Inbox;
  readonly webhooks: Webhooks;
  readonly queries: Queries;
  readonly settings: SettingsTable;
  readonly history: History;
  readonly search: Search;
  readonly logs: Logs;
  readonly opening: Opening;
  readonly #db: Db;
  readonly #unlock: () => void;
  readonly #syncs: Syncs | null;

  constructor(raw: Raw, opening: Opening, unlock: () => void) {
    const db = new Db(raw);
    this.#db = db;
    this.#unlock = unlock;
    this.opening = opening;
    this.#syncs = raw.readonly
      ? null
      : new Syncs(`${raw.name}-wal`, () => {
          db.sawDamage = true;
        });
    db.onCommit = () => this.#syncs?.soon();
    this.tables = new Tables(db);
    this.connections = new Connections(db, () => this.tables.forgetKept());
    this.checks = new Checks(db);
    this.rollups = new Rollups(db);
    this.runs = new Runs(db, this.rollups);
    this.space = new Space(db);
    this.removed = new Removed(db);
    this.incidents = new Incidents(db);
    this.labels = new Labels(db);
    this.silences = new Silences(db);
    this.inbox = new Inbox(db);
    this.webhooks = new Webhooks(db);
    this.queries = new Queries(db);
    this.settings = new SettingsTable(db);
    this.history = new History(db);
    this.search = new Search(db);
    this.logs = new Logs(db);
  }

  transaction<T>(work: () => T): T {
    return this.#db.transaction(work);
  }

  /** Safe to call twice. Never throws: at the end there is nobody left to tell. */
  close(): void {
    const { raw, sawDamage } = this.#db;
    if (!raw.open) return;
    this.#syncs?.close();
    try {
      if (!raw.readonly && !sawDamage) noteInHousekeeping(raw, CLOSED_PROPERLY, 'yes');
    } catch {
      // The next start finds no mark and checks the file: that is all that is lost.
    } finally {
      // SQLite moves the log into the file as the last connection closes.
      raw.close();
      this.#unlock();
    }
  }
}
