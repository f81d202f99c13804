import {
  type Aggregate,
  allOf,
  begins,
  fenced,
  rowsOf,
  type Scan,
  type Window,
  windowCondition,
} from './scan.ts';

/** One statement for several scans of one table, and how to read each one's answer out of it. */
export interface Folded {
  sql: string;
  /** The aggregates of the scan at that place, by their own names. */
  answerOf(index: number, row: Record<string, unknown>): Record<string, unknown>;
}

export interface FoldOptions {
  /** Percent of the table's pages to read, at random. Null: all. */
  samplePercent?: number | null;
  /** Answers per bucket of so many seconds of this column instead of one answer. */
  bucket?: { column: string; seconds: number };
}

/**
 * Folds scans of one relation into one statement that reads it once. Rows that every scan looks at stand in WHERE
 * (so that an index on the window's column is used); what is particular to one stands in its aggregates' FILTER.
 * Equal aggregates are asked once. At least one scan must be given, and all of the same relation.
 */
export function fold(scans: readonly Scan[], options: FoldOptions = {}): Folded {
  const first = scans[0];
  if (!first || scans.some((scan) => scan.relation !== first.relation)) {
    throw new Error('Only scans of one table can be folded.');
  }
  const common = commonRows(scans);
  const columns = new Map<string, string>();
  const nameOf = (sql: string): string => {
    const known = columns.get(sql);
    if (known) return known;
    const name = `c${columns.size}`;
    columns.set(sql, name);
    return name;
  };
  const names = scans.map((scan) => {
    const own = ownRows(scan, common);
    return Object.fromEntries([
      ...Object.entries(scan.aggregates).map(([name, aggregate]) => [
        name,
        nameOf(aggregateSql(aggregate, own)),
      ]),
      ...Object.entries(scan.lookups ?? {}).map(([name, sql]) => [name, nameOf(`(${sql})`)]),
    ]) as Record<string, string>;
  });
  const select = [...columns].map(([sql, name]) => `${sql} AS ${name}`);
  const scanned = scans.some((scan) => Object.keys(scan.aggregates).length > 0);
  return {
    sql: scanned
      ? statement(select, first.relation, common.condition, options)
      : `SELECT ${select.join(',\n  ')}`,
    answerOf(index, row) {
      return Object.fromEntries(
        Object.entries(names[index] ?? {}).map(([name, column]) => [name, row[column] ?? null]),
      );
    },
  };
}

/** Rows that the statement reads: those of the widest window when all have one on the same column. */
interface CommonRows {
  window: Window | null;
  where: string | null;
  condition: string | null;
}

function commonRows(all: readonly Scan[]): CommonRows {
  const scans = all.filter((scan) => Object.keys(scan.aggregates).length > 0);
  const first = scans[0];
  if (!first) return { window: null, where: null, condition: null };
  const sameWhere = scans.every((scan) => scan.where === first.where) ? first.where : null;
  const window = widest(scans.map((scan) => scan.window));
  return { window, where: sameWhere, condition: rowsOf({ window, where: sameWhere }) };
}

/** The window that holds all the others; null when one of them reads everything, or they go by different columns. */
function widest(windows: readonly (Window | null)[]): Window | null {
  let wide: Window | null = null;
  for (const window of windows) {
    if (!window || (wide && window.column !== wide.column)) return null;
    if (!wide) {
      wide = window;
      continue;
    }
    const end = Math.min(wide.endSecondsAgo ?? 0, window.endSecondsAgo ?? 0);
    const begin = Math.max(begins(wide), begins(window));
    wide = { column: window.column, seconds: begin - end, ...(end > 0 ? { endSecondsAgo: end } : {}) };
  }
  return wide;
}

/** What a scan's aggregates have to filter beyond the rows that are read in common. */
function ownRows(scan: Scan, common: CommonRows): string | null {
  const sameWindow =
    scan.window?.seconds === common.window?.seconds &&
    (scan.window?.endSecondsAgo ?? 0) === (common.window?.endSecondsAgo ?? 0);
  return allOf(
    scan.window && !sameWindow ? windowCondition(scan.window) : null,
    scan.where !== null && scan.where !== common.where ? fenced(scan.where) : null,
  );
}

function aggregateSql({ call, filter, result = '$::float8' }: Aggregate, own: string | null): string {
  const condition = allOf(own, own !== null && filter !== undefined ? `(${filter})` : filter);
  const filtered = condition === null ? call : `${call} FILTER (WHERE ${condition})`;
  return result.replaceAll('$', () => filtered);
}

function statement(
  select: string[],
  relation: string,
  condition: string | null,
  { samplePercent = null, bucket }: FoldOptions,
): string {
  const sample = samplePercent === null ? '' : ` TABLESAMPLE SYSTEM (${samplePercent})`;
  const rows = condition === null ? '' : `\nWHERE ${condition}`;
  if (!bucket) return `SELECT ${select.join(',\n  ')}\nFROM ${relation}${sample}${rows}`;
  const at = `floor(date_part('epoch', ${bucket.column}::timestamptz) / ${bucket.seconds})`;
  return `SELECT ${at} AS bucket,\n  ${select.join(',\n  ')}\nFROM ${relation}${sample}${rows}\nGROUP BY 1\nORDER BY 1`;
}
