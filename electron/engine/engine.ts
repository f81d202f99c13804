import type { PulseEvent } from '../../shared/contract/contract.ts';
import type { ExportProgress, ExportRequest } from '../../shared/domain/export.ts';
import { BackTester } from './backtest/back-tester.ts';
import { Board } from './board/board.ts';
import { PulseStrips } from './board/strips.ts';
import { ConfigurationDesk } from './config/desk.ts';
import { ConfigurationReader } from './config/reader.ts';
import { EventHub } from './events.ts';
import { DailyExports } from './export/daily.ts';
import { ExportDesk } from './export/desk.ts';
import { backupHandlers } from './handlers/backups.ts';
import { checkHandlers } from './handlers/checks.ts';
import { configurationHandlers } from './handlers/configuration.ts';
import { connectionHandlers } from './handlers/connections.ts';
import { dailyExportHandlers } from './handlers/daily-export.ts';
import { draftHandlers } from './handlers/drafts.ts';
import type { EngineMethod, Handlers } from './handlers/handlers.ts';
import { historyHandlers } from './handlers/history.ts';
import { incidentHandlers } from './handlers/incidents.ts';
import { silenceHandlers } from './handlers/silences.ts';
import { tableHandlers } from './handlers/tables.ts';
import { webhookHandlers } from './handlers/webhooks.ts';
import { IncidentBook } from './incidents/incident-book.ts';
import { Messenger } from './incidents/messenger.ts';
import { WeeklyNote } from './incidents/weekly.ts';
import { KeptSecrets } from './kept-secrets.ts';
import { Monitor, type MonitorDeps } from './monitor/monitor.ts';
import { Roster } from './monitor/roster.ts';
import type { Clock, Logger, Notifier, SecretVault } from './ports.ts';
import { problemOf } from './problem.ts';
import { Replica } from './replica/replica.ts';
import { type OpenedStore, openPrepared } from './store/open-prepared.ts';
import { StoreReader } from './store/reader/reader.ts';
import type { Store } from './store/store.ts';
import { DescribedTables } from './suggest/described.ts';
import { BackupDesk } from './upkeep/backups.ts';
import { Checkpoints } from './upkeep/checkpoints.ts';
import { choresOf } from './upkeep/chores/chores.ts';
import { Housekeeping } from './upkeep/housekeeping.ts';
import { Courier } from './webhooks/courier.ts';
import type { Fetch } from './webhooks/post.ts';

export interface EngineDeps {
  /** Folder of the store. Must exist. */
  folder: string;
  migrationsFolder: string;
  nativeBinding?: string;
  /** The store's worker, where it is not beside its own source: in a bundle. */
  worker?: string;
  /** The version of this Pulse. */
  version: string;
  /** Program of the store's reader thread, where it is not beside its own source: in a bundle. */
  readerFile?: string;
  /** The program of the threads that export, where it is not beside its own source: in a bundle. */
  exportWorker?: string;
  /** The same of the threads that read configuration files. */
  configurationWorker?: string;
  /** Only to look: works beside a running Pulse, and must not be started. */
  readonly?: boolean;
  clock: Clock;
  log: Logger;
  notifier: Notifier;
  vault: SecretVault;
  /** The store, where it is open already. It is the engine's from now on: closed with it, or when it cannot be made. */
  opened?: OpenedStore;
  /** How webhooks are reached: Node's own `fetch`, when left out, knows nothing of the system's proxy. */
  fetch?: Fetch;
}

