import { z } from 'zod';
import { EpochMs, Id } from './primitives.ts';

/** Alertmanager's life of an alert. */
export const IncidentState = z.enum(['pending', 'firing', 'resolved']);
export type IncidentState = z.infer<typeof IncidentState>;

/**
 * `broken`: data is outside its fail bounds. `warning`: outside its warn bounds.
 * `unjudged`: Pulse cannot tell (replica down, permission lost), which its user must know, too.
 */
export const Severity = z.enum(['broken', 'warning', 'unjudged']);
export type Severity = z.infer<typeof Severity>;

/** One finding inside an incident: a check, or a cause such as "replica down". */
export const IncidentMember = z.object({
  key: z.string(),
  checkId: Id.nullable(),
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
    'resolved',
    'acknowledged',
    'notified',
    'held_back',
  ]),
  text: z.string(),
});
export type IncidentEvent = z.infer<typeof IncidentEvent>;

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
  members: z.array(IncidentMember),
});
export type IncidentView = z.infer<typeof IncidentView>;

export const IncidentDetail = z.object({
  incident: IncidentView,
  timeline: z.array(IncidentEvent),
  /** Statement that shows the problem, ready to paste into any client. */
  query: z.string().nullable(),
});
export type IncidentDetail = z.infer<typeof IncidentDetail>;

/** A message to the user. The inbox holds every one of them, whatever the desktop did with it. */
export const InboxItem = z.object({
  id: Id,
  incidentId: Id,
  kind: z.enum(['firing', 'worsened', 'resolved']),
  at: EpochMs,
  title: z.string(),
  body: z.string(),
  /** `waiting`: not yet handed over. `native`: the desktop took it. `inbox_only`: it did not, or was told not to. */
  delivery: z.enum(['waiting', 'native', 'inbox_only']),
  readAt: EpochMs.nullable(),
});
export type InboxItem = z.infer<typeof InboxItem>;
