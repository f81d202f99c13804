import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { columnsStatement, parseColumns } from '../replica/catalogue.ts';
import { defineCheckType } from './check-type.ts';
import { compareSchemas } from './schema-change.ts';
import { relationOf } from './window.ts';

/**
 * Drift of a table's columns against the accepted ones. Reads the catalogue only, and for all tables that are due at
 * once, so it costs next to nothing.
 */
export const schema = defineCheckType({
  type: 'schema',
  title: 'Schema',
  description:
    'Are the columns what they were? Finds columns and tables that were dropped, renamed or retyped.',
  scope: 'table',
  unit: 'differences',
  measure: null,
  acrossTables: true,
  stepDown: [],
  config: z.object({}),
  defaults: {
    name: 'Schema',
    config: {},
    bounds: { ...NO_BOUNDS, failMax: 0 },
    intervalMs: 60_000,
    // The catalogue does not flicker: one look is proof.
    pendingRuns: 1,
    enabled: true,
  },
  plan(_settings, context) {
    relationOf(context.table);
    const { schema: inSchema = '', name = '' } = context.table ?? {};
    const columnsOf = { schema: inSchema, name };
    return { ask: 'statement', readsData: false, free: true, columnsOf, ...columnsStatement(inSchema, name) };
  },
  observe(answer, _settings, context) {
    const rows = answer.ask === 'statement' ? answer.result.rows : [];
    const columns = parseColumns(rows);
    const rowSecurity = rows[0]?.rowSecurity === true;
    const accepted = context.acceptedSchema;
    if (!accepted || accepted.length === 0) {
      if (columns.length === 0) return { value: 1, status: 'fail', finding: 'The table is not there' };
      return {
        value: 0,
        finding: `Recorded ${columns.length} columns as the normal schema`,
        schema: { columns, differences: [], rowSecurity },
      };
    }
    const differences = compareSchemas(accepted, columns);
    const texts = differences.map((difference) => difference.text);
    const breaking = differences.filter((difference) => difference.breaking).length;
    if (differences.length === 0) {
      return {
        value: 0,
        finding: `All ${columns.length} columns are as recorded`,
        schema: { columns, differences: [], rowSecurity },
      };
    }
    const finding = texts.join('; ');
    return {
      value: breaking,
      finding: finding.charAt(0).toUpperCase() + finding.slice(1),
      ...(breaking === 0 ? { status: 'warn' as const } : {}),
      schema: { columns, differences: texts, rowSecurity },
    };
  },
  normal: () => null,
});
