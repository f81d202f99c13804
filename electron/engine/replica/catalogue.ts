import { z } from 'zod';
import { CatalogueTable, Column, RelationKind, type TableShape } from '../../../shared/domain/table.ts';
import type { ReplicaApi, TableFacts } from './api.ts';
import { COST_SETTINGS } from './cost-settings.ts';
import { endsOf } from './ends.ts';
import { ReplicaError } from './errors.ts';
import { SOURCE, SOURCE_LIST, Sources } from './view-sources.ts';

/** More relations than anybody picks from; the limit is there so that a strange catalogue cannot fill the memory. */
const MOST_RELATIONS = 50_000;

/**
 * Kinds of relation that can be monitored, by `pg_class.relkind`. Indexes, sequences and such are none, and the
 * partitions of a table are part of it.
 */
const KIND = `CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned_table' WHEN 'v' THEN 'view'
    WHEN 'm' THEN 'materialized_view' WHEN 'f' THEN 'foreign_table' END`;

/**
 * `reltuples` when it says something: before PostgreSQL 14, a table that was never analysed looks like an empty
 * one that has no pages. On a standby both numbers are the primary's.
 */
const estimate = (relation: string) => `CASE WHEN ${relation}.reltuples < 0 OR (${relation}.reltuples = 0
    AND ${relation}.relpages = 0 AND pg_catalog.current_setting('server_version_num')::int < 140000)
    THEN NULL ELSE ${relation}.reltuples::float8 END`;

/** Relations that people look at: not the system's, not somebody's temporary ones. */
const RELATIONS = `c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'`;

/**
 * Sizes come from `relpages`: asking for the files' real sizes would take a lock on every table and touch every
 * file. An unlogged table cannot be read on a standby, whoever asks.
 */
const LIST_SQL = `WITH RECURSIVE
part (root, oid) AS (
  SELECT i.inhparent, i.inhrelid
  FROM pg_catalog.pg_inherits i
  JOIN pg_catalog.pg_class c ON c.oid = i.inhparent
  WHERE c.relkind = 'p' AND NOT c.relispartition
  UNION ALL
  SELECT part.root, i.inhrelid FROM part JOIN pg_catalog.pg_inherits i ON i.inhparent = part.oid
),
whole AS (
  SELECT part.root, sum(${estimate('c')}) AS rows,
    sum(c.relpages::bigint + coalesce(t.relpages, 0)) AS pages,
    sum(c.relpages) AS heap, sum(c.relallvisible) AS visible
  FROM part
  JOIN pg_catalog.pg_class c ON c.oid = part.oid AND c.relkind <> 'p'
  LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
  GROUP BY part.root
),
parents AS (
  SELECT f.confrelid AS oid, count(DISTINCT f.conrelid)::int AS children
  FROM pg_catalog.pg_constraint f
  WHERE f.contype = 'f' AND f.conparentid = 0 AND f.conrelid <> f.confrelid
  GROUP BY 1
)
SELECT n.nspname::text AS schema, c.relname::text AS name, ${KIND} AS kind,
  CASE c.relkind WHEN 'v' THEN NULL WHEN 'p' THEN coalesce(whole.rows, 0) ELSE ${estimate('c')} END
    AS "estimatedRows",
  CASE WHEN c.relkind IN ('v', 'f') THEN NULL
    WHEN c.relkind = 'p' THEN CASE WHEN whole.root IS NULL OR whole.rows IS NOT NULL THEN coalesce(whole.pages, 0) END
    WHEN ${estimate('c')} IS NOT NULL THEN c.relpages::bigint + coalesce(t.relpages, 0)
  END::float8 * pg_catalog.current_setting('block_size')::int AS bytes,
  coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')
    AND NOT (c.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery()), false) AS "canSelect",
  coalesce(parents.children, 0) AS "referencedBy",
  -- Pages that vacuum has not seen since they were written. The counters of writes are not kept on a standby.
  CASE WHEN coalesce(whole.heap, c.relpages) > 0 AND c.relkind IN ('r', 'p', 'm')
    THEN greatest(0, 1 - coalesce(whole.visible, c.relallvisible)::float8 / coalesce(whole.heap, c.relpages))
  END AS "writtenShare",
  d.description AS comment
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN whole ON whole.root = c.oid
LEFT JOIN parents ON parents.oid = c.oid
LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = 0
WHERE ${RELATIONS} AND NOT c.relispartition
ORDER BY n.nspname, c.relname`;

const ListedTable = CatalogueTable.omit({ monitoredTableId: true, matter: true });
export type ListedTable = z.infer<typeof ListedTable>;

/**
 * Everything in the database that could be monitored, by schema and name. One statement over the catalogue, which
 * takes no lock on any of the tables. Throws `ReplicaError`.
 */
export async function listTables(replica: ReplicaApi): Promise<ListedTable[]> {
  const { rows } = await replica.query({ sql: LIST_SQL, reason: 'List of tables', maxRows: MOST_RELATIONS });
  return rows.map((row) => ListedTable.parse(row));
}

