import { z } from 'zod';

/** A node of `EXPLAIN (FORMAT JSON, VERBOSE)`, as far as it tells what is read. */
export interface PlanNode {
  type: string;
  relation: RelationName | null;
  index: RelationName | null;
  rows: number;
  startupCost: number;
  cost: number;
  /** `Plain`, `Sorted`, `Hashed` or `Mixed`, for aggregates. */
  strategy: string | null;
  /** How many conditions the index itself answers. */
  indexConditions: number;
  filter: string | null;
  /** Percent and method of TABLESAMPLE. */
  sample: { method: string; percent: number } | null;
  /** Subplans that this node runs once and then looks up in a hash table. */
  hashed: string[];
  /** How the node above uses this one: `Outer`, `Inner`, `Member`, `InitPlan`, `SubPlan`. */
  relationship: string | null;
  subplan: string | null;
  parts: PlanNode[];
}

export interface RelationName {
  schema: string;
  name: string;
}

const RawNode: z.ZodType<PlanNode> = z.lazy(() =>
  z
    .looseObject({
      'Node Type': z.string(),
      Schema: z.string().optional(),
      'Relation Name': z.string().optional(),
      'Index Name': z.string().optional(),
      'Plan Rows': z.number(),
      'Startup Cost': z.number().default(0),
      'Total Cost': z.number(),
      Strategy: z.string().optional(),
      'Index Cond': z.string().optional(),
      Filter: z.string().optional(),
      'Sampling Method': z.string().optional(),
      'Sampling Parameters': z.array(z.string()).optional(),
      'Parent Relationship': z.string().optional(),
      'Subplan Name': z.string().optional(),
      Plans: z.array(RawNode).optional(),
    })
    .transform(({ Plans: parts = [], ...node }) => {
      const schema = node.Schema ?? '';
      const { 'Relation Name': relation, 'Index Name': index, 'Sampling Method': method } = node;
      return {
        type: node['Node Type'],
        relation: relation === undefined ? null : { schema, name: relation },
        index: index === undefined ? null : { schema, name: index },
        rows: node['Plan Rows'],
        startupCost: node['Startup Cost'],
        cost: node['Total Cost'],
        strategy: node.Strategy ?? null,
        indexConditions: node['Index Cond']?.split(' AND ').length ?? 0,
        filter: node.Filter ?? null,
        sample: method === undefined ? null : { method, percent: percentOf(node['Sampling Parameters']) },
        hashed: [...JSON.stringify(node).matchAll(/hashed (SubPlan \d+)/g)].map(([, name = '']) => name),
        relationship: node['Parent Relationship'] ?? null,
        subplan: node['Subplan Name'] ?? null,
        // A bitmap's index is named without its schema, which is always that of its table.
        parts: parts.map((part) => withSchema(part, schema)),
      };
    }),
);
const Explained = z.tuple([z.object({ Plan: RawNode })]);

/** Reads an answer of EXPLAIN: its text, or what the driver made of it. Throws `ZodError` for anything else. */
export function parsePlan(answer: unknown): PlanNode {
  const [{ Plan: plan }] = Explained.parse(typeof answer === 'string' ? JSON.parse(answer) : answer);
  return plan;
}

/** Everything that a plan reads. */
export function relationsIn(plan: PlanNode): RelationName[] {
  return [plan.relation, plan.index].filter((name) => name !== null).concat(plan.parts.flatMap(relationsIn));
}

function withSchema(node: PlanNode, schema: string): PlanNode {
  const isBitmap = node.type === 'BitmapAnd' || node.type === 'BitmapOr' || node.type === 'Bitmap Index Scan';
  if (!isBitmap) return node;
  return {
    ...node,
    index: node.index && { ...node.index, schema: node.index.schema || schema },
    parts: node.parts.map((part) => withSchema(part, schema)),
  };
}

/** `'5'::real`. What is no constant is taken for the whole table. */
function percentOf(parameters: string[] = []): number {
  const percent = Number.parseFloat((parameters[0] ?? '').replaceAll("'", ''));
  return Number.isFinite(percent) ? Math.min(Math.max(percent, 0), 100) : 100;
}
