import { type Check, type CheckPrice, STALE_INTERVALS } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { isAskedAcrossTables } from '../checks/registry.ts';
import type { FailureKind } from '../replica/api.ts';
import type { CheckStateRow } from '../store/api.ts';
import { nextDue } from './due.ts';

/** For this part of its interval a due check waits for company, and never for longer than a minute. */
const COMPANY_SHARE = 1 / 60;
const LONGEST_COMPANY_MS = 60_000;

/** A check as the monitor holds it: its definition, where it stands, and when it is due. */
export interface LiveCheck {
  check: Check;
  state: CheckStateRow | null;
  /** Null until it was priced. */
  price: CheckPrice | null;
  nextDueAt: EpochMs;
  /** Its next look settles a doubt: it goes before the routine. */
  inDoubt: boolean;
  running: boolean;
  /** Milliseconds that its statement took last time, for all whom it answered. 0: not known. */
  costMs: number;
  /** Its own part of a folded statement failed last time: it is asked apart from the others until it works. */
  alone: boolean;
  /** For so many runs more it is asked apart from the others, as together they took too long. */
  apartRuns: number;
}

/** An hour at a look a minute. Then all are asked together once more: it may have been the replica that was slow. */
const APART_RUNS = 60;

export function liveCheck(
  check: Check,
  state: CheckStateRow | null,
  price: CheckPrice | null,
  now: EpochMs,
): LiveCheck {
  const nextDueAt = nextDueOf(check, now);
  return {
    check,
    state,
    price,
    nextDueAt,
    inDoubt: false,
    running: false,
    costMs: 0,
    alone: false,
    apartRuns: 0,
  };
}

/** Next time on the check's own grid: its table's, or its connection's where one statement asks it for all tables. */
export function nextDueOf(check: Check, now: EpochMs): EpochMs {
  const key = isAskedAcrossTables(check.type) ? check.connectionId : (check.tableId ?? check.id);
  return nextDue(now, check.intervalMs, key);
}

/**
 * When it runs at the latest, if nothing else is to be waited for: a due check waits a little for others to come due, so
 * that the machine wakes once for several, as with a system's own timers. Not where it settles a doubt, nor the first time.
 */
export function latestStart({ check, state, inDoubt, nextDueAt }: LiveCheck): EpochMs {
  const isHurried = inDoubt || state === null;
  const company = Math.min(Math.floor(check.intervalMs * COMPANY_SHARE), LONGEST_COMPANY_MS);
  return isHurried ? nextDueAt : nextDueAt + company;
}

/** After this moment it was judged too long ago: what was true then may not be now. Never, where nothing was judged. */
export function staleAfter({ state, check }: LiveCheck): EpochMs {
  return (state?.judgedAt ?? Number.POSITIVE_INFINITY) + STALE_INTERVALS * check.intervalMs;
}

export const isStale = (live: LiveCheck, now: EpochMs): boolean => now > staleAfter(live);

/** Due times were missed (asleep, down, not running), so it should be looked at as soon as possible, once. */
export function isOverdue(live: LiveCheck, now: EpochMs): boolean {
  const { state, check } = live;
  return state === null || state.status === 'deferred' || now - state.at > check.intervalMs;
}

/** Takes note of whether to ask a check apart from the others from now on. */
export function noteCompany(live: LiveCheck, failed: FailureKind | undefined, inCompany: boolean): void {
  live.alone = failed === 'sql' || failed === 'missing_column';
  live.apartRuns = failed === 'timeout' && inCompany ? APART_RUNS : Math.max(0, live.apartRuns - 1);
}
