import { describe, expect, test } from 'vitest';
import { FactsBook } from '../../electron/engine/planner/facts-book.ts';
import { profileView } from '../../electron/engine/planner/profile-view.ts';
import type { ColumnFacts, ReplicaApi, TableFacts } from '../../electron/engine/replica/api.ts';
import { ReplicaError } from '../../electron/engine/replica/errors.ts';
import type { StoreApi } from '../../electron/engine/store/api.ts';
import { distinctInWords, endInWords, nullInWords } from '../../renderer/src/format/column.ts';
import type { MonitoredTable, RelationKind } from '../../shared/domain/table.ts';

const column = (name: string, known: Partial<ColumnFacts> = {}): ColumnFacts => ({
  name,
  type: 'text',
  category: 'S',
  nullable: true,
  position: 1,
  nullFraction: 0,
  distinct: null,
  ...known,
});
const facts = (columns: ColumnFacts[], estimatedRows: number | null = 2_000): TableFacts => ({
  schema: 'public',
  name: 'orders',
  kind: 'table',
  estimatedRows,
  pages: 10,
  bytes: 81_920,
  columns,
  indexes: [],
});

const table: MonitoredTable = {
  id: 1,
  connectionId: 1,
  schema: 'public',
  name: 'orders',
  kind: 'table',
  addedAt: 0,
};

/** A book of facts over a store that keeps nothing else, and knows of one table. */
function aBook(): FactsBook {
  const kept = new Map<number, { facts: string; at: number }>();
  const tables = {
    get: () => table,
    facts: (id: number) => kept.get(id) ?? null,
    setFacts: (id: number, json: string, at: number) => void kept.set(id, { facts: json, at }),
  };
  return new FactsBook({ tables } as unknown as StoreApi);
}

describe('the profile of a table', () => {
  test('is what the catalogue said, with shares of the rows as counts', () => {
    const view = profileView({
      facts: facts([
        column('status', { distinct: 5, nullFraction: 0.25 }),
        column('customer', { distinct: -0.4 }),
        column('total', { distinct: 90, lowest: -3.5, highest: 1_200 }),
      ]),
      at: 7,
    });
    expect(view).toEqual({
      at: 7,
      estimatedRows: 2_000,
      bytes: 81_920,
      columns: [
        { name: 'status', nullShare: 0.25, distinct: 5, unique: false, lowest: null, highest: null },
        { name: 'customer', nullShare: 0, distinct: 800, unique: false, lowest: null, highest: null },
        { name: 'total', nullShare: 0, distinct: 90, unique: false, lowest: -3.5, highest: 1_200 },
      ],
    });
  });

  test('says that all values differ, nulls aside', () => {
    const unique = (known: Partial<ColumnFacts>) =>
      profileView({ facts: facts([column('id', known)]), at: 0 })?.columns[0]?.unique;
    expect(unique({ distinct: -1 })).toBe(true);
    expect(unique({ distinct: -0.5, nullFraction: 0.5 })).toBe(true);
    expect(unique({ distinct: -0.5 })).toBe(false);
    expect(unique({ distinct: 2_000 })).toBe(false);
    expect(unique({ distinct: null })).toBe(false);
  });

  test('guesses no count of values where the rows are not known', () => {
    const view = profileView({ facts: facts([column('customer', { distinct: -0.4 })], null), at: 0 });
    expect(view?.columns[0]?.distinct).toBeNull();
  });

  test('is none before the first look, and then as old as that look', () => {
    const book = aBook();
    expect(profileView(book.dated(1))).toBeNull();
    book.learn(1, facts([column('status')]), 1_000);
    book.compare(1, { kind: null, columns: [], rowSecurity: true }, 2_000);
    expect(profileView(book.dated(1))).toMatchObject({ at: 1_000, columns: [{ name: 'status' }] });
  });
});

describe('what is known of a table', () => {
  const seen = (type: string, kind: RelationKind) => ({
    kind,
    columns: [{ name: 'status', type, nullable: true, position: 1 }],
    rowSecurity: false,
  });
  test('is asked for again when a look at its columns shows another shape, but not at once after a failure', async () => {
    const book = aBook();
    let asked = 0;
    const replica = {
      async query() {
        asked += 1;
        throw new ReplicaError('lock_timeout', {
          code: 'lock_timeout',
          title: 'A lock is in the way.',
          hint: '',
        });
      },
    } as unknown as ReplicaApi;
    book.learn(1, facts([column('status')]), 1_000);
    const look = async (type: string, at: number, kind: RelationKind = 'table') => {
      book.compare(1, seen(type, kind), at);
      await book.refresh(table, replica, at);
      return asked;
    };
    expect(await look('text', 2_000)).toBe(0);
    expect(await look('integer', 3_000)).toBe(1);
    expect(await look('integer', 63_000)).toBe(1);
    expect(await look('integer', 303_000)).toBe(2);
    expect(await look('text', 603_000, 'view')).toBe(3);
    expect(book.of(1)?.columns[0]?.name).toBe('status');
  });
});

describe('a column in words', () => {
  test('has its ends as they are read', () => {
    expect(endInWords(1_234.5)).toBe('1,234.5');
    expect(endInWords('2026-01-15')).toBe('2026-01-15');
    expect(endInWords('2026-01-15T09:30:12.5')).toBe('2026-01-15 09:30');
    expect(endInWords('infinity')).toBe('infinity');
    expect(endInWords(null)).toBeNull();
    const at = new Date(2026, 0, 15, 9, 5);
    expect(endInWords(at.toISOString())).toBe('2026-01-15 09:05');
    expect(endInWords(at.toISOString().replace('Z', '+00:00'))).toBe('2026-01-15 09:05');
  });

  test('tells a promise from a habit', () => {
    expect(nullInWords(false, 0)).toBe('never');
    expect(nullInWords(true, 0)).toBe('0 %');
    expect(nullInWords(true, 0.125)).toBe('12.5 %');
    expect(nullInWords(true, null)).toBeNull();
  });

  test('has about so many values', () => {
    expect(distinctInWords({ distinct: 4, unique: false })).toBe('4');
    expect(distinctInWords({ distinct: 1_234_567, unique: true })).toBe('all different');
    expect(distinctInWords({ distinct: null, unique: false })).toBeNull();
  });
});