/** The monitor behind every front: the window, the terminal, the tests and the benches. */
export class Engine {
  readonly handlers: Handlers<EngineMethod>;
  readonly store: Store;
  private readonly events: EventHub;
  private readonly board: Board;
  private readonly monitor: Monitor;
  private readonly courier: Courier;
  private readonly housekeeping: Housekeeping;
  private readonly checkpoints: Checkpoints;
  private readonly weekly: WeeklyNote;
  private readonly exports: ExportDesk;
  /** Files that are written to a folder every day. */
  readonly dailyExports: DailyExports;
  /** Copies of the store, and the way back to one. */
  readonly backups: BackupDesk;
  private readonly reader: StoreReader;
  private readonly queryReader: StoreReader;
  private readonly files: ConfigurationReader;
  private readonly strips: PulseStrips;
  private readonly log: Logger;
  private stopAsked = false;

  /**
   * Opens the store and makes everything ready, without asking any replica yet.
   * Throws a `ProblemError` when the store cannot be used: already open elsewhere, damaged, from a newer Pulse.
   */
  static async open(deps: EngineDeps): Promise<Engine> {
    const { folder, migrationsFolder, nativeBinding, version, readonly = false } = deps;
    const options = { folder, migrationsFolder, nativeBinding, version, readonly };
    const { store, opening } = deps.opened ?? (await openPrepared(options, deps.worker));
    deps.log.info({ opening }, 'the store is open');
    try {
      return new Engine(deps, store);
    } catch (error) {
      store.close();
      throw error;
    }
  }

  private constructor(engineDeps: EngineDeps, store: Store) {
    const { clock, log, notifier, vault, folder, migrationsFolder, nativeBinding, readerFile } = engineDeps;
    const events = new EventHub((error) => log.error({ err: error }, 'An event listener failed'));
    const passwords = new KeptSecrets(store.connections, vault, {
      title: 'The stored password cannot be read any more.',
      hint: "The system's keychain may be locked or was replaced. Unlock it, or enter the password again under Connections.",
    });
    const webhookSecrets = new KeptSecrets(store.webhooks, vault, {
      title: 'Its stored address cannot be read any more. Enter it again.',
      hint: "The system's keychain may be locked or was replaced.",
    });
    const { fetch = globalThis.fetch } = engineDeps;
    const courier = new Courier({ store, clock, events, fetch, log, secrets: webhookSecrets });
    const placeOf = ({ connectionId, tableId }: { connectionId: number; tableId: number | null }) => {
      const table = tableId === null ? null : store.tables.get(tableId);
      return {
        connectionName: store.connections.get(connectionId)?.name ?? '',
        tableName: table && `${table.schema}.${table.name}`,
      };
    };
    const makeReplica: MonitorDeps['makeReplica'] = (config, onQuery, wasReplica) =>
      new Replica(config, { password: () => passwords.get(config.id), clock, log, onQuery, wasReplica });
    const messenger = new Messenger({ store, notifier, events, clock, log });
    const roster = new Roster(store, clock.now());
    const passwordKept = (id: number) => passwords.kept(id);
    const board = new Board({ store, clock, events, messenger, roster, passwordKept });
    const book = new IncidentBook(store, placeOf, { sourcesOf: (id) => roster.facts.sourcesOf(id) });
    const monitor = new Monitor({ store, clock, log, events, messenger, roster, board, book, makeReplica });
    const place = { folder, migrationsFolder, nativeBinding };
    const exports = new ExportDesk({ store: place, worker: engineDeps.exportWorker }, events);
    const reader = new StoreReader({ ...place, workerFile: readerFile });
    // Sums of a long log take seconds, for which no other screen should wait.
    const queryReader = new StoreReader({ ...place, workerFile: readerFile });
    const strips = new PulseStrips({
      clock,
      lastRunId: () => store.runs.lastId(),
      readCells: (wanted) => reader.run('stripCells', wanted),
    });
    events.on((event) => {
      // Told when it is on disk, together with what is to be posted of it.
      if (event.name === 'inbox.added') courier.look();
      if (event.name === 'run.finished') strips.note(event.payload, event.payload.tableId);
    });
    const described = new DescribedTables(clock);
    const backTester = new BackTester({ store, roster, reader, described, clock });
    const deps = {
      store,
      monitor,
      roster,
      board,
      events,
      clock,
      passwords,
      reader,
      queryReader,
      strips,
      described,
      backTester,
      webhookSecrets,
      courier,
    };
    this.store = store;
    this.events = events;
    this.board = board;
    this.monitor = monitor;
    this.courier = courier;
    this.weekly = new WeeklyNote({
      store,
      clock,
      events,
      log,
      read: (span) => reader.run('loudness', span),
    });
    this.exports = exports;
    const write = exports.run.bind(exports);
    this.dailyExports = new DailyExports({ store, write, clock, log, events });
    const layout = store.opening.migration.to;
    this.backups = new BackupDesk({ ...engineDeps, layout, events });
    this.reader = reader;
    this.queryReader = queryReader;
    this.files = new ConfigurationReader(clock, engineDeps.configurationWorker);
    this.strips = strips;
    this.log = log;
    this.checkpoints = new Checkpoints({ ...engineDeps, store, saving: monitor.saving });
    const held = () => monitor.saving.paused;
    this.housekeeping = new Housekeeping(store, choresOf(store, clock), clock, log, held);
    this.handlers = {
      ...connectionHandlers(deps),
      ...tableHandlers(deps),
      ...checkHandlers(deps),
      ...draftHandlers(deps),
      ...incidentHandlers(deps),
      ...silenceHandlers(deps),
      ...webhookHandlers(deps),
      ...historyHandlers(deps),
      ...backupHandlers(this.backups),
      ...dailyExportHandlers(this.dailyExports),
      ...configurationHandlers(new ConfigurationDesk({ ...deps, reader: this.files })),
      'export.cancel': ({ jobId }) => {
        exports.cancel(jobId);
        return null;
      },
    };
  }

