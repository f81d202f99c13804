import type { PlanNode, RelationName } from './plan-node.ts';

/** A page of PostgreSQL's heap and indexes, as built by everybody. */
export const PAGE_BYTES = 8_192;

/** A table or index as it is now: its real size, with what the last ANALYZE and VACUUM found. */
export interface RelationSize {
  pages: number;
  /** Null: never analysed. */
  rows: number | null;
  /** Of a table: pages that an index-only scan must look into, because they changed since the last VACUUM. */
  unvacuumed: number;
  /** Of an index: -1 to 1, how well its order is that of its table (`pg_stats.correlation`). 0 when not known. */
  correlation: number;
}

/** The server's cost settings: with them, a cost tells how many rows an index scan fetched before it filtered them. */
export interface CostSettings {
  seqPage: number;
  randomPage: number;
  tuple: number;
  indexTuple: number;
  operator: number;
}

export interface Sizes {
  sizeOf(name: RelationName): RelationSize | undefined;
  costs: CostSettings;
}

/** How often a node is run, and which share of its rows is taken: a LIMIT above it, a nested loop around it. */
interface Demand {
  loops: number;
  share: number;
}

export interface Reading {
  node: PlanNode;
  /** Null: beyond this server's knowledge. */
  pages: number | null;
}

/** Rows of an index entry's page where nobody has counted them. */
const ENTRIES_PER_PAGE = 200;
/** Entries of an inner page of a B-tree, of 8 KiB and with ordinary keys. */
const FANOUT = 250;

/** Nodes that take all of what is below them before they give anything, whatever a LIMIT above them wants. */
const blocking: ReadonlySet<string> = new Set(['Sort', 'Incremental Sort', 'Hash', 'Materialize', 'SetOp']);

/** Heap and index pages that a plan reads, by node. A page that is read again by the same node counts once. */
export function pagesRead(plan: PlanNode, sizes: Sizes): Reading[] {
  const readings: Reading[] = [];
  walk(plan, { loops: 1, share: 1 }, sizes, readings);
  return readings;
}

function walk(node: PlanNode, demand: Demand, sizes: Sizes, readings: Reading[]): void {
  const pages = pagesOf(node, demand, sizes);
  if (pages !== undefined) readings.push({ node, pages });
  for (const part of node.parts) walk(part, demandOn(part, node, demand), sizes, readings);
}

function demandOn(part: PlanNode, node: PlanNode, { loops, share }: Demand): Demand {
  switch (part.relationship) {
    case 'InitPlan':
      return { loops: 1, share: 1 };
    case 'SubPlan': {
      if (part.type === 'Materialize' || node.hashed.includes(part.subplan ?? ''))
        return { loops: 1, share: 1 };
      // The planner takes half of the rows for those that pass a condition it cannot know.
      const before = node.filter?.includes(part.subplan ?? 'no name') ? 2 : 1;
      return { loops: loops * Math.max(1, node.rows * share * before), share: 1 };
    }
    case 'Inner':
      if (node.type !== 'Nested Loop' || part.type === 'Materialize') return { loops, share: 1 };
      return { loops: loops * Math.max(1, (node.parts[0]?.rows ?? 1) * share), share: 1 };
  }
  if (node.type === 'Limit') return { loops, share: Math.min(share, node.rows / Math.max(part.rows, 1), 1) };
  const takesAll = blocking.has(node.type) || (node.type === 'Aggregate' && node.strategy !== 'Sorted');
  return { loops, share: takesAll ? 1 : share };
}

/** Pages that a node itself reads. Undefined for one that reads none, null for one of which nobody knows. */
function pagesOf(node: PlanNode, demand: Demand, sizes: Sizes): number | null | undefined {
  const table = node.relation === null ? undefined : sizes.sizeOf(node.relation);
  const index = node.index === null ? undefined : sizes.sizeOf(node.index);
  const { loops, share } = demand;
  switch (node.type) {
    case 'Foreign Scan':
      return null;
    case 'Seq Scan':
      return Math.ceil((table?.pages ?? 0) * share * loops);
    case 'Sample Scan': {
      // SYSTEM chooses pages; every other method looks at all of them.
      const part = node.sample?.method === 'system' ? node.sample.percent / 100 : 1;
      return Math.ceil((table?.pages ?? 0) * part * share * loops);
    }
    case 'Tid Scan':
    case 'Tid Range Scan':
      return Math.min(table?.pages ?? 1, node.rows * share * loops);
    case 'Bitmap Index Scan':
      return indexPages(node.rows, loops, index);
    case 'Bitmap Heap Scan': {
      const entries = node.parts[0]?.rows ?? node.rows;
      return heapPages(entries * share * loops, table, correlationOf(node, sizes));
    }
    case 'Index Scan':
    case 'Index Only Scan': {
      const fetched = rowsFetched(node, table, index, sizes.costs) * share;
      const heap = heapPages(fetched * loops, table, loops > 1 ? 0 : (index?.correlation ?? 0));
      const inHeap = node.type === 'Index Scan' ? heap : Math.min(heap, table?.unvacuumed ?? 0);
      return indexPages(fetched, loops, index) + inHeap;
    }
    default:
      return undefined;
  }
}

