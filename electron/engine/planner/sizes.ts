import { COST_SETTINGS } from '../replica/cost-settings.ts';
import { quoteLiteral } from '../replica/sql.ts';
import { PAGE_BYTES, type Sizes } from './pages-read.ts';
import type { RelationName } from './plan-node.ts';

/** A relation's name as a key. */
export const keyOf = ({ schema, name }: RelationName): string => JSON.stringify([schema, name]);

/**
 * Real sizes, which a table that was never analysed has, too. Rows are scaled up to them as PostgreSQL's planner
 * does it. The statistics of a partition may be hidden from the role; those of its root are nearly as good.
 */
export function sizesSql(names: readonly RelationName[]): string {
  const asked = [
    ...new Set(names.map(({ schema, name }) => `(${quoteLiteral(schema)}, ${quoteLiteral(name)})`)),
  ];
  const costs = Object.entries(COST_SETTINGS).map(
    ([name, setting]) => `pg_catalog.current_setting('${setting}')::float8 AS "${name}"`,
  );
  // By names of the outer query: joined to anything, this view is computed for all columns of the database.
  const correlation = (table: string, schema: string) => `(SELECT s.correlation FROM pg_catalog.pg_stats s
    WHERE s.schemaname = ${schema}.nspname AND s.tablename = ${table}.relname AND s.attname = a.attname
    ORDER BY s.inherited LIMIT 1)`;
  return `SELECT asked.schema, asked.name, c.relpages::float8 AS "knownPages", c.reltuples::float8 AS rows,
  c.relallvisible::float8 AS visible,
  CASE WHEN c.relkind <> 'f' THEN pg_catalog.pg_relation_size(c.oid) / ${PAGE_BYTES}::float8 END AS pages,
  coalesce(${correlation('t', 'tn')}, ${correlation('r', 'rn')})::float8
    * CASE WHEN i.indnkeyatts > 1 THEN 0.75 ELSE 1 END AS correlation,
  ${costs.join(', ')}
FROM (VALUES ${asked.join(', ')}) AS asked (schema, name)
JOIN pg_catalog.pg_namespace n ON n.nspname = asked.schema::name
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = asked.name::name
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
LEFT JOIN pg_catalog.pg_class r ON r.oid = pg_catalog.pg_partition_root(i.indrelid)
LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace`;
}

/** Of nothing, with PostgreSQL's own cost settings. */
export const NO_SIZES: Sizes = {
  sizeOf: () => undefined,
  costs: { seqPage: 1, randomPage: 4, tuple: 0.01, indexTuple: 0.005, operator: 0.0025 },
};

/** Reads the answer to the question for sizes. */
export function sizesOf(rows: readonly Record<string, unknown>[]): Sizes {
  const byName = new Map(
    rows.map((row) => {
      const pages = Number(row.pages ?? 0);
      const knownPages = Number(row.knownPages);
      const rowsThen = Number(row.rows);
      const analysed = knownPages > 0 && rowsThen >= 0;
      return [
        keyOf({ schema: String(row.schema), name: String(row.name) }),
        {
          pages,
          rows: analysed ? (rowsThen * pages) / knownPages : null,
          unvacuumed: Math.max(0, pages - Number(row.visible)),
          correlation: Number(row.correlation ?? 0),
        },
      ];
    }),
  );
  const [first] = rows;
  const { costs } = NO_SIZES;
  return {
    sizeOf: (name) => byName.get(keyOf(name)),
    costs: {
      seqPage: Number(first?.seqPage ?? costs.seqPage),
      randomPage: Number(first?.randomPage ?? costs.randomPage),
      tuple: Number(first?.tuple ?? costs.tuple),
      indexTuple: Number(first?.indexTuple ?? costs.indexTuple),
      operator: Number(first?.operator ?? costs.operator),
    },
  };
}
