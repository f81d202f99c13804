import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
  Configuration,
  ConfiguredCheck,
  ConfiguredConnection,
  ConfiguredNotifications,
  ConfiguredTable,
  ConfiguredWebhook,
} from '../../../shared/domain/configuration.ts';
import type { ConfigurationChange, ConfigurationPlan } from '../../../shared/domain/configuration-plan.ts';
import type { Holidays } from '../../../shared/domain/holidays.ts';
import type { MonitoredTable } from '../../../shared/domain/table.ts';
import { formatCount } from '../../../shared/format.ts';
import { changeOf } from './changes.ts';
import { matchChecks } from './match.ts';
import { type RouteStep, saidRoute } from './routes.ts';
import {
  inOrder,
  type SetUp,
  type SetUpCheck,
  type SetUpConnection,
  type SetUpTable,
  type SetUpWebhook,
} from './set-up.ts';
import {
  conciseCheck,
  conciseTable,
  type Written,
  writtenCheck,
  writtenConnection,
  writtenHolidays,
  writtenNotifications,
  writtenTable,
  writtenWebhook,
} from './written.ts';

/** What has to be done, by the ids that are there now; what is new brings what belongs to it. */
export interface Steps {
  addConnections: ConfiguredConnection[];
  changeConnections: { id: number; to: ConfiguredConnection }[];
  removeConnections: SetUpConnection[];
  addTables: { connectionId: number; table: ConfiguredTable }[];
  changeTables: { table: MonitoredTable; to: ConfiguredTable }[];
  removeTables: SetUpTable[];
  addChecks: { connectionId: number; tableId: number | null; check: ConfiguredCheck }[];
  changeChecks: { id: number; to: ConfiguredCheck }[];
  removeChecks: number[];
  notifications: ConfiguredNotifications | null;
  holidays: Holidays | null;
  addWebhooks: ConfiguredWebhook[];
  changeWebhooks: { id: number; to: ConfiguredWebhook }[];
  removeWebhooks: number[];
  routes: RouteStep[];
}

export interface Difference {
  plan: ConfigurationPlan;
  steps: Steps;
}

export interface PlanOptions {
  /** Whether what is set up and not named goes, in those lists that the file gives. */
  prune: boolean;
  /** The checks that a new connection gets when the file does not say which. */
  ownChecks(connection: ConfiguredConnection): ConfiguredCheck[];
}

/** What would have to change for the set-up to be as the file says. Pure; empty when it is so already. */
export function planConfiguration(wanted: Configuration, present: SetUp, options: PlanOptions): Difference {
  const planner = new Planner(options);
  if (wanted.connections) planner.connections(wanted.connections.map(inOneForm), present.connections);
  if (wanted.notifications) planner.notifications(inOrder(wanted.notifications), present.notifications);
  if (wanted.holidays) planner.holidays(wanted.holidays, present.holidays);
  if (wanted.webhooks) planner.webhooks(wanted.webhooks, present.webhooks);
  return planner.difference();
}

/** Routes that mean the same are to be the same. */
function inOneForm(connection: ConfiguredConnection): ConfiguredConnection {
  const messages = saidRoute(connection.messages);
  const tables = connection.tables?.map((table) => ({
    ...table,
    tags: [...new Set(table.tags)].sort(),
    messages: saidRoute(table.messages),
  }));
  return { ...connection, messages, ...(tables === undefined ? {} : { tables }) };
}

class Planner {
  private readonly options: PlanOptions;
  private readonly changes: ConfigurationChange[] = [];
  private kept = 0;
  private readonly steps: Steps = {
    addConnections: [],
    changeConnections: [],
    removeConnections: [],
    addTables: [],
    changeTables: [],
    removeTables: [],
    addChecks: [],
    changeChecks: [],
    removeChecks: [],
    notifications: null,
    holidays: null,
    addWebhooks: [],
    changeWebhooks: [],
    removeWebhooks: [],
    routes: [],
  };

  constructor(options: PlanOptions) {
    this.options = options;
  }

  difference(): Difference {
    const { changes, kept, steps } = this;
    const fingerprint = createHash('sha256').update(JSON.stringify(changes)).digest('hex');
    return { plan: { changes, kept, fingerprint }, steps };
  }

  notifications(wanted: ConfiguredNotifications, present: ConfiguredNotifications): void {
    if (isDeepStrictEqual(wanted, present)) return;
    this.steps.notifications = wanted;
    this.changed(
      'notifications',
      'Notifications',
      writtenNotifications(present),
      writtenNotifications(wanted),
    );
  }

  holidays(wanted: Holidays, present: Holidays): void {
    if (isDeepStrictEqual(wanted, present)) return;
    this.steps.holidays = wanted;
    this.changed('holidays', 'Holidays', writtenHolidays(present), writtenHolidays(wanted));
  }

  webhooks(wanted: readonly ConfiguredWebhook[], present: readonly SetUpWebhook[]): void {
    for (const webhook of wanted) {
      const { name } = webhook;
      const known = present.find(({ configured }) => configured.name === name);
      if (!known) {
        this.steps.addWebhooks.push(webhook);
        this.added('webhook', name, writtenWebhook(webhook));
      } else if (!isDeepStrictEqual(known.configured, webhook)) {
        this.steps.changeWebhooks.push({ id: known.id, to: webhook });
        this.changed('webhook', name, writtenWebhook(known.configured), writtenWebhook(webhook));
      }
    }
    const unnamed = present.filter(({ configured }) => wanted.every(({ name }) => name !== configured.name));
    this.drop(unnamed, ({ id, configured }) => {
      this.steps.removeWebhooks.push(id);
      this.removed('webhook', configured.name, ['Its address goes with it.']);
    });
  }

