import type { ReplicaApi } from '../replica/api.ts';
import { PAGE_BYTES, pagesRead, type Sizes } from './pages-read.ts';
import { type PlanNode, parsePlan, relationsIn } from './plan-node.ts';
import { SizeBook } from './size-book.ts';
import { NO_SIZES } from './sizes.ts';

/** What PostgreSQL's planner expects of a statement. */
export interface Estimate {
  /** Heap and index pages that it reads, in bytes. Null when a part of the plan is beyond this server's knowledge. */
  bytes: number | null;
  /** In the planner's units: reading one page in sequence is 1. Null when it was not asked. */
  cost: number | null;
  /** The node that reads most: "Index Only Scan using orders_created_at_idx". */
  shape: string;
}

/**
 * Prices a statement by EXPLAIN, which plans it and does not run it. Two small statements: the plan, and the
 * catalogue's sizes of what the plan reads, unless the book has them. Throws `ReplicaError`.
 */
export async function explainStatement(
  replica: ReplicaApi,
  statement: { sql: string; params?: readonly unknown[] },
  reason: string,
  checkId: number | null,
  sizes: SizeBook = new SizeBook(replica),
): Promise<Estimate> {
  const explained = await replica.query({
    sql: `EXPLAIN (FORMAT JSON, VERBOSE)\n${statement.sql}`,
    ...(statement.params ? { params: statement.params } : {}),
    reason,
    checkId,
  });
  const plan = parsePlan(Object.values(explained.rows[0] ?? {})[0]);
  const names = relationsIn(plan);
  if (names.length === 0) return estimateOf(plan, NO_SIZES);
  return estimateOf(plan, await sizes.of(names, reason, checkId));
}

/** What a plan reads, from the sizes of the relations in it. Pure. */
export function estimateOf(plan: PlanNode, sizes: Sizes): Estimate {
  const readings = pagesRead(plan, sizes);
  const unknown = readings.some(({ pages }) => pages === null);
  const pages = readings.reduce((sum, reading) => sum + (reading.pages ?? 0), 0);
  const dearest = readings.toSorted((a, b) => (b.pages ?? Infinity) - (a.pages ?? Infinity))[0];
  return {
    bytes: unknown ? null : Math.round(pages * PAGE_BYTES),
    cost: plan.cost,
    shape: shapeOf(dearest?.node ?? plan),
  };
}

function shapeOf({ type, index, relation }: PlanNode): string {
  if (index) return `${type} using ${index.name}`;
  return relation ? `${type} on ${relation.name}` : type;
}
