import { describe, expect, test } from 'vitest';
import { fold } from '../../electron/engine/planner/fold.ts';
import type { Scan } from '../../electron/engine/planner/scan.ts';

const scan = (changes: Partial<Scan> = {}): Scan => ({
  relation: '"public"."orders"',
  window: null,
  where: null,
  aggregates: { rows: { call: 'count(*)' } },
  ...changes,
});
const window = (seconds: number, column = 'at') => ({ column, seconds });
const hour = '"at" > now() - interval \'3600 seconds\' AND "at" <= now()';
const day = '"at" > now() - interval \'86400 seconds\' AND "at" <= now()';

describe('one statement', () => {
  test('asks equal aggregates once, and everyone gets the answer under its own name', () => {
    const missing = { call: 'count(*)', filter: '"price" IS NULL' };
    const { sql, answerOf } = fold([
      scan(),
      scan({ aggregates: { all: { call: 'count(*)' }, missing } }),
      scan({ aggregates: { highest: { call: 'max("price")', result: 'extract(epoch FROM $)::float8' } } }),
    ]);
    expect(sql).toBe(
      [
        'SELECT count(*)::float8 AS c0,',
        '  count(*) FILTER (WHERE "price" IS NULL)::float8 AS c1,',
        '  extract(epoch FROM max("price"))::float8 AS c2',
        'FROM "public"."orders"',
      ].join('\n'),
    );
    const row = { c0: 10, c1: 1, c2: 99 };
    expect([0, 1, 2].map((index) => answerOf(index, row))).toEqual([
      { rows: 10 },
      { all: 10, missing: 1 },
      { highest: 99 },
    ]);
  });

  test('an answer that is not there is null, not undefined', () => {
    expect(fold([scan()]).answerOf(0, {})).toEqual({ rows: null });
  });

  test('the same condition of all stands in WHERE, one of a few in FILTER', () => {
    const germany = scan({ where: "country = 'DE'" });
    expect(fold([germany, germany]).sql).toMatch(/FROM "public"."orders"\nWHERE \(country = 'DE'\n\)$/);
    expect(fold([scan(), germany]).sql).toBe(
      `SELECT count(*)::float8 AS c0,\n  count(*) FILTER (WHERE (country = 'DE'\n))::float8 AS c1\nFROM "public"."orders"`,
    );
  });

  test('of several windows the widest stands in WHERE, where an index serves it', () => {
    const { sql } = fold([scan({ window: window(3_600) }), scan({ window: window(86_400) })]);
    expect(sql).toContain(`count(*) FILTER (WHERE ${hour})::float8 AS c0`);
    expect(sql).toContain('count(*)::float8 AS c1');
    expect(sql.endsWith(`WHERE ${day}`)).toBe(true);
  });

  test('a window that has ended is held by the common one, too', () => {
    const { sql } = fold([
      scan({ window: window(3_600) }),
      scan({ window: { ...window(3_600), endSecondsAgo: 86_400 } }),
    ]);
    expect(sql).toContain(
      'WHERE "at" > now() - interval \'90000 seconds\' AND "at" <= now()'.replaceAll('\\', ''),
    );
    expect(sql.match(/FILTER/g)).toHaveLength(2);
  });

  test('windows on different columns have nothing in common', () => {
    const { sql } = fold([scan({ window: window(60) }), scan({ window: window(60, 'changed_at') })]);
    expect(sql.endsWith('FROM "public"."orders"')).toBe(true);
    expect(sql.match(/FILTER/g)).toHaveLength(2);
  });

  test('what a condition joins by OR, comments out or quotes stays inside of it', () => {
    const odd = scan({
      where: "a = 1 OR note = 'x -- y' -- why",
      window: window(3_600),
      aggregates: { n: { call: 'count(*)', filter: 'b < 0 OR b > 9' } },
    });
    const { sql } = fold([odd, scan({ window: window(3_600) })]);
    expect(sql).toContain(`FILTER (WHERE (a = 1 OR note = 'x -- y' -- why\n) AND (b < 0 OR b > 9))`);
  });

  test('an aggregate with $ in its text is taken literally', () => {
    const { sql } = fold([scan({ aggregates: { n: { call: "count(nullif(a, '$&'))", result: '$ + 0' } } })]);
    expect(sql).toContain("count(nullif(a, '$&')) + 0 AS c0");
  });

  test('look-ups stand beside the scan, and alone when nothing is scanned', () => {
    const lookup = scan({ aggregates: {}, lookups: { age: 'SELECT max("at") FROM "public"."orders"' } });
    expect(fold([lookup]).sql).toBe('SELECT (SELECT max("at") FROM "public"."orders") AS c0');
    const { sql, answerOf } = fold([lookup, scan({ window: window(3_600) })]);
    expect(sql.endsWith(`WHERE ${hour}`)).toBe(true);
    expect(answerOf(0, { c0: 4, c1: 5 })).toEqual({ age: 4 });
  });

  test('samples and buckets', () => {
    expect(fold([scan()], { samplePercent: 0.5 }).sql).toContain('"orders" TABLESAMPLE SYSTEM (0.5)');
    const bucketed = fold([scan({ window: window(86_400) })], { bucket: { column: '"at"', seconds: 900 } });
    expect(bucketed.sql).toBe(
      `SELECT floor(date_part('epoch', "at"::timestamptz) / 900) AS bucket,\n  count(*)::float8 AS c0\nFROM "public"."orders"\nWHERE ${day}\nGROUP BY 1\nORDER BY 1`,
    );
  });

  test('is for one table only', () => {
    expect(() => fold([])).toThrow('one table');
    expect(() => fold([scan(), scan({ relation: '"public"."items"' })])).toThrow('one table');
  });
});
