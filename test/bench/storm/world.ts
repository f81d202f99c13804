import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Board } from '../../../electron/engine/board/board.ts';
import { checkType } from '../../../electron/engine/checks/registry.ts';
import { EventHub } from '../../../electron/engine/events.ts';
import { IncidentBook } from '../../../electron/engine/incidents/incident-book.ts';
import { Messenger } from '../../../electron/engine/incidents/messenger.ts';
import { Monitor } from '../../../electron/engine/monitor/monitor.ts';
import { Roster } from '../../../electron/engine/monitor/roster.ts';
import type { FailureKind } from '../../../electron/engine/replica/api.ts';
import { openStore, type Store } from '../../../electron/engine/store/store.ts';
import { CheckInput } from '../../../shared/domain/check.ts';
import { LoadPolicy } from '../../../shared/domain/connection.ts';
import type { InboxItem } from '../../../shared/domain/incident.ts';
import type { QuietHours } from '../../../shared/domain/settings.ts';
import { guardedFolder } from '../../support/guarded-folder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { healthy, StormReplica, type Truth } from './replica.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** In memory where there is such a place: how fast the disk is says nothing here. */
const FOLDERS = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** Something that really broke: what Pulse has to say, once. */
export interface Cause {
  what: string;
  connectionId: number;
  /** Names of the tables that it broke; null when it is the connection. */
  tables: readonly string[] | null;
  from: number;
  to: number | null;
  /** From the first bad look to the earliest moment at which Pulse may be sure. */
  pendingMs: number;
  /** The first bad look at it. */
  seenAt: number | null;
  /** Not before that time, as the user wished. */
  speakFrom: number;
}

/** A second look is taken after 8 s, and is needed by checks of data. */
const PENDING = { data: 8 * SECOND, schema: 0, permission: 8 * SECOND, connection: 5 * SECOND };

/** The real engine parts around a made-up world: monitor, schedule, checks, incidents, store. */
export class StormWorld {
  readonly clock: VirtualClock;
  readonly causes: Cause[] = [];
  readonly shown: InboxItem[] = [];
  readonly errors: string[] = [];
  private readonly replicas = new Map<number, StormReplica>();
  private readonly folder = guardedFolder('pulse-storm-', FOLDERS);
  private readonly timeZone: string;
  store: Store;
  private monitor: Monitor;

  constructor(start: number, timeZone = 'Europe/Berlin') {
    this.clock = new VirtualClock(start, turn);
    this.timeZone = timeZone;
    this.store = openStore({ folder: this.folder.path, migrationsFolder: MIGRATIONS });
    this.monitor = this.makeMonitor();
  }

  get events(): number {
    return [...this.replicas.values()].reduce((sum, replica) => sum + replica.events, 0);
  }

  addConnection(name: string): number {
    const { id } = this.store.connections.insert({
      name,
      host: 'replica.example',
      port: 5432,
      database: 'shop',
      user: 'analyst',
      tls: { mode: 'disable', caFile: null },
      sshHost: null,
      standIn: null,
      policy: LoadPolicy.parse({}),
      paused: false,
    });
    const seen = (table: string | null) => {
      for (const cause of this.causes) {
        if (cause.connectionId !== id || cause.to !== null || cause.seenAt !== null) continue;
        if (table === null ? cause.tables === null : cause.tables?.includes(table))
          cause.seenAt = this.clock.now();
      }
    };
    this.replicas.set(id, new StormReplica(this.clock, seen));
    return id;
  }

  addTables(connectionId: number, count: number, types: readonly string[], severity = 'broken'): string[] {
    const names: string[] = [];
    for (let n = 0; n < count; n++) {
      const name = `t${this.store.tables.list().length}`;
      names.push(name);
      const addedAt = this.clock.now();
      const table = this.store.tables.insert({
        connectionId,
        schema: 'public',
        name,
        kind: 'table',
        addedAt,
      });
      const column = { name: 'at', type: healthy.type, nullable: false, position: 1 };
      this.store.tables.acceptSchema(table.id, { kind: 'table', columns: [column] }, addedAt);
      for (const type of types) {
        const { defaults } = checkType(type);
        const config =
          type === 'freshness' ? { timestampColumn: 'at' } : type === 'missing' ? { column: 'email' } : {};
        const bounds = type === 'freshness' ? { ...defaults.bounds, failMax: 120 } : defaults.bounds;
        const input = CheckInput.parse({ ...defaults, type, config, bounds, severity, intervalMs: MINUTE });
        this.store.checks.insert({ connectionId, tableId: table.id }, input);
      }
    }
    return names;
  }

