import { quoteLiteral } from '../replica/sql.ts';

/**
 * Asks the catalogue for the rows of a relation, partitions summed up (the table above them has no estimate of its
 * own). Null where the catalogue does not know: views, and tables that were never analysed. A partition that has no
 * file content yet is empty for certain.
 */
export function estimatedRowsSql(relation: string): string {
  const unknown = [
    "c.relkind = 'v'",
    "(c.relkind = 'f' AND c.reltuples <= 0)",
    "(c.relkind IN ('r', 'm') AND (c.reltuples < 0 OR (c.reltuples = 0 AND c.relpages = 0)) AND pg_catalog.pg_relation_size(c.oid) > 0)",
  ];
  return [
    `SELECT CASE WHEN NOT coalesce(bool_or(${unknown.join('\n    OR ')}), false)`,
    '  THEN coalesce(sum(greatest(c.reltuples, 0)), 0) END::float8 AS rows',
    `FROM pg_catalog.pg_class c, (SELECT ${quoteLiteral(relation)}::regclass AS oid) AS asked`,
    "WHERE c.relkind <> 'p' AND (c.oid = asked.oid",
    '  OR c.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(asked.oid)))',
  ].join('\n');
}