/** Rows that an index scan fetches; its own number is that of the rows left by the filter. */
function rowsFetched(
  node: PlanNode,
  table: RelationSize | undefined,
  index: RelationSize | undefined,
  costs: CostSettings,
): number {
  if (node.filter === null || !table || !index) return node.rows;
  // The other way round than `cost_index` of costsize.c: the cost grows with the rows, so the rows follow from it.
  const run = node.cost - node.startupCost;
  let low = node.rows;
  let high = Math.max(low, table.rows ?? table.pages * ENTRIES_PER_PAGE);
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (costOf(middle, node, table, index, costs) < run) low = middle;
    else high = middle;
  }
  return Math.max(node.rows, low);
}

function costOf(
  rows: number,
  node: PlanNode,
  table: RelationSize,
  index: RelationSize,
  { seqPage, randomPage, tuple, indexTuple, operator }: CostSettings,
): number {
  const hidden = node.type === 'Index Scan' ? 1 : Math.min(1, table.unvacuumed / Math.max(table.pages, 1));
  const scattered = hidden * scatteredPages(rows, table) * randomPage;
  const neighbours = hidden * (randomPage + (neighbouringPages(rows, table) - 1) * seqPage);
  const ordered = index.correlation ** 2;
  return (
    entryPages(rows, index) * randomPage +
    rows * (indexTuple + node.indexConditions * operator + tuple + operator) +
    scattered +
    ordered * (neighbours - scattered)
  );
}

/**
 * Heap pages of so many rows, between neighbours and strangers by the square of the correlation, as `cost_index` of
 * PostgreSQL's costsize.c does it.
 */
function heapPages(rows: number, table: RelationSize | undefined, correlation: number): number {
  if (!table) return 1;
  const scattered = scatteredPages(rows, table);
  return Math.ceil(scattered + correlation ** 2 * (neighbouringPages(rows, table) - scattered));
}

/** Mackert and Lohman's formula ("Index Scans Using a Finite LRU Buffer", 1989), with a cache that holds it all. */
function scatteredPages(rows: number, { pages }: RelationSize): number {
  return Math.min(pages, Math.ceil((2 * pages * rows) / Math.max(2 * pages + rows, 1)));
}

/** Rows on one page after the other. Where nobody has counted them, each is taken to be on another page. */
function neighbouringPages(rows: number, table: RelationSize): number {
  if (!table.rows) return scatteredPages(rows, table);
  return Math.min(table.pages, Math.max(1, Math.ceil((rows * table.pages) / table.rows)));
}

/** Pages of a B-tree for so many neighbouring entries: once down to the first leaf, then along the leaves. */
function indexPages(rows: number, loops: number, index: RelationSize | undefined): number {
  if (!index) return 1;
  const levels = index.pages > 1 ? Math.ceil(Math.log(index.pages) / Math.log(FANOUT)) : 0;
  return Math.min(index.pages, levels + loops * entryPages(rows, index));
}

/** Pages of looking up one end of a B-tree over so many rows, and the row that it leads to. */
export function probePages(rows: number): number {
  const pages = Math.ceil(rows / ENTRIES_PER_PAGE);
  return indexPages(1, 1, { pages, rows, unvacuumed: 0, correlation: 0 }) + 1;
}

function entryPages(rows: number, index: RelationSize): number {
  const perPage = index.rows ? index.rows / Math.max(index.pages, 1) : ENTRIES_PER_PAGE;
  return Math.min(Math.max(index.pages, 1), Math.max(1, Math.ceil(rows / Math.max(perPage, 1))));
}

function correlationOf(node: PlanNode, sizes: Sizes): number {
  const [part] = node.parts;
  if (!part || node.parts.length !== 1) return 0;
  if (part.type === 'Bitmap Index Scan') {
    return part.index === null ? 0 : (sizes.sizeOf(part.index)?.correlation ?? 0);
  }
  return 0;
}
