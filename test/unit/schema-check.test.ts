import { describe, expect, test } from 'vitest';
import { schema } from '../../electron/engine/checks/schema.ts';
import { compareSchemas, schemaChange } from '../../electron/engine/checks/schema-change.ts';
import { FIXED } from '../../shared/domain/check.ts';
import type { Column, RelationKind, TableShape } from '../../shared/domain/table.ts';

const column = (position: number, name: string, type = 'integer', nullable = false): Column => ({
  position,
  name,
  type,
  nullable,
});
const accepted = [
  column(1, 'id', 'bigint'),
  column(2, 'amount', 'numeric(10,2)'),
  column(3, 'note', 'text', true),
];
const table = (columns: readonly Column[]): TableShape => ({ kind: 'table', columns });
const words = (seen: Column[]) =>
  compareSchemas(table(accepted), table(seen)).map((difference) => difference.text);

describe('differences in words', () => {
  test('no difference, whatever the order', () => {
    expect(words([...accepted].reverse())).toEqual([]);
  });

  test('dropped', () => {
    expect(words(accepted.slice(0, 2))).toEqual(['column note (text) was dropped']);
  });

  test('renamed: same position and type, other name', () => {
    expect(words([...accepted.slice(0, 2), column(3, 'remark', 'text', true)])).toEqual([
      'column note was renamed to remark',
    ]);
  });

  test('dropped and another added is not a rename', () => {
    expect(words([...accepted.slice(0, 2), column(4, 'remark', 'text', true)])).toEqual([
      'column note (text) was dropped',
      'column remark (text) was added',
    ]);
  });

  test('type and nullability', () => {
    expect(
      words([column(1, 'id', 'bigint'), column(2, 'amount', 'text', true), column(3, 'note', 'text', true)]),
    ).toEqual(['column amount changed its type from numeric(10,2) to text', 'column amount may be null now']);
  });

  test('a table that was dropped is one difference, not one a column', () => {
    expect(compareSchemas(table(accepted), { kind: null, columns: [] })).toEqual([
      { breaking: true, text: 'the table is gone' },
    ]);
  });

  test('an added column breaks nobody', () => {
    expect(
      compareSchemas(table(accepted), table([...accepted, column(4, 'extra')])).map(
        (difference) => difference.breaking,
      ),
    ).toEqual([false]);
  });

  test('a table made anew as it was is no difference, though its columns are counted from one again', () => {
    const before = [column(1, 'id', 'bigint'), column(3, 'note', 'text')];
    const anew = [column(1, 'id', 'bigint'), column(2, 'note', 'text')];
    expect(compareSchemas(table(before), table(anew))).toEqual([]);
  });

  test('what a table was replaced by, columns aside', () => {
    const change = (before: RelationKind | null, after: RelationKind | null) =>
      compareSchemas({ kind: before, columns: accepted }, { kind: after, columns: accepted });
    expect(change('table', 'view')).toEqual([{ breaking: true, text: 'it was a table, and is a view now' }]);
    expect(change('view', 'materialized_view')).toEqual([
      { breaking: true, text: 'it was a view, and is a materialized view now' },
    ]);
    expect(change('foreign_table', 'table')).toEqual([
      { breaking: true, text: 'it was a foreign table, and is a table now' },
    ]);
    expect(change('table', 'partitioned_table')).toEqual([
      { breaking: false, text: 'it was a table, and is a partitioned table now' },
    ]);
    expect([change('table', 'table'), change(null, 'view')]).toEqual([[], []]);
  });
});

test('a table that was never there is not recorded as normal', () => {
  const answer = { ask: 'statement' as const, result: { rows: [], columns: [], durationMs: 0 } };
  const observation = schema.observe(
    answer,
    {},
    {
      table: null,
      acceptedSchema: null,
      facts: null,
      rule: FIXED,
      known: null,
    },
  );
  expect(observation.status).toBe('fail');
  expect(observation.schema).toBeUndefined();
});

describe('a difference in parts', () => {
  const changes = (before: Column[], after: Column[]) =>
    compareSchemas(table(before), table(after)).map(({ text }) => schemaChange(text));

  test('is read back from its words', () => {
    const seen = [
      column(1, 'ident', 'bigint'),
      column(2, 'amount', 'text'),
      column(4, 'fax (old)', 'numeric(4,1)'),
    ];
    expect(changes(accepted, seen)).toMatchObject([
      { kind: 'renamed', column: 'id', before: 'id', after: 'ident' },
      { kind: 'retyped', column: 'amount', before: 'numeric(10,2)', after: 'text' },
      { kind: 'dropped', column: 'note', before: 'text', after: null },
      { kind: 'added', column: 'fax (old)', before: null, after: 'numeric(4,1)' },
    ]);
    expect(changes([column(1, 'id')], [column(1, 'id', 'integer', true)])).toMatchObject([
      { kind: 'nullable', column: 'id', before: 'NOT NULL', after: 'NULL' },
    ]);
    expect(changes([column(1, 'id', 'integer', true)], [column(1, 'id')])).toMatchObject([
      { kind: 'nullable', column: 'id', before: 'NULL', after: 'NOT NULL' },
    ]);
  });

  test('is its words alone where there are no parts', () => {
    expect(changes(accepted, [])).toEqual([
      { kind: 'other', column: null, before: null, after: null, text: 'the table is gone' },
    ]);
  });
});
