import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { explainStatement } from '../planner/explain.ts';
import { fold } from '../planner/fold.ts';
import type { Scan } from '../planner/scan.ts';
import { type SizeBook, sizeBookOf } from '../planner/size-book.ts';
import type { QueryResult, ReplicaApi } from '../replica/api.ts';
import { ReplicaError } from '../replica/errors.ts';
import { quoteIdent } from '../replica/sql.ts';
import { asNumber, type CheckType } from './check-type.ts';
import type { Due } from './due.ts';
import { checkType } from './registry.ts';
import { isIndexed } from './window.ts';

const DAY = 86_400;
/** How far back to look, furthest first: the first that is cheap enough is taken. */
const SPANS = [56 * DAY, 28 * DAY, 14 * DAY, 7 * DAY, 2 * DAY, DAY / 2, DAY / 8] as const;
/** Reading so much once, for all checks of a table, is cheap. */
const CHEAP_BYTES = 12 * 1_048_576;
/** More values than this teach nothing more. */
const MOST_BUCKETS = 9_000;

export interface PastValue {
  at: EpochMs;
  value: number;
}

interface Learner {
  due: Due;
  type: CheckType<unknown>;
  config: unknown;
  scan: Scan & { window: NonNullable<Scan['window']> };
}

/**
 * Values that checks with learned bounds would have seen in the past, from the table's own timestamps: one statement
 * for all checks with the same window, over an index, as far back as is cheap. Oldest first, by check id; nothing for
 * a check of which the past is not known (no window, no index, a question that fails). Throws `ReplicaError` when
 * the replica does not answer.
 */
export async function readPast(
  dues: readonly Due[],
  replica: ReplicaApi,
  now: EpochMs,
): Promise<Map<number, PastValue[]>> {
  const sizes = sizeBookOf(replica, dues[0]?.context.facts ?? null, now);
  const past = new Map<number, PastValue[]>();
  const groups = Map.groupBy(dues.flatMap(learnerOf), ({ scan }) => JSON.stringify(scan.window));
  for (const group of groups.values()) {
    for (const [checkId, values] of await readGroup(group, replica, sizes)) past.set(checkId, values);
  }
  return past;
}

function learnerOf(due: Due): Learner[] {
  const { check, context } = due;
  const type = checkType(check.type);
  const { success, data: config } = type.config.safeParse(check.config);
  // Its own run will say what is wrong with it.
  if (!success) return [];
  // Compared with nothing: what the question is without its comparison.
  const probe = type.plan(config, context);
  if (check.rule.kind !== 'anomaly' || probe.ask !== 'scan') return [];
  const { window } = probe.scan;
  if (!window || !isIndexed(context.facts, window.column)) return [];
  return [{ due, type, config, scan: { ...probe.scan, window } }];
}

async function readGroup(
  group: readonly Learner[],
  replica: ReplicaApi,
  sizes: SizeBook,
): Promise<Map<number, PastValue[]>> {
  try {
    return await readFurthest(group, replica, sizes);
  } catch (error) {
    if (!(error instanceof ReplicaError) || (error.kind !== 'sql' && error.kind !== 'missing_column'))
      throw error;
    if (group.length === 1) return new Map();
    // By halves, as one broken check must not take the others' past along.
    const half = Math.ceil(group.length / 2);
    const near = await readGroup(group.slice(0, half), replica, sizes);
    return new Map([...near, ...(await readGroup(group.slice(half), replica, sizes))]);
  }
}

async function readFurthest(
  group: readonly Learner[],
  replica: ReplicaApi,
  sizes: SizeBook,
): Promise<Map<number, PastValue[]>> {
  const past = new Map<number, PastValue[]>();
  const [first] = group;
  const table = first?.due.context.table;
  if (!first || !table) return past;
  const { column, seconds } = first.scan.window;
  const limitBytes = Math.min(CHEAP_BYTES, first.due.limitBytes);
  for (const span of SPANS) {
    if (span / seconds > MOST_BUCKETS || span < 6 * seconds) continue;
    const folded = fold(
      group.map(({ scan }) => ({ ...scan, window: { column, seconds: span }, lookups: {} })),
      { bucket: { column: quoteIdent(column), seconds } },
    );
    const reason = `What was normal in the last ${formatSeconds(span)} · ${table.schema}.${table.name}`;
    const { bytes } = await explainStatement(replica, { sql: folded.sql }, reason, null, sizes);
    if (bytes === null || bytes > limitBytes) continue;
    const rows = await unlessTooSlow(replica.query({ sql: folded.sql, reason, maxRows: MOST_BUCKETS + 2 }));
    if (!rows) continue;
    group.forEach((learner, index) => {
      const byBucket = new Map(rows.map((row) => [asNumber(row.bucket), folded.answerOf(index, row)]));
      past.set(learner.due.check.id, valuesOf(learner, byBucket, seconds));
    });
    return past;
  }
  return past;
}

async function unlessTooSlow(result: Promise<QueryResult>): Promise<QueryResult['rows'] | null> {
  try {
    return (await result).rows;
  } catch (error) {
    if (error instanceof ReplicaError && error.kind === 'timeout') return null;
    throw error;
  }
}

/** The first bucket began before the span, and the last is not over yet: both are left out. */
function valuesOf(
  { due, type, config, scan }: Learner,
  byBucket: ReadonlyMap<number | null, Record<string, unknown>>,
  seconds: number,
): PastValue[] {
  const buckets = [...byBucket.keys()].filter((bucket) => bucket !== null);
  const first = Math.min(...buckets) + 1;
  const last = Math.max(...buckets) - 1;
  const empty = Object.fromEntries(Object.keys(scan.aggregates).map((name) => [name, null]));
  const values: PastValue[] = [];
  for (let bucket = first; bucket <= last; bucket++) {
    // No row, no bucket: for a count that is a 0.
    const row = byBucket.get(bucket) ?? empty;
    const { value } = type.observe({ ask: 'scan', row, sample: null }, config, due.context);
    if (value !== null) values.push({ at: (bucket + 1) * seconds * 1_000, value });
  }
  return values;
}
