import type { ReplicaApi } from '../replica/api.ts';

/** A table whose key a column most likely points to, without a foreign key that would enforce it. */
export interface Parent {
  column: string;
  schema: string;
  table: string;
  key: string;
}

/**
 * By name and type: `order_id` points to the table of the same schema whose primary key is `order_id`, or to
 * `orders.id`. A column that a foreign key guards is left out, and so is one that fits several tables.
 */
const PARENTS_SQL = `SELECT a.attname::text AS column, pn.nspname::text AS schema, pc.relname::text AS "table",
  pa.attname::text AS key
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_class pc ON pc.relnamespace = c.relnamespace AND pc.oid <> c.oid AND pc.relkind IN ('r', 'p')
JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
JOIN pg_catalog.pg_index i ON i.indrelid = pc.oid AND i.indisprimary AND i.indnkeyatts = 1
JOIN pg_catalog.pg_attribute pa ON pa.attrelid = pc.oid AND pa.attnum = i.indkey[0]
WHERE n.nspname = $1 AND c.relname = $2 AND NOT pc.relispartition
  AND pa.atttypid = a.atttypid
  AND (pa.attname = a.attname
    OR pa.attname = 'id' AND a.attname IN (pc.relname || '_id', regexp_replace(pc.relname, '(es|s)$', '') || '_id'))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint f
    WHERE f.conrelid = c.oid AND f.contype = 'f' AND a.attnum = ANY (f.conkey))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_index own
    WHERE own.indrelid = c.oid AND own.indisprimary AND own.indnkeyatts = 1 AND own.indkey[0] = a.attnum)
ORDER BY a.attnum`;

/** Tables that this one's columns point to. Reads the catalogue only. Throws `ReplicaError`. */
export async function readParents(
  replica: ReplicaApi,
  table: { schema: string; name: string },
): Promise<Parent[]> {
  const { rows } = await replica.query({
    sql: PARENTS_SQL,
    params: [table.schema, table.name],
    reason: `Tables that ${table.schema}.${table.name} points to`,
  });
  const parents = rows as unknown as Parent[];
  return parents.filter(({ column }) => parents.filter((other) => other.column === column).length === 1);
}
