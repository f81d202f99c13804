import type { Check } from '../../../shared/domain/check.ts';
import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { Severity } from '../../../shared/domain/incident.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import type { RunOutcome } from '../checks/due.ts';
import type { FailureKind, ReplicaFailure } from '../replica/api.ts';
import type { CheckStateRow } from '../store/api.ts';
import type { Signal } from './alert.ts';

/** What the signals of one run depend on beside the run itself. */
export interface SignalContext {
  /** The check's state before this run. */
  before: CheckStateRow | null;
  /** State of the table's enabled schema check; null when it has none. */
  schemaState: CheckStateRow | null;
  hasSchemaCheck: boolean;
}

const MINUTE_MS = 60_000;

/** Runs in a row before "cannot be judged" is worth a word: such failures often pass by themselves. */
const UNJUDGED_RUNS = 3;

const tableCauses: Partial<Record<FailureKind, { cause: string; name: string; forMs: number }>> = {
  permission: { cause: 'permission', name: 'No permission to read', forMs: 5_000 },
  lock_timeout: { cause: 'locked', name: 'Locked', forMs: 60_000 },
  recovery_conflict: { cause: 'conflict', name: 'In conflict with replay', forMs: 60_000 },
};

/** Failures of the connection, which its keeper reports once for all its tables. */
export const connectionKinds: ReadonlySet<FailureKind> = new Set([
  'unreachable',
  'auth',
  'not_a_replica',
  'cancelled',
]);

/**
 * What one run says about each cause that it can speak for. One cause, one key: a lost permission that stops ten
 * checks of a table is one alert, and a column that is gone is the schema check's finding, not ten errors.
 */
export function signalsOf(check: Check, outcome: RunOutcome, context: SignalContext): Signal[] {
  const { failure } = outcome;
  if (failure && connectionKinds.has(failure.kind)) return [];
  const signals: Signal[] = [];
  if (check.tableId !== null) signals.push(...tableSignals(check, check.tableId, outcome));
  const { status, extraRuns = 0, message } = outcome;
  if (isVerdict(status)) signals.push(checkSignal(check, { status, extraRuns, message }));
  signals.push({
    ...owner(check),
    key: `check:${check.id}:error`,
    bad: errorIsBad(outcome, context),
    severity: 'unjudged',
    name: check.name,
    message: outcome.message,
    needed: UNJUDGED_RUNS,
  });
  return signals;
}

/** A verdict on a check's value, as far as incidents are concerned. */
interface Verdict {
  status: 'pass' | 'warn' | 'fail';
  /** Runs more than the check wants until it is believed. */
  extraRuns: number;
  message: string;
}

/** Whether it says something of the data, and not of the run. */
export function isVerdict(status: RunStatus): status is Verdict['status'] {
  return status === 'pass' || status === 'warn' || status === 'fail';
}

/** What a verdict says of the check's own cause. */
export function checkSignal(check: Check, { status, extraRuns, message }: Verdict): Signal {
  return {
    ...owner(check),
    key: `check:${check.id}`,
    bad: status !== 'pass',
    severity: severityOf(check, status),
    name: check.name,
    message,
    needed: runsNeeded(check.pendingRuns, extraRuns),
    ...(check.pendingMinutes === undefined ? {} : { forMs: check.pendingMinutes * MINUTE_MS }),
    ...(check.keepFiringMinutes === undefined ? {} : { keepForMs: check.keepFiringMinutes * MINUTE_MS }),
  };
}

/** Some verdicts take one more run to be believed, and some one less, unless every run is to be told at once. */
export function runsNeeded(pendingRuns: number, extraRuns: number): number {
  return pendingRuns > 1 ? pendingRuns + extraRuns : pendingRuns;
}

function owner(check: Check): Pick<Signal, 'connectionId' | 'tableId' | 'checkId' | 'kind'> {
  return { connectionId: check.connectionId, tableId: check.tableId, checkId: check.id, kind: check.type };
}

function severityOf(check: Check, status: RunStatus): Severity {
  return status === 'fail' ? check.severity : 'warning';
}

function tableSignals(check: Check, tableId: number, outcome: RunOutcome): Signal[] {
  const signals: Signal[] = [];
  for (const [kind, { cause, name, forMs }] of Object.entries(tableCauses)) {
    const hit = outcome.failure?.kind === kind;
    if (!hit && !outcome.readsData) continue;
    signals.push({
      connectionId: check.connectionId,
      tableId,
      checkId: null,
      kind: cause,
      key: `table:${tableId}:${cause}`,
      bad: hit,
      severity: 'unjudged',
      name,
      message: outcome.message,
      needed: 2,
      forMs,
    });
  }
  return signals;
}

/** Failures that a changed schema may be behind: what is gone, and what cannot be computed with another type. */
export const bySchema: ReadonlySet<FailureKind> = new Set(['missing_relation', 'missing_column', 'sql']);

/** Whether this run's own error is news. Null when another cause speaks for it, or it was not run. */
function errorIsBad(outcome: RunOutcome, context: SignalContext): boolean | null {
  const kind = outcome.failure?.kind;
  if (kind && tableCauses[kind]) return null;
  if (outcome.status === 'deferred') return null;
  if (outcome.status !== 'error') return false;
  if (!kind || !bySchema.has(kind) || !context.hasSchemaCheck) return true;
  // The schema check was asked to look after the first such error. Only if it then found nothing amiss
  // is the error a finding of its own.
  const { before, schemaState } = context;
  const lookedSince =
    before?.status === 'error' && schemaState?.judgedAt != null && schemaState.judgedAt > before.since;
  return lookedSince && schemaState?.status === 'pass' ? true : null;
}

/** Every way in which a connection as a whole can keep Pulse from judging. */
const connectionCauses: Record<'unreachable' | 'auth' | 'not_a_replica', { name: string; needed: number }> = {
  unreachable: { name: 'Replica unreachable', needed: 2 },
  auth: { name: 'Login refused', needed: 2 },
  // One look is proof, and every further one would be a query on a primary.
  not_a_replica: { name: 'Not a replica any more', needed: 1 },
};

/** What an attempt to reach a connection says: `failure` null means that it is usable. */
export function connectionSignals(connection: ConnectionConfig, failure: ReplicaFailure | null): Signal[] {
  return Object.entries(connectionCauses).map(([kind, { name, needed }]) => ({
    key: `connection:${connection.id}:${kind}`,
    connectionId: connection.id,
    tableId: null,
    checkId: null,
    kind,
    bad: failure === null ? false : failure.kind === kind ? true : null,
    severity: 'unjudged',
    name,
    message: failure?.problem.title ?? 'The replica answers again.',
    // Good news needs no second look: the session that said so is proof.
    needed: failure === null ? 1 : needed,
  }));
}
