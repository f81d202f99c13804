import type {
  QueriesFound,
  QueryFilter,
  QuerySearch,
  QuerySums,
  StatementCost,
} from '../../../shared/domain/query-log.ts';
import { joined, type Value } from './conditions.ts';
import type { Db, Query } from './database.ts';
import { ENTRY, type QueryRow, toEntry } from './queries.ts';
import { queryParts } from './query-filter.ts';

/** Lines that one question looks at: so it always answers soon. */
const MOST_LOOKED = 1_000_000;
const MOST_STATEMENTS = 200;

/** Lines from `first` on, before `end`. */
interface Range {
  first: number;
  end: number;
}

type Summed = Omit<QuerySums, 'allowedMs'>;
interface Totals {
  statements: number;
  durationUs: number;
  rows: number;
  notOk: number;
}

interface Group extends Totals {
  sql: string;
  longestUs: number;
  /** Id of its newest line. */
  newest: number;
}

const TOTALS = `count(*) AS statements, coalesce(sum(q.duration_us), 0) AS durationUs,
  coalesce(sum(q.row_count), 0) AS "rows", coalesce(sum(q.outcome <> 'ok'), 0) AS notOk`;

/** Finds statements in the query log, and what they cost together. Looks at a bounded number of lines. */
export class QuerySearcher {
  readonly #db: Db;
  readonly #bounds: Query<[], { first: number | null; last: number | null }>;
  readonly #boundsOf: Query<[number, number], { first: number | null; last: number | null }>;
  readonly #began: Query<[number, number], { at: number }>;
  readonly #line: Query<[number], { at: number; reason: string }>;

  constructor(db: Db) {
    this.#db = db;
    this.#bounds = db.prepare(
      'SELECT (SELECT min(id) FROM query_log) AS "first", (SELECT max(id) FROM query_log) AS "last"',
    );
    // Answered from the index by time alone.
    this.#boundsOf = db.prepare(
      'SELECT min(id) AS "first", max(id) AS "last" FROM query_log WHERE started_at >= ? AND started_at < ?',
    );
    this.#began = db.prepare(
      'SELECT started_at AS at FROM query_log WHERE id >= ? AND id < ? ORDER BY id LIMIT 1',
    );
    this.#line = db.prepare(
      `SELECT q.started_at AS at, r.text AS reason FROM query_log q JOIN query_text r ON r.id = q.reason_id
       WHERE q.id = ?`,
    );
  }

  /** Of the slowest one page, among the newest lines that are looked at. */
  find({ filter, order, before, limit }: QuerySearch): QueriesFound {
    const all = this.#rangeOf(filter);
    const looked = newestOf({ first: all.first, end: Math.min(all.end, before ?? all.end) });
    const { sql, values } = joined(queryParts(filter));
    const by = order === 'slowest' ? 'q.duration_us DESC, q.id DESC' : 'q.id DESC';
    // No index: it would be walked through for all of a connection, or of a time, before the newest are known.
    const query = this.#db.shaped<Value[], QueryRow>(
      `${ENTRY} WHERE q.id IN (
         SELECT q.id FROM query_log q NOT INDEXED WHERE q.id >= ? AND q.id < ? AND ${sql} ORDER BY ${by} LIMIT ?
       ) ORDER BY ${by}`,
    );
    const entries = query.all(looked.first, looked.end, ...values, limit).map(toEntry);
    if (order === 'slowest') return { entries, next: null };
    if (entries.length === limit) return { entries, next: entries.at(-1)?.id ?? null };
    return { entries, next: looked.first > all.first ? looked.first : null };
  }

  /** `byStatement` costs several times as much. */
  sum(filter: QueryFilter, byStatement: boolean): Summed {
    const all = this.#rangeOf(filter);
    const looked = newestOf(all);
    const { sql, values } = joined(queryParts(filter));
    const query = this.#db.shaped<Value[], Totals>(
      `SELECT ${TOTALS} FROM query_log q NOT INDEXED WHERE q.id >= ? AND q.id < ? AND ${sql}`,
    );
    const totals = query.get(looked.first, looked.end, ...values);
    return {
      statements: totals?.statements ?? 0,
      durationMs: (totals?.durationUs ?? 0) / 1_000,
      rows: totals?.rows ?? 0,
      notOk: totals?.notOk ?? 0,
      from: this.#began.get(looked.first, looked.end)?.at ?? null,
      complete: looked.first <= all.first,
      ...(byStatement ? this.#byStatement(filter, looked) : { different: 0, costliest: [] }),
    };
  }

  #byStatement(filter: QueryFilter, { first, end }: Range): Pick<Summed, 'different' | 'costliest'> {
    const { sql, values } = joined(queryParts(filter));
    const query = this.#db.shaped<Value[], Group>(
      `SELECT s.text AS sql, g.* FROM (
         SELECT q.sql_id, ${TOTALS}, max(q.duration_us) AS longestUs, max(q.id) AS newest
         FROM query_log q NOT INDEXED WHERE q.id >= ? AND q.id < ? AND ${sql} GROUP BY q.sql_id
       ) AS g JOIN query_text s ON s.id = g.sql_id`,
    );
    // A statement is kept once per period: the same text may have several ids.
    const groups = new Map<string, Group>();
    for (const group of query.all(first, end, ...values)) {
      const same = groups.get(group.sql);
      groups.set(group.sql, same ? together(same, group) : group);
    }
    const costliest = [...groups.values()].sort((a, b) => b.durationUs - a.durationUs);
    return {
      different: groups.size,
      costliest: costliest.slice(0, MOST_STATEMENTS).map((group) => this.#toCost(group)),
    };
  }

  #toCost({ sql, statements, durationUs, longestUs, rows, notOk, newest }: Group): StatementCost {
    const last = this.#line.get(newest);
    return {
      sql,
      reason: last?.reason ?? '',
      lastAt: last?.at ?? 0,
      statements,
      durationMs: durationUs / 1_000,
      longestMs: longestUs / 1_000,
      rows,
      notOk,
    };
  }

  #rangeOf({ from, to }: QueryFilter): Range {
    const bounds =
      from === null && to === null
        ? this.#bounds.get()
        : this.#boundsOf.get(from ?? 0, to ?? Number.MAX_SAFE_INTEGER);
    return { first: bounds?.first ?? 0, end: (bounds?.last ?? -1) + 1 };
  }
}

const newestOf = ({ first, end }: Range): Range => ({ first: Math.max(first, end - MOST_LOOKED), end });

const together = (a: Group, b: Group): Group => ({
  sql: a.sql,
  statements: a.statements + b.statements,
  durationUs: a.durationUs + b.durationUs,
  longestUs: Math.max(a.longestUs, b.longestUs),
  rows: a.rows + b.rows,
  notOk: a.notOk + b.notOk,
  newest: Math.max(a.newest, b.newest),
});
