import { z } from 'zod';
import { EpochMs, Id } from './primitives.ts';

/** Alertmanager's life of an alert. */
export const IncidentState = z.enum(['pending', 'firing', 'resolved']);
export type IncidentState = z.infer<typeof IncidentState>;

/**
 * `critical`: as broken, for a check that its user called critical. `broken`: data is outside its fail bounds.
 * `warning`: outside its warn bounds. `unjudged`: Pulse cannot tell (replica down, permission lost), which its user
 * must know, too. Worst first.
 */
export const Severity = z.enum(['critical', 'broken', 'warning', 'unjudged']);
export type Severity = z.infer<typeof Severity>;

/** One finding inside an incident: a check, or a cause such as "replica down". */
export const IncidentMember = z.object({
  key: z.string(),
  checkId: Id.nullable(),
  /** The check's type, or the cause: `freshness`, `permission`. Null when the check is gone. */
  kind: z.string().nullable(),
  name: z.string(),
  severity: Severity,
  message: z.string(),
  since: EpochMs,
  resolvedAt: EpochMs.nullable(),
});
export type IncidentMember = z.infer<typeof IncidentMember>;

export const IncidentEvent = z.object({
  at: EpochMs,
  kind: z.enum([
    'pending',
    'firing',
    'joined',
    'worsened',
    'recovering',
    'relapsed',
    'resolved',
    'reopened',
    'flapping',
    'steady',
    'grouped',
    'ungrouped',
    'acknowledged',
    'silenced',
    'unsilenced',
    'labelled',
    'noted',
    'notified',
    'held_back',
  ]),
  text: z.string(),
});
export type IncidentEvent = z.infer<typeof IncidentEvent>;

/** With this begins the text of an acknowledgement that has a note. */
export const ACKNOWLEDGED_WITH = 'Acknowledged: ';

/** What its user made of it. `noise` should not have been spoken of. */
export const IncidentLabel = z.enum(['real', 'expected', 'noise']);
export type IncidentLabel = z.infer<typeof IncidentLabel>;

/**
 * Why nothing is said of it now. `silenced`: by a silence. `folded`: it is part of another incident, which speaks
 * for it. `quiet`: quiet hours, a digest follows. `flapping`: it comes and goes, so Pulse waits until it is calm.
 */
export const HeldBack = z.enum(['silenced', 'folded', 'quiet', 'flapping']);
export type HeldBack = z.infer<typeof HeldBack>;

/** An incident that is folded under another one. */
export const IncidentChild = z.object({
  id: Id,
  tableId: Id.nullable(),
  tableName: z.string().nullable(),
  title: z.string(),
  state: IncidentState,
  severity: Severity,
});
export type IncidentChild = z.infer<typeof IncidentChild>;

export const IncidentView = z.object({
  id: Id,
  connectionId: Id,
  connectionName: z.string(),
  tableId: Id.nullable(),
  /** Schema-qualified, null for an incident of the whole connection. */
  tableName: z.string().nullable(),
  state: IncidentState,
  severity: Severity,
  title: z.string(),
  /** What broke and how far from normal. */
  sentence: z.string(),
  /** When the first bad run was seen. */
  startedAt: EpochMs,
  firedAt: EpochMs.nullable(),
  resolvedAt: EpochMs.nullable(),
  acknowledgedAt: EpochMs.nullable(),
  /** When it last turned bad: it fired, or was reopened. */
  turnedAt: EpochMs.nullable(),
  /** What the run said that ended it. */
  resolution: z.string().nullable(),
  /** The incident that explains this one and speaks for it. */
  parentId: Id.nullable(),
  /** It stands for several tables of one connection that broke together; they are its children. */
  group: z.boolean(),
  /** It comes and goes. `new`: the user has not been told so yet. */
  flapping: z.enum(['new', 'told']).nullable(),
  label: IncidentLabel.nullable(),
  /** The silence that covers all of it. `until` null: until it is resolved. */
  silence: z.object({ id: Id, until: EpochMs.nullable() }).nullable(),
  held: HeldBack.nullable(),
  /** The severity that the user last heard of, null when there is nothing to take back. */
  told: Severity.nullable(),
  toldAt: EpochMs.nullable(),
  members: z.array(IncidentMember),
  children: z.array(IncidentChild),
});
export type IncidentView = z.infer<typeof IncidentView>;

/** A message to the user. The inbox holds every one of them, whatever the desktop did with it. */
export const InboxItem = z.object({
  id: Id,
  /** Null: it is about Pulse itself. */
  incidentId: Id.nullable(),
  /**
   * `reminder`: it still lasts. `summary`: several at once, after quiet hours or sleep. `undelivered`: a webhook does
   * not take what is to be said of it. `weekly`: what was loud, and how to quieten it; its incident is the loudest one.
   * `unsaved`, `saved`: nothing that Pulse finds can be kept, and it can again.
   */
  kind: z.enum([
    ...['firing', 'worsened', 'resolved', 'reminder', 'summary', 'undelivered', 'weekly'],
    ...['unsaved', 'saved'],
  ] as const),
  at: EpochMs,
  title: z.string(),
  body: z.string(),
  /** `waiting`: not yet handed over. `native`: the desktop took it. `inbox_only`: it did not, or was told not to. */
  delivery: z.enum(['waiting', 'native', 'inbox_only']),
  readAt: EpochMs.nullable(),
});
export type InboxItem = z.infer<typeof InboxItem>;

/** A message before it has its place in the inbox. */
export type Message = Omit<InboxItem, 'id'>;
