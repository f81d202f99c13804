import fc from 'fast-check';
import { checkType } from '../../electron/engine/checks/registry.ts';
import type { StoreApi } from '../../electron/engine/store/api.ts';
import { type Bounds, CheckInput, type Rule } from '../../shared/domain/check.ts';
import type { LoadPolicy } from '../../shared/domain/connection.ts';
import type { TableLabels } from '../../shared/domain/labels.ts';
import { type MessageRoute, NotificationPolicy } from '../../shared/domain/settings.ts';
import { RelationKind } from '../../shared/domain/table.ts';
import type { WebhookFormat } from '../../shared/domain/webhook.ts';
import { T0 } from './samples.ts';

/** Any set-up that Pulse could hold, with names and texts that are hard on a file format. */
export interface SetUpSpec {
  connections: ConnectionSpec[];
  notifications: Omit<NotificationPolicy, 'inboxOnlyConnections' | 'routes'>;
  webhooks: { name: string; format: WebhookFormat; enabled: boolean }[];
}

interface ConnectionSpec {
  name: string;
  host: string;
  port: number;
  user: string;
  caFile: string | null;
  sshHost: string | null;
  policy: LoadPolicy;
  paused: boolean;
  silent: boolean;
  checks: CheckInput[];
  route: RouteSpec | null;
  tables: TableSpec[];
}

interface TableSpec {
  schema: string;
  name: string;
  kind: RelationKind;
  labels: TableLabels;
  route: RouteSpec | null;
  checks: CheckInput[];
}

/** Of its webhooks, which of those that are set up, counted round and round. */
type RouteSpec = Omit<MessageRoute, 'connectionId' | 'tableId'>;

const awkward = fc.constantFrom(
  'no',
  'null',
  '~',
  '1e3',
  '0x10',
  '22:00',
  '- a',
  'a: b',
  '# x',
  '"quoted"',
  "it's",
  '{a}',
  '*x',
  '&y',
  '!t',
  '%z',
  '@q',
  '2026-01-01',
);
/** Text as a form would take it: trimmed, and not empty. */
const text = (maxLength: number) =>
  fc
    .oneof({ weight: 3, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength }) }, awkward)
    .map((value) => value.trim().slice(0, maxLength))
    .filter((value) => value !== '' && value === value.trim());
