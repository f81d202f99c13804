import type { Severity } from '../../../shared/domain/incident.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { AlertRow } from '../store/api.ts';

/** What one run says about one cause. */
export interface Signal {
  /** Identity of the cause: one open alert per key. */
  key: string;
  connectionId: number;
  tableId: number | null;
  checkId: number | null;
  /** The check type, or the cause: `freshness`, `permission`, `unreachable`. What findings are grouped by. */
  kind: string;
  /** Null: this run could not tell, so nothing changes. */
  bad: boolean | null;
  severity: Severity;
  name: string;
  message: string;
  /** Consecutive bad runs before it fires, and good ones before it resolves. At least 1. */
  needed: number;
  /**
   * Alertmanager's `for`: besides, it must have been bad for so many milliseconds. For causes that several checks
   * run into at one moment, which would otherwise count as several runs in a row.
   */
  forMs?: number;
  /** Alertmanager's `keep_firing_for`: judged good often enough, it must stay good for so many milliseconds more. */
  keepForMs?: number;
}

export type Transition =
  | 'none'
  | 'pending'
  | 'fired'
  | 'worsened'
  | 'recovering'
  | 'relapsed'
  | 'resolved'
  | 'cleared';

export interface AlertStep {
  /** Null: the alert is over. */
  alert: AlertRow | null;
  transition: Transition;
}

const severityRank: Record<Severity, number> = { critical: 0, broken: 1, warning: 2, unjudged: 3 };

/**
 * Whether `since` lies less than `ms` back. False when it lies ahead: the clock was set back, and nothing may wait
 * for it to catch up.
 */
export function within(since: EpochMs | null, now: EpochMs, ms: number): boolean {
  return since !== null && now >= since && now - since < ms;
}

/** Negative when `a` is the worse of the two. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severityRank[a] - severityRank[b];
}

/**
 * One step of the life of an alert: `pending → firing → (recovering →) resolved`. Pure.
 * A pending alert that turns good is `cleared` and was never spoken of; a recovering one that turns bad
 * again has only relapsed: it is the same alert.
 */
export function advanceAlert(before: AlertRow | null, signal: Signal, now: EpochMs): AlertStep {
  if (signal.bad === null) return { alert: before, transition: 'none' };
  return signal.bad ? onBad(before, signal, now) : onGood(before, signal, now);
}

function onBad(before: AlertRow | null, signal: Signal, now: EpochMs): AlertStep {
  const { key, connectionId, tableId, checkId, kind, severity, name, message } = signal;
  if (!before) {
    const fires = signal.needed <= 1 && (signal.forMs ?? 0) === 0;
    const phase = fires ? 'firing' : 'pending';
    const alert: AlertRow = {
      key,
      connectionId,
      tableId,
      checkId,
      kind,
      phase,
      streak: 1,
      severity,
      name,
      message,
      since: now,
      seenAt: now,
      goodSince: null,
      incidentId: null,
    };
    return { alert, transition: fires ? 'fired' : 'pending' };
  }
  const alert = { ...before, kind, severity, name, message, seenAt: now, goodSince: null };
  if (before.phase === 'pending') {
    const streak = before.streak + 1;
    const fires = streak >= signal.needed && !within(before.since, now, signal.forMs ?? 0);
    return {
      alert: { ...alert, streak, phase: fires ? 'firing' : 'pending' },
      transition: fires ? 'fired' : 'none',
    };
  }
  const worse = compareSeverity(severity, before.severity) < 0;
  const transition = worse ? 'worsened' : before.phase === 'recovering' ? 'relapsed' : 'none';
  return {
    alert: { ...alert, phase: 'firing', streak: before.phase === 'firing' ? before.streak + 1 : 1 },
    transition,
  };
}

function onGood(before: AlertRow | null, signal: Signal, now: EpochMs): AlertStep {
  if (!before) return { alert: null, transition: 'none' };
  if (before.phase === 'pending') return { alert: null, transition: 'cleared' };
  const streak = before.phase === 'recovering' ? before.streak + 1 : 1;
  // A clock that was set back starts the time over.
  const goodSince =
    streak < signal.needed
      ? null
      : before.goodSince !== null && before.goodSince <= now
        ? before.goodSince
        : now;
  if (goodSince !== null && now - goodSince >= (signal.keepForMs ?? 0))
    return { alert: null, transition: 'resolved' };
  return {
    alert: { ...before, phase: 'recovering', streak, goodSince },
    transition: before.phase === 'firing' ? 'recovering' : 'none',
  };
}
