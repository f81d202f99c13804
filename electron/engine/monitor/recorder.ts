import type { Check, CheckRun } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { RunOutcome } from '../checks/due.ts';
import type { Signal } from '../incidents/alert.ts';
import type { BookChanges, IncidentBook } from '../incidents/incident-book.ts';
import { asRouted } from '../incidents/routing.ts';
import { signalsOf } from '../incidents/signals.ts';
import type { LiveCheck } from '../schedule/live-check.ts';
import type { CheckStateRow, StoreApi } from '../store/api.ts';
import type { Memories } from './memories.ts';

export interface Recorded {
  state: CheckStateRow;
  /** Null when the run only repeats an earlier deferral, which is not worth a row. */
  run: CheckRun | null;
  changes: BookChanges;
  /** Causes that this run spoke about. */
  signals: Signal[];
}

/**
 * Writes a finished run and all that follows from it (state, schema, alerts, incidents, messages) in one
 * transaction: after a crash either all of it is there, or none, and the check simply runs again.
 */
export class Recorder {
  private readonly store: StoreApi;
  private readonly book: IncidentBook;
  private readonly memories: Memories;

  constructor(store: StoreApi, book: IncidentBook, memories: Memories) {
    this.store = store;
    this.book = book;
    this.memories = memories;
  }

  /** Call it within `atomically`, as one of many or alone. */
  record(live: LiveCheck, outcome: RunOutcome, schemaCheck: LiveCheck | null): Recorded {
    const { check, state: before } = live;
    const run = repeatsDeferral(before, outcome) ? null : this.append(check, outcome);
    const state = nextState(check, before, outcome);
    this.store.checks.setState(state);
    if (outcome.price) this.store.checks.setPrice(check.id, outcome.price);
    this.memories.note(check, outcome);
    if (check.tableId !== null && outcome.schema)
      this.noteSchema(check.tableId, outcome.schema, outcome.finishedAt);
    const { notifications } = this.store.settings.get();
    const signals = signalsOf(asRouted(notifications, check), outcome, {
      before,
      schemaState: schemaCheck?.state ?? null,
      hasSchemaCheck: schemaCheck !== null,
    });
    return { state, run, signals, changes: this.book.apply(signals, outcome.finishedAt) };
  }

  /** Applies what is known of a connection as a whole. */
  signal(signals: readonly Signal[], now: EpochMs): BookChanges {
    return this.atomically(() => this.book.apply(signals, now));
  }

  /** Runs a store transaction, and keeps the book true when it fails. */
  atomically<T>(work: () => T): T {
    try {
      return this.store.transaction(work);
    } catch (error) {
      this.book.reload();
      throw error;
    }
  }

  private append(check: Check, outcome: RunOutcome): CheckRun {
    const { startedAt, finishedAt, status, value, message, durationMs, low, high } = outcome;
    return this.store.runs.append({
      checkId: check.id,
      startedAt,
      finishedAt,
      status,
      value,
      message,
      durationMs,
      low,
      high,
    });
  }

  private noteSchema(tableId: number, seen: NonNullable<RunOutcome['schema']>, at: EpochMs): void {
    const { tables } = this.store;
    const accepted = tables.acceptedSchema(tableId);
    if (accepted === null) {
      tables.acceptSchema(tableId, seen, at);
      return;
    }
    // Accepted before Pulse asked for the kind: what it is now is what it was.
    if (accepted.kind === null && seen.kind !== null) tables.acceptKind(tableId, seen.kind);
    const last = tables.schemaEvents(tableId, 1)[0]?.differences ?? [];
    if (last.join('\n') !== seen.differences.join('\n')) {
      tables.addSchemaEvent(tableId, { at, differences: seen.differences });
    }
  }
}

function repeatsDeferral(before: CheckStateRow | null, outcome: RunOutcome): boolean {
  return outcome.status === 'deferred' && before?.status === 'deferred' && before.message === outcome.message;
}

function nextState(check: Check, before: CheckStateRow | null, outcome: RunOutcome): CheckStateRow {
  const { status, value, message, finishedAt: at, low, high } = outcome;
  const judged = status === 'pass' || status === 'warn' || status === 'fail';
  return {
    checkId: check.id,
    status,
    value,
    message,
    at,
    since: before?.status === status ? before.since : at,
    judgedAt: judged ? at : (before?.judgedAt ?? null),
    low,
    high,
  };
}
