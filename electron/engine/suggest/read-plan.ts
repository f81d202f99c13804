import { type Bounds, type CheckInput, NO_BOUNDS, type Suggestion } from '../../../shared/domain/check.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { checkType } from '../checks/registry.ts';
import type { TableFacts } from '../replica/api.ts';
import { qualifiedName, quoteIdent } from '../replica/sql.ts';
import { CHEAP_PAGES, newestKey } from './newest-key.ts';
import type { TableProfile } from './profile.ts';
import type { RecentRhythm } from './rhythm.ts';
import { findTimestamp, type TimestampCandidate } from './timestamp.ts';

/** Up to this many 8 KiB pages (2 MB), a table is counted as if it were nothing. */
const TINY_PAGES = 256;
/** And so many pages for every other minute (128 MB). */
const FAIR_PAGES = 16_000;
/** Above this many pages (800 MB) a full read is offered, but not preselected. */
const DEAR_PAGES = 100_000;

export const CHEAP_INTERVAL_MS = 60_000;
const FAIR_INTERVAL_MS = 120_000;
const SCAN_INTERVAL_MS = 300_000;

/** Rows that a window on columns should hold: enough for a mean, few enough that new rows soon make up most of it. */
export const ROWS_PER_WINDOW = 100;
/** Where so many come, a short window is enough: two intervals of the check, so that it misses none. */
const QUICK = { seconds: 120, rows: 1_000 };
/** And those of so many loads, of a table that is loaded in batches. */
const GAPS_PER_WINDOW = 2;
const WINDOWS = [300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800, 604_800] as const;
/** Of a table that says no time, so many newest rows by a key that grows. */
const NEWEST_ROWS = 2_000;
/** Rows among which a doubled key is looked for: a file loaded again is not always the newest one. */
const ROWS_PER_KEY_WINDOW = 10_000;
const DAY = 86_400;

export type Proposal = Omit<Suggestion, 'unit'>;

/** All that is known of a table, and how its rows are best read. */
export interface ReadPlan {
  facts: TableFacts;
  timestamp: TimestampCandidate | null;
  rhythm: RecentRhythm | null;
  profile: TableProfile | null;
  cheap: boolean;
  /** A full read is so dear that it is offered only. */
  dear: boolean;
  /** Rows for checks on columns and on keys. */
  columns: Rows;
  keys: Rows;
}

/** Settings of the rows to look at. */
export interface Rows {
  timestampColumn: string | null;
  windowSeconds: number | null;
  where: string | null;
}

export const ALL_ROWS: Rows = { timestampColumn: null, windowSeconds: null, where: null };

export function readPlan(
  facts: TableFacts,
  rhythm: RecentRhythm | null,
  profile: TableProfile | null,
): ReadPlan {
  const timestamp = findTimestamp(facts);
  const pages = facts.pages ?? 0;
  const recent = (seconds: number | null): Rows | null =>
    timestamp?.indexed && seconds !== null
      ? { timestampColumn: timestamp.column.name, windowSeconds: seconds, where: null }
      : null;
  return {
    facts,
    timestamp,
    rhythm,
    profile,
    cheap: pages <= CHEAP_PAGES,
    dear: pages > DEAR_PAGES,
    columns: recent(rhythm && columnWindow(rhythm)) ?? newestByKey(facts, NEWEST_ROWS) ?? ALL_ROWS,
    keys: recent(rhythm && keyWindow(rhythm)) ?? newestByKey(facts, ROWS_PER_KEY_WINDOW) ?? ALL_ROWS,
  };
}

/** Seconds of the newest rows that tell what a column holds now. Null: so few come that all rows are read. */
export function columnWindow({ rows, spanSeconds, longestGapSeconds }: RecentRhythm): number | null {
  const perSecond = rows / Math.max(spanSeconds, 1);
  const atLeast = (longestGapSeconds ?? 0) * GAPS_PER_WINDOW;
  if (atLeast <= QUICK.seconds && perSecond * QUICK.seconds >= QUICK.rows) return QUICK.seconds;
  return WINDOWS.find((seconds) => seconds >= atLeast && perSecond * seconds >= ROWS_PER_WINDOW) ?? null;
}

function keyWindow(rhythm: RecentRhythm): number | null {
  const least = columnWindow(rhythm);
  if (least === null) return null;
  const perSecond = rhythm.rows / Math.max(rhythm.spanSeconds, 1);
  const wanted = Math.min(DAY, ROWS_PER_KEY_WINDOW / perSecond);
  return Math.max(least, WINDOWS.findLast((seconds) => seconds <= wanted) ?? least);
}

/** The newest rows of a table by its key. Null: it has none to go by, or is read cheaply as a whole. */
function newestByKey(facts: TableFacts, rows: number): Rows | null {
  const key = newestKey(facts);
  if (!key) return null;
  const numbers = (rows * (Number(key.highest) - Number(key.lowest))) / (facts.estimatedRows ?? 1);
  if (!(numbers >= 1)) return null;
  const column = quoteIdent(key.name);
  const newest = `(SELECT max(${column}) FROM ${qualifiedName(facts.schema, facts.name)})`;
  return { ...ALL_ROWS, where: `${column} > ${newest} - ${Number(numbers.toPrecision(1))}` };
}

/** Whether only recent rows are read, by an index. */
export function isRecent({ timestampColumn, where }: Rows): boolean {
  return timestampColumn !== null || where !== null;
}

/** How often to read these rows: the more, the rarer. */
export function intervalFor({ facts }: ReadPlan, rows: Rows): number {
  const pages = facts.pages ?? 0;
  if (isRecent(rows) || pages <= CHEAP_PAGES) return CHEAP_INTERVAL_MS;
  return pages <= FAIR_PAGES ? FAIR_INTERVAL_MS : SCAN_INTERVAL_MS;
}

/** How often to count all rows. Where the newest are looked at by themselves, all others hardly change. */
export function countIntervalFor(read: ReadPlan): number {
  const pages = read.facts.pages ?? 0;
  if (!isRecent(read.columns)) return intervalFor(read, ALL_ROWS);
  if (!read.cheap) return SCAN_INTERVAL_MS;
  return pages <= TINY_PAGES ? CHEAP_INTERVAL_MS : FAIR_INTERVAL_MS;
}

/** Whether reading these rows is cheap enough to be preselected. */
export function isAffordable({ dear }: ReadPlan, rows: Rows): boolean {
  return !dear || isRecent(rows);
}

export function rowWords({ windowSeconds, where }: Rows): string {
  if (where !== null) return 'Reads the newest rows by their key';
  return windowSeconds === null
    ? 'Reads the whole table'
    : `Reads the last ${formatSeconds(windowSeconds)} by index`;
}

/** Fixed bounds that hold until the check has learned its own. */
export function learnedRule(sides: 'both' | 'lower' | 'upper' = 'both'): CheckInput['rule'] {
  return { kind: 'anomaly', sides, guard: 'while_learning' };
}

export function bounds(changes: Partial<Bounds>): Bounds {
  return { ...NO_BOUNDS, ...changes };
}

/** A check of a type's defaults, but for what is given. */
export function fromDefaults(type: string, changes: Partial<CheckInput>): CheckInput {
  return { ...checkType(type).defaults, type, ...changes };
}
