import { expectationAt, learn, newBaseline } from '../../../electron/engine/baseline/baseline.ts';
import { judge } from '../../../electron/engine/checks/judge.ts';
import { checkType } from '../../../electron/engine/checks/registry.ts';
import { noiseOfShare } from '../../../electron/engine/checks/sampling.ts';
import { type AlertStep, advanceAlert, type Signal } from '../../../electron/engine/incidents/alert.ts';
import { runsNeeded } from '../../../electron/engine/incidents/signals.ts';
import type { AlertRow } from '../../../electron/engine/store/api.ts';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { RunTimes } from './schedule.ts';
import type { Series } from './series/series.ts';
import { awakeSpans } from './world/awake.ts';
import { DAY } from './world/calendar.ts';
import { Random } from './world/random.ts';
import { makeWorld, zone } from './world/world.ts';

/** How doubt is settled. */
export interface Policy {
  /** Bad runs in a row before a message, and good ones before it is over. */
  pendingRuns: number;
  /** Whether a doubt is looked at again after 15 s, and that look counts as a run (as the product does). */
  lookAgain: boolean;
}

/** One run, for people who want to see why. */
export interface RunNote {
  at: EpochMs;
  scheduled: boolean;
  value: number;
  low: number | null;
  high: number | null;
  centre: number | null;
  bad: boolean;
  transition: AlertStep['transition'];
}

export interface FalseIncident {
  firedAt: EpochMs;
  value: number;
  low: number | null;
  high: number | null;
  basis: string;
  /** Null: still open when the fault began. */
  resolvedAt: EpochMs | null;
}

export interface Outcome {
  series: Series;
  /** Days from the first run until the fault. */
  healthyDays: number;
  runs: number;
  start: EpochMs;
  onset: EpochMs;
  falseIncidents: FalseIncident[];
  detectedAt: EpochMs | null;
  /** Runs from the fault until the message; looks at a doubt count as runs. */
  delayRuns: number | null;
  /** The same without the looks at a doubt. */
  delayDueRuns: number | null;
}

/** A fault that is not spoken of so long after the first run that could see it is missed. */
const PATIENCE_DAYS = 1;
/** For a check that runs once a day, or whose rows come once a day. */
const DAILY_PATIENCE_DAYS = 4;

/** Lives through a series' healthy days and its fault, and tells what was said. */
export function watch(series: Series, seed: number, policy: Policy, note?: (run: RunNote) => void): Outcome {
  const world = makeWorld(series.season);
  const random = new Random(seed, series.name);
  const { valueAt, rowsAt, onset } = series.build(world, random);
  const times = new RunTimes(
    awakeSpans(series.awake, world, random),
    {
      intervalMs: series.intervalMs,
      phaseKey: 1 + Math.floor(random.between(0, 1_000)),
      missedRuns: series.missedRuns,
    },
    random,
  );
  const { measure } = checkType(series.checkType);
  const baseline = newBaseline({
    measure: measure ?? 'number',
    intervalMs: series.intervalMs,
    zone,
  });
  const outcome: Outcome = {
    series,
    healthyDays: (onset - world.start) / DAY,
    runs: 0,
    start: world.start,
    onset,
    falseIncidents: [],
    detectedAt: null,
    delayRuns: null,
    delayDueRuns: null,
  };
  const check = {
    bounds: NO_BOUNDS,
    rule: { kind: 'anomaly', sides: series.sides, guard: 'always' } as const,
    severity: 'broken' as const,
    config: series.windowMinutes === undefined ? {} : { windowSeconds: 60 * series.windowMinutes },
    intervalMs: series.intervalMs,
  };
  const measured = { unit: series.unit, measure };
  let learnedAt = Number.NEGATIVE_INFINITY;
  let alert: AlertRow | null = null;
  let marginal = false;
  let brokenRuns = 0;
  let brokenDueRuns = 0;
  let giveUpAt = Number.POSITIVE_INFINITY;
  for (;;) {
    const doubtful = alert !== null && alert.phase !== 'firing';
    const run = times.take(policy.lookAgain && doubtful && !marginal);
    if (!run || run.at > giveUpAt) return outcome;
    const { at, scheduled } = run;
    const broken = at >= onset;
    outcome.runs++;
    if (broken) {
      if (brokenRuns === 0) giveUpAt = at + patienceMs(series);
      brokenRuns++;
      if (scheduled) brokenDueRuns++;
    }
    const value = valueAt(at);
    if (value === null) continue;
    // Null shares are told with the chance of few rows, as `missing.ts` does.
    const noise = rowsAt ? { noise: noiseOfShare(value, rowsAt(at)) } : {};
    const observation = { value, finding: '', ...noise };
    const judgement = judge(observation, check, measured, { baseline, before: () => null }, at);
    const { status } = judgement;
    // As `Settlement` has it: a value close to its bound is not looked at again before its time.
    marginal = judgement.marginal === true;
    const bad = status === 'learning' ? null : status !== 'pass';
    // What was expected is told where it is of interest only: working it out is the dearest part of a run.
    const told = bad || broken ? expectationAt(baseline, at) : null;
    // As `Memories.note` has it: a second look at nearly the same moment says nothing new.
    if (at - learnedAt >= series.intervalMs / 2) {
      learn(baseline, at, value);
      learnedAt = at;
    }
    const needed = runsNeeded(policy.pendingRuns, judgement.extraRuns ?? 0);
    const step = advanceAlert(alert, signal(series, bad, needed), at);
    alert = step.alert;
    const low = told?.failLower ?? null;
    const high = told?.failUpper ?? null;
    note?.({
      at,
      scheduled,
      value,
      low,
      high,
      centre: told?.centre ?? null,
      bad: bad === true,
      transition: step.transition,
    });
    if (step.transition === 'fired' && broken) {
      return { ...outcome, detectedAt: at, delayRuns: brokenRuns, delayDueRuns: brokenDueRuns };
    }
    if (step.transition === 'fired') {
      outcome.falseIncidents.push({
        firedAt: at,
        value,
        low,
        high,
        basis: told?.basis ?? '',
        resolvedAt: null,
      });
    }
    const open = outcome.falseIncidents.at(-1);
    if (step.transition === 'resolved' && open && !broken) open.resolvedAt = at;
  }
}

function patienceMs(series: Series): number {
  return (series.daily ? DAILY_PATIENCE_DAYS : PATIENCE_DAYS) * DAY;
}

function signal(series: Series, bad: boolean | null, needed: number): Signal {
  return {
    key: 'check:1',
    connectionId: 1,
    tableId: 1,
    checkId: 1,
    kind: series.checkType,
    bad,
    severity: 'broken',
    name: series.name,
    message: '',
    needed,
  };
}
