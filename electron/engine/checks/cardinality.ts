import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatNumber } from '../../../shared/format.ts';
import { quoteIdent, quoteLiteral } from '../replica/sql.ts';
import { asNumber, defineCheckType, type Observation, singleRow } from './check-type.ts';
import { groupKey } from './columns.ts';
import { estimatedRowsSql } from './estimate.ts';
import { indented, relationOf, rowSettings, rowWords, whereRows, windowOf } from './window.ts';

/** Counting stops here. */
const MOST_VALUES = 1_000_000;

const config = z
  .object({
    column: z.string().min(1, 'Whose values are counted?').meta({ title: 'Column', format: 'column' }),
    count: z.enum(['exact', 'estimate']).default('exact').meta({
      title: 'Count',
      description:
        'Exact reads the rows. Estimate takes the number from the statistics, which costs nothing and is as old as the last ANALYZE.',
    }),
    ...rowSettings,
  })
  .refine((value) => value.count === 'exact' || (windowOf(value) === null && value.where === null), {
    message: 'An estimate is of the whole table: leave out the window and the condition, or count exactly.',
    path: ['count'],
  });

/** Different values of a column (Great Expectations' `expect_column_unique_value_count_to_be_between`). */
export const cardinality = defineCheckType({
  type: 'cardinality',
  title: 'Distinct values',
  description:
    'How many different values does a column have? Finds sources that went missing, and exploding categories.',
  scope: 'table',
  unit: 'number',
  measure: 'count',
  stepDown: ['window'],
  config,
  defaults: {
    name: 'Distinct values',
    config: { column: '', count: 'exact', timestampColumn: null, windowSeconds: null, where: null },
    rule: { kind: 'change', against: 'day' },
    bounds: { ...NO_BOUNDS, failMin: -50, failMax: 100 },
    intervalMs: 900_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, { table, facts }) {
    const relation = relationOf(table);
    if (settings.count === 'exact') {
      const rows = indented(whereRows(settings, `${quoteIdent(settings.column)} IS NOT NULL`), settings);
      const sql = `SELECT count(*)::float8 AS distinct_values\nFROM (\n  SELECT 1\n  FROM ${relation}${rows}\n  GROUP BY ${groupKey(facts, settings.column)}\n  LIMIT ${MOST_VALUES}\n) AS pulse_values`;
      return { ask: 'statement', readsData: true, sql };
    }
    const sql = [
      // Negative: that many different values per row. 0: not known.
      'SELECT CASE WHEN s.n_distinct > 0 THEN s.n_distinct WHEN s.n_distinct < 0 THEN -s.n_distinct * rows.rows END::float8 AS distinct_values',
      'FROM pg_catalog.pg_class c',
      'JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace',
      `CROSS JOIN (${estimatedRowsSql(relation)}) AS rows`,
      // What ANALYZE knows of a partitioned table as a whole it calls inherited.
      "LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.inherited = (c.relkind = 'p')",
      `  AND s.attname = ${quoteLiteral(settings.column)}`,
      `WHERE c.oid = ${quoteLiteral(relation)}::regclass`,
    ];
    return { ask: 'statement', readsData: false, free: true, sql: sql.join('\n') };
  },
  observe(answer, settings): Observation {
    const count = asNumber(singleRow(answer).distinct_values);
    const { column } = settings;
    if (count === null) {
      const finding = `There are no statistics of ${column} (never analysed, a view, or hidden from Pulse's role): count exactly instead`;
      return { value: null, status: 'learning', finding };
    }
    const value = Math.round(count);
    const about = settings.count === 'estimate' ? 'about ' : value >= MOST_VALUES ? 'at least ' : '';
    const words = value === 1 ? 'different value' : 'different values';
    return { value, finding: `${column} has ${about}${formatNumber(value)} ${words} ${rowWords(settings)}` };
  },
});