  connections(wanted: readonly ConfiguredConnection[], present: readonly SetUpConnection[]): void {
    for (const connection of wanted) {
      const known = present.find(({ configured }) => configured.name === connection.name);
      if (known) this.connection(connection, known);
      else this.newConnection(connection);
    }
    const unnamed = present.filter(({ configured }) =>
      wanted.every((connection) => connection.name !== configured.name),
    );
    this.drop(unnamed, (connection) => {
      this.steps.removeConnections.push(connection);
      const { tables, checks, configured } = connection;
      const count = checks.length + tables.reduce((sum, table) => sum + table.checks.length, 0);
      this.removed('connection', configured.name, [
        `Its ${formatCount(tables.length, 'table')} and ${formatCount(count, 'check')} go with it, and all their history.`,
      ]);
    });
  }

  private newConnection(connection: ConfiguredConnection): void {
    const checks = connection.checks ?? this.options.ownChecks(connection);
    this.steps.addConnections.push({ ...connection, checks });
    const { name } = connection;
    if (connection.messages) this.route(name, null, connection.messages);
    this.changes.push(changeOf('connection', name, null, writtenConnection(connection)));
    for (const check of checks) this.added('check', `${name} / ${check.name}`, conciseCheck(check));
    for (const table of connection.tables ?? []) this.newTable(name, table);
  }

  private newTable(connection: string, table: ConfiguredTable): void {
    const name = placeOf(connection, table);
    if (table.messages) this.route(connection, table, table.messages);
    this.added('table', name, conciseTable(table));
    for (const check of table.checks ?? [])
      this.added('check', `${name} / ${check.name}`, conciseCheck(check));
  }

  private connection(wanted: ConfiguredConnection, present: SetUpConnection): void {
    const { id, configured } = present;
    const before = writtenConnection(configured);
    const after = writtenConnection(wanted);
    if (!isDeepStrictEqual(before, after)) {
      this.steps.changeConnections.push({ id, to: wanted });
      if (!isDeepStrictEqual(configured.messages, wanted.messages))
        this.route(configured.name, null, wanted.messages);
      this.changed('connection', configured.name, before, after);
    }
    const owner = { connectionId: id, tableId: null };
    this.checks(wanted.checks, present.checks, owner, configured.name);
    if (wanted.tables) this.tables(wanted.tables, present);
  }

  private tables(wanted: readonly ConfiguredTable[], { id, configured, tables }: SetUpConnection): void {
    const same = (a: ConfiguredTable, b: MonitoredTable) => a.schema === b.schema && a.name === b.name;
    for (const table of wanted) {
      const known = tables.find((each) => same(table, each.table));
      if (known) this.table(table, known, configured.name);
      else {
        this.steps.addTables.push({ connectionId: id, table });
        this.newTable(configured.name, table);
      }
    }
    const unnamed = tables.filter(({ table }) => !wanted.some((each) => same(each, table)));
    this.drop(unnamed, (table) => {
      this.steps.removeTables.push(table);
      const count = formatCount(table.checks.length, 'check');
      this.removed('table', placeOf(configured.name, table.table), [
        `Its ${count} and all their history go with it.`,
      ]);
    });
  }

  private table(
    wanted: ConfiguredTable,
    { table, configured, checks }: SetUpTable,
    connection: string,
  ): void {
    const name = placeOf(connection, table);
    const [before, after] = [writtenTable(configured), writtenTable(wanted)];
    if (!isDeepStrictEqual(before, after)) {
      this.steps.changeTables.push({ table, to: wanted });
      if (!isDeepStrictEqual(configured.messages, wanted.messages))
        this.route(connection, table, wanted.messages);
      this.changed('table', name, before, after);
    }
    this.checks(wanted.checks, checks, { connectionId: table.connectionId, tableId: table.id }, name);
  }

  private checks(
    wanted: readonly ConfiguredCheck[] | undefined,
    present: readonly SetUpCheck[],
    owner: { connectionId: number; tableId: number | null },
    place: string,
  ): void {
    if (!wanted) return;
    const { pairs, added, unnamed } = matchChecks(wanted, present);
    for (const { wanted: to, present: from } of pairs) {
      if (isDeepStrictEqual(to, from.configured)) continue;
      this.steps.changeChecks.push({ id: from.id, to });
      const name = `${place} / ${from.configured.name}`;
      this.changed('check', name, writtenCheck(from.configured), writtenCheck(to));
    }
    for (const check of added) {
      this.steps.addChecks.push({ ...owner, check });
      this.added('check', `${place} / ${check.name}`, conciseCheck(check));
    }
    this.drop(unnamed, ({ id, configured }) => {
      this.steps.removeChecks.push(id);
      this.removed('check', `${place} / ${configured.name}`, ['Its history goes with it.']);
    });
  }

  private route(connection: string, table: RouteStep['table'], to: RouteStep['to']): void {
    this.steps.routes.push({ connection, table, to });
  }

  /** What the file does not name goes only where that was asked for. */
  private drop<T>(unnamed: readonly T[], remove: (item: T) => void): void {
    if (this.options.prune) for (const item of unnamed) remove(item);
    else this.kept += unnamed.length;
  }

  private added(what: ConfigurationChange['what'], name: string, after: Written): void {
    this.changes.push(changeOf(what, name, null, after));
  }

  private changed(what: ConfigurationChange['what'], name: string, before: Written, after: Written): void {
    this.changes.push(changeOf(what, name, before, after));
  }

  private removed(what: ConfigurationChange['what'], name: string, notes: string[]): void {
    this.changes.push({ kind: 'removed', what, name, fields: [], notes });
  }
}

const placeOf = (connection: string, { schema, name }: { schema: string; name: string }): string =>
  `${connection} / ${schema}.${name}`;
