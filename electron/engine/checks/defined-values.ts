import type { ColumnFacts } from '../replica/api.ts';
import { quoteLiteral } from '../replica/sql.ts';

/** Texts that a condition compares with for equality: `= 'paid'`, `= ANY (ARRAY['new'::text, 'paid'::text])`; no long ones. */
const COMPARED = "(?:[^<>!]= |[[]|, )'((?:[^']|''){0,200})'";
/** An enum with more labels than this is no list of states: most of them will never be met. */
const MOST_LABELS = 50;

/**
 * A query for the values of a column that its table's own definition names, as `value`: the labels of its enum, or the
 * texts in a CHECK of that column and in the conditions of indexes that speak of it. A state that rows pass through is
 * such a value, though no row may be in it just now. Null: a column of its type has no such values.
 * `relation` is the quoted name of the table.
 */
export function definedValuesSql(relation: string, { name, category }: ColumnFacts): string | null {
  const column = `a.attrelid = ${quoteLiteral(relation)}::regclass AND a.attname = ${quoteLiteral(name)}`;
  if (category === 'E') {
    return [
      'SELECT e.enumlabel::text AS value',
      'FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_enum e ON e.enumtypid = a.atttypid',
      `WHERE ${column}`,
      `  AND (SELECT count(*) FROM pg_catalog.pg_enum n WHERE n.enumtypid = a.atttypid) <= ${MOST_LABELS}`,
    ].join('\n');
  }
  if (category !== 'S') return null;
  return [
    "SELECT replace(texts[1], '''''', '''') AS value",
    'FROM pg_catalog.pg_attribute a',
    '  CROSS JOIN LATERAL (',
    '    SELECT pg_catalog.pg_get_constraintdef(k.oid) FROM pg_catalog.pg_constraint k',
    "    WHERE k.conrelid = a.attrelid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]",
    '    UNION ALL',
    '    SELECT pg_catalog.pg_get_expr(i.indpred, i.indrelid) FROM pg_catalog.pg_index i',
    '    WHERE i.indrelid = a.attrelid',
    '  ) AS d (condition)',
    `  CROSS JOIN LATERAL pg_catalog.regexp_matches(d.condition, ${quoteLiteral(COMPARED)}, 'g') AS texts`,
    `WHERE ${column}`,
    '  AND position(pg_catalog.quote_ident(a.attname) IN d.condition) > 0',
  ].join('\n');
}