const lines = fc.array(text(12), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('\n').trim());
const number = fc.oneof(
  fc.integer({ min: -1_000, max: 1_000_000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

const bounds: fc.Arbitrary<Bounds> = fc
  .record({
    warnMin: fc.option(number),
    warnMax: fc.option(number),
    failMin: fc.option(number),
    failMax: fc.option(number),
  })
  .filter(({ warnMin, warnMax, failMin, failMax }) => inOrder(warnMin, warnMax) && inOrder(failMin, failMax));
const inOrder = (min: number | null, max: number | null) => min === null || max === null || min <= max;

const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.constant({ kind: 'fixed' as const }),
  fc.record({
    kind: fc.constant('change' as const),
    against: fc.constantFrom('previous' as const, 'day' as const, 'week' as const),
  }),
  fc.record({
    kind: fc.constant('anomaly' as const),
    sides: fc.constantFrom('both' as const, 'lower' as const, 'upper' as const),
    guard: fc.constantFrom('always' as const, 'while_learning' as const),
  }),
);

/** Settings that each type takes, beside those that it fills in by itself. */
const settings: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
  freshness: fc.record({ timestampColumn: text(20), where: fc.option(lines) }),
  volume: fc.record({ timestampColumn: text(20), windowSeconds: fc.integer({ min: 60, max: 86_400 }) }),
  missing: fc.record({ column: text(20), blankIsMissing: fc.boolean() }),
  unique: fc.record({ columns: fc.array(text(20), { minLength: 1, maxLength: 4 }) }),
  accepted_values: fc.record({ column: text(20), values: fc.uniqueArray(text(9), { minLength: 1 }) }),
  custom_sql: fc.record({
    // Not each text is a statement that the check type takes.
    sql: lines
      .map((sql) => `SELECT ${sql}`)
      .filter((sql) => checkType('custom_sql').config.safeParse({ sql, result: 'value' }).success),
    result: fc.constantFrom('value', 'failures'),
  }),
  schema: fc.constant({}),
  replication_lag: fc.constant({}),
};

function check(types: readonly string[]): fc.Arbitrary<CheckInput> {
  return fc
    .constantFrom(...types)
    .chain((type) =>
      fc.record(
        {
          type: fc.constant(type),
          name: fc.oneof(fc.constantFrom('Freshness', 'Rows'), text(40)),
          config: (settings[type] ?? fc.constant({})).map(
            (config) => checkType(type).config.parse(config) as Record<string, unknown>,
          ),
          bounds,
          rule,
          severity: fc.constantFrom('warning' as const, 'broken' as const, 'critical' as const),
          intervalMs: fc.oneof(
            fc.constantFrom(60_000, 300_000),
            fc.integer({ min: 10_000, max: 86_400_000 }),
          ),
          pendingRuns: fc.integer({ min: 1, max: 20 }),
          pendingMinutes: fc.nat(1_440),
          keepFiringMinutes: fc.nat(1_440),
          repeatHours: fc.double({ min: 0, max: 168, noNaN: true }),
          enabled: fc.boolean(),
        },
        {
          requiredKeys: [
            'type',
            'name',
            'config',
            'bounds',
            'rule',
            'severity',
            'intervalMs',
            'pendingRuns',
            'enabled',
          ],
        },
      ),
    )
    .filter((input) => CheckInput.safeParse(input).success) as fc.Arbitrary<CheckInput>;
}

const route: fc.Arbitrary<RouteSpec> = fc.record({
  desktop: fc.option(fc.boolean()),
  webhooks: fc.option(fc.array(fc.nat(5), { maxLength: 3 })),
  least: fc.option(fc.constantFrom('warning' as const, 'critical' as const)),
  repeatHours: fc.option(fc.double({ min: 0, max: 168, noNaN: true })),
  pendingRuns: fc.option(fc.integer({ min: 1, max: 20 })),
  pendingMinutes: fc.option(fc.nat(1_440)),
  keepFiringMinutes: fc.option(fc.nat(1_440)),
  severity: fc.option(fc.constantFrom('warning' as const, 'critical' as const)),
});

const { replication_lag: _, ...ofTables } = settings;
const table = fc.record({
  schema: fc.oneof(fc.constant('public'), text(20)),
  name: fc.oneof(fc.constantFrom('orders', 'events', 'customers'), text(20)),
  kind: fc.constantFrom(...RelationKind.options),
  labels: fc.record({ owner: fc.option(text(30)), tags: fc.array(text(20), { maxLength: 3 }) }),
  route: fc.option(route),
  checks: fc.array(check(Object.keys(ofTables)), { maxLength: 4 }),
});

const policy: fc.Arbitrary<LoadPolicy> = fc.record({
  maxConcurrency: fc.integer({ min: 1, max: 2 }),
  busyShare: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
  statementTimeoutMs: fc.integer({ min: 250, max: 120_000 }),
  lockTimeoutMs: fc.integer({ min: 50, max: 10_000 }),
  maxLagSeconds: fc.double({ min: 1, max: 86_400, noNaN: true }),
  maxScanBytes: fc.integer({ min: 1_048_576, max: 1_099_511_627_776 }),
  quietWindow: fc.option(
    fc.record({ from: time, to: time, zone: fc.constantFrom('Europe/Berlin', 'UTC', 'Asia/Kathmandu') }),
  ),
});

const connection: fc.Arbitrary<ConnectionSpec> = fc.record({
  name: fc.oneof(fc.constantFrom('shop', 'billing', 'crm'), text(30)),
  host: fc.oneof(fc.constant('replica.example'), text(30)),
  port: fc.integer({ min: 1, max: 65_535 }),
  user: text(20),
  caFile: fc.option(text(20)),
  sshHost: fc.option(fc.constantFrom('bastion', 'ana@bastion.example:2222')),
  policy,
  paused: fc.boolean(),
  silent: fc.boolean(),
  route: fc.option(route),
  checks: fc.array(check(['replication_lag']), { maxLength: 2 }),
  tables: fc.uniqueArray(table, { maxLength: 3, selector: ({ schema, name }) => `${schema}\0${name}` }),
});

export const anySetUp: fc.Arbitrary<SetUpSpec> = fc.record({
  connections: fc.uniqueArray(connection, { maxLength: 3, selector: ({ name }) => name }),
  notifications: fc.record({
    enabled: fc.boolean(),
    onResolved: fc.boolean(),
    quietHours: fc.record({
      enabled: fc.boolean(),
      from: time,
      to: time,
      days: fc.uniqueArray(fc.nat(6)),
    }),
    repeatHours: fc.option(fc.double({ min: 0.25, max: 168, noNaN: true })),
    keepFiringMinutes: fc.double({ min: 0, max: 1_440, noNaN: true }),
  }),
  webhooks: fc.uniqueArray(
    fc.record({
      name: fc.oneof(fc.constantFrom('Team channel', 'pager'), text(20)),
      format: fc.constantFrom('json' as const, 'slack' as const),
      enabled: fc.boolean(),
    }),
    { maxLength: 3, selector: ({ name }) => name },
  ),
});

/** Makes a store hold exactly this set-up. */
export function fill(store: StoreApi, { connections, notifications, webhooks }: SetUpSpec): void {
  store.transaction(() => {
    for (const { id } of store.connections.list()) store.connections.remove(id);
    for (const { id } of store.webhooks.list()) store.webhooks.remove(id);
    const posted = webhooks.map((webhook) => store.webhooks.insert({ ...webhook, host: 'hooks.example' }));
    const silent: number[] = [];
    const routes: MessageRoute[] = [];
    const addRoute = (connectionId: number, tableId: number | null, spec: RouteSpec | null) => {
      if (spec === null) return;
      const ids = spec.webhooks?.flatMap((nth) => posted[nth % posted.length] ?? []) ?? null;
      routes.push({ ...spec, connectionId, tableId, webhooks: ids });
    };
    for (const { caFile, silent: isSilent, route: own, checks, tables, ...connection } of connections) {
      const { id: connectionId } = store.connections.insert({
        ...connection,
        database: 'shop',
        tls: { mode: 'verify-full', caFile },
        standIn: null,
      });
      if (isSilent) silent.push(connectionId);
      addRoute(connectionId, null, own);
      for (const input of checks) store.checks.insert({ connectionId, tableId: null }, input);
      for (const { checks: ofTable, labels, route: itsOwn, ...relation } of tables) {
        const { id: tableId } = store.tables.insert({ ...relation, connectionId, addedAt: T0 });
        store.labels.set(tableId, labels);
        addRoute(connectionId, tableId, itsOwn);
        for (const input of ofTable) store.checks.insert({ connectionId, tableId }, input);
      }
    }
    const current = store.settings.get();
    store.settings.set({
      ...current,
      notifications: NotificationPolicy.parse({ ...notifications, inboxOnlyConnections: silent, routes }),
    });
  });
}