  /** Calls back with everything that changes, in order. Returns the function that ends it. */
  onEvent(listener: (event: PulseEvent) => void): () => void {
    return this.events.on(listener);
  }

  /** How all that is watched does, in one line. */
  answer(): string {
    return this.board.answer(this.monitor.pauses.state !== null);
  }

  /** Connects, and runs checks from now on. */
  start(): void {
    this.monitor.start();
    this.courier.start();
    this.weekly.start();
    this.housekeeping.start();
    this.checkpoints.start();
    this.backups.start();
    this.dailyExports.start();
    this.strips.load().catch((error: unknown) => {
      // Stopped meanwhile: nobody looks any more.
      if (problemOf(error)?.code === 'reader_stopped') return;
      this.log.error({ err: error }, 'The last day could not be read');
    });
  }

  /** Whether it was told to stop: what fails from then on, fails because of that. */
  get stopped(): boolean {
    return this.stopAsked;
  }

  /** Cancels what is in flight, ends all sessions, and closes the store. */
  async stop(): Promise<void> {
    this.stopAsked = true;
    this.housekeeping.stop();
    await this.checkpoints.stop();
    this.weekly.stop();
    await this.backups.stop();
    const lastFile = this.dailyExports.stop();
    await this.exports.close();
    await lastFile;
    await this.monitor.stop();
    await this.courier.stop();
    await Promise.all([this.reader.close(), this.queryReader.close(), this.files.close()]);
    this.store.close();
  }

  /** The machine goes to sleep. */
  suspend(): void {
    void this.monitor.suspend();
  }

  /** The machine woke up. */
  resume(): void {
    this.monitor.resume();
    this.courier.look();
    void this.weekly.look();
    this.backups.resume();
    this.dailyExports.resume();
  }

  /** Starts to write a CSV file; progress follows as `export.progress` events. */
  startExport(request: ExportRequest, path: string): ExportProgress {
    return this.exports.start(request, path);
  }

  /** Writes a CSV file, without events. Resolves to the outcome; a failure is in its `problem`. */
  exportTo(request: ExportRequest, path: string): Promise<ExportProgress> {
    return this.exports.run(request, path);
  }
}
