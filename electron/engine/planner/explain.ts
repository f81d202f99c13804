import { z } from 'zod';
import type { ReplicaApi } from '../replica/api.ts';
import { quoteLiteral } from '../replica/sql.ts';

/** A page of PostgreSQL's heap and indexes, as built by everybody. */
export const PAGE_BYTES = 8_192;

/** What PostgreSQL's planner expects of a statement. */
export interface Estimate {
  /** Heap and index pages that it reads, in bytes. Null when a part of the plan is beyond this server's knowledge. */
  bytes: number | null;
  /** In the planner's units: reading one page in sequence is 1. */
  cost: number;
  /** The node that reads most: "Index Only Scan using orders_created_at_idx". */
  shape: string;
}

interface PlanNode {
  type: string;
  relation: string | null;
  index: string | null;
  rows: number;
  cost: number;
  parts: PlanNode[];
  parentRelationship: string | null;
}

const RawNode: z.ZodType<PlanNode> = z.lazy(() =>
  z
    .object({
      'Node Type': z.string(),
      Schema: z.string().optional(),
      'Relation Name': z.string().optional(),
      'Index Name': z.string().optional(),
      'Plan Rows': z.number(),
      'Total Cost': z.number(),
      'Parent Relationship': z.string().optional(),
      Plans: z.array(RawNode).optional(),
    })
    .transform((node) => ({
      type: node['Node Type'],
      relation: node['Relation Name'] === undefined ? null : `${node.Schema ?? ''}.${node['Relation Name']}`,
      index: node['Index Name'] === undefined ? null : `${node.Schema ?? ''}.${node['Index Name']}`,
      rows: node['Plan Rows'],
      cost: node['Total Cost'],
      parts: node.Plans ?? [],
      parentRelationship: node['Parent Relationship'] ?? null,
    })),
);
const Explained = z.tuple([z.object({ Plan: RawNode })]);

/** Size of a table or index as the catalogue last had it. */
export interface RelationSize {
  pages: number;
  rows: number;
}

/**
 * Prices a statement by EXPLAIN, which plans it and does not run it. Two small statements: the plan, and the
 * catalogue's sizes of what the plan reads. Throws `ReplicaError`.
 */
export async function explainStatement(
  replica: ReplicaApi,
  statement: { sql: string; params?: readonly unknown[] },
  reason: string,
  checkId: number | null,
): Promise<Estimate> {
  const explained = await replica.query({
    sql: `EXPLAIN (FORMAT JSON, VERBOSE)\n${statement.sql}`,
    ...(statement.params ? { params: statement.params } : {}),
    reason,
    checkId,
  });
  const text = Object.values(explained.rows[0] ?? {})[0];
  const [{ Plan: plan }] = Explained.parse(typeof text === 'string' ? JSON.parse(text) : text);
  const names = namesIn(plan);
  if (names.size === 0) return estimateOf(plan, new Map());
  const sizes = await replica.query({
    sql: [
      "SELECT n.nspname || '.' || c.relname AS name, c.relpages::float8 AS pages, c.reltuples::float8 AS rows",
      'FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace',
      `WHERE n.nspname || '.' || c.relname IN (${[...names].map(quoteLiteral).join(', ')})`,
    ].join('\n'),
    reason,
    checkId,
  });
  const byName = new Map(
    sizes.rows.map((row) => [
      String(row.name),
      { pages: Number(row.pages), rows: Math.max(0, Number(row.rows)) },
    ]),
  );
  return estimateOf(plan, byName);
}

function namesIn(node: PlanNode, names = new Set<string>()): Set<string> {
  if (node.relation) names.add(node.relation);
  if (node.index) names.add(node.index);
  for (const part of node.parts) namesIn(part, names);
  return names;
}

/** What a plan reads, from the sizes of the relations in it. Pure. */
export function estimateOf(plan: PlanNode, sizes: ReadonlyMap<string, RelationSize>): Estimate {
  const reads: { pages: number | null; shape: string }[] = [];
  walk(plan, 1, sizes, reads);
  const unknown = reads.some((read) => read.pages === null);
  const pages = reads.reduce((sum, read) => sum + (read.pages ?? 0), 0);
  const dearest = reads.toSorted((a, b) => (b.pages ?? 0) - (a.pages ?? 0))[0];
  return {
    bytes: unknown ? null : Math.round(pages * PAGE_BYTES),
    cost: plan.cost,
    shape: dearest?.shape ?? plan.type,
  };
}

/** `times` is how often, and how much of, the node is run: a LIMIT above it, a nested loop around it. */
function walk(
  node: PlanNode,
  times: number,
  sizes: ReadonlyMap<string, RelationSize>,
  reads: { pages: number | null; shape: string }[],
): void {
  const pages = pagesOf(node, times, sizes);
  if (pages !== undefined) reads.push({ pages, shape: shapeOf(node) });
  const [outer] = node.parts;
  for (const part of node.parts) {
    let inner = times;
    if (node.type === 'Limit' && part.rows > 0) inner *= Math.min(1, node.rows / part.rows);
    if (node.type === 'Nested Loop' && part !== outer && part.parentRelationship === 'Inner') {
      inner *= Math.max(1, outer?.rows ?? 1);
    }
    walk(part, inner, sizes, reads);
  }
}

/** Pages that a node itself reads. Undefined for one that reads none, null for one of which nobody knows. */
function pagesOf(
  node: PlanNode,
  times: number,
  sizes: ReadonlyMap<string, RelationSize>,
): number | null | undefined {
  if (node.type === 'Foreign Scan') return null;
  const table = node.relation === null ? undefined : sizes.get(node.relation);
  const index = node.index === null ? undefined : sizes.get(node.index);
  switch (node.type) {
    case 'Seq Scan':
      return (table?.pages ?? 0) * Math.min(times, 1);
    case 'Sample Scan': {
      // The planner's cost of a sample scan counts the pages that it will read.
      const share = table && table.rows > 0 ? Math.min(1, node.rows / table.rows) : 1;
      return (table?.pages ?? 0) * share * Math.min(times, 1);
    }
    case 'Index Only Scan':
    case 'Bitmap Index Scan':
      return entries(node.rows * times, index);
    case 'Index Scan':
      // Neighbours in a window's index are neighbours in the heap, for rows that arrive in order.
      return entries(node.rows * times, index) + entries(node.rows * times, table);
    case 'Bitmap Heap Scan':
      return entries(node.rows * times, table);
    default:
      return undefined;
  }
}

/** Pages of so many neighbouring rows, at least one, at most all. */
function entries(rows: number, size: RelationSize | undefined): number {
  if (!size || size.pages === 0) return 1;
  if (size.rows === 0) return size.pages;
  return Math.min(size.pages, Math.max(1, Math.ceil((rows * size.pages) / size.rows)));
}

function shapeOf(node: PlanNode): string {
  const name = node.index ?? node.relation;
  const bare = name?.slice(name.indexOf('.') + 1);
  if (!bare) return node.type;
  return node.index ? `${node.type} using ${bare}` : `${node.type} on ${bare}`;
}
