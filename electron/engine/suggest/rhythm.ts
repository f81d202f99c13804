import { asNumber } from '../checks/check-type.ts';
import { explainStatement } from '../planner/explain.ts';
import type { ReplicaApi } from '../replica/api.ts';
import { qualifiedName, quoteIdent } from '../replica/sql.ts';

/**
 * Newest rows that are looked at: enough for a rhythm of most tables, and a bounded price whatever the table's size.
 * Where batches are so large that these are only a few of them, more are read, if that is cheap.
 */
const SAMPLE_ROWS = [15_000, 60_000, 240_000] as const;
/** More than this is not read once more for a rhythm. */
const CHEAP_BYTES = 12 * 1_048_576;
/** Rows that a window should hold at least, so that chance alone does not halve it. */
const ROWS_PER_WINDOW = 200;
/** And so many arrivals: of a batch table, a window of two batches would swing between one and three. */
const GAPS_PER_WINDOW = 5;
const WINDOWS = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400] as const;
/** Fewer windows than this say nothing about what is normal. */
const FEWEST_WINDOWS = 5;

/** Loads are so many rows at one moment, and come at least so many seconds apart; of fewer loads nothing is said. */
const ROWS_PER_LOAD = 20;
const SECONDS_BETWEEN_LOADS = 10;
const FEWEST_LOADS = 5;

/** Rows of one second. */
export interface Arrival {
  secondsAgo: number;
  rows: number;
  /** All of them have the very same timestamp. */
  atOnce?: boolean;
}

/** How rows have arrived lately. All durations in seconds. */
export interface RecentRhythm {
  /** From the oldest to the newest row looked at. */
  spanSeconds: number;
  rows: number;
  longestGapSeconds: number | null;
  /** Nothing came for much longer than ever before: the table may be out of use, or broken already. */
  dormant: boolean;
  volume: { windowSeconds: number; fewest: number; most: number; windows: number } | null;
  /** Rows of each load, where they come in loads of about one size. */
  loads: { fewest: number; most: number; count: number } | null;
}

/**
 * Looks at the newest rows through the index on their timestamp: one bounded index scan, and a longer one for a table
 * that is loaded in large batches. Only to be called when there is such an index. Null when the table has too few
 * rows to say anything. Throws `ReplicaError`.
 */
export async function readRhythm(
  replica: ReplicaApi,
  table: { schema: string; name: string },
  column: string,
): Promise<RecentRhythm | null> {
  let rhythm: RecentRhythm | null = null;
  for (const sampleRows of SAMPLE_ROWS) {
    const sql = newestSql(table, column, sampleRows);
    const reason = `Learning the rhythm of ${table.schema}.${table.name}`;
    if (sampleRows !== SAMPLE_ROWS[0]) {
      const { bytes } = await explainStatement(replica, { sql }, reason, null);
      if (bytes === null || bytes > CHEAP_BYTES) break;
    }
    const { rows } = await replica.query({ sql, reason, maxRows: sampleRows });
    const arrivals = rows.map((row) => ({
      secondsAgo: asNumber(row.seconds_ago) ?? 0,
      rows: asNumber(row.n) ?? 0,
      atOnce: row.at_once === true,
    }));
    rhythm = rhythmOf(arrivals);
    const isAll = arrivals.reduce((sum, arrival) => sum + arrival.rows, 0) < sampleRows;
    if (isAll || rhythm?.dormant || rhythm?.volume) break;
  }
  return rhythm;
}

/** Seconds as whole numbers keep the answer small: at most one row per second that saw a row at all. */
function newestSql({ schema, name }: { schema: string; name: string }, column: string, rows: number): string {
  const at = quoteIdent(column);
  return [
    'SELECT extract(epoch FROM now() - at)::int8::float8 AS seconds_ago, count(*)::float8 AS n, min(at) = max(at) AS at_once',
    `FROM (\n  SELECT ${at}::timestamptz AS at\n  FROM ${qualifiedName(schema, name)}`,
    `  WHERE ${at} <= now()\n  ORDER BY ${at} DESC\n  LIMIT ${rows}\n) AS newest`,
    'GROUP BY 1\nORDER BY 1',
  ].join('\n');
}

/** The rhythm of arrivals given as rows per second of age, newest first. Pure. */
export function rhythmOf(arrivals: readonly Arrival[]): RecentRhythm | null {
  const newest = arrivals[0];
  const oldest = arrivals.at(-1);
  if (!newest || !oldest || arrivals.length < 3) return null;
  const rows = arrivals.reduce((sum, arrival) => sum + arrival.rows, 0);
  const spanSeconds = oldest.secondsAgo - newest.secondsAgo;
  let longestGapSeconds = 0;
  for (let i = 1; i < arrivals.length; i++) {
    const gap = (arrivals[i]?.secondsAgo ?? 0) - (arrivals[i - 1]?.secondsAgo ?? 0);
    longestGapSeconds = Math.max(longestGapSeconds, gap);
  }
  const dormant = newest.secondsAgo > Math.max(300, 6 * longestGapSeconds);
  return {
    spanSeconds,
    rows,
    longestGapSeconds,
    dormant,
    volume: dormant ? null : volumeOf(arrivals, rows, oldest.secondsAgo, longestGapSeconds),
    loads: loadsOf(arrivals),
  };
}

/** Null: rows trickle in, or come in loads of which none is like the other. */
function loadsOf(arrivals: readonly Arrival[]): RecentRhythm['loads'] {
  // The oldest one is cut off by the sample's end.
  const loads = arrivals.slice(0, -1);
  const areApart = arrivals.every(({ secondsAgo }, i) => {
    const next = arrivals[i + 1];
    return !next || next.secondsAgo - secondsAgo >= SECONDS_BETWEEN_LOADS;
  });
  if (loads.length < FEWEST_LOADS || !areApart || !loads.every(({ atOnce }) => atOnce)) return null;
  const sizes = loads.map(({ rows }) => rows);
  const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
  return fewest < ROWS_PER_LOAD || most > 2 * fewest ? null : { fewest, most, count: loads.length };
}

function volumeOf(
  arrivals: readonly Arrival[],
  rows: number,
  spanSeconds: number,
  longestGapSeconds: number,
): RecentRhythm['volume'] {
  const perSecond = rows / Math.max(spanSeconds, 1);
  for (const windowSeconds of WINDOWS) {
    if (perSecond * windowSeconds < ROWS_PER_WINDOW) continue;
    if (windowSeconds < longestGapSeconds * GAPS_PER_WINDOW) continue;
    // The oldest window is cut off by the sample's end, so it is left out.
    const windows = Math.floor(spanSeconds / windowSeconds);
    if (windows < FEWEST_WINDOWS) return null;
    const counts = new Array<number>(windows).fill(0);
    for (const { secondsAgo, rows: n } of arrivals) {
      const index = Math.floor(secondsAgo / windowSeconds);
      if (index < windows) counts[index] = (counts[index] ?? 0) + n;
    }
    return { windowSeconds, fewest: Math.min(...counts), most: Math.max(...counts), windows };
  }
  return null;
}
