import type { Bounds, CheckInput, Suggestion } from '../../../shared/domain/check.ts';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatNumber, formatSeconds } from '../../../shared/format.ts';
import type { ColumnFacts, TableFacts } from '../replica/api.ts';
import { checkType, unitOf } from './registry.ts';
import type { RecentNulls, RecentRhythm } from './rhythm.ts';

/** Reading this many 8 KiB pages is cheap enough for once a minute (16 MB). */
const CHEAP_PAGES = 2_000;
/** Above this many pages (800 MB) a full read is offered, but not preselected. */
const DEAR_PAGES = 100_000;
/** A column check is suggested for at most so many columns; more can be added by hand. */
const MOST_COLUMNS = 6;

/** A column that is null in no more than this share of the rows is one that should be filled. */
const RARELY_NULL = 0.05;

const CHEAP_INTERVAL_MS = 60_000;
const SCAN_INTERVAL_MS = 300_000;

/** Names under which rows usually carry the time of their arrival, best first. */
const arrivalNames = [
  /(^|_)(created|inserted|ingested|loaded|received)(_?(at|on|time|ts|date))?$/i,
  /(^|_)(occurred|event|ordered|placed|paid|shipped|viewed|noted|logged|recorded)([_ ]?(at|on|time|ts|date))?$/i,
  /(^|_)(timestamp|ts|time)$/i,
  /(^|_)(updated|modified|changed)(_?(at|on|time|ts|date))?$/i,
  /[_ ](at|on|time|ts)$/i,
];

const updateNames = /(updated|modified|changed|refreshed)/i;
const plannedNames = /(expir|due|valid|scheduled|planned|deliver|birth|start|end|until|from|to$)/i;
const keyNames = /(^|_)(id|uuid|key|ref|reference|code|number|no|email|sku|slug|hash)$/i;

/** A column that can say when a row arrived, how well, and what an index makes of it. */
export interface TimestampCandidate {
  column: ColumnFacts;
  indexed: boolean;
}

/** The column that most likely says when rows arrive: by type, name, index and whether it may be null. */
export function findTimestamp(facts: TableFacts): TimestampCandidate | null {
  const leading = new Set(
    facts.indexes
      .filter((index) => !index.partial && index.method === 'btree')
      .map((index) => index.columns[0]),
  );
  let best: (TimestampCandidate & { score: number }) | null = null;
  for (const column of facts.columns) {
    if (!/^timestamp/.test(column.type)) continue;
    const indexed = leading.has(column.name);
    const named = arrivalNames.findIndex((pattern) => pattern.test(column.name));
    if (named === -1 && !indexed) continue;
    const score =
      (named === -1 ? 0 : 10 - named * 2) +
      (indexed ? 6 : 0) +
      (column.nullable ? 0 : 2) -
      (plannedNames.test(column.name) ? 8 : 0);
    if (score > 0 && (!best || score > best.score)) best = { column, indexed, score };
  }
  return best && { column: best.column, indexed: best.indexed };
}

/**
 * Checks worth having on a table, from its catalogue and, where an index makes that cheap, from the rhythm of its
 * newest rows. Pure; nothing here asks the replica.
 */
export function suggestChecks(
  facts: TableFacts,
  rhythm: RecentRhythm | null,
  recentNulls: RecentNulls | null = null,
): Suggestion[] {
  const timestamp = findTimestamp(facts);
  const pages = facts.pages ?? 0;
  const read: ReadPlan = {
    timestamp,
    rhythm,
    cheap: pages <= CHEAP_PAGES,
    dear: pages > DEAR_PAGES,
    windowSeconds: rhythm ? columnWindow(rhythm) : null,
  };
  const proposals: Proposal[] = [
    suggestSchema(),
    ...suggestFreshness(read),
    ...suggestVolume(facts, read),
    ...suggestUnique(facts, read),
    ...suggestMissing(facts, read, recentNulls),
  ];
  return proposals.map((proposal) => ({ ...proposal, unit: unitOf(proposal.check) }));
}

type Proposal = Omit<Suggestion, 'unit'>;

interface ReadPlan {
  timestamp: TimestampCandidate | null;
  rhythm: RecentRhythm | null;
  cheap: boolean;
  dear: boolean;
  /** Window for checks on columns; null reads the whole table. */
  windowSeconds: number | null;
}

function suggestSchema(): Proposal {
  return {
    key: 'schema',
    reason: 'Reads the catalogue only: says when a column is dropped, renamed or retyped.',
    recommended: true,
    check: fromDefaults('schema', {}),
  };
}

