import type { Check, CheckInput, CheckPrice, CheckRun, SeriesPoint } from '../../../shared/domain/check.ts';
import type { ConnectionConfig, Pause } from '../../../shared/domain/connection.ts';
import type { KeptDailyExport } from '../../../shared/domain/daily-export.ts';
import type { RunFilter } from '../../../shared/domain/export.ts';
import type {
  InboxItem,
  IncidentEvent,
  IncidentMember,
  IncidentState,
  IncidentView,
  Message,
} from '../../../shared/domain/incident.ts';
import type { TableLabels } from '../../../shared/domain/labels.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { QueryLogEntry } from '../../../shared/domain/query-log.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { Silence } from '../../../shared/domain/silence.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import type { MonitoredTable, RelationKind, SchemaEvent, TableShape } from '../../../shared/domain/table.ts';
import type { WebhookFormat } from '../../../shared/domain/webhook.ts';
import type { Removed } from './removed.ts';
import type { Rollups } from './rollups.ts';
import type { Secret } from './secret-cells.ts';
import type { Space } from './space.ts';

/** What is remembered of a check between runs and across restarts. */
export interface CheckStateRow {
  checkId: number;
  status: RunStatus;
  value: number | null;
  message: string;
  at: EpochMs;
  since: EpochMs;
  judgedAt: EpochMs | null;
  /** The usual band when it last ran. Null where bounds are not learned. */
  low: number | null;
  high: number | null;
}

/** How many of a table's checks that are switched on stand alike. */
export interface Standing {
  tableId: number;
  /** Null for those that were never looked at. */
  status: RunStatus | null;
  /** Judged longer ago than twice their interval. */
  isOld: boolean;
  checks: number;
}

/** What a check has learned. Both are JSON, of the engine's making. */
export interface CheckMemory {
  baseline: string | null;
  known: string | null;
}

/** One cause that is being watched: a check, a table's permission, a replica being down. */
export interface AlertRow {
  /** `check:7`, `table:3:permission`, `connection:1:down`. */
  key: string;
  connectionId: number;
  tableId: number | null;
  checkId: number | null;
  /** The check type, or the cause: `freshness`, `permission`, `unreachable`. */
  kind: string;
  phase: 'pending' | 'firing' | 'recovering';
  /** Consecutive runs in the phase's direction. */
  streak: number;
  severity: IncidentMember['severity'];
  name: string;
  message: string;
  since: EpochMs;
  /** The last bad run. */
  seenAt: EpochMs;
  /** Judged good often enough since then, and only kept firing for a while. */
  goodSince: EpochMs | null;
  incidentId: number | null;
}

/** An incident as it is stored. */
export interface IncidentRow extends Omit<IncidentView, 'members' | 'children' | 'silence'> {
  silenceId: number | null;
}
export type NewIncident = Omit<IncidentRow, 'id' | 'connectionName' | 'tableName'>;

/** An address that messages are posted to, and how that goes. */
export interface WebhookRow {
  id: number;
  name: string;
  format: WebhookFormat;
  host: string;
  enabled: boolean;
  /** Attempts in a row that failed. */
  attempts: number;
  failingSince: EpochMs | null;
  problem: string | null;
  /** No attempt before then. */
  nextAt: EpochMs;
  /** The inbox says already that it fails. */
  failureTold: boolean;
}

/** A message for one webhook. */
export interface WebhookDelivery {
  id: number;
  webhookId: number;
  inboxItemId: number;
  at: EpochMs;
  state: 'waiting' | 'sent' | 'given_up';
  /** A `WebhookMessage` as JSON. */
  message: string;
}
export type NewQuery = Omit<QueryLogEntry, 'id' | 'connectionName'>;

/** The SQLite store. Synchronous: each call is a few microseconds on an indexed table. */
export interface StoreApi {
  /** Runs `work` in one transaction: all of it is committed afterwards, or none. Nested calls join the outer one. */
  transaction<T>(work: () => T): T;
  close(): void;

  readonly connections: {
    list(): ConnectionConfig[];
    get(id: number): ConnectionConfig | null;
    insert(input: Omit<ConnectionConfig, 'id'>): ConnectionConfig;
    update(connection: ConnectionConfig): ConnectionConfig;
    /** Hides it with its tables, checks, runs, incidents and queries; they go bit by bit: see `removed`. */
    remove(id: number): void;
    secret(id: number): Secret | null;
    setSecret(id: number, secret: Secret | null): void;
  };

