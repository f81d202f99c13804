import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import type { Column } from '../../../shared/domain/table.ts';
import { columnsStatement, parseColumns } from '../replica/catalogue.ts';
import { defineCheckType } from './check-type.ts';
import { relationOf } from './window.ts';

/** One difference from the accepted schema. Additions break nobody; the others do. */
export interface SchemaDifference {
  breaking: boolean;
  text: string;
}

/**
 * What changed between two sets of columns, in words. A column that keeps its position and type under another
 * name was renamed: Postgres never reuses a position (`attnum`) within a table. Order alone is no difference.
 */
export function compareSchemas(accepted: readonly Column[], seen: readonly Column[]): SchemaDifference[] {
  if (seen.length === 0 && accepted.length > 0) return [{ breaking: true, text: 'the table is gone' }];
  const seenByName = new Map(seen.map((column) => [column.name, column]));
  const acceptedNames = new Set(accepted.map((column) => column.name));
  const added = new Map(
    seen.filter((column) => !acceptedNames.has(column.name)).map((column) => [column.position, column]),
  );
  const differences: SchemaDifference[] = [];
  for (const before of accepted) {
    const after = seenByName.get(before.name);
    if (after) {
      differences.push(...compareColumn(before, after));
      continue;
    }
    const renamed = added.get(before.position);
    if (renamed && renamed.type === before.type) {
      added.delete(before.position);
      differences.push({ breaking: true, text: `column ${before.name} was renamed to ${renamed.name}` });
    } else {
      differences.push({ breaking: true, text: `column ${before.name} (${before.type}) was dropped` });
    }
  }
  for (const column of added.values()) {
    differences.push({ breaking: false, text: `column ${column.name} (${column.type}) was added` });
  }
  return differences;
}

function compareColumn(before: Column, after: Column): SchemaDifference[] {
  const differences: SchemaDifference[] = [];
  if (before.type !== after.type) {
    differences.push({
      breaking: true,
      text: `column ${before.name} changed its type from ${before.type} to ${after.type}`,
    });
  }
  if (before.nullable !== after.nullable) {
    const text = after.nullable ? 'may be null now' : 'may no longer be null';
    differences.push({ breaking: false, text: `column ${before.name} ${text}` });
  }
  return differences;
}

/** Drift of a table's columns against the accepted ones. Reads the catalogue only, so it costs next to nothing. */
export const schema = defineCheckType({
  type: 'schema',
  title: 'Schema',
  description:
    'Are the columns what they were? Finds columns and tables that were dropped, renamed or retyped.',
  scope: 'table',
  unit: 'differences',
  measure: null,
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
    return { ask: 'statement', readsData: false, free: true, ...columnsStatement(inSchema, name) };
  },
  observe(answer, _settings, context) {
    const columns = answer.ask === 'statement' ? parseColumns(answer.result.rows) : [];
    const accepted = context.acceptedSchema;
    if (!accepted || accepted.length === 0) {
      if (columns.length === 0) return { value: 1, status: 'fail', finding: 'The table is not there' };
      return {
        value: 0,
        finding: `Recorded ${columns.length} columns as the normal schema`,
        schema: { columns, differences: [] },
      };
    }
    const differences = compareSchemas(accepted, columns);
    const texts = differences.map((difference) => difference.text);
    const breaking = differences.filter((difference) => difference.breaking).length;
    if (differences.length === 0) {
      return {
        value: 0,
        finding: `All ${columns.length} columns are as recorded`,
        schema: { columns, differences: [] },
      };
    }
    const finding = texts.join('; ');
    return {
      value: breaking,
      finding: finding.charAt(0).toUpperCase() + finding.slice(1),
      ...(breaking === 0 ? { status: 'warn' as const } : {}),
      schema: { columns, differences: texts },
    };
  },
  normal: () => null,
});
