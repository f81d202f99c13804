import { expect, test } from 'vitest';
import type { ListedTable } from '../../electron/engine/replica/catalogue.ts';
import { byMatter } from '../../electron/engine/suggest/matter.ts';

const table = (name: string, changes: Partial<ListedTable> = {}): ListedTable => ({
  schema: 'public',
  name,
  kind: 'table',
  estimatedRows: 1,
  bytes: 8_192,
  canSelect: true,
  comment: null,
  referencedBy: 0,
  writtenShare: 0,
  ...changes,
});
const names = (tables: readonly ListedTable[]) => byMatter(tables).map(({ name }) => name);

test('tables that are large, referenced and written matter most, each by itself', () => {
  const large = { bytes: 1_000_000_000 };
  expect(names([table('small'), table('large', large)])).toEqual(['large', 'small']);
  expect(names([table('leaf', large), table('parent', { ...large, referencedBy: 3 })])).toEqual([
    'parent',
    'leaf',
  ]);
  expect(names([table('still', large), table('busy', { ...large, writtenShare: 0.4 })])).toEqual([
    'busy',
    'still',
  ]);
});

test('of which nothing is known matters least, and of equals the order stays', () => {
  const unknown = { bytes: null, writtenShare: null };
  expect(names([table('view', unknown), table('b'), table('a')])).toEqual(['b', 'a', 'view']);
  expect(byMatter([table('empty', { bytes: 0, writtenShare: 1 })])[0]?.matter).toBe(0);
  expect(byMatter([])).toEqual([]);
});
