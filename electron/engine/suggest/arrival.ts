import type { Bounds } from '../../../shared/domain/check.ts';
import { formatNumber, formatSeconds } from '../../../shared/format.ts';
import {
  ALL_ROWS,
  bounds,
  CHEAP_INTERVAL_MS,
  countIntervalFor,
  fromDefaults,
  intervalFor,
  learnedRule,
  type Proposal,
  type ReadPlan,
} from './read-plan.ts';
import { saysUpdate } from './timestamp.ts';

export function suggestSchema(): Proposal {
  return {
    key: 'schema',
    reason: 'Reads the catalogue only: says when a column is dropped, renamed or retyped.',
    recommended: true,
    check: fromDefaults('schema', {}),
  };
}

export function suggestFreshness(read: ReadPlan): Proposal[] {
  const { timestamp, rhythm } = read;
  if (!timestamp) return [];
  const { name } = timestamp.column;
  const how = timestamp.indexed ? 'One index look-up' : 'Reads the table, for want of an index';
  const config = { timestampColumn: name, where: null };
  if (rhythm && rhythm.longestGapSeconds !== null) {
    const limit = freshnessLimit(rhythm.longestGapSeconds);
    return [
      {
        key: 'freshness',
        reason: `${how}. New rows came at most ${formatSeconds(rhythm.longestGapSeconds)} apart in the last ${formatSeconds(rhythm.spanSeconds)}.`,
        recommended: !rhythm.dormant,
        check: fromDefaults('freshness', {
          name: `Freshness of ${name}`,
          config,
          bounds: bounds({ failMin: -60, failMax: limit }),
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
        config,
        bounds: bounds({ failMin: -60, failMax: 86_400 }),
        intervalMs: timestamp.indexed ? CHEAP_INTERVAL_MS : intervalFor(read, ALL_ROWS),
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

export function suggestVolume(read: ReadPlan): Proposal[] {
  return [...suggestArrivals(read), ...suggestLoad(read), ...suggestTotal(read)];
}

function suggestArrivals({ timestamp, rhythm }: ReadPlan): Proposal[] {
  if (!timestamp || !rhythm?.volume || saysUpdate(timestamp.column.name)) return [];
  const { windowSeconds, fewest, most, windows } = rhythm.volume;
  const config = { timestampColumn: timestamp.column.name, windowSeconds, where: null, count: 'exact' };
  return [
    {
      key: 'volume',
      reason: `Learns what is normal at each hour. The last ${windows} windows of ${formatSeconds(windowSeconds)} held ${formatNumber(fewest)} to ${formatNumber(most)} rows each.`,
      recommended: !rhythm.dormant,
      check: fromDefaults('volume', {
        name: `Volume per ${formatSeconds(windowSeconds)}`,
        config,
        rule: learnedRule(),
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
        config: { ...config, windowSeconds: Math.max(3_600, windowSeconds) },
        rule: { kind: 'change', against: 'day' },
        bounds: { warnMin: -40, warnMax: 80, failMin: -60, failMax: 150 },
        intervalMs: 300_000,
      }),
    },
  ];
}

/** The newest load alone: a window holds several, and shows only after minutes that they come in half. */
function suggestLoad({ timestamp, rhythm }: ReadPlan): Proposal[] {
  if (!timestamp || !rhythm?.loads || saysUpdate(timestamp.column.name)) return [];
  const { fewest, most, count } = rhythm.loads;
  const each = fewest === most ? formatNumber(most) : `${formatNumber(fewest)} to ${formatNumber(most)}`;
  return [
    {
      key: 'volume_load',
      reason: `Rows come in loads, and the last ${count} had ${each} rows each; says at once when one is cut off, or doubled.`,
      recommended: !rhythm.dormant,
      check: fromDefaults('volume', {
        name: 'Rows in the newest load',
        config: {
          timestampColumn: timestamp.column.name,
          windowSeconds: null,
          where: null,
          count: 'newest_load',
        },
        bounds: volumeBounds(fewest, most),
        intervalMs: CHEAP_INTERVAL_MS,
      }),
    },
  ];
}

/** All rows: finds history that disappears, which no window of new rows shows. */
function suggestTotal(read: ReadPlan): Proposal[] {
  const { facts, cheap, dear } = read;
  const stored = facts.kind !== 'view' && facts.kind !== 'foreign_table';
  const rows = Math.round(facts.estimatedRows ?? 0);
  // The catalogue counts all rows, also those that Pulse's role does not see.
  if (!stored || rows < 1 || facts.rowSecurity) return [];
  const arrives = read.timestamp?.indexed === true && read.rhythm !== null;
  return [
    {
      key: 'volume_total',
      reason: `Holds about ${formatNumber(rows)} rows; says when many of them vanish${arrives ? '' : ' or double'}.`,
      // Where new rows are watched as they come, counting all of them again is worth it only if it is cheap.
      recommended: arrives ? cheap : !dear,
      check: fromDefaults('volume', {
        name: 'Rows in the table',
        config: { ...ALL_ROWS, count: 'exact' },
        rule: learnedRule(arrives ? 'lower' : 'both'),
        bounds: bounds({
          failMin: Math.floor(rows * 0.7),
          ...(arrives ? {} : { failMax: Math.max(Math.ceil(rows * 1.8), rows + 100) }),
        }),
        intervalMs: countIntervalFor(read),
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
  return bounds({ failMin: Math.max(1, Math.floor(low)), failMax: Math.ceil(high) });
}