  readonly tables: {
    list(): MonitoredTable[];
    get(id: number): MonitoredTable | null;
    find(connectionId: number, schema: string, name: string): MonitoredTable | null;
    insert(table: Omit<MonitoredTable, 'id'>): MonitoredTable;
    /** Also takes a new kind, when a table was replaced by a view, say. */
    update(table: MonitoredTable): MonitoredTable;
    /** Hides it with its checks, runs and incidents; they go bit by bit: see `removed`. */
    remove(id: number): void;
    acceptedSchema(tableId: number): TableShape | null;
    acceptSchema(tableId: number, schema: TableShape, at: EpochMs): void;
    /** Adds what kind of relation it is to what was accepted. */
    acceptKind(tableId: number, kind: RelationKind): void;
    addSchemaEvent(tableId: number, event: SchemaEvent): void;
    /** Newest first. */
    schemaEvents(tableId: number, limit: number): SchemaEvent[];
    /** Of all tables of a connection, oldest first, both ends inclusive. */
    schemaEventsBetween(
      connectionId: number,
      from: EpochMs,
      to: EpochMs,
    ): (SchemaEvent & { tableId: number })[];
    /** What the replica's catalogue last said of the table, as JSON, and when. */
    facts(tableId: number): { facts: string; at: EpochMs } | null;
    setFacts(tableId: number, facts: string, at: EpochMs): void;
  };

  readonly labels: {
    /** Nobody and no tags for a table that was never labelled. */
    of(tableId: number): TableLabels;
    set(tableId: number, labels: TableLabels): void;
  };

  readonly checks: {
    list(): Check[];
    get(id: number): Check | null;
    insert(owner: { connectionId: number; tableId: number | null }, input: CheckInput): Check;
    update(id: number, input: CheckInput): Check;
    /** Hides it with its runs; they go bit by bit: see `removed`. */
    remove(id: number): void;
    states(): CheckStateRow[];
    /** The same in numbers: a tenth of the time, where only the health of the tables is asked for. */
    standings(now: EpochMs): Standing[];
    setState(row: CheckStateRow): void;
    /** With when it was written; all null for a check that has learned nothing. */
    memory(checkId: number): CheckMemory & { updatedAt: EpochMs | null };
    setMemory(checkId: number, memory: CheckMemory, at: EpochMs): void;
    prices(): Map<number, CheckPrice>;
    setPrice(checkId: number, price: CheckPrice): void;
  };

  readonly runs: {
    append(run: Omit<CheckRun, 'id'>): CheckRun;
    /** Oldest first. More than `maxPoints` are thinned to the worst run of each bucket. */
    series(checkId: number, from: EpochMs, to: EpochMs, maxPoints: number): SeriesPoint[];
    /** Newest first. */
    list(filter: RunFilter, beforeId: number | null, limit: number): CheckRun[];
    count(filter: RunFilter): number;
    /** Value of the judged run that was not a failure and ended nearest to `at`, at most `tolerance` ms away. */
    valueNear(checkId: number, at: EpochMs, toleranceMs: number): number | null;
    /** Values that ended after `after`, oldest first, at most the last 20,000. */
    judgedSince(checkId: number, after: EpochMs): { at: EpochMs; value: number }[];
    get(id: number): CheckRun | null;
    /** The last run of the check, null before its first. */
    last(checkId: number): CheckRun | null;
    /** Removes up to `limit` runs that ended before `before`, from the first written on; returns how many went. */
    prune(before: EpochMs, limit: number): number;
    /**
     * The same for runs behind newer ones, as a changed clock leaves them, of some checks after one (0 at first).
     * Returns after which check to go on; null when there is none left.
     */
    pruneBehind(before: EpochMs, afterCheckId: number, limit: number): number | null;
    /** Removes up to `limit` messages that no run can say any more, once those are gone. */
    forgetMessages(before: EpochMs, limit: number): number;
  };

  /** Runs in sum, and how far that has come. */
  readonly rollups: Pick<
    Rollups,
    | 'summedUpTo'
    | 'noteSummedUpTo'
    | 'wholeFrom'
    | 'noteWholeFrom'
    | 'oldestHour'
    | 'checkAfter'
    | 'close'
    | 'again'
    | 'settleAgain'
    | 'sumHours'
    | 'sumDay'
    | 'prune'
  >;

  readonly space: Pick<Space, 'pages' | 'log' | 'giveBack'>;

