import type { Board } from '../board/board.ts';
import { NO_ANSWER, type RunOutcome } from '../checks/due.ts';
import type { EventHub } from '../events.ts';
import type { IncidentBook } from '../incidents/incident-book.ts';
import { LookAround } from '../incidents/look-around.ts';
import { bySchema } from '../incidents/signals.ts';
import { SETTLE_CHEAP_MS, SETTLE_MS } from '../incidents/timing.ts';
import type { Clock } from '../ports.ts';
import type { Saving } from '../saving.ts';
import { type LiveCheck, latestStart } from '../schedule/live-check.ts';
import type { Recorded, Recorder } from './recorder.ts';
import type { Roster } from './roster.ts';

/** A statement that took no longer may be asked again soon. */
const CHEAP_MS = 50;

export interface Finished {
  live: LiveCheck;
  outcome: RunOutcome;
}

export interface SettlementDeps {
  clock: Clock;
  events: EventHub;
  book: IncidentBook;
  roster: Roster;
  board: Board;
  recorder: Recorder;
  saving: Saving;
  /** Queues checks now, before the routine ones. */
  runSoon(checkIds: readonly number[]): void;
  /** A check is due earlier than it was. */
  dueSooner(at: number): void;
}

/** What follows from finished checks: they are recorded, looked at again where in doubt, and told. */
export class Settlement {
  private readonly deps: SettlementDeps;
  private readonly lookAround: LookAround;

  constructor(deps: SettlementDeps) {
    this.deps = deps;
    this.lookAround = new LookAround((tableId) => deps.roster.facts.sourcesOf(tableId));
  }

  /** Records all of them in one transaction; only what is on disk is told. Waits while the disk takes nothing. */
  settle(finished: readonly Finished[]): void {
    this.deps.saving.do(() => this.settleNow(finished), finished.length);
  }

  private settleNow(all: readonly Finished[]): void {
    const { recorder, roster } = this.deps;
    // Removed or changed while it waited.
    const finished = all.filter(({ live }) => roster.find(live.check.id) === live);
    const recorded = this.withStates(finished, () =>
      finished.map(({ live, outcome }) => {
        const { tableId } = live.check;
        const schemaCheck = tableId === null ? null : roster.schemaCheckOf(tableId);
        const result = recorder.record(live, outcome, schemaCheck);
        live.state = result.state;
        return { live, outcome, schemaCheck, result };
      }),
    );
    for (const { live, outcome, schemaCheck, result } of recorded) {
      this.tell(live, outcome, schemaCheck, result);
    }
    this.deps.board.pushChecks(recorded.map(({ live }) => live.check.id));
  }

  /** As the recorder does, with the states of the checks as they were when it fails. */
  private withStates<T>(finished: readonly Finished[], work: () => T): T {
    const before = finished.map(({ live }) => live.state);
    try {
      return this.deps.recorder.atomically(work);
    } catch (error) {
      for (const [index, { live }] of finished.entries()) live.state = before[index] ?? null;
      throw error;
    }
  }

  /** Pulse chose not to run these checks just now. They are written together: what waits may be thousands. */
  defer(lives: readonly LiveCheck[], reason: string): void {
    const now = this.deps.clock.now();
    const outcome: RunOutcome = {
      ...NO_ANSWER,
      status: 'deferred',
      message: reason,
      startedAt: now,
      finishedAt: now,
    };
    if (lives.length > 0) this.settle(lives.map((live) => ({ live, outcome })));
  }

  private tell(
    live: LiveCheck,
    outcome: RunOutcome,
    schemaCheck: LiveCheck | null,
    { run, state, changes, signals }: Recorded,
  ): void {
    const { clock, events, book, roster, board, runSoon } = this.deps;
    const kind = outcome.failure?.kind;
    const isNew = state.since === state.at;
    const isGone = kind === 'missing_relation' || kind === 'missing_column';
    const askSchema = kind && bySchema.has(kind) && (isNew || isGone) ? schemaCheck : null;
    const now = clock.now();
    const soon = now + SETTLE_MS;
    if ((askSchema && isGone) || kind === 'recovery_conflict') this.hurry(live, soon);
    for (const signal of signals) {
      const from = book.settlesFrom(signal, now);
      if (from === null) continue;
      live.inDoubt = true;
      const settledAt = now + (live.costMs <= CHEAP_MS ? SETTLE_CHEAP_MS : SETTLE_MS);
      // Nearly the same rows would settle nothing, so it waits for its own time, but for no company.
      this.hurry(live, outcome.marginal ? live.nextDueAt : Math.max(settledAt, from));
    }
    if (run) events.emit('run.finished', { ...run, tableId: live.check.tableId });
    board.publish(changes);
    if (askSchema && askSchema !== live) runSoon([askSchema.check.id]);
    const { finishedAt } = outcome;
    if (signals.some((signal) => signal.bad && book.hasJustBegun(signal.key, finishedAt)))
      runSoon(this.lookAround.after(live, roster.checks(), finishedAt));
  }

  private hurry(live: LiveCheck, at: number): void {
    live.nextDueAt = Math.min(live.nextDueAt, at);
    this.deps.dueSooner(latestStart(live));
  }
}
