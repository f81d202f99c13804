import type { TableFacts } from '../replica/api.ts';
import { indexLedBy } from '../replica/indexes.ts';
import { quoteIdent } from '../replica/sql.ts';
import type { Estimate } from './explain.ts';
import { PAGE_BYTES, probePages } from './pages-read.ts';
import type { Scan } from './scan.ts';

/** Rows to be filtered by an index that only the server can name. */
const SOME_INDEX = 'Index Scan';

/**
 * The node that most likely answers a scan, in words as EXPLAIN would use, by the table's indexes alone. Good enough
 * to tell which scans are worth folding before any is priced: in doubt, it names an index, so that they stay apart.
 * Null for what is no stored table, whose indexes nobody sees from here.
 */
export function guessShape(scan: Scan, facts: TableFacts): string | null {
  const { kind, indexes, name } = facts;
  if (kind !== 'table' && kind !== 'partitioned_table' && kind !== 'materialized_view') return null;
  if (Object.keys(scan.aggregates).length === 0) return 'Result';
  if (scan.where !== null && mayBeIndexed(scan.where, facts)) return SOME_INDEX;
  const lead = scan.window?.column;
  const usable = indexes.filter(
    ({ partial, columns }) => !partial && (lead === undefined || columns[0] === lead),
  );
  const columns = columnsIn(scan, facts);
  const covering = usable.find((index) => columns.every((column) => index.columns.includes(column)));
  if (covering) return `Index Only Scan using ${covering.name}`;
  const index = usable.toSorted((a, b) => a.columns.length - b.columns.length)[0];
  return lead !== undefined && index ? `Index Scan using ${index.name}` : `Seq Scan on ${name}`;
}

/**
 * What the newest entry of an index costs, which needs no EXPLAIN: down the tree, and to its row. Null: the scan is
 * more than that, or the table has parts of which nobody knows how many.
 */
export function lookupEstimate(scan: Scan, facts: TableFacts): Estimate | null {
  const lookups = Object.values(scan.lookups ?? {});
  if (facts.kind !== 'table' && facts.kind !== 'materialized_view') return null;
  if (Object.keys(scan.aggregates).length > 0 || lookups.length !== 1 || scan.where !== null) return null;
  const columns = facts.columns.filter(({ name }) => lookups[0]?.includes(quoteIdent(name)));
  const index = indexLedBy(facts, columns[0]?.name);
  if (columns.length !== 1 || !index || facts.pages === null) return null;
  const rows = facts.estimatedRows ?? facts.pages * MOST_ROWS_PER_PAGE;
  return {
    bytes: probePages(Math.max(rows, 1)) * PAGE_BYTES,
    cost: null,
    shape: `Index Only Scan using ${index.name}`,
  };
}

/** So much is read in a moment, by whatever plan: asking for a price would cost as much. */
const TINY_BYTES = 64 * PAGE_BYTES;

/**
 * What a pass over a tiny table costs at the most, which needs no EXPLAIN: all of it, and the index that leads to it.
 * Null: the table is larger, is not stored as one piece here, or a condition may read another one.
 */
export function tinyEstimate(scan: Scan, facts: TableFacts): Estimate | null {
  const { kind, bytes, indexes } = facts;
  const isTiny = (kind === 'table' || kind === 'materialized_view') && bytes !== null && bytes <= TINY_BYTES;
  if (!isTiny || Object.keys(scan.aggregates).length === 0) return null;
  if (wordsOf([scan.where ?? '', ...textsOf(scan)].join(' ')).has('select')) return null;
  const shape = guessShape(scan, facts);
  if (shape === null) return null;
  const index = indexes.find(({ name }) => shape.endsWith(` using ${name}`));
  return { bytes: bytes + (index?.size?.pages ?? 0) * PAGE_BYTES, cost: null, shape };
}

const textsOf = ({ aggregates }: Scan) =>
  Object.values(aggregates).flatMap(({ call, filter }) => [call, filter ?? '']);

/** Of a heap page of 8 KiB (`MaxHeapTuplesPerPage`). */
const MOST_ROWS_PER_PAGE = 291;

/** Columns whose values a scan wants, besides that of its window. */
function columnsIn({ aggregates, where }: Scan, { columns }: TableFacts): string[] {
  const calls = Object.values(aggregates).map(({ call }) => call);
  const conditions = [where ?? '', ...Object.values(aggregates).map(({ filter }) => filter ?? '')];
  const words = wordsOf(conditions.join(' '));
  return columns
    .map(({ name }) => name)
    .filter((name) => {
      const quoted = quoteIdent(name);
      return words.has(name.toLowerCase()) || [...calls, ...conditions].some((text) => text.includes(quoted));
    });
}

/** Whether an index may find the rows of a condition: it names an indexed column, or nobody can tell. */
function mayBeIndexed(where: string, { indexes }: TableFacts): boolean {
  const words = wordsOf(where);
  return indexes.some(
    ({ partial, columns }) =>
      partial ||
      columns.some(
        (column) => column === null || words.has(column.toLowerCase()) || where.includes(quoteIdent(column)),
      ),
  );
}

function wordsOf(sql: string): ReadonlySet<string> {
  return new Set(sql.toLowerCase().split(/[^\p{L}\p{N}_$]+/u));
}
