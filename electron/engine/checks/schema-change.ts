import type { Column, SchemaChange } from '../../../shared/domain/table.ts';

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
