import { describe, expect, test } from 'vitest';
import { compareSchemas, schema } from '../../electron/engine/checks/schema.ts';
import { FIXED } from '../../shared/domain/check.ts';
import type { Column } from '../../shared/domain/table.ts';

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
const words = (seen: Column[]) => compareSchemas(accepted, seen).map((difference) => difference.text);

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
    expect(compareSchemas(accepted, [])).toEqual([{ breaking: true, text: 'the table is gone' }]);
  });

  test('an added column breaks nobody', () => {
    expect(
      compareSchemas(accepted, [...accepted, column(4, 'extra')]).map((difference) => difference.breaking),
    ).toEqual([false]);
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
