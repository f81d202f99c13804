import type { Column, RelationKind, SchemaChange, TableShape } from '../../../shared/domain/table.ts';

/** One difference from the accepted schema. Additions break nobody; the others do. */
export interface SchemaDifference {
  breaking: boolean;
  text: string;
}

/**
 * What changed between two schemas, in words. A column that keeps its position and type under another name was
 * renamed: Postgres never reuses a position (`attnum`) within a table. Order alone is no difference, and neither is
 * that a table was made anew as it was, which some tools do with every load.
 */
export function compareSchemas(before: TableShape, after: TableShape): SchemaDifference[] {
  if (after.columns.length === 0 && before.columns.length > 0)
    return [{ breaking: true, text: 'the table is gone' }];
  return [...compareKinds(before.kind, after.kind), ...compareColumns(before.columns, after.columns)];
}

const KIND_WORDS: Record<RelationKind, string> = {
  table: 'a table',
  partitioned_table: 'a partitioned table',
  view: 'a view',
  materialized_view: 'a materialized view',
  foreign_table: 'a foreign table',
};

/** A table that was split into partitions still holds its own rows; anything else shows other rows, or as of another time. */
function compareKinds(before: RelationKind | null, after: RelationKind | null): SchemaDifference[] {
  if (before === null || after === null || before === after) return [];
  const holdsRows = (kind: RelationKind) => kind === 'table' || kind === 'partitioned_table';
  const text = `it was ${KIND_WORDS[before]}, and is ${KIND_WORDS[after]} now`;
  return [{ breaking: !(holdsRows(before) && holdsRows(after)), text }];
}

function compareColumns(accepted: readonly Column[], seen: readonly Column[]): SchemaDifference[] {
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

const READERS: readonly [pattern: RegExp, of: (parts: string[]) => Omit<SchemaChange, 'text'>][] = [
  [
    /^column (.+) \((.+)\) was added$/s,
    ([column = '', after = '']) => ({ kind: 'added', column, before: null, after }),
  ],
  [
    /^column (.+) \((.+)\) was dropped$/s,
    ([column = '', before = '']) => ({ kind: 'dropped', column, before, after: null }),
  ],
  [
    /^column (.+) was renamed to (.+)$/s,
    ([column = '', after = '']) => ({ kind: 'renamed', column, before: column, after }),
  ],
  [
    /^column (.+) changed its type from (.+) to (.+)$/s,
    ([column = '', before = '', after = '']) => ({ kind: 'retyped', column, before, after }),
  ],
  [
    /^column (.+) may be null now$/s,
    ([column = '']) => ({ kind: 'nullable', column, before: 'NOT NULL', after: 'NULL' }),
  ],
  [
    /^column (.+) may no longer be null$/s,
    ([column = '']) => ({ kind: 'nullable', column, before: 'NULL', after: 'NOT NULL' }),
  ],
];

/** The parts of a difference as `compareSchemas` words it, since words are what the history keeps. */
export function schemaChange(text: string): SchemaChange {
  for (const [pattern, of] of READERS) {
    const found = pattern.exec(text);
    if (found) return { ...of(found.slice(1)), text };
  }
  return { kind: 'other', column: null, before: null, after: null, text };
}
