import type {
  ConnectionStatus,
  ConnectionView,
  ServerRole,
  TlsMode,
} from '../../../shared/domain/connection.ts';
import type { HeldBack, IncidentLabel, IncidentState, Severity } from '../../../shared/domain/incident.ts';
import type { Health, RunStatus } from '../../../shared/domain/status.ts';
import type { RelationKind } from '../../../shared/domain/table.ts';
import type { Mailbox } from '../stores/mailbox.ts';

/** The words of the domain, said the same way on every screen. */

export const healthWord: Record<Health, string> = {
  broken: 'Broken',
  warning: 'Warning',
  unjudged: 'Not judged',
  learning: 'Learning',
  healthy: 'Healthy',
};

export const statusWord: Record<RunStatus, string> = {
  pass: 'Pass',
  warn: 'Warn',
  fail: 'Fail',
  error: 'Error',
  deferred: 'Deferred',
  learning: 'Learning',
};

export const statusMeaning: Record<RunStatus, string> = {
  pass: 'Inside its bounds.',
  warn: 'Outside its warn bounds.',
  fail: 'Outside its fail bounds.',
  error: 'Could not be judged.',
  deferred: 'Held back by Pulse, to spare the replica.',
  learning: 'Not enough history yet to know what is normal.',
};

export const incidentWord: Record<IncidentState, string> = {
  pending: 'Pending',
  firing: 'Firing',
  resolved: 'Resolved',
};

export const mailboxWord: Record<Mailbox, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  silenced: 'Silenced',
  pending: 'Pending',
  resolved: 'Resolved',
};

/** Over what was found. */
export const findingsWord = ({ state }: { state: IncidentState }): string =>
  state === 'resolved' ? 'What was wrong' : 'What is wrong';

export const labelWord: Record<IncidentLabel, string> = {
  real: 'Real',
  expected: 'Expected',
  noise: 'Noise',
};

export const heldWord: Record<HeldBack, string> = {
  silenced: 'Silenced',
  folded: 'Another incident speaks for it',
  quiet: 'Quiet hours',
  flapping: 'Waits until it is steady',
};

export const severityHealth: Record<Severity, Health> = {
  critical: 'broken',
  broken: 'broken',
  warning: 'warning',
  unjudged: 'unjudged',
};

export const connectionWord: Record<ConnectionStatus, string> = {
  connecting: 'Connecting',
  ready: 'Connected',
  down: 'Down',
  refused: 'Refused',
  paused: 'Paused',
};

export const connectionHealth: Record<ConnectionStatus, Health> = {
  connecting: 'learning',
  ready: 'healthy',
  down: 'broken',
  refused: 'broken',
  paused: 'unjudged',
};

/** Too far behind its primary for its tables to be judged. */
export const isBehind = ({ lagSeconds, policy }: Pick<ConnectionView, 'lagSeconds' | 'policy'>): boolean =>
  lagSeconds !== null && lagSeconds > policy.maxLagSeconds;

export const roleWord: Record<ServerRole, string> = {
  replica: 'Read replica',
  primary: 'Primary',
  stand_in: 'Stand-in, marked by you',
};

/** What `pg_is_in_recovery()` said, as far as the role tells. */
export const recoveryWord: Record<ServerRole, string> = {
  replica: 'In recovery',
  primary: 'Not in recovery',
  stand_in: 'Not in recovery',
};

export const kindWord: Record<RelationKind, string> = {
  table: 'Table',
  partitioned_table: 'Partitioned table',
  view: 'View',
  materialized_view: 'Materialized view',
  foreign_table: 'Foreign table',
};

export const tlsWord: Record<TlsMode, string> = {
  disable: 'Off: never encrypt',
  prefer: 'Prefer: encrypt when the server can',
  require: 'Require: encrypt, trust any certificate',
  'verify-ca': 'Verify CA: check who signed the certificate',
  'verify-full': 'Verify full: check certificate and host name',
};
