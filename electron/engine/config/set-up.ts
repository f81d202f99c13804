import type { Check, CheckInput } from '../../../shared/domain/check.ts';
import type {
  ConfiguredCheck,
  ConfiguredConnection,
  ConfiguredNotifications,
  ConfiguredTable,
  ConfiguredWebhook,
} from '../../../shared/domain/configuration.ts';
import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { Holidays } from '../../../shared/domain/holidays.ts';
import type { NotificationPolicy } from '../../../shared/domain/settings.ts';
import type { MonitoredTable } from '../../../shared/domain/table.ts';
import { checkType } from '../checks/registry.ts';
import type { StoreApi, WebhookRow } from '../store/api.ts';
import { order } from './order.ts';
import { type RouteOf, readRoutes } from './routes.ts';

/** What is set up now, with its ids, in the form in which a file is compared with it. */
export interface SetUp {
  connections: SetUpConnection[];
  notifications: ConfiguredNotifications;
  holidays: Holidays;
  webhooks: SetUpWebhook[];
}

export interface SetUpWebhook {
  id: number;
  configured: ConfiguredWebhook;
}

export interface SetUpConnection {
  id: number;
  configured: ConfiguredConnection;
  checks: SetUpCheck[];
  tables: SetUpTable[];
}

export interface SetUpTable {
  table: MonitoredTable;
  /** Without its checks. */
  configured: ConfiguredTable;
  checks: SetUpCheck[];
}

export interface SetUpCheck {
  id: number;
  configured: ConfiguredCheck;
}

/** Reads it from the store: by name, so that two stores with the same set-up read the same. */
export function readSetUp(store: StoreApi): SetUp {
  const checks = Map.groupBy(store.checks.list(), ({ connectionId, tableId }) =>
    tableId === null ? `connection ${connectionId}` : `table ${tableId}`,
  );
  const checksOf = (owner: string) => (checks.get(owner) ?? []).map(setUpCheck).sort(byCheck);
  const tables = Map.groupBy(store.tables.list(), ({ connectionId }) => connectionId);
  const stored = store.connections.list();
  const settings = store.settings.get();
  const routeOf = readRoutes(store);
  const setUpTable = (table: MonitoredTable): SetUpTable => {
    const { schema, name, kind, connectionId, id: tableId } = table;
    const messages = routeOf({ connectionId, tableId });
    return {
      table,
      configured: { schema, name, kind, ...store.labels.of(tableId), messages },
      checks: checksOf(`table ${tableId}`),
    };
  };
  const connections = stored.map((connection) => ({
    id: connection.id,
    configured: configuredConnection(connection, routeOf),
    checks: checksOf(`connection ${connection.id}`),
    tables: (tables.get(connection.id) ?? [])
      .map(setUpTable)
      .sort((a, b) => order(a.table.schema, b.table.schema) || order(a.table.name, b.table.name)),
  }));
  return {
    connections: connections.sort((a, b) => order(a.configured.name, b.configured.name)),
    notifications: configuredNotifications(settings.notifications, stored),
    holidays: settings.holidays,
    webhooks: store.webhooks
      .list()
      .map(setUpWebhook)
      .sort((a, b) => order(a.configured.name, b.configured.name)),
  };
}

function setUpWebhook({ id, name, format, enabled }: WebhookRow): SetUpWebhook {
  return { id, configured: { name, format, enabled } };
}

function byCheck(a: SetUpCheck, b: SetUpCheck): number {
  const key = ({ configured }: SetUpCheck) => JSON.stringify(configured);
  return (
    order(a.configured.name, b.configured.name) ||
    order(a.configured.type, b.configured.type) ||
    order(key(a), key(b))
  );
}