  async start(): Promise<void> {
    await this.monitor.stop();
    this.monitor = this.makeMonitor();
    this.monitor.start();
    // Long enough for a first look at everything.
    await this.clock.advance(3 * MINUTE);
  }

  /** Breaks tables, with one cause. Returns it, to be healed. */
  break(
    connectionId: number,
    tables: readonly string[],
    change: Partial<Truth>,
    what: string,
    speakFrom = 0,
  ): Cause {
    const replica = this.replica(connectionId);
    for (const table of tables) replica.truths.set(table, { ...replica.truth(table), ...change });
    const pendingMs = change.type ? PENDING.schema : change.denied ? PENDING.permission : PENDING.data;
    return this.note({ what, connectionId, tables, pendingMs, speakFrom });
  }

  breakConnection(connectionId: number, kind: FailureKind, what: string): Cause {
    this.replica(connectionId).outage = kind;
    return this.note({ what, connectionId, tables: null, pendingMs: PENDING.connection, speakFrom: 0 });
  }

  heal(cause: Cause): void {
    const replica = this.replica(cause.connectionId);
    if (cause.tables === null) replica.outage = null;
    else for (const table of cause.tables) replica.truths.delete(table);
    cause.to = this.clock.now();
  }

  /** One bad look that is over at the next: nothing to speak of. */
  async blip(connectionId: number, table: string): Promise<void> {
    const replica = this.replica(connectionId);
    const before = replica.truth(table);
    replica.truths.set(table, { ...before, age: 500 });
    const seen = replica.events;
    while (replica.events < seen + 1) await this.clock.advance(SECOND);
    replica.truths.set(table, before);
  }

  quietHours(hours: Partial<QuietHours>): void {
    const settings = this.store.settings.get();
    const quietHours = { ...settings.notifications.quietHours, enabled: true, ...hours };
    this.store.settings.set({ ...settings, notifications: { ...settings.notifications, quietHours } });
  }

  /** The lid is closed until `at`; `networkMs` after it is opened the network is there again. */
  async sleepUntil(at: number, networkMs: number, meanwhile: () => void): Promise<void> {
    await this.monitor.suspend();
    this.clock.jump(at - this.clock.now());
    meanwhile();
    const outages = [...this.replicas.values()].map((replica) => [replica, replica.outage] as const);
    for (const [replica] of outages) replica.outage = 'unreachable';
    this.monitor.resume();
    await this.clock.advance(networkMs);
    for (const [replica, outage] of outages) replica.outage = outage;
  }

  /** The process is killed and started again: what is on disk is all that is left. */
  async restart(): Promise<void> {
    await this.monitor.suspend();
    this.store.close();
    this.store = openStore({ folder: this.folder.path, migrationsFolder: MIGRATIONS });
    this.monitor = this.makeMonitor();
    this.monitor.start();
  }

  async close(): Promise<void> {
    const stopped = this.monitor.stop();
    await this.clock.advance(MINUTE);
    await stopped;
    this.store.close();
    await this.folder.remove();
  }

  private note(cause: Omit<Cause, 'from' | 'to' | 'seenAt'>): Cause {
    const noted = { ...cause, from: this.clock.now(), to: null, seenAt: null };
    this.causes.push(noted);
    return noted;
  }

  private replica(connectionId: number): StormReplica {
    const replica = this.replicas.get(connectionId);
    if (!replica) throw new Error(`There is no connection ${connectionId}.`);
    return replica;
  }

  private makeMonitor(): Monitor {
    const { store, clock } = this;
    const fault = (fields: object, message: string) =>
      this.errors.push(`${message} ${String(Object.values(fields)[0])}`);
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: fault };
    const events = new EventHub((error) => fault({ error }, 'A listener failed:'));
    const notifier = {
      show: async (item: InboxItem) => {
        this.shown.push(item);
        return true;
      },
    };
    const placeOf = ({ connectionId, tableId }: { connectionId: number; tableId: number | null }) => {
      const table = tableId === null ? null : store.tables.get(tableId);
      const connectionName = store.connections.get(connectionId)?.name ?? '';
      return { connectionName, tableName: table && `${table.schema}.${table.name}` };
    };
    const messenger = new Messenger({ store, notifier, events, clock });
    const roster = new Roster(store, clock.now());
    const board = new Board({ store, clock, events, messenger, roster, passwordKept: () => 'none' });
    const book = new IncidentBook(store, placeOf, { timeZone: this.timeZone });
    const makeReplica = ({ id }: { id: number }) => this.replica(id);
    return new Monitor({ store, clock, log, events, messenger, roster, board, book, makeReplica });
  }
}
