import type { Check, CheckInput } from '../../../shared/domain/check.ts';
import type { ConfiguredTable } from '../../../shared/domain/configuration.ts';
import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { MonitoredTable } from '../../../shared/domain/table.ts';
import { notFound } from '../problem.ts';
import type { StoreApi } from '../store/api.ts';
import type { Steps } from './plan.ts';
import { routesAfter } from './routes.ts';
import { checkInputOf, connectionOf, policyOf } from './set-up.ts';

/** What was written, for the monitor to take into use. */
export interface Applied {
  addedConnections: ConnectionConfig[];
  changedConnections: ConnectionConfig[];
  removedConnections: number[];
  /** Those of removed connections are among them. */
  removedTables: number[];
  /** Tables that are new or of another kind. */
  tables: MonitoredTable[];
  /** Checks that are new or changed. */
  checks: Check[];
  removedChecks: Check[];
  settings: Settings | null;
  /** Whether any webhook is new, changed or gone. */
  webhooks: boolean;
  removedWebhooks: number[];
}

/**
 * Writes a difference to the store. Call it inside a transaction: when it throws, nothing of it may stay. Passwords
 * are neither read nor written.
 */
export function applySteps(store: StoreApi, steps: Steps, now: EpochMs): Applied {
  const applied: Applied = {
    addedConnections: [],
    changedConnections: [],
    removedConnections: [],
    removedTables: [],
    tables: [],
    checks: [],
    removedChecks: [],
    settings: null,
    webhooks: steps.addWebhooks.length + steps.changeWebhooks.length + steps.removeWebhooks.length > 0,
    removedWebhooks: steps.removeWebhooks,
  };
  remove(store, steps, applied);
  change(store, steps, applied);
  add(store, steps, applied, now);
  webhooks(store, steps);
  if (steps.holidays || steps.notifications || steps.routes.length > 0 || steps.removeWebhooks.length > 0) {
    // Last: the store remembers settings that it has read, also those of a transaction that fails later.
    const settings = store.settings.get();
    const { notifications } = settings;
    const policy = steps.notifications
      ? policyOf(steps.notifications, notifications, store.connections.list())
      : notifications;
    const routes = routesAfter(store, steps.routes);
    const holidays = steps.holidays ?? settings.holidays;
    applied.settings = { ...settings, holidays, notifications: { ...policy, routes } };
    store.settings.set(applied.settings);
  }
  return applied;
}

function remove(store: StoreApi, steps: Steps, applied: Applied): void {
  for (const id of steps.removeChecks) {
    const check = store.checks.get(id);
    if (check) applied.removedChecks.push(check);
    store.checks.remove(id);
  }
  for (const { table } of steps.removeTables) {
    store.tables.remove(table.id);
    applied.removedTables.push(table.id);
  }
  for (const { id, tables } of steps.removeConnections) {
    store.connections.remove(id);
    applied.removedConnections.push(id);
    applied.removedTables.push(...tables.map(({ table }) => table.id));
  }
}

/** What is no part of the file (a pause, say) stays as it is. */
function change(store: StoreApi, steps: Steps, applied: Applied): void {
  for (const { id, to } of steps.changeConnections) {
    const current = store.connections.get(id);
    if (!current) throw notFound('connection');
    const wanted = connectionOf(to);
    const policy = { ...current.policy, ...wanted.policy };
    applied.changedConnections.push(store.connections.update({ ...current, ...wanted, policy }));
  }
  for (const { table, to } of steps.changeTables) {
    applied.tables.push(store.tables.update({ ...table, kind: to.kind }));
    store.labels.set(table.id, { owner: to.owner, tags: to.tags });
  }
  for (const { id, to } of steps.changeChecks) {
    const current = store.checks.get(id);
    if (!current) throw notFound('check');
    const { pendingMinutes: _, keepFiringMinutes: __, repeatHours: ___, ...rest } = current;
    applied.checks.push(store.checks.update(id, { ...rest, ...checkInputOf(to) }));
  }
}

/** Without their addresses: one that is new has none until its user enters it. */
function webhooks(store: StoreApi, { addWebhooks, changeWebhooks, removeWebhooks }: Steps): void {
  for (const id of removeWebhooks) store.webhooks.remove(id);
  for (const { id, to } of changeWebhooks) {
    const row = store.webhooks.get(id);
    if (!row) throw notFound('webhook');
    store.webhooks.update({ ...row, ...to });
  }
  for (const webhook of addWebhooks) store.webhooks.insert({ ...webhook, host: '' });
}

function add(store: StoreApi, steps: Steps, applied: Applied, now: EpochMs): void {
  const addCheck = (connectionId: number, tableId: number | null, input: CheckInput) =>
    applied.checks.push(store.checks.insert({ connectionId, tableId }, input));
  const addTable = (connectionId: number, { checks = [], ...configured }: ConfiguredTable) => {
    const { schema, name, kind, owner, tags } = configured;
    const table = store.tables.insert({ connectionId, schema, name, kind, addedAt: now });
    applied.tables.push(table);
    if (owner !== null || tags.length > 0) store.labels.set(table.id, { owner, tags });
    for (const check of checks) addCheck(connectionId, table.id, checkInputOf(check));
  };
  for (const connection of steps.addConnections) {
    const added = store.connections.insert({ ...connectionOf(connection), paused: false });
    applied.addedConnections.push(added);
    for (const check of connection.checks ?? []) addCheck(added.id, null, checkInputOf(check));
    for (const table of connection.tables ?? []) addTable(added.id, table);
  }
  for (const { connectionId, table } of steps.addTables) addTable(connectionId, table);
  for (const { connectionId, tableId, check } of steps.addChecks)
    addCheck(connectionId, tableId, checkInputOf(check));
}