function configuredConnection(connection: ConnectionConfig, routeOf: RouteOf): ConfiguredConnection {
  const { name, host, port, database, user, tls, sshHost, standIn, policy } = connection;
  const { maxConcurrency, busyShare, maxLagSeconds, quietWindow } = policy;
  return {
    name,
    host,
    port,
    database,
    user,
    tls,
    sshHost,
    standIn,
    limits: {
      maxConcurrency,
      busyShare,
      statementTimeout: policy.statementTimeoutMs,
      lockTimeout: policy.lockTimeoutMs,
      maxLagSeconds,
      maxScan: policy.maxScanBytes,
      quietWindow,
    },
    messages: routeOf({ connectionId: connection.id, tableId: null }),
  };
}

function setUpCheck(check: Check): SetUpCheck {
  return { id: check.id, configured: configuredCheck(check) };
}

/** A stored check as a file has it. */
export function configuredCheck(check: CheckInput): ConfiguredCheck {
  const { type, name, bounds, rule, severity, intervalMs, pendingRuns, enabled } = check;
  const { pendingMinutes, keepFiringMinutes, repeatHours } = check;
  return {
    type,
    name,
    config: settingsOf(check),
    bounds,
    rule,
    severity,
    interval: intervalMs,
    pendingRuns,
    ...(pendingMinutes === undefined ? {} : { pendingMinutes }),
    ...(keepFiringMinutes === undefined ? {} : { keepFiringMinutes }),
    ...(repeatHours === undefined ? {} : { repeatHours }),
    enabled,
  };
}

/** With the defaults of settings that came later than the check. Those that do not fit any more stay as they are. */
function settingsOf({ type, config }: Pick<CheckInput, 'type' | 'config'>): CheckInput['config'] {
  const parsed = checkType(type).config.safeParse(config);
  return parsed.success ? (parsed.data as CheckInput['config']) : config;
}

function configuredNotifications(
  policy: NotificationPolicy,
  connections: readonly ConnectionConfig[],
): ConfiguredNotifications {
  const { enabled, onResolved, quietHours, repeatHours, keepFiringMinutes, inboxOnlyConnections } = policy;
  const names = connections.filter(({ id }) => inboxOnlyConnections.includes(id)).map(({ name }) => name);
  return inOrder({ enabled, onResolved, quietHours, repeatHours, keepFiringMinutes, inboxOnly: names });
}

/** What is a set is compared as one. */
export function inOrder(notifications: ConfiguredNotifications): ConfiguredNotifications {
  const { quietHours, inboxOnly } = notifications;
  const days = [...new Set(quietHours.days)].sort((a, b) => a - b);
  return {
    ...notifications,
    quietHours: { ...quietHours, days },
    inboxOnly: [...new Set(inboxOnly)].sort(order),
  };
}

/** A connection of the file as it is stored, but for its id and its pause. */
export function connectionOf(configured: ConfiguredConnection): Omit<ConnectionConfig, 'id' | 'paused'> {
  const { name, host, port, database, user, tls, sshHost, standIn } = configured;
  const { statementTimeout, lockTimeout, maxScan, ...limits } = configured.limits;
  return {
    name,
    host,
    port,
    database,
    user,
    tls,
    sshHost,
    standIn,
    policy: {
      ...limits,
      statementTimeoutMs: statementTimeout,
      lockTimeoutMs: lockTimeout,
      maxScanBytes: maxScan,
    },
  };
}

/** A check of the file as it is stored. */
export function checkInputOf(configured: ConfiguredCheck): CheckInput {
  const { interval, ...check } = configured;
  return { ...check, intervalMs: interval };
}

/** The policy of the file as it is stored: what a file does not speak of stays as it is. */
export function policyOf(
  { inboxOnly, ...rest }: ConfiguredNotifications,
  current: NotificationPolicy,
  connections: readonly Pick<ConnectionConfig, 'id' | 'name'>[],
): NotificationPolicy {
  const silent = connections.filter(({ name }) => inboxOnly.includes(name)).map(({ id }) => id);
  return { ...current, ...rest, inboxOnlyConnections: silent };
}
