import type { Check } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { type Baseline, learn, newBaseline, revive, serialise } from '../baseline/baseline.ts';
import { holidayAt } from '../baseline/holiday.ts';
import type { RunOutcome } from '../checks/due.ts';
import type { Past } from '../checks/judge.ts';
import { checkType, measureOf } from '../checks/registry.ts';
import type { CheckMemory, StoreApi } from '../store/api.ts';

/** No check's id: that of one which is only tried, and of which nothing is kept. */
export const DRAFT_ID = 0;

/** A baseline is written this often; what came after that is learned again from the history. */
const SAVE_EVERY_MS = 600_000;
const DAY_MS = 86_400_000;

interface Memory {
  baseline: Baseline | null;
  known: unknown;
  savedAt: EpochMs;
  learnedAt: EpochMs;
  changed: boolean;
  /** The table's own past has not been looked at since the check, or its settings, are new. */
  blank: boolean;
  /** When that was first asked about. */
  blankSince: EpochMs | null;
}

const NO_MEMORY: CheckMemory & { updatedAt: null } = { baseline: null, known: null, updatedAt: null };

/** What the checks have learned: read from the store when first asked for, and written back now and then. */
export class Memories {
  private readonly store: StoreApi;
  readonly zone: string;
  private readonly byCheck = new Map<number, Memory>();

  /** `zone`: where hours and weekdays are taken, an IANA name; the machine's own when not given. */
  constructor(store: StoreApi, zone = Intl.DateTimeFormat().resolvedOptions().timeZone) {
    this.store = store;
    this.zone = zone;
  }

  /** What the type of the check keeps between runs. Null before its first run. */
  known(check: Check): unknown {
    return this.of(check).known;
  }

  past(check: Check): Past {
    return this.pastOf(check, this.of(check).baseline);
  }

  /**
   * The past of a check that is only tried. `saved` sees the same value: what it has learned is used, or what its
   * history teaches where its own rule learns nothing. Nothing is kept.
   */
  draftPast(draft: Check, saved: Check | null): Past {
    const learned = saved?.rule.kind === 'anomaly' ? this.of(saved).baseline : null;
    const learns = draft.rule.kind === 'anomaly';
    const baseline = learns ? (learned ?? this.read(draft, NO_MEMORY).baseline) : null;
    return this.pastOf(draft, baseline);
  }

  /** The settings are read only by who judges by what was learned. */
  private pastOf(check: Check, baseline: Baseline | null): Past {
    return { baseline, before: this.beforeOf(check), holidayAt: (at) => this.almanac()(at) };
  }

  /** The holidays as they are set now. */
  private almanac(): (at: EpochMs) => string | null {
    const { holidays } = this.store.settings.get();
    return (at) => holidayAt(holidays, at, this.zone);
  }

  /** What a holiday brings says nothing of other days, so nothing is learned from it. */
  private learnAll(baseline: Baseline, points: readonly { at: EpochMs; value: number }[]): void {
    const holiday = this.almanac();
    for (const { at, value } of points) if (holiday(at) === null) learn(baseline, at, value);
  }

  private beforeOf(check: Check): Past['before'] {
    const { runs } = this.store;
    return (against, at) => {
      if (against === 'previous') return runs.valueNear(check.id, at - check.intervalMs, check.intervalMs);
      const ago = against === 'day' ? DAY_MS : 7 * DAY_MS;
      return runs.valueNear(check.id, at - ago, Math.max(1_800_000, check.intervalMs));
    };
  }

  /** Takes a run in. Call it inside the transaction that records the run. */
  note(check: Check, outcome: RunOutcome): void {
    const memory = this.of(check);
    const { value, status, finishedAt: at } = outcome;
    let save = false;
    if (outcome.known !== undefined) {
      memory.known = outcome.known;
      save = true;
    }
    // A second look at nearly the same moment says nothing new.
    const fresh = Math.abs(at - memory.learnedAt) >= check.intervalMs / 2;
    if (memory.baseline && value !== null && fresh && judged(status)) {
      this.learnAll(memory.baseline, [{ at, value }]);
      memory.learnedAt = at;
      memory.changed = true;
      save ||= Math.abs(at - memory.savedAt) >= SAVE_EVERY_MS;
    }
    if (save) this.save(check.id, memory, at);
  }

