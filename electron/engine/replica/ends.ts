/**
 * Types of which the ends are read, and as what arrays the values in `pg_stats` are read back. Domains and all other
 * types are left out: the ends of a text are somebody's name or address as often as not, and never leave the server.
 */
const FAMILIES: readonly { types: string; array: string }[] = [
  { types: "'int2', 'int4', 'int8', 'numeric'", array: 'numeric[]' },
  { types: "'float4', 'float8'", array: 'float8[]' },
  { types: "'date'", array: 'date[]' },
  { types: "'timestamp'", array: 'timestamp[]' },
  { types: "'timestamptz'", array: 'timestamptz[]' },
];

/**
 * SQL for the lowest and the highest value that ANALYZE met in a column, as JSON of numbers and ISO 8601 times; null
 * where the statistics do not tell. `stats` is an alias of `pg_stats`, `type` one of `pg_type`. A value that is common
 * is not in the histogram, so both are looked at. Reads no row of the table.
 */
export function endsOf(stats: string, type: string): string {
  const cases = FAMILIES.map(({ types, array }) =>
    [
      `WHEN ${type}.typname IN (${types}) THEN (`,
      `  SELECT json_build_object('lowest', min(v), 'highest', max(v))`,
      `  FROM unnest(${stats}.histogram_bounds::text::${array} || ${stats}.most_common_vals::text::${array}) v)`,
    ].join('\n        '),
  );
  return `CASE WHEN ${type}.typnamespace <> 'pg_catalog'::pg_catalog.regnamespace THEN NULL\n      ${cases.join('\n      ')} END`;
}
