import type { Check, CheckInput, CheckRun, SeriesPoint } from '../../../shared/domain/check.ts';
import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { RunFilter } from '../../../shared/domain/export.ts';
import type {
  InboxItem,
  IncidentEvent,
  IncidentMember,
  IncidentState,
  IncidentView,
} from '../../../shared/domain/incident.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { QueryLogEntry } from '../../../shared/domain/query-log.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import type { Column, MonitoredTable, SchemaEvent } from '../../../shared/domain/table.ts';

/** What is remembered of a check between runs and across restarts. */
export interface CheckStateRow {
  checkId: number;
  status: RunStatus;
  value: number | null;
  message: string;
  at: EpochMs;
  since: EpochMs;
  judgedAt: EpochMs | null;
}

/** One cause that is being watched: a check, a table's permission, a replica being down. */
export interface AlertRow {
  /** `check:7`, `table:3:permission`, `connection:1:down`. */
  key: string;
  connectionId: number;
  tableId: number | null;
  checkId: number | null;
  phase: 'pending' | 'firing' | 'recovering';
  /** Consecutive runs in the phase's direction. */
  streak: number;
  severity: IncidentMember['severity'];
  name: string;
  message: string;
  since: EpochMs;
  incidentId: number | null;
}

export type NewIncident = Omit<IncidentView, 'id' | 'connectionName' | 'tableName' | 'members'>;
export type NewQuery = Omit<QueryLogEntry, 'id' | 'connectionName'>;

/** The SQLite store. Synchronous: each call is a few microseconds on an indexed table. */
export interface StoreApi {
  /** Runs `work` in one transaction: all of it is on disk afterwards, or none. Nested calls join the outer one. */
  transaction<T>(work: () => T): T;
  close(): void;

  readonly connections: {
    list(): ConnectionConfig[];
    get(id: number): ConnectionConfig | null;
    insert(input: Omit<ConnectionConfig, 'id'>): ConnectionConfig;
    update(connection: ConnectionConfig): ConnectionConfig;
    /** Removes it with its tables, checks, runs, incidents and queries. */
    remove(id: number): void;
    /** Sealed by the vault; what it holds is the vault's business. */
    secret(id: number): { mode: 'encrypted' | 'plain'; sealed: Uint8Array } | null;
    setSecret(id: number, secret: { mode: 'encrypted' | 'plain'; sealed: Uint8Array } | null): void;
  };

  readonly tables: {
    list(): MonitoredTable[];
    get(id: number): MonitoredTable | null;
    find(connectionId: number, schema: string, name: string): MonitoredTable | null;
    insert(table: Omit<MonitoredTable, 'id'>): MonitoredTable;
    /** Also takes a new kind, when a table was replaced by a view, say. */
    update(table: MonitoredTable): MonitoredTable;
    remove(id: number): void;
    acceptedSchema(tableId: number): Column[] | null;
    acceptSchema(tableId: number, columns: readonly Column[], at: EpochMs): void;
    addSchemaEvent(tableId: number, event: SchemaEvent): void;
    /** Newest first. */
    schemaEvents(tableId: number, limit: number): SchemaEvent[];
  };

  readonly checks: {
    list(): Check[];
    get(id: number): Check | null;
    insert(owner: { connectionId: number; tableId: number | null }, input: CheckInput): Check;
    update(id: number, input: CheckInput): Check;
    remove(id: number): void;
    states(): CheckStateRow[];
    setState(row: CheckStateRow): void;
  };

  readonly runs: {
    append(run: Omit<CheckRun, 'id'>): CheckRun;
    /** Oldest first. More than `maxPoints` are thinned to the worst run of each bucket. */
    series(checkId: number, from: EpochMs, to: EpochMs, maxPoints: number): SeriesPoint[];
    /** Newest first. */
    list(filter: RunFilter, beforeId: number | null, limit: number): CheckRun[];
    count(filter: RunFilter): number;
    /** The last run of the check, null before its first. */
    last(checkId: number): CheckRun | null;
    /** Removes up to `limit` runs that ended before `before`; returns how many went. */
    prune(before: EpochMs, limit: number): number;
  };

  readonly incidents: {
    insert(incident: NewIncident): number;
    update(id: number, changes: Partial<NewIncident>): void;
    get(id: number): IncidentView | null;
    /** Open ones first, then newest first. Those that ended while still pending were never spoken of and are left out. */
    list(states: readonly IncidentState[], limit: number): IncidentView[];
    forTable(tableId: number, limit: number): IncidentView[];
    /** The worst firing incident of a table, null when there is none. */
    openForTable(tableId: number): IncidentView | null;
    setMember(incidentId: number, member: IncidentMember): void;
    addEvent(incidentId: number, event: IncidentEvent): void;
    events(incidentId: number): IncidentEvent[];
    alerts(): AlertRow[];
    setAlert(row: AlertRow): void;
    removeAlert(key: string): void;
  };

  readonly inbox: {
    insert(item: Omit<InboxItem, 'id'>): InboxItem;
    setDelivery(id: number, delivery: InboxItem['delivery']): void;
    waiting(): InboxItem[];
    /** Newest first. */
    list(limit: number): InboxItem[];
    markRead(ids: readonly number[], at: EpochMs): void;
  };

  readonly queries: {
    append(entry: NewQuery): QueryLogEntry;
    /** Newest first. */
    list(connectionId: number | null, beforeId: number | null, limit: number): QueryLogEntry[];
    prune(before: EpochMs, limit: number): number;
  };

  readonly settings: {
    get(): Settings;
    set(settings: Settings): void;
  };
}