function suggestFreshness({ timestamp, rhythm, cheap }: ReadPlan): Proposal[] {
  if (!timestamp) return [];
  const { name } = timestamp.column;
  const how = timestamp.indexed ? 'One index look-up' : 'Reads the table, for want of an index';
  if (rhythm && rhythm.longestGapSeconds !== null) {
    const limit = freshnessLimit(rhythm.longestGapSeconds);
    return [
      {
        key: 'freshness',
        reason: `${how}. New rows came at most ${formatSeconds(rhythm.longestGapSeconds)} apart in the last ${formatSeconds(rhythm.spanSeconds)}.`,
        recommended: !rhythm.dormant,
        check: fromDefaults('freshness', {
          name: `Freshness of ${name}`,
          config: { timestampColumn: name },
          bounds: { ...NO_BOUNDS, failMin: -60, failMax: limit },
          intervalMs: CHEAP_INTERVAL_MS,
        }),
      },
    ];
  }
  return [
    {
      key: 'freshness',
      reason: `${how}. Its rhythm is not known yet: set the bound to what is normal.`,
      recommended: false,
      check: fromDefaults('freshness', {
        name: `Freshness of ${name}`,
        config: { timestampColumn: name },
        bounds: { ...NO_BOUNDS, failMin: -60, failMax: 86_400 },
        intervalMs: cheap || timestamp.indexed ? CHEAP_INTERVAL_MS : SCAN_INTERVAL_MS,
      }),
    },
  ];
}

/** Three times the longest gap that was seen, in a round number, and never tighter than a minute. */
export function freshnessLimit(longestGapSeconds: number): number {
  return niceSeconds(Math.max(60, longestGapSeconds * 3));
}

/** The next round duration that is at least as long. */
function niceSeconds(seconds: number): number {
  const steps = [
    60, 90, 120, 180, 300, 600, 900, 1_200, 1_800, 2_700, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
    129_600, 172_800, 259_200, 604_800,
  ];
  return steps.find((step) => step >= seconds) ?? Math.ceil(seconds / 604_800) * 604_800;
}

function suggestVolume(facts: TableFacts, { timestamp, rhythm, cheap, dear }: ReadPlan): Proposal[] {
  if (timestamp && rhythm?.volume && !updateNames.test(timestamp.column.name)) {
    const { windowSeconds, fewest, most, windows } = rhythm.volume;
    const config = { timestampColumn: timestamp.column.name, windowSeconds, compareWith: 'none' };
    return [
      {
        key: 'volume',
        reason: `The last ${windows} windows of ${formatSeconds(windowSeconds)} held ${formatNumber(fewest)} to ${formatNumber(most)} rows each.`,
        recommended: !rhythm.dormant,
        check: fromDefaults('volume', {
          name: `Volume per ${formatSeconds(windowSeconds)}`,
          config,
          bounds: volumeBounds(fewest, most),
          intervalMs: CHEAP_INTERVAL_MS,
        }),
      },
      {
        key: 'volume_day',
        reason: 'Follows a daily rhythm: compares with the same hour yesterday.',
        recommended: false,
        check: fromDefaults('volume', {
          name: 'Volume against yesterday',
          config: { ...config, windowSeconds: Math.max(3_600, windowSeconds), compareWith: 'day' },
          bounds: { warnMin: -40, warnMax: 80, failMin: -60, failMax: 150 },
          intervalMs: SCAN_INTERVAL_MS,
        }),
      },
    ];
  }
  if (
    facts.estimatedRows === null ||
    facts.estimatedRows < 1 ||
    facts.kind === 'view' ||
    facts.kind === 'foreign_table'
  )
    return [];
  const rows = Math.round(facts.estimatedRows);
  return [
    {
      key: 'volume',
      reason: `Holds about ${formatNumber(rows)} rows; says when many of them vanish or double.`,
      recommended: !dear,
      check: fromDefaults('volume', {
        name: 'Rows in the table',
        config: { timestampColumn: null, windowSeconds: null, compareWith: 'none' },
        bounds: {
          ...NO_BOUNDS,
          failMin: Math.floor(rows * 0.7),
          failMax: Math.max(Math.ceil(rows * 1.8), rows + 100),
        },
        intervalMs: cheap ? CHEAP_INTERVAL_MS : SCAN_INTERVAL_MS,
      }),
    },
  ];
}

/**
 * Bounds around what recent windows held. Beyond what was seen they leave room for the scatter of random arrivals
 * (four standard deviations of a Poisson count), and at least a quarter either way.
 */
