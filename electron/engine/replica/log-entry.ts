import type { Clock } from '../ports.ts';
import type { NewQuery } from '../store/api.ts';
import type { Statement } from './api.ts';
import type { ReplicaError } from './errors.ts';

export type LogEntry = Omit<NewQuery, 'connectionId'>;

/** What a statement cost the server. */
export interface QueryCost {
  /** Milliseconds for which it kept the server busy. */
  busyMs: number;
  /** The user asked for it by hand. */
  byHand: boolean;
}

/** Takes an entry, and what its statement cost. */
export type RecordQuery = (entry: LogEntry, cost: QueryCost) => void;

/** The part of an entry that is known when the statement is over. */
export type Outcome = Pick<LogEntry, 'outcome'> &
  Partial<Pick<LogEntry, 'rows' | 'error' | 'cancelConfirmed' | 'durationMs'>>;

export interface OpenEntry {
  /** Milliseconds since the statement was sent. */
  elapsed(): number;
  /** `mostBusyMs` bounds what is charged to the load budget, whatever the clock says. */
  write(outcome: Outcome, mostBusyMs?: number): void;
}

/**
 * Begins the log entry of a statement that is about to be sent. Its duration comes from the monotonic clock: the
 * wall clock may jump, and is too coarse for statements of half a millisecond.
 */
export function openEntry(
  clock: Clock,
  record: RecordQuery,
  { sql, reason, checkId, byHand = false }: Pick<Statement, 'sql' | 'reason' | 'checkId' | 'byHand'>,
  busyMsOf: (durationMs: number) => number,
): OpenEntry {
  const startedAt = clock.now();
  const from = performance.now();
  const elapsed = () => performance.now() - from;
  return {
    elapsed,
    write: (outcome, mostBusyMs = Number.POSITIVE_INFINITY) => {
      const entry = {
        checkId: checkId ?? null,
        reason,
        sql,
        startedAt,
        durationMs: elapsed(),
        rows: 0,
        error: null,
        cancelConfirmed: null,
        ...outcome,
      };
      record(entry, { busyMs: Math.min(mostBusyMs, busyMsOf(entry.durationMs)), byHand });
    },
  };
}

/** `confirmed` is what came of Pulse's own cancelling; null when it did not have to. */
export function outcomeOf({ kind, problem }: ReplicaError, confirmed: boolean | null): Outcome {
  const ended = kind === 'timeout' || kind === 'lock_timeout' ? 'timeout' : null;
  const cancelled = kind === 'cancelled' || kind === 'recovery_conflict' ? 'cancelled' : null;
  const outcome = ended ?? cancelled ?? 'error';
  // When the server ended it by itself, its error message is the confirmation.
  const byServer = outcome !== 'error' && problem.sqlstate !== null;
  return {
    outcome,
    error: problem.detail ?? problem.title,
    cancelConfirmed: confirmed ?? (byServer ? true : null),
  };
}