  /** What is hidden and still has to go. */
  readonly removed: Pick<Removed, 'clear'>;

  readonly incidents: {
    insert(incident: NewIncident): number;
    update(id: number, changes: Partial<NewIncident>): void;
    get(id: number): IncidentView | null;
    /** Open ones first, then newest first. Those that ended while still pending were never spoken of and are left out. */
    list(states: readonly IncidentState[], limit: number): IncidentView[];
    /** Fired ones whose first bad run was in that time, both ends inclusive; oldest first. */
    startedBetween(from: EpochMs, to: EpochMs): IncidentRow[];
    forTable(tableId: number, limit: number): IncidentView[];
    /** Id of the worst firing incident of a table, null when there is none. */
    openOfTable(tableId: number): number | null;
    /** The same for all tables at once: ids of the incidents by table. */
    openByTable(): Map<number, number>;
    setMember(incidentId: number, member: Omit<IncidentMember, 'kind'>): void;
    addEvent(incidentId: number, event: IncidentEvent): void;
    events(incidentId: number): IncidentEvent[];
    /** Minutes since `since` in which an event of this kind was noted. */
    countMinutes(incidentId: number, kind: IncidentEvent['kind'], since: EpochMs): number;
    /** All about which something is, or may soon be, to be said. Oldest first. */
    unsettled(): IncidentRow[];
    row(id: number): IncidentRow | null;
    /** Incidents folded under this one, oldest first. */
    childrenOf(parentId: number): IncidentRow[];
    /** The last fired incident in which this cause has ended, and when it did. */
    lastHomeOf(key: string): { incidentId: number; endedAt: EpochMs } | null;
    removeMember(incidentId: number, key: string): void;
    alerts(): AlertRow[];
    setAlert(row: AlertRow): void;
    removeAlert(key: string): void;
  };

  readonly silences: {
    insert(silence: Omit<Silence, 'id' | 'endedAt'>): Silence;
    end(id: number, at: EpochMs): void;
    get(id: number): Silence | null;
    active(): Silence[];
    /** Those that hold first, then newest first. */
    list(limit: number): Silence[];
  };

  readonly inbox: {
    insert(item: Message): InboxItem;
    setDelivery(id: number, delivery: InboxItem['delivery']): void;
    waiting(): InboxItem[];
    get(id: number): InboxItem | null;
    /** Newest first. */
    list(limit: number): InboxItem[];
    /** From `from` until before `to`, oldest first. Reads all of the inbox. */
    between(from: EpochMs, to: EpochMs): InboxItem[];
    /** When one of that kind was last added. Reads all of the inbox when there was none. */
    lastOf(kind: InboxItem['kind']): EpochMs | null;
    markRead(ids: readonly number[], at: EpochMs): void;
  };

  readonly webhooks: {
    list(): WebhookRow[];
    get(id: number): WebhookRow | null;
    insert(webhook: Pick<WebhookRow, 'name' | 'format' | 'host' | 'enabled'>): number;
    update(row: WebhookRow): void;
    /** Removes it with what waits for it. */
    remove(id: number): void;
    secret(id: number): Secret | null;
    setSecret(id: number, secret: Secret | null): void;
    /** Puts a message in the webhook's outbox, unless one of the same inbox item is or was in it. */
    post(webhookId: number, inboxItemId: number, at: EpochMs, message: string): void;
    /** Oldest first. */
    waiting(webhookId: number, limit: number): WebhookDelivery[];
    countWaiting(webhookId: number): number;
    settle(ids: readonly number[], state: 'sent' | 'given_up'): void;
  };

  readonly queries: {
    append(entry: NewQuery): QueryLogEntry;
    /** Newest first. */
    list(connectionId: number | null, beforeId: number | null, limit: number): QueryLogEntry[];
    /** Sent to a connection from `from` to `to`, both inclusive; oldest first, at most the first 1,000. */
    between(connectionId: number, from: EpochMs, to: EpochMs): QueryLogEntry[];
    /** Removes up to `limit` entries, and texts that none has any more; returns how many went. */
    prune(before: EpochMs, limit: number): number;
  };

  readonly settings: {
    get(): Settings;
    set(settings: Settings): void;
    /** Whether all watching is paused. */
    pause(): Pause;
    setPause(pause: Pause): void;
    /** Files that are written every day, and how far they have come. */
    dailyExport(): KeptDailyExport;
    setDailyExport(kept: KeptDailyExport): void;
  };
}
