import { z } from 'zod';
import { durationOf, sizeOf } from '../quantities.ts';
import { CheckInput, CheckSeverity, Rule } from './check.ts';
import { ConnectionInput, LoadPolicy, QuietWindow, StandIn, TlsMode } from './connection.ts';
import { Holidays } from './holidays.ts';
import { TableLabels } from './labels.ts';
import { MessageRoute, NotificationPolicy, QuietHours } from './settings.ts';
import { RelationKind } from './table.ts';
import { WebhookInput } from './webhook.ts';

/**
 * What Pulse watches and when it speaks, as a file that people review and share. Things are named as people name
 * them (a connection by its name, a table by its schema and name, a check by its type and name), so that a file from
 * one machine means the same on another. No ids, no passwords, no history; silences and pauses come and go, and are
 * no configuration.
 *
 * What the file names is as the file says, with the default of each field that it leaves out; what the file does not
 * name stays as it is, unless its removal is asked for.
 */
export const CONFIGURATION_VERSION = 1;

export const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
type Day = (typeof DAYS)[number];

const bound = z.number().nullable().default(null);

/** Those that are left out do not bound. */
export const ConfiguredBounds = z
  .strictObject({ warnMin: bound, warnMax: bound, failMin: bound, failMax: bound })
  .superRefine(({ warnMin, warnMax, failMin, failMax }, context) => {
    const sides = { warnMax: [warnMin, warnMax], failMax: [failMin, failMax] } as const;
    for (const [field, [min, max]] of Object.entries(sides)) {
      if (min === null || max === null || min <= max) continue;
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `The lower bound (${min}) is above the upper bound (${max}).`,
      });
    }
  })
  .meta({ id: 'bounds', title: 'Fixed bounds' });

const [fixed, change, anomaly] = Rule.options;
export const ConfiguredRule = z
  .discriminatedUnion('kind', [fixed.strict(), change.strict(), anomaly.strict()])
  .meta({ id: 'rule', title: 'How the value becomes a verdict' });

/** What every check has beside its type, its settings and its bounds. Each type brings its own defaults. */
export const configuredCheckFields = {
  name: CheckInput.shape.name,
  severity: CheckSeverity,
  interval: durationOf(CheckInput.shape.intervalMs),
  pendingRuns: CheckInput.shape.pendingRuns,
  pendingMinutes: CheckInput.shape.pendingMinutes,
  keepFiringMinutes: CheckInput.shape.keepFiringMinutes,
  repeatHours: CheckInput.shape.repeatHours,
  enabled: z.boolean(),
};

const zone = QuietWindow.shape.zone.refine(isZone, 'This is no time zone. Write it as Europe/Berlin.');

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

const limits = LoadPolicy.shape;
/** What Pulse may cost the replica. */
export const ConfiguredLimits = z.strictObject({
  maxConcurrency: limits.maxConcurrency,
  busyShare: limits.busyShare,
  statementTimeout: durationOf(limits.statementTimeoutMs.unwrap()).prefault('10s'),
  lockTimeout: durationOf(limits.lockTimeoutMs.unwrap()).prefault('250ms'),
  maxLagSeconds: limits.maxLagSeconds,
  maxScan: sizeOf(limits.maxScanBytes.unwrap()).prefault('1GiB'),
  quietWindow: QuietWindow.extend({ zone }).strict().nullable().default(null),
});

const day = z.codec(
  z.enum(DAYS),
  z
    .number()
    .int()
    .min(0)
    .max(DAYS.length - 1),
  { decode: (name) => DAYS.indexOf(name), encode: (index) => DAYS[index] as Day },
);

const policy = NotificationPolicy.shape;
export const ConfiguredNotifications = z.strictObject({
  enabled: policy.enabled,
  onResolved: policy.onResolved,
  quietHours: QuietHours.extend({ days: z.array(day).prefault([...DAYS]) })
    .strict()
    .prefault({}),
  repeatHours: policy.repeatHours,
  keepFiringMinutes: policy.keepFiringMinutes,
  inboxOnly: z
    .array(z.string().trim().min(1))
    .default([])
    .describe('Names of connections whose messages go to the inbox only.'),
});

