import { IncidentBook } from '../../electron/engine/incidents/incident-book.ts';
import type { BookChanges } from '../../electron/engine/incidents/round.ts';
import { openStore, type Store } from '../../electron/engine/store/store.ts';
import type { Check, CheckInput } from '../../shared/domain/check.ts';
import type { InboxItem, Severity } from '../../shared/domain/incident.ts';
import type { NotificationPolicy } from '../../shared/domain/settings.ts';
import { SilenceInput } from '../../shared/domain/silence.ts';
import { aCheck, aConnection, aTable, T0 } from './samples.ts';
import { MIGRATIONS } from './store.ts';

export interface Finding {
  bad: boolean | null;
  severity?: Severity;
  needed?: number;
  message?: string;
}

/**
 * The book of incidents over a real store, with a clock that moves only when told to. It does what the monitor does
 * with them: looks again when the book asked for it.
 */
export class IncidentDesk {
  readonly folder: string;
  readonly timeZone: string | undefined;
  readonly messages: InboxItem[] = [];
  /** Views, each with the tables whose rows it shows. */
  readonly sources = new Map<number, readonly number[]>();
  now: number;
  store: Store;
  book: IncidentBook;
  private deadline: number | null = null;

  constructor(folder: string, options: { start?: number; timeZone?: string } = {}) {
    this.folder = folder;
    this.timeZone = options.timeZone;
    this.now = options.start ?? T0;
    this.store = openStore({ folder, migrationsFolder: MIGRATIONS });
    this.book = this.makeBook();
  }

  private makeBook(): IncidentBook {
    const { store } = this;
    const book = new IncidentBook(
      store,
      ({ connectionId, tableId }) => {
        const table = tableId === null ? null : store.tables.get(tableId);
        return {
          connectionName: store.connections.get(connectionId)?.name ?? '',
          tableName: table && `${table.schema}.${table.name}`,
        };
      },
      { timeZone: this.timeZone, sourcesOf: (id) => this.sources.get(id) ?? [] },
    );
    book.onDeadline = (at) => {
      this.deadline = at;
    };
    return book;
  }

  addConnection(name = 'shop'): number {
    return aConnection(this.store, { name }).id;
  }

  addCheck(connectionId: number, table: string | null, changes: Partial<CheckInput> = {}): Check {
    const tableId =
      table === null
        ? null
        : (this.store.tables.find(connectionId, 'public', table) ?? aTable(this.store, connectionId, table))
            .id;
    return aCheck(
      this.store,
      { connectionId, tableId },
      { type: 'freshness', name: 'Freshness', ...changes },
    );
  }

  /** A run of the check ended now. */
  observe(check: Check, { bad, severity = 'broken', needed = 1, message }: Finding): void {
    const { connectionId, tableId, id: checkId, type: kind, name } = check;
    const signal = {
      key: `check:${checkId}`,
      connectionId,
      tableId,
      checkId,
      kind,
      bad,
      severity,
      name,
      needed,
    };
    this.commit(() =>
      this.book.apply([{ ...signal, message: message ?? (bad ? 'It is bad.' : 'It is fine.') }], this.now),
    );
  }

  /** An attempt to reach the connection ended now. */
  attempt(connectionId: number, bad: boolean, cause = 'unreachable'): void {
    const key = `connection:${connectionId}:${cause}`;
    const name = cause === 'not_a_replica' ? 'Not a replica any more' : 'Replica unreachable';
    const owner = { connectionId, tableId: null, checkId: null, kind: cause };
    this.commit(() =>
      this.book.apply(
        [{ ...owner, key, name, bad, severity: 'unjudged', message: 'It does not answer.', needed: 1 }],
        this.now,
      ),
    );
  }

  drop(checkId: number): void {
    this.commit(() => this.book.drop((alert) => alert.checkId === checkId, this.now));
  }

  silence(input: Partial<SilenceInput>): number {
    const { id } = this.store.silences.insert({
      ...SilenceInput.parse({ until: null, ...input }),
      createdAt: this.now,
    });
    this.commit(() => this.book.review(this.now));
    return id;
  }

  unsilence(id: number): void {
    this.commit(() => {
      this.store.silences.end(id, this.now);
      return this.book.review(this.now);
    });
  }

  policy(changes: Partial<NotificationPolicy>): void {
    const settings = this.store.settings.get();
    this.store.settings.set({ ...settings, notifications: { ...settings.notifications, ...changes } });
    this.commit(() => this.book.review(this.now));
  }

  /** As the monitor offers it to the handlers. */
  reviewIncidents(work: () => void = () => {}): void {
    this.commit(() => {
      work();
      return this.book.review(this.now);
    });
  }

  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      if (this.deadline === null || this.deadline > end) break;
      this.now = Math.max(this.now, this.deadline);
      this.deadline = null;
      this.commit(() => this.book.review(this.now));
    }
    this.now = end;
  }

  /** The machine slept: no timer ran, and it is later. Or the clock was set, also back. */
  sleep(ms: number): void {
    this.now += ms;
    this.commit(() => this.book.catchUp(this.now));
  }

  /** A connection that was away for long answers again. */
  back(connectionId: number): void {
    this.commit(() => this.book.catchUp(this.now, connectionId));
  }

  setClock(ms: number): void {
    this.now += ms;
    this.commit(() => this.book.review(this.now));
  }

  /** The process was killed: only what is on disk is left, and the next process looks at it first. */
  restart(): void {
    this.store.close();
    this.store = openStore({ folder: this.folder, migrationsFolder: MIGRATIONS });
    this.book = this.makeBook();
    this.commit(() => this.book.review(this.now));
  }

  close(): void {
    this.store.close();
  }

  get incidents() {
    return this.store.incidents.list([], 1_000);
  }

  get said(): string[] {
    return this.messages.map(({ kind, title }) => `${kind} ${title}`);
  }

  private commit(work: () => BookChanges): void {
    this.messages.push(...this.store.transaction(work).messages);
  }
}
