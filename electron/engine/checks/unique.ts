import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import type { TableFacts } from '../replica/api.ts';
import { typeOf } from '../replica/column-type.ts';
import { quoteIdent } from '../replica/sql.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';
import { columnOf, groupKey } from './columns.ts';
import { indented, relationOf, rowSettings, rowWords, whereRows } from './window.ts';

const config = z.object({
  columns: z.array(z.string().min(1)).min(1, 'Which columns identify a row?').max(16).meta({
    title: 'Key columns',
    description: 'Together they should be different in every row.',
    format: 'columns',
  }),
  ...rowSettings,
});

/** Types that are sorted by their numbers alone. Text is not: its order may be that of a language. */
const QUICKLY_SORTED = /^(smallint|integer|bigint|numeric\b.*|uuid|date|timestamp\b.*)$/;

/**
 * Keys are nearly all different, so that PostgreSQL's hash table of them spills to disk, and takes three times as much
 * of it as a sort (measured; docs/performance.md). Its planner does not know, so such keys are handed to it sorted.
 */
function isQuicklySorted(facts: TableFacts | null, name: string): boolean {
  const column = columnOf(facts, name);
  return column !== undefined && QUICKLY_SORTED.test(typeOf(column));
}

/** Rows too many under one key. As in a UNIQUE constraint, rows with a null in the key are left out. */
export const unique = defineCheckType({
  type: 'unique',
  title: 'Duplicates',
  description: 'Does every row have its own key? Finds keys that doubled.',
  scope: 'table',
  unit: 'rows',
  measure: 'count',
  stepDown: ['window'],
  config,
  defaults: {
    name: 'Duplicates',
    config: { columns: [], timestampColumn: null, windowSeconds: null, where: null },
    bounds: { ...NO_BOUNDS, failMax: 0 },
    intervalMs: 300_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, context) {
    const keys = settings.columns.map((column) => groupKey(context.facts, column));
    const filled = settings.columns.map((column) => `${quoteIdent(column)} IS NOT NULL`).join(' AND ');
    const rows = `FROM ${relationOf(context.table)}${whereRows(settings, filled)}`;
    const sorted = settings.columns.every((column) => isQuicklySorted(context.facts, column));
    const key = keys.join(', ');
    const from = sorted
      ? `FROM (\n  SELECT ${key}\n  ${indented(rows, settings)}\n  ORDER BY ${key}\n) AS sorted`
      : rows;
    return {
      ask: 'statement',
      readsData: true,
      sql: [
        'SELECT coalesce(sum(n - 1), 0)::float8 AS surplus_rows, count(*)::float8 AS doubled_keys',
        `FROM (\n  SELECT count(*) AS n\n  ${indented(from, settings)}`,
        `  GROUP BY ${key}\n  HAVING count(*) > 1\n) AS doubled`,
      ].join('\n'),
    };
  },
  observe(answer, settings) {
    const row = singleRow(answer);
    const surplus = asNumber(row.surplus_rows) ?? 0;
    const keys = asNumber(row.doubled_keys) ?? 0;
    const key = settings.columns.join(', ');
    if (surplus === 0) return { value: 0, finding: `Every ${key} is there once ${rowWords(settings)}` };
    return {
      value: surplus,
      finding: `${formatCount(keys, `value of ${key} is`, `values of ${key} are`)} there more than once ${rowWords(settings)} (${formatNumber(surplus)} rows too many)`,
    };
  },
});
