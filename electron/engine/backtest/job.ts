import type { BackTest, Check, SeriesPoint } from '../../../shared/domain/check.ts';
import type { Holiday } from '../../../shared/domain/holidays.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { unitOf } from '../checks/registry.ts';
import { statusCode, statusOf } from '../store/status-code.ts';
import type { Store } from '../store/store.ts';
import { thin } from '../store/thin.ts';
import { type PastPoint, replay } from './replay.ts';
import { sentenceOf } from './words.ts';

const DAY_MS = 86_400_000;
/** So much of the past is told of. What is known from before that is learned from. */
const TOLD_MS = 30 * DAY_MS;
const MOST_POINTS = 480;
/** Newest first beyond this nobody reads on. */
const MOST_SPOKEN = 100;

export interface BackTestQuestion {
  check: Check;
  /** Values from the table itself. Null: the stored runs of the check with this id. */
  past: readonly PastPoint[] | null;
  zone: string;
  holidays: readonly Holiday[];
  keepForMs: number;
  now: EpochMs;
}

/** A back-test as a job of the store's reader: replaying a month of learned bounds takes seconds. */
export function backTestJob(store: Store, question: BackTestQuestion): BackTest {
  const { check, now, zone, holidays, keepForMs } = question;
  const past = question.past ?? store.runs.judgedSince(check.id, 0);
  const values = question.past === null ? ('runs' as const) : ('table' as const);
  const from = Math.max(now - TOLD_MS, past[0]?.at ?? now);
  const { points, spoken } = replay(past, { check, values, zone, holidays, keepForMs, from });
  const told = { source: values, from, to: now, unit: unitOf(check), points: thinned(points), spoken };
  return { ...told, sentence: sentenceOf(told), spoken: spoken.slice(-MOST_SPOKEN) };
}

function thinned(points: readonly SeriesPoint[]): SeriesPoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length <= MOST_POINTS) return [...points];
  const plotted = points.map(({ at, value, status, low, high }) => ({
    at,
    value,
    low,
    high,
    code: statusCode(status),
  }));
  return thin(plotted, first.at, last.at, MOST_POINTS).map(({ code, ...point }) => ({
    ...point,
    status: statusOf(code),
  }));
}