export function volumeBounds(fewest: number, most: number): Bounds {
  const low = Math.min(fewest * 0.75, fewest - 4 * Math.sqrt(fewest));
  const high = Math.max(most * 1.35, most + 4 * Math.sqrt(most));
  return { ...NO_BOUNDS, failMin: Math.max(1, Math.floor(low)), failMax: Math.ceil(high) };
}

/** Seconds: long enough for a few hundred rows, short enough that a new fault stands out within a run or two. */
export function columnWindow(rhythm: RecentRhythm): number {
  return rhythm.volume ? Math.max(rhythm.volume.windowSeconds * 2, 600) : 86_400;
}

function recentConfig({ timestamp, windowSeconds }: ReadPlan): {
  timestampColumn: string | null;
  windowSeconds: number | null;
} {
  if (!timestamp?.indexed || windowSeconds === null) return { timestampColumn: null, windowSeconds: null };
  return { timestampColumn: timestamp.column.name, windowSeconds };
}

function intervalFor(read: ReadPlan): number {
  return recentConfig(read).timestampColumn !== null || read.cheap ? CHEAP_INTERVAL_MS : SCAN_INTERVAL_MS;
}

function whereWords(read: ReadPlan): string {
  const { windowSeconds } = recentConfig(read);
  return windowSeconds === null
    ? 'Reads the whole table'
    : `Reads the last ${formatSeconds(windowSeconds)} by index`;
}

/** Columns that look like keys and are different in (nearly) every row, yet have no unique index to guard them. */
function suggestUnique(facts: TableFacts, read: ReadPlan): Proposal[] {
  const guarded = new Set(
    facts.indexes
      .filter((index) => index.unique && !index.partial && index.columns.length === 1)
      .map((index) => index.columns[0]),
  );
  return facts.columns
    .filter((column) => !guarded.has(column.name) && looksUnique(column, facts))
    .slice(0, MOST_COLUMNS)
    .map((column) => ({
      key: `unique:${column.name}`,
      reason: `Different in every row so far, but no unique index keeps it so. ${whereWords(read)}.`,
      recommended: !read.dear || recentConfig(read).timestampColumn !== null,
      check: fromDefaults('unique', {
        name: `Duplicates in ${column.name}`,
        config: { columns: [column.name], ...recentConfig(read) },
        intervalMs: intervalFor(read),
      }),
    }));
}

function looksUnique(column: ColumnFacts, facts: TableFacts): boolean {
  if (!keyNames.test(column.name) || column.category === 'D') return false;
  if (column.distinct === null) return false;
  const share =
    column.distinct < 0 ? -column.distinct : facts.estimatedRows ? column.distinct / facts.estimatedRows : 0;
  return share / (1 - (column.nullFraction ?? 0) || 1) > 0.98;
}

/** Columns that may be null, but never or hardly ever are: many nulls at once are news. */
function suggestMissing(facts: TableFacts, read: ReadPlan, recentNulls: RecentNulls | null): Proposal[] {
  return rarelyNull(facts)
    .map((column) => ({
      column,
      share: Math.max(column.nullFraction ?? 0, recentNulls?.get(column.name) ?? 0),
    }))
    .filter(({ share }) => share <= RARELY_NULL)
    .slice(0, MOST_COLUMNS)
    .map(({ column, share }) => {
      const usual = share * 100;
      const often = usual === 0 ? 'never was' : `is in ${formatNumber(usual)} % of the rows only`;
      return {
        key: `missing:${column.name}`,
        reason: `May be null, but ${often}. ${whereWords(read)}.`,
        recommended: !read.dear || recentConfig(read).timestampColumn !== null,
        check: fromDefaults('missing', {
          name: `Missing ${column.name}`,
          config: { column: column.name, blankIsMissing: false, ...recentConfig(read) },
          bounds: missingBounds(usual),
          intervalMs: intervalFor(read),
        }),
      };
    });
}

/** Columns whose nulls are few over the whole table, and so worth a look at the newest rows. */
export function rarelyNull(facts: TableFacts): ColumnFacts[] {
  if ((facts.estimatedRows ?? 0) < 20 && facts.kind !== 'view') return [];
  return facts.columns.filter(
    ({ nullable, nullFraction }) => nullable && nullFraction !== null && nullFraction <= RARELY_NULL,
  );
}

/** Bounds in percent around a usual share: never means never, otherwise three times as many and two points more. */
export function missingBounds(usual: number): Bounds {
  if (usual === 0) return { ...NO_BOUNDS, warnMax: 0, failMax: 1 };
  return { ...NO_BOUNDS, failMax: Math.ceil(usual * 3 + 2) };
}

function fromDefaults(type: string, changes: Partial<CheckInput>): CheckInput {
  return { ...checkType(type).defaults, type, ...changes };
}
