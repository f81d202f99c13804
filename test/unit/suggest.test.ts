import { describe, expect, test } from 'vitest';
import { judgeValue } from '../../electron/engine/checks/judge.ts';
import { validateCheck } from '../../electron/engine/checks/registry.ts';
import { rhythmOf } from '../../electron/engine/checks/rhythm.ts';
import {
  findTimestamp,
  freshnessLimit,
  suggestChecks,
  volumeBounds,
} from '../../electron/engine/checks/suggest.ts';
import type { ColumnFacts, IndexFacts, TableFacts } from '../../electron/engine/replica/api.ts';
import { NO_BOUNDS } from '../../shared/domain/check.ts';

let position = 0;
const column = (name: string, type = 'text', rest: Partial<ColumnFacts> = {}): ColumnFacts => ({
  name,
  type,
  category: type.startsWith('timestamp') ? 'D' : type === 'text' ? 'S' : 'N',
  nullable: true,
  position: ++position,
  nullFraction: 0.1,
  distinct: 12,
  ...rest,
});
const index = (columns: string[], rest: Partial<IndexFacts> = {}): IndexFacts => ({
  name: columns.join('_'),
  columns,
  unique: false,
  primary: false,
  partial: false,
  method: 'btree',
  ...rest,
});
const table = (
  columns: ColumnFacts[],
  indexes: IndexFacts[] = [],
  rest: Partial<TableFacts> = {},
): TableFacts => ({
  schema: 'public',
  name: 'orders',
  kind: 'table',
  estimatedRows: 100_000,
  pages: 1_000,
  bytes: 8_192_000,
  columns,
  indexes,
  ...rest,
});
const keys = (facts: TableFacts, rhythm: Parameters<typeof suggestChecks>[1] = null) =>
  suggestChecks(facts, rhythm).map((suggestion) => suggestion.key);

/** One row every `gap` seconds. */
const steady = (gap: number, rowsEach: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ secondsAgo: i * gap, rows: rowsEach }));

describe('timestamp column', () => {
  test('prefers arrival over update, and an index over none', () => {
    const facts = table([
      column('updated_at', 'timestamp with time zone'),
      column('created_at', 'timestamp with time zone'),
    ]);
    expect(findTimestamp(facts)?.column.name).toBe('created_at');
    facts.indexes.push(index(['updated_at']));
    expect(findTimestamp(facts)).toMatchObject({ column: { name: 'updated_at' }, indexed: true });
  });

  test('does not take a planned time for an arrival', () => {
    const facts = table([
      column('expires_at', 'timestamp with time zone'),
      column('placed_at', 'timestamp without time zone'),
    ]);
    expect(findTimestamp(facts)?.column.name).toBe('placed_at');
  });

  test('knows names that need quoting', () => {
    expect(findTimestamp(table([column('Noted At', 'timestamp with time zone')]))?.column.name).toBe(
      'Noted At',
    );
  });

  test('is none where nothing fits', () => {
    expect(
      findTimestamp(table([column('name'), column('valid_until', 'timestamp with time zone')])),
    ).toBeNull();
  });
});

describe('rhythm', () => {
  test('of a steady feed', () => {
    expect(rhythmOf(steady(2, 3, 2_000))).toMatchObject({
      longestGapSeconds: 2,
      dormant: false,
      volume: { windowSeconds: 300, fewest: 450, most: 450 },
    });
  });

  test('of a batch has windows of at least five batches', () => {
    expect(rhythmOf(steady(30, 1_000, 60))?.volume).toMatchObject({
      windowSeconds: 300,
      fewest: 10_000,
      most: 10_000,
    });
  });

  test('of a feed that stopped long ago is dormant', () => {
    const stopped = steady(2, 1, 100).map((arrival) => ({
      ...arrival,
      secondsAgo: arrival.secondsAgo + 86_400,
    }));
    expect(rhythmOf(stopped)).toMatchObject({ dormant: true, volume: null });
  });

  test('of next to no rows is unknown', () => {
    expect(rhythmOf(steady(60, 1, 2))).toBeNull();
  });
});

describe('suggestions', () => {
  const created = column('created_at', 'timestamp with time zone', { nullable: false });

  test('are all valid checks', () => {
    const facts = table(
      [created, column('email', 'text', { nullFraction: 0, distinct: -1 })],
      [index(['created_at'])],
    );
    for (const { check } of suggestChecks(facts, rhythmOf(steady(2, 3, 2_000))))
      expect(() => validateCheck(check)).not.toThrow();
  });

  test('name keys that no unique index guards, and columns that are never null', () => {
    const facts = table(
      [
        column('id', 'bigint', { nullable: false, nullFraction: 0, distinct: -1 }),
        column('provider_ref', 'text', { nullable: false, nullFraction: 0, distinct: -1 }),
        column('customer_id', 'bigint', { nullable: true, nullFraction: 0, distinct: 900 }),
      ],
      [index(['id'], { unique: true, primary: true })],
    );
    expect(keys(facts)).toEqual(['schema', 'volume', 'unique:provider_ref', 'missing:customer_id']);
  });

  test('volume bounds leave a steady feed alone and catch half of it and double of it', () => {
    const bounds = volumeBounds(450, 480);
    for (const rows of [400, 450, 500, 560]) expect(judgeValue(rows, bounds)).toBe('pass');
    for (const rows of [0, 230, 940]) expect(judgeValue(rows, bounds)).toBe('fail');
  });

  test('freshness leaves room for three times the longest gap', () => {
    expect(freshnessLimit(2)).toBe(60);
    expect(freshnessLimit(30)).toBe(90);
    expect(freshnessLimit(3_600)).toBe(10_800);
  });

  test('a huge table without a usable index is offered, not preselected', () => {
    const facts = table([column('code', 'text', { distinct: -1, nullFraction: 0 })], [], { pages: 500_000 });
    expect(
      suggestChecks(facts, null)
        .filter((suggestion) => suggestion.recommended)
        .map((suggestion) => suggestion.key),
    ).toEqual(['schema']);
  });

  test('a column that is hardly ever null has room for its usual nulls, not for a burst', () => {
    const facts = table([
      column('session_id', 'text', { nullFraction: 0.006 }),
      column('referrer', 'text', { nullFraction: 0.7 }),
    ]);
    const missing = suggestChecks(facts, null).filter((suggestion) => suggestion.check.type === 'missing');
    expect(missing.map((suggestion) => suggestion.key)).toEqual(['missing:session_id']);
    const bounds = missing[0]?.check.bounds ?? NO_BOUNDS;
    expect([0, 0.6, 2].map((percent) => judgeValue(percent, bounds))).toEqual(['pass', 'pass', 'pass']);
    expect(judgeValue(10, bounds)).toBe('fail');
  });

  test('a column that is filled in later is not expected in the newest rows', () => {
    const facts = table([
      column('closed_at', 'timestamp with time zone', { nullFraction: 0.04 }),
      column('subject', 'text', { nullFraction: 0 }),
    ]);
    const newest = new Map([
      ['closed_at', 1],
      ['subject', 0],
    ]);
    const missing = suggestChecks(facts, null, newest).filter(
      (suggestion) => suggestion.check.type === 'missing',
    );
    expect(missing.map((suggestion) => suggestion.key)).toEqual(['missing:subject']);
  });
});