const COLUMNS_SQL = `SELECT a.attname::text AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
  NOT a.attnotnull AS nullable, a.attnum::int AS position,
  ${KIND} AS kind,
  pg_catalog.row_security_active(c.oid) AS "rowSecurity"
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`;

/** Asks what a relation is, and for its columns. No row means that there is no such relation (or one without columns). */
export function columnsStatement(schema: string, name: string): { sql: string; params: string[] } {
  return { sql: COLUMNS_SQL, params: [schema, name] };
}

/** Reads the answer to `columnsStatement`. */
export function parseShape(rows: readonly Record<string, unknown>[]): TableShape {
  const kind = RelationKind.safeParse(rows[0]?.kind).data ?? null;
  return { kind, columns: rows.map((row) => Column.parse(row)) };
}

type Relation = { schema: string; name: string };

/**
 * Asks what `columnsStatement` asks, of several relations at once: one row for each that is there, so that the limit on
 * rows never cuts one off. At most a few hundred at a time.
 */
export function columnsOfManyStatement(relations: readonly Relation[]): { sql: string; params: string[] } {
  const asked = relations.map((_, index) => `(${index}, $${2 * index + 1}::name, $${2 * index + 2}::name)`);
  return {
    sql: `SELECT asked.place,
  ${KIND} AS kind,
  pg_catalog.row_security_active(c.oid) AS "rowSecurity",
  json_agg(json_build_object('name', a.attname,
  'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
  'nullable', NOT a.attnotnull, 'position', a.attnum) ORDER BY a.attnum)::text AS columns
FROM (VALUES ${asked.join(', ')}) AS asked (place, schema, name)
JOIN pg_catalog.pg_namespace n ON n.nspname = asked.schema
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = asked.name
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
GROUP BY asked.place, c.oid, c.relkind`,
    params: relations.flatMap(({ schema, name }) => [schema, name]),
  };
}

/** The answer to `columnsOfManyStatement` as `columnsStatement` would have given it for each of so many relations. */
export function splitColumns(
  rows: readonly Record<string, unknown>[],
  relations: number,
): Record<string, unknown>[][] {
  const split = Array.from({ length: relations }, (): Record<string, unknown>[] => []);
  for (const { place, kind, columns, rowSecurity } of rows) {
    const each: Record<string, unknown>[] = JSON.parse(String(columns));
    split[Number(place)] = each.map((column) => ({ ...column, kind, rowSecurity }));
  }
  return split;
}

/** A relation and its columns in order; none when it is not there. Throws `ReplicaError`. */
export async function readShape(replica: ReplicaApi, schema: string, name: string): Promise<TableShape> {
  const { rows } = await replica.query({
    ...columnsStatement(schema, name),
    reason: `Columns of ${schema}.${name}`,
  });
  return parseShape(rows);
}

/** What a price needs to know of a relation's size, as JSON. `bytes` is its real size. */
const analysed = (relation: string, bytes: string) => `json_build_object('knownPages', ${relation}.relpages,
        'rows', ${relation}.reltuples::float8, 'visible', ${relation}.relallvisible,
        'pages', ${bytes} / pg_catalog.current_setting('block_size')::float8)`;

const COSTS = Object.entries(COST_SETTINGS)
  .map(([name, setting]) => `'${name}', pg_catalog.current_setting('${setting}')::float8`)
  .join(', ');

/**
 * One row with everything, columns and indexes as JSON. Sizes are real ones here, for pricing a scan: of one table
 * (and its partitions) they cost little. On a partitioned table, statistics are those over all partitions.
 */
