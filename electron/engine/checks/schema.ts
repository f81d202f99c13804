import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { columnsStatement, parseShape } from '../replica/catalogue.ts';
import { defineCheckType } from './check-type.ts';
import { compareSchemas } from './schema-change.ts';
import { relationOf } from './window.ts';

/**
 * Drift of what a table is, and of its columns, against what was accepted. Reads the catalogue only, and for all tables that are due at
 * once, so it costs next to nothing.
 */
export const schema = defineCheckType({
  type: 'schema',
  title: 'Schema',
  description:
    'Is the table what it was? Finds columns and tables that were dropped, renamed, retyped or replaced by a view.',
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
    const seen = parseShape(rows);
    const { columns } = seen;
    const rowSecurity = rows[0]?.rowSecurity === true;
    const accepted = context.acceptedSchema;
    if (!accepted || accepted.columns.length === 0) {
      if (columns.length === 0) return { value: 1, status: 'fail', finding: 'The table is not there' };
      return {
        value: 0,
        finding: `Recorded ${columns.length} columns as the normal schema`,
        schema: { ...seen, differences: [], rowSecurity },
      };
    }
    const differences = compareSchemas(accepted, seen);
    const texts = differences.map((difference) => difference.text);
    const breaking = differences.filter((difference) => difference.breaking).length;
    if (differences.length === 0) {
      return {
        value: 0,
        finding: `All ${columns.length} columns are as recorded`,
        schema: { ...seen, differences: [], rowSecurity },
      };
    }
    const finding = texts.join('; ');
    return {
      value: breaking,
      finding: finding.charAt(0).toUpperCase() + finding.slice(1),
      ...(breaking === 0 ? { status: 'warn' as const } : {}),
      schema: { ...seen, differences: texts, rowSecurity },
    };
  },
  normal: () => null,
});
