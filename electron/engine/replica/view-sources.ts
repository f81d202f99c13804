import { z } from 'zod';

/** What views read, by what their rules depend on. Tables may have rules, too, but none on SELECT (type 1). */
const READ_BY_VIEW = `d.refobjid
  FROM pg_catalog.pg_rewrite w
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> w.ev_class AND w.ev_type = '1'`;

/**
 * Recursive part of a statement: all whose rows the view or materialized view in `relation` shows, through other views
 * as well. Two index lookups a view, and nothing for a table.
 */
export const SOURCE = `source (oid) AS (
  SELECT ${READ_BY_VIEW} WHERE w.ev_class = (SELECT oid FROM relation WHERE relkind IN ('v', 'm'))
  UNION
  SELECT ${READ_BY_VIEW} JOIN source ON source.oid = w.ev_class
)`;

/** Those of `SOURCE` by name, as JSON. */
export const SOURCE_LIST = `(SELECT coalesce(json_agg(json_build_object('schema', sn.nspname, 'name', sc.relname)
      ORDER BY sn.nspname, sc.relname), '[]')
    FROM source
    JOIN pg_catalog.pg_class sc ON sc.oid = source.oid
    JOIN pg_catalog.pg_namespace sn ON sn.oid = sc.relnamespace)`;

export const Sources = z.array(z.object({ schema: z.string(), name: z.string() }));
