import type { ReplicaApi } from './api.ts';

const READABLE_SQL = `SELECT a.attname::text AS name
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND a.attnum > 0 AND NOT a.attisdropped AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')`;

/**
 * The columns of a relation that Pulse's role may read, which may be granted one by one: the server's refusal names
 * the table only. Throws `ReplicaError`.
 */
export async function readableColumns(
  replica: ReplicaApi,
  { schema, name }: { schema: string; name: string },
): Promise<ReadonlySet<string>> {
  const { rows } = await replica.query({
    sql: READABLE_SQL,
    params: [schema, name],
    reason: `Which columns of ${schema}.${name} may be read`,
  });
  return new Set(rows.map((row) => String(row.name)));
}
