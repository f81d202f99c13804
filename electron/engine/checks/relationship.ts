import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatCount } from '../../../shared/format.ts';
import { qualifiedName, quoteIdent } from '../replica/sql.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';
import { indented, relationOf, rowSettings, rowWords, whereRows } from './window.ts';

const config = z.object({
  column: z
    .string()
    .min(1, 'Which column refers to another table?')
    .meta({ title: 'Column', description: 'Refers to a row of the other table.', format: 'column' }),
  parentSchema: z
    .string()
    .min(1, 'In which schema is the other table?')
    .default('public')
    .meta({ title: 'Schema of the other table', format: 'schema' }),
  parentTable: z
    .string()
    .min(1, 'To which table does it refer?')
    .meta({ title: 'Other table', format: 'table' }),
  parentColumn: z.string().min(1, 'To which column of the other table does it refer?').default('id').meta({
    title: 'Column of the other table',
    description: 'Best one with an index.',
    format: 'column_elsewhere',
  }),
  ...rowSettings,
});

/**
 * Rows whose parent is not there (dbt's `relationships`, Soda's `reference`). Nulls are left out, as in a foreign
 * key. Postgres answers it by an anti-join; with a window it looks up the parents of the newest rows only.
 */
export const relationship = defineCheckType({
  type: 'relationship',
  title: 'Orphans',
  description: 'Does every row that refers to another table find its row there? Finds lost and late parents.',
  scope: 'table',
  unit: 'rows',
  measure: 'count',
  stepDown: ['window'],
  config,
  defaults: {
    name: 'Orphans',
    config: {
      column: '',
      parentSchema: 'public',
      parentTable: '',
      parentColumn: 'id',
      timestampColumn: null,
      windowSeconds: 86_400,
      where: null,
    },
    bounds: { ...NO_BOUNDS, failMax: 0 },
    intervalMs: 300_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, { table }) {
    const column = quoteIdent(settings.column);
    const parent = qualifiedName(settings.parentSchema, settings.parentTable);
    // The condition stays where only this table's columns can be meant.
    const rows = indented(whereRows(settings, `${column} IS NOT NULL`), settings);
    const children = `SELECT ${column} AS pulse_key\n  FROM ${relationOf(table)}${rows}`;
    return {
      ask: 'statement',
      readsData: true,
      sql: [
        `SELECT count(*)::float8 AS orphans\nFROM (\n  ${children}\n) AS pulse_child`,
        `WHERE NOT EXISTS (\n  SELECT FROM ${parent} AS pulse_parent`,
        `  WHERE pulse_parent.${quoteIdent(settings.parentColumn)} = pulse_child.pulse_key\n)`,
      ].join('\n'),
    };
  },
  observe(answer, settings) {
    const orphans = asNumber(singleRow(answer).orphans) ?? 0;
    const parent = `${settings.parentSchema}.${settings.parentTable}`;
    const place = rowWords(settings);
    if (orphans === 0)
      return { value: 0, finding: `Every ${settings.column} is there in ${parent}, for rows ${place}` };
    const rows = formatCount(orphans, 'row has', 'rows have');
    return { value: orphans, finding: `${rows} a ${settings.column} that is not in ${parent}, ${place}` };
  },
});