const route = MessageRoute.shape;
const webhookName = WebhookInput.shape.name;
export const ConfiguredRoute = z
  .strictObject({
    desktop: route.desktop,
    webhooks: z
      .array(webhookName)
      .nullable()
      .default(null)
      .describe('Names of the webhooks that get them. Left out: as for the next wider one; in the end, all.'),
    least: route.least,
    repeatHours: route.repeatHours,
    pendingRuns: route.pendingRuns,
    pendingMinutes: route.pendingMinutes,
    keepFiringMinutes: route.keepFiringMinutes,
    severity: route.severity,
  })
  .meta({ id: 'route', title: 'What is different for this alone' });

/** Where messages are posted, without the address, which is kept like a password. */
export const ConfiguredWebhook = z.strictObject({
  name: webhookName,
  format: WebhookInput.shape.format.default('json'),
  enabled: z.boolean().default(true),
});

/** The document, over the checks that the engine knows: of a table, and of a connection itself. */
export function configurationOf<Table extends z.ZodType, Own extends z.ZodType>(
  tableCheck: Table,
  ownCheck: Own,
) {
  const table = z.strictObject({
    schema: z.string().min(1),
    name: z.string().min(1),
    kind: RelationKind.default('table').describe('What it is in the database.'),
    owner: TableLabels.shape.owner.default(null).describe('Who looks after it.'),
    tags: TableLabels.shape.tags.default([]),
    messages: ConfiguredRoute.nullable().default(null),
    checks: z
      .array(tableCheck)
      .optional()
      .describe(
        'Left out: its checks stay as they are. An empty list with removal asked for: it keeps none.',
      ),
  });
  const { name, host, port, database, user, sshHost } = ConnectionInput.shape;
  const connection = z.strictObject({
    name,
    host,
    port: port.default(5_432),
    database,
    user,
    tls: z
      .strictObject({ mode: TlsMode.default('prefer'), caFile: z.string().min(1).nullable().default(null) })
      .prefault({}),
    sshHost: sshHost.describe(
      'Host through which your own ssh gets to the server: bastion, ana@bastion or ana@bastion:22. Host and port are then as seen from there.',
    ),
    standIn: StandIn.nullable()
      .default(null)
      .describe(
        'Only for a server that is no replica in recovery, and is meant to be read from nevertheless.',
      ),
    limits: ConfiguredLimits.prefault({}).describe('What Pulse may cost the replica.'),
    messages: ConfiguredRoute.nullable().default(null),
    checks: z
      .array(ownCheck)
      .optional()
      .describe(
        'Checks on the connection itself. A new connection for which they are left out gets its own.',
      ),
    tables: z.array(table).optional().describe('Tables under watch. Left out: they stay as they are.'),
  });
  return z.strictObject({
    version: z.literal(CONFIGURATION_VERSION),
    holidays: Holidays.optional().describe(
      'Days on which learned checks are patient: 2026-12-25, or 12-25 for every year. The list is taken as a whole.',
    ),
    connections: z.array(connection).optional(),
    notifications: ConfiguredNotifications.optional(),
    webhooks: z
      .array(ConfiguredWebhook)
      .optional()
      .describe('Where messages are posted. A new one needs its address, which is entered in Pulse.'),
  });
}

export type ConfiguredCheck = Omit<CheckInput, 'intervalMs'> & { interval: number };
type Document = z.output<
  ReturnType<typeof configurationOf<z.ZodType<ConfiguredCheck>, z.ZodType<ConfiguredCheck>>>
>;
export type Configuration = Document;
export type ConfiguredConnection = NonNullable<Document['connections']>[number];
export type ConfiguredTable = NonNullable<ConfiguredConnection['tables']>[number];
export type ConfiguredNotifications = z.output<typeof ConfiguredNotifications>;
export type ConfiguredRoute = z.output<typeof ConfiguredRoute>;
export type ConfiguredWebhook = z.output<typeof ConfiguredWebhook>;
