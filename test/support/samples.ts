import type { NewQuery } from '../../electron/engine/store/api.ts';
import type { Store } from '../../electron/engine/store/store.ts';
import { type Check, type CheckInput, type CheckRun, FIXED } from '../../shared/domain/check.ts';
import { type ConnectionConfig, LoadPolicy } from '../../shared/domain/connection.ts';
import { RunFilter } from '../../shared/domain/export.ts';
import type { MonitoredTable } from '../../shared/domain/table.ts';

export const T0 = Date.UTC(2026, 0, 5, 9);
export const ALL_RUNS = RunFilter.parse({});

export function aConnection(store: Store, changes: Partial<ConnectionConfig> = {}): ConnectionConfig {
  return store.connections.insert({
    name: 'Shop replica',
    host: 'replica.example',
    port: 5432,
    database: 'shop',
    user: 'analyst',
    tls: { mode: 'verify-full', caFile: '/etc/ca.pem' },
    sshHost: null,
    standIn: null,
    policy: LoadPolicy.parse({}),
    paused: false,
    ...changes,
  });
}

export function aTable(store: Store, connectionId: number, name = 'orders'): MonitoredTable {
  return store.tables.insert({ connectionId, schema: 'public', name, kind: 'table', addedAt: T0 });
}

export const checkInput: CheckInput = {
  type: 'volume',
  name: 'Enough rows',
  config: { column: 'created_at', windowMs: 3_600_000 },
  bounds: { warnMin: 100, warnMax: null, failMin: 10.5, failMax: null },
  intervalMs: 60_000,
  rule: FIXED,
  severity: 'broken',
  pendingRuns: 2,
  enabled: true,
};

export function aCheck(
  store: Store,
  owner: { connectionId: number; tableId: number | null },
  changes: Partial<CheckInput> = {},
): Check {
  return store.checks.insert(owner, { ...checkInput, ...changes });
}

/** A statement as the query log takes it. */
export function aQuery(connectionId: number, startedAt: number, changes: Partial<NewQuery> = {}): NewQuery {
  const told = { reason: 'Test', sql: 'SELECT 1', startedAt, durationMs: 1, rows: 1 };
  const fine = { outcome: 'ok', error: null, cancelConfirmed: null } as const;
  return { connectionId, checkId: null, ...told, ...fine, ...changes };
}

/** A connection with one table and one check. */
export function aWorld(store: Store): { connection: ConnectionConfig; table: MonitoredTable; check: Check } {
  const connection = aConnection(store);
  const table = aTable(store, connection.id);
  const check = aCheck(store, { connectionId: connection.id, tableId: table.id });
  return { connection, table, check };
}

export function aRun(checkId: number, changes: Partial<CheckRun> = {}): Omit<CheckRun, 'id'> {
  const finishedAt = changes.finishedAt ?? T0;
  return {
    checkId,
    startedAt: finishedAt - 12,
    finishedAt,
    status: 'pass',
    value: 42,
    message: '42 rows in the last hour.',
    durationMs: 3.25,
    low: null,
    high: null,
    ...changes,
  };
}

/** Writes a result as the engine does: the run, the state of its check and the statement in one transaction. */
export function writeResult(store: Store, check: Check, value: number, message: string): CheckRun {
  return store.transaction(() => {
    const at = Date.now();
    const run = store.runs.append(aRun(check.id, { finishedAt: at, value, message }));
    const state = { status: 'pass', value: run.id, message, at, since: at, judgedAt: at } as const;
    store.checks.setState({ checkId: check.id, ...state, low: null, high: null });
    const asked = { checkId: check.id, reason: check.name, sql: `SELECT ${run.id}` };
    store.queries.append(aQuery(check.connectionId, at, asked));
    return run;
  });
}
