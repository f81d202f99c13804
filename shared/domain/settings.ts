import { z } from 'zod';
import { CheckInput, CheckSeverity, Minutes } from './check.ts';
import { Holidays } from './holidays.ts';
import { Severity } from './incident.ts';
import { Id } from './primitives.ts';
import { Health } from './status.ts';

/** "22:00", on a clock of 24 hours. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time such as 22:00.');

/** Local time of this machine. A night that ends the next morning belongs to the day on which it begins. */
export const QuietHours = z.object({
  enabled: z.boolean().default(false),
  from: TimeOfDay.default('22:00'),
  to: TimeOfDay.default('07:00'),
  /** Days on which they begin: 0 is Sunday. */
  days: z.array(z.number().int().min(0).max(6)).default([0, 1, 2, 3, 4, 5, 6]),
});
export type QuietHours = z.infer<typeof QuietHours>;

/**
 * What is different for a connection or a table: where its messages go, and what a finding takes to become one. A
 * table's own counts before its connection's, and what is null is as for the next wider one.
 */
export const MessageRoute = z.object({
  connectionId: Id,
  /** Null: for the whole connection. */
  tableId: Id.nullable(),
  /** Whether the desktop shows them. */
  desktop: z.boolean().nullable().default(null),
  /** The webhooks that get them. Null for all: every one that is switched on. */
  webhooks: z.array(Id).nullable().default(null),
  /** What is less bad than this stands in the inbox only. */
  least: Severity.nullable().default(null),
  /** As `repeatHours` of the policy; 0: never. */
  repeatHours: z.number().min(0).max(168).nullable().default(null),
  /** Bad in so many runs in a row before it is an incident, whatever the check says. */
  pendingRuns: CheckInput.shape.pendingRuns.nullable().default(null),
  /** Bad for so many minutes before it is an incident. A check's own counts before it. */
  pendingMinutes: Minutes.nullable().default(null),
  /** Good for so many minutes before the incident is over. A check's own counts before it. */
  keepFiringMinutes: Minutes.nullable().default(null),
  /** What a failed check counts as, whatever the check says. */
  severity: CheckSeverity.nullable().default(null),
});
export type MessageRoute = z.infer<typeof MessageRoute>;

/** When Pulse speaks. What it does not say at once stands in the incident's timeline, with the reason. */
export const NotificationPolicy = z.object({
  enabled: z.boolean().default(true),
  onResolved: z.boolean().default(true),
  /** Nothing but critical findings is spoken of meanwhile; afterwards one digest. */
  quietHours: QuietHours.default(QuietHours.parse({})),
  /** Says it again this often while it lasts and nobody has acknowledged it. Null: once is enough. */
  repeatHours: z.number().min(0.25).max(168).nullable().default(null),
  /** A finding must stay good this long before it is resolved. */
  keepFiringMinutes: z.number().min(0).max(1_440).default(0),
  /** Connections whose messages go to the inbox only. */
  inboxOnlyConnections: z.array(Id).default([]),
  /** At most one for each connection and each table. */
  routes: z.array(MessageRoute).max(10_000).default([]),
});
export type NotificationPolicy = z.infer<typeof NotificationPolicy>;

const GroupBy = z.enum(['none', 'connection', 'schema', 'tag', 'owner']);

/** What the overview is narrowed to, under a name. */
export const OverviewView = z.object({
  name: z.string().min(1).max(60),
  search: z.string().max(200),
  health: Health.or(z.literal('all')),
  groupBy: GroupBy,
});
export type OverviewView = z.infer<typeof OverviewView>;

/** More of them nobody looks through. */
export const MOST_VIEWS = 30;

/** How the overview was left, and the views of it that were kept. */
export const OverviewLook = z.object({
  density: z.enum(['comfortable', 'compact']).default('comfortable'),
  groupBy: GroupBy.default('connection'),
  views: z.array(OverviewView).max(MOST_VIEWS).default([]),
});
export type OverviewLook = z.infer<typeof OverviewLook>;

/** The lists whose columns are chosen, or made wider. */
export const ListName = z.enum(['overview', 'history', 'queries', 'statements', 'catalogue']);
export type ListName = z.infer<typeof ListName>;

/** Which columns a list shows, in which order and how wide. Empty: as Pulse has them. */
export const ListLook = z.object({
  order: z.array(z.string().max(40)).max(40).default([]),
  hidden: z.array(z.string().max(40)).max(40).default([]),
  /** In pixels; for a column that takes a part of the room that is left, how large its part is. */
  widths: z.record(z.string().max(40), z.number().int().min(1).max(10_000)).default({}),
});
export type ListLook = z.infer<typeof ListLook>;

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** The clock of the window: that of this machine, or UTC. Messages keep to this machine's. */
  timeZone: z.enum(['local', 'utc']).default('local'),
  overview: OverviewLook.default(OverviewLook.parse({})),
  lists: z.partialRecord(ListName, ListLook).default({}),
  notifications: NotificationPolicy.default(NotificationPolicy.parse({})),
  /** Learned checks are patient on these days, and learn nothing from them. Days of this machine's clock. */
  holidays: Holidays.default([]),
  /** The user's consent to keep passwords where the OS offers no real encryption. */
  allowPlainSecrets: z.boolean().default(false),
  /** The system starts Pulse when its user logs in. */
  launchAtLogin: z.boolean().default(false),
  /** Raw check runs are kept this long. */
  retentionDays: z.number().int().min(1).max(3_650).default(30),
  /** Their sums by hour and day are kept this long, and at least as long as the runs. */
  rollupDays: z.number().int().min(1).max(3_650).default(730),
  /** How exported files are written, as it was chosen the last time. */
  exportFormat: z
    .object({ times: z.enum(['utc', 'local']), bom: z.boolean(), gzip: z.boolean() })
    .default({ times: 'utc', bom: false, gzip: false }),
  /** Closing the window keeps Pulse watching; said once, then remembered. */
  keepWatchingExplained: z.boolean().default(false),
  /** Quitting says what stops, until that is not wanted any more. */
  quittingExplained: z.boolean().default(false),
});
export type Settings = z.infer<typeof Settings>;

export const AppInfo = z.object({
  version: z.string(),
  platform: z.string(),
  /** Whether the system can start Pulse at login. */
  launchAtLogin: z.boolean(),
  /** True only in the demo, whose window can break the world it watches. */
  demo: z.boolean(),
  dataFolder: z.string(),
  /** How secrets are kept on this machine: the OS backend's name, and whether it really encrypts. */
  secrets: z.object({ backend: z.string(), encrypts: z.boolean() }),
  /** Whether native notifications can be shown, else why not. */
  notifications: z.object({ available: z.boolean(), reason: z.string().nullable() }),
});
export type AppInfo = z.infer<typeof AppInfo>;