const DESCRIBE_SQL = `WITH RECURSIVE
relation AS (
  SELECT c.oid, c.relkind, c.relname, n.nspname, ${KIND} AS kind, ${estimate('c')} AS rows,
    c.relpages, c.reltuples, c.relallvisible
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
),
stored AS (
  SELECT r.oid FROM relation r WHERE r.relkind IN ('r', 'm')
  UNION ALL
  SELECT p.relid FROM relation r, pg_catalog.pg_partition_tree(r.oid) p WHERE r.relkind = 'p' AND p.isleaf
),
size AS (
  SELECT sum(${estimate('c')}) AS rows, sum(pg_catalog.pg_relation_size(c.oid))::float8 AS heap,
    sum(pg_catalog.pg_table_size(c.oid))::float8 AS bytes
  FROM stored JOIN pg_catalog.pg_class c ON c.oid = stored.oid
),
${SOURCE}
SELECT r.nspname::text AS schema, r.relname::text AS name, r.kind,
  CASE WHEN r.relkind IN ('p', 'r', 'm') THEN size.rows WHEN r.relkind = 'f' THEN r.rows END AS "estimatedRows",
  size.heap / pg_catalog.current_setting('block_size')::int AS pages,
  size.bytes AS bytes, pg_catalog.row_security_active(r.oid) AS "rowSecurity",
  (SELECT coalesce(json_agg(json_build_object(
      'name', a.attname,
      'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
      'base', CASE WHEN t.typtype = 'd' OR t.typcategory = 'A' THEN (
        -- From a domain to what it is of, and from an array of a domain to an array of that.
        WITH RECURSIVE made AS (
          SELECT t.oid, -1 AS modifier, 0 AS lists, 0 AS step
          UNION ALL
          SELECT coalesce(e.oid, m.typbasetype), CASE WHEN e.oid IS NULL THEN m.typtypmod ELSE -1 END,
            made.lists + (e.oid IS NOT NULL)::int, made.step + 1
          FROM made JOIN pg_catalog.pg_type m ON m.oid = made.oid
          LEFT JOIN pg_catalog.pg_type e ON e.oid = m.typelem AND e.typarray = m.oid AND e.typtype = 'd'
          WHERE m.typtype = 'd' OR e.oid IS NOT NULL
        )
        SELECT pg_catalog.format_type(made.oid, made.modifier) || repeat('[]', made.lists)
        FROM made WHERE made.step > 0 ORDER BY made.step DESC LIMIT 1) END,
      'category', t.typcategory,
      'nullable', NOT a.attnotnull,
      'position', a.attnum,
      'nullFraction', s.null_frac,
      'distinct', CASE WHEN s.n_distinct <> 0 THEN s.n_distinct END,
      'correlation', s.correlation::float8,
      'ends', ${endsOf('s', 't')}) ORDER BY a.attnum), '[]')
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = r.nspname AND s.tablename = r.relname
      AND s.attname = a.attname AND s.inherited = (r.relkind = 'p')
    WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped)::text AS columns,
  (SELECT coalesce(json_agg(json_build_object(
      'name', ic.relname,
      'columns', (SELECT json_agg(a.attname ORDER BY k.ordinality)
        FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, ordinality)
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum <> 0
        WHERE k.ordinality <= i.indnkeyatts),
      'unique', i.indisunique,
      'primary', i.indisprimary,
      'partial', i.indpred IS NOT NULL,
      'method', am.amname,
      'size', CASE WHEN ic.relkind = 'i' THEN ${analysed('ic', 'pg_catalog.pg_relation_size(ic.oid)')} END)
      ORDER BY ic.relname), '[]')
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
    JOIN pg_catalog.pg_am am ON am.oid = ic.relam
    WHERE i.indrelid = r.oid AND i.indisvalid AND i.indisready)::text AS indexes,
  CASE WHEN r.relkind IN ('r', 'm') THEN ${analysed('r', 'size.heap')} END::text AS size,
  ${SOURCE_LIST}::text AS sources,
  json_build_object(${COSTS})::text AS costs
FROM relation r CROSS JOIN size`;

const number = z.number().nullable();
/** A numeric beyond what a number of ours holds is read as an infinity. */
const End = z
  .custom<number | string | null>()
  .transform((end) => (typeof end === 'number' && !Number.isFinite(end) ? null : end));
const ColumnsJson = z.array(
  Column.extend({
    base: z.string().nullable(),
    category: z.string(),
    nullFraction: number,
    distinct: number,
    correlation: number,
    ends: z.object({ lowest: End, highest: End }).nullable(),
  }).transform(({ ends, ...column }) => ({
    ...column,
    lowest: ends?.lowest ?? null,
    highest: ends?.highest ?? null,
  })),
);
const Size = z.object({ knownPages: z.number(), rows: z.number(), visible: z.number(), pages: z.number() });
const IndexesJson = z.array(
  z.object({
    name: z.string(),
    columns: z.array(z.string().nullable()),
    unique: z.boolean(),
    primary: z.boolean(),
    partial: z.boolean(),
    method: z.string(),
    size: Size.nullable(),
  }),
);
const Described = z.object({
  schema: z.string(),
  name: z.string(),
  kind: RelationKind,
  estimatedRows: number,
  pages: number,
  bytes: number,
  rowSecurity: z.boolean().default(false),
  columns: z.string(),
  indexes: z.string(),
  size: z.string().nullable(),
  costs: z.string(),
  sources: z.string(),
});

/**
 * What the catalogue knows of a relation, in one statement that does not read its data. Throws `ReplicaError`,
 * of kind `missing_relation` when there is none of that name.
 */
export async function describeTable(replica: ReplicaApi, schema: string, name: string): Promise<TableFacts> {
  const { rows } = await replica.query({
    sql: DESCRIBE_SQL,
    params: [schema, name],
    reason: `Description of ${schema}.${name}`,
  });
  if (rows[0] === undefined) {
    throw new ReplicaError('missing_relation', {
      code: 'missing_relation',
      title: `There is no table or view "${schema}.${name}".`,
      hint: 'It may have been dropped, renamed or moved to another schema.',
    });
  }
  const { columns, indexes, size, costs, sources, ...facts } = Described.parse(rows[0]);
  return {
    ...facts,
    size: size === null ? null : Size.parse(JSON.parse(size)),
    costs: z.record(z.string(), z.number()).parse(JSON.parse(costs)),
    columns: ColumnsJson.parse(JSON.parse(columns)),
    indexes: IndexesJson.parse(JSON.parse(indexes)),
    sources: Sources.parse(JSON.parse(sources)),
  };
}
