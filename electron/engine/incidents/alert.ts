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

const severityRank: Record<Severity, number> = { broken: 0, warning: 1, unjudged: 2 };

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
  return signal.bad ? onBad(before, signal, now) : onGood(before, signal);
}

function onBad(before: AlertRow | null, signal: Signal, now: EpochMs): AlertStep {
  const { key, connectionId, tableId, checkId, severity, name, message } = signal;
  if (!before) {
    const fires = signal.needed <= 1 && (signal.forMs ?? 0) === 0;
    const phase = fires ? 'firing' : 'pending';
    const alert: AlertRow = {
      key,
      connectionId,
      tableId,
      checkId,
      phase,
      streak: 1,
      severity,
      name,
      message,
      since: now,
      incidentId: null,
    };
    return { alert, transition: fires ? 'fired' : 'pending' };
  }
  const alert = { ...before, severity, name, message };
  if (before.phase === 'pending') {
    const streak = before.streak + 1;
    const fires = streak >= signal.needed && now - before.since >= (signal.forMs ?? 0);
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

function onGood(before: AlertRow | null, signal: Signal): AlertStep {
  if (!before) return { alert: null, transition: 'none' };
  if (before.phase === 'pending') return { alert: null, transition: 'cleared' };
  const streak = before.phase === 'recovering' ? before.streak + 1 : 1;
  if (streak >= signal.needed) return { alert: null, transition: 'resolved' };
  return {
    alert: { ...before, phase: 'recovering', streak },
    transition: before.phase === 'firing' ? 'recovering' : 'none',
  };
}
