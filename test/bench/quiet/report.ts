import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { FalseIncident, Outcome, RunNote } from './watch.ts';
import { DAY, MINUTE } from './world/calendar.ts';
import { HEALTHY_DAYS } from './world/world.ts';

/** The last line of the bench. */
export interface Summary {
  series: number;
  healthy_days: number;
  false_notifications: number;
  faults: number;
  detected: number;
  median_delay_runs: number | null;
  /** The same without the second looks at a doubt. */
  median_delay_due_runs: number | null;
  false_per_1000_table_days: number;
  /** False incidents that were not over within a day. */
  slow_to_heal: number;
}

export function summarise(outcomes: readonly Outcome[]): Summary {
  const found = outcomes.filter(({ detectedAt }) => detectedAt !== null);
  const wrong = outcomes.flatMap(({ falseIncidents }) => falseIncidents);
  const days = outcomes.reduce((sum, { healthyDays }) => sum + healthyDays, 0);
  return {
    series: outcomes.length,
    healthy_days: HEALTHY_DAYS,
    false_notifications: wrong.length,
    faults: outcomes.length,
    detected: found.length,
    median_delay_runs: median(found.map(({ delayRuns }) => delayRuns)),
    median_delay_due_runs: median(found.map(({ delayDueRuns }) => delayDueRuns)),
    false_per_1000_table_days: round((wrong.length / Math.max(days, 1)) * 1_000),
    slow_to_heal: wrong.filter((incident) => openFor(incident) > DAY).length,
  };
}

/** One line per series: what was said wrongly, and when the fault was found. */
export function lineOf({
  series,
  falseIncidents,
  detectedAt,
  delayRuns,
  delayDueRuns,
  onset,
}: Outcome): string {
  const found =
    detectedAt === null
      ? 'MISSED'
      : `found after ${delayRuns} runs (${delayDueRuns} due), ${duration(detectedAt - onset)}`;
  const wrong = falseIncidents.length === 0 ? 'quiet' : `${falseIncidents.length} FALSE`;
  return `${series.name.padEnd(68)} ${wrong.padEnd(9)} ${found.padEnd(40)} ${series.fault}`;
}

/** Where a message was wrong, and what was expected there. */
export function falseLine({ start, series }: Outcome, incident: FalseIncident): string {
  const over = incident.resolvedAt === null ? 'never over' : `over after ${duration(openFor(incident))}`;
  return `    ${day(start, incident.firedAt)}  ${number(incident.value)} ${series.unit}, expected ${number(incident.low)} to ${number(incident.high)} (${incident.basis}); ${over}`;
}

export function noteLine(start: EpochMs, run: RunNote): string {
  const kind = run.scheduled ? '' : ' (second look)';
  return `    ${day(start, run.at)}  ${number(run.value)}, expected ${number(run.centre)} in ${number(run.low)} to ${number(run.high)}${run.bad ? ' BAD' : ''} ${run.transition}${kind}`;
}

function openFor({ firedAt, resolvedAt }: FalseIncident): number {
  return (resolvedAt ?? Number.POSITIVE_INFINITY) - firedAt;
}

function day(start: EpochMs, at: EpochMs): string {
  const iso = new Date(at).toISOString();
  return `day ${((at - start) / DAY).toFixed(2)} (${iso.slice(5, 16).replace('T', ' ')} UTC)`;
}

function duration(ms: number): string {
  if (ms < 120 * MINUTE) return `${round(ms / MINUTE)} min`;
  return ms < 2 * DAY ? `${round(ms / 60 / MINUTE)} h` : `${round(ms / DAY)} days`;
}

function number(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(4)));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function median(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