  /** Whether the check's bounds are learned, and nothing is known yet. */
  isBlank(check: Check): boolean {
    const { baseline, blank } = this.of(check);
    return baseline !== null && blank;
  }

  /** Since when it has been known, since Pulse started, that the check is blank. */
  blankSince(check: Check, now: EpochMs): EpochMs {
    const memory = this.of(check);
    // A clock that was set back must not make it wait until it has caught up.
    if (memory.blankSince === null || memory.blankSince > now) memory.blankSince = now;
    return memory.blankSince;
  }

  /** Starts a check's baseline from values of the past, oldest first. What was learned meanwhile comes after them. */
  backfill(check: Check, points: readonly { at: EpochMs; value: number }[], now: EpochMs): void {
    const memory = this.of(check);
    if (!memory.baseline) return;
    const last = points.at(-1);
    if (last) {
      memory.baseline = this.baselineOf(check, null);
      if (memory.baseline) this.learnAll(memory.baseline, points);
      memory.learnedAt = last.at;
      this.replay(check, memory);
    }
    memory.blank = false;
    memory.changed = true;
    this.save(check.id, memory, now);
  }

  /** The user said that a value was fine, or that it was not. */
  correct(check: Check, at: EpochMs, value: number, fine: boolean): void {
    const memory = this.of(check);
    const { accept } = checkType(check.type);
    if (!memory.baseline && !accept) return;
    if (fine && accept) memory.known = accept(memory.known);
    if (memory.baseline) learn(memory.baseline, at, value, fine ? 'normal' : 'not_normal');
    // The value may be an old one: what was learned after it must not be learned again from the history.
    this.save(check.id, memory, Math.max(at, memory.learnedAt));
  }

  /** The check's settings changed: what it has learned of another value is of no use. */
  forget(check: Check, at: EpochMs): void {
    this.byCheck.delete(check.id);
    this.store.checks.setMemory(check.id, { baseline: null, known: null }, at);
  }

  drop(checkId: number): void {
    this.byCheck.delete(checkId);
  }

  /** Writes what is not written yet. */
  flush(): void {
    this.store.transaction(() => {
      for (const [checkId, memory] of this.byCheck) {
        if (memory.changed && this.store.checks.get(checkId)) this.save(checkId, memory, memory.learnedAt);
      }
    });
  }

  private of(check: Check): Memory {
    const known = this.byCheck.get(check.id);
    if (known) return known;
    if (check.id === DRAFT_ID) return this.read(check, NO_MEMORY);
    const memory = this.read(check, this.store.checks.memory(check.id));
    this.byCheck.set(check.id, memory);
    return memory;
  }

  private read(check: Check, stored: CheckMemory & { updatedAt: EpochMs | null }): Memory {
    const at = stored.updatedAt ?? 0;
    const memory: Memory = {
      baseline: this.baselineOf(check, stored.baseline),
      known: stored.known === null ? null : JSON.parse(stored.known),
      savedAt: at,
      learnedAt: at,
      changed: false,
      blank: stored.baseline === null,
      blankSince: null,
    };
    // Killed before the last write: the runs are all in the history.
    this.replay(check, memory);
    return memory;
  }

  private replay(check: Check, memory: Memory): void {
    if (!memory.baseline) return;
    const points: { at: EpochMs; value: number }[] = [];
    for (const point of this.store.runs.judgedSince(check.id, memory.learnedAt)) {
      if (point.at - memory.learnedAt < check.intervalMs / 2) continue;
      points.push(point);
      memory.learnedAt = point.at;
      memory.changed = true;
    }
    this.learnAll(memory.baseline, points);
  }

  private baselineOf(check: Check, text: string | null): Baseline | null {
    const measure = measureOf(check);
    if (check.rule.kind !== 'anomaly' || measure === null) return null;
    const options = { measure, intervalMs: check.intervalMs, zone: this.zone };
    return (text === null ? null : revive(text)) ?? newBaseline(options);
  }

  private save(checkId: number, memory: Memory, at: EpochMs): void {
    this.store.checks.setMemory(
      checkId,
      {
        baseline: memory.baseline && serialise(memory.baseline),
        known: memory.known === null ? null : JSON.stringify(memory.known),
      },
      at,
    );
    memory.savedAt = at;
    memory.changed = false;
  }
}

const judged = (status: RunOutcome['status']) =>
  status === 'pass' || status === 'warn' || status === 'fail' || status === 'learning';
