import { describe, expect, test } from 'vitest';
import { judgeValue } from '../../electron/engine/checks/judge.ts';
import { validateCheck } from '../../electron/engine/checks/registry.ts';
import type { ColumnFacts, IndexFacts, ReplicaApi, TableFacts } from '../../electron/engine/replica/api.ts';
import { freshnessLimit, volumeBounds } from '../../electron/engine/suggest/arrival.ts';
import { type ColumnProfile, readProfile, type TableProfile } from '../../electron/engine/suggest/profile.ts';
import { columnWindow } from '../../electron/engine/suggest/read-plan.ts';
import { readRhythm, rhythmOf } from '../../electron/engine/suggest/rhythm.ts';
import { type Learned, suggestChecks as suggest } from '../../electron/engine/suggest/suggest.ts';
import { patternOf } from '../../electron/engine/suggest/texts.ts';
import { findTimestamp } from '../../electron/engine/suggest/timestamp.ts';
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
const suggestChecks = (
  facts: TableFacts,
  rhythm: Learned['rhythm'] = null,
  profile: Learned['profile'] = null,
  parents: Learned['parents'] = [],
) => suggest({ facts, rhythm, profile, parents });
const keys = (...learned: Parameters<typeof suggestChecks>) =>
  suggestChecks(...learned).map((suggestion) => suggestion.key);
/** What 5,000 newest rows hold. */
const profileOf = (columns: Record<string, Partial<ColumnProfile>>): TableProfile => ({
  rows: 5_000,
  columns: new Map(
    Object.entries(columns).map(([name, seen]) => [
      name,
      {
        nullShare: 0,
        lowest: null,
        highest: null,
        wholeShare: null,
        damagedShare: null,
        shapes: null,
        delay: null,
        ...seen,
      },
    ]),
  ),
});

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

  test('of loads says how large they are; of what trickles in, or comes in any size, it does not', () => {
    const loads = (sizes: number[], gap = 30, atOnce = true) =>
      rhythmOf(sizes.map((rows, i) => ({ secondsAgo: i * gap, rows, atOnce })))?.loads;
    // The last one is cut off by the end of the sample.
    const sizes = [1_000, 980, 990, 1_000, 985, 1_000, 12];
    expect(loads(sizes)).toEqual({ fewest: 980, most: 1_000, count: 6 });
    expect(loads(sizes, 3)).toBeNull();
    expect(loads(sizes, 30, false)).toBeNull();
    expect(loads([1_000, 300, 990, 1_000, 985, 1_000, 12])).toBeNull();
    expect(loads([5, 5, 5, 5, 5, 5, 5])).toBeNull();
    expect(loads([100, 100, 100, 100])).toBeNull();
  });

  test('of next to no rows is unknown', () => {
    expect(rhythmOf(steady(60, 1, 2))).toBeNull();
  });
});

describe('reading the rhythm', () => {
  /** Batches of rows, newest first, in a table of so many pages. */
  const readFrom = async (batches: readonly { secondsAgo: number; rows: number }[], pages = 100) => {
    const limits: number[] = [];
    const query = async ({ sql }: { sql: string }) => {
      const answer = (...rows: Record<string, unknown>[]) => ({ rows, columns: [], durationMs: 0 });
      const plan = { 'Node Type': 'Seq Scan', Schema: 'public', 'Relation Name': 'orders', 'Plan Rows': 1 };
      if (sql.startsWith('EXPLAIN'))
        return answer({ plan: JSON.stringify([{ Plan: { ...plan, 'Total Cost': 1 } }]) });
      if (sql.includes('pg_relation_size')) {
        return answer({
          schema: 'public',
          name: 'orders',
          pages,
          knownPages: pages,
          visible: pages,
          rows: 1,
        });
      }
      const limit = Number(/LIMIT (\d+)/.exec(sql)?.[1]);
      limits.push(limit);
      let left = limit;
      const rows = batches.flatMap(({ secondsAgo, rows: all }) => {
        const n = Math.min(all, left);
        left -= n;
        return n > 0 ? [{ seconds_ago: secondsAgo, n }] : [];
      });
      return answer(...rows);
    };
    const replica = { query } as unknown as ReplicaApi;
    return { rhythm: await readRhythm(replica, { schema: 'public', name: 'orders' }, 'at'), limits };
  };

  test('reads on where a batch is so large that the first rows hold only a few of them', async () => {
    const { rhythm, limits } = await readFrom(steady(30, 1_000, 240));
    expect(limits).toEqual([15_000, 60_000]);
    expect(rhythm?.volume).toMatchObject({ windowSeconds: 300, fewest: 10_000, most: 10_000, windows: 5 });
  });

  test('reads on where all the first rows came at once', async () => {
    const { rhythm } = await readFrom(steady(60, 20_000, 200));
    expect(rhythm).toMatchObject({ longestGapSeconds: 60 });
  });

  test('reads no more than is cheap', async () => {
    const { rhythm, limits } = await readFrom(steady(30, 1_000, 240), 5_000);
    expect(limits).toEqual([15_000]);
    expect(rhythm).toMatchObject({ longestGapSeconds: 30, volume: null });
  });

  test('does not read on when that was all, or enough', async () => {
    expect((await readFrom(steady(30, 1_000, 10))).limits).toEqual([15_000]);
    expect((await readFrom(steady(2, 3, 20_000))).limits).toEqual([15_000]);
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
    expect(keys(facts)).toEqual(['schema', 'volume_total', 'unique:provider_ref', 'missing:customer_id']);
  });

  test('count all rows less often where the newest are looked at by themselves', () => {
    const every = (pages: number, indexes: IndexFacts[]) =>
      suggestChecks(table([created], indexes, { pages }), rhythmOf(steady(2, 3, 2_000))).find(
        ({ key }) => key === 'volume_total',
      )?.check.intervalMs;
    expect(every(200, [index(['created_at'])])).toBe(60_000);
    expect(every(1_500, [index(['created_at'])])).toBe(120_000);
    expect(every(1_500, [])).toBe(60_000);
  });

  test('of a large table that says no time look at its newest rows by a key that grows', () => {
    const price = column('Unit "price"', 'bigint', { nullFraction: 0, distinct: 900 });
    const grows = { nullFraction: 0, distinct: -0.4, lowest: 1, highest: 40_000, correlation: 1 };
    const items = (
      changes: Partial<ColumnFacts> = {},
      indexes = [index(['order_id', 'line_no'])],
      size: Partial<TableFacts> = { pages: 4_000 },
    ) => suggestChecks(table([column('order_id', 'bigint', { ...grows, ...changes }), price], indexes, size));
    const rowsOf = (suggestions: ReturnType<typeof items>) =>
      suggestions.find(({ key }) => key.startsWith('missing:Unit'))?.check;
    expect(rowsOf(items())).toMatchObject({
      config: { where: '"order_id" > (SELECT max("order_id") FROM "public"."orders") - 800' },
      intervalMs: 60_000,
    });
    for (const { check } of items()) expect(() => validateCheck(check)).not.toThrow();
    const total = (suggestions: ReturnType<typeof items>) =>
      suggestions.find(({ key }) => key === 'volume_total')?.check;
    expect(total(items())).toMatchObject({ config: { where: null }, intervalMs: 300_000 });
    expect(rowsOf(items({}, undefined, { pages: 400 }))?.config).toMatchObject({ where: expect.any(String) });
    expect(rowsOf(items({}, undefined, { pages: 400, estimatedRows: 20_000 }))?.config).toMatchObject({
      where: null,
    });
    for (const whole of [items({ correlation: 0.5 }), items({ lowest: null }), items({}, [])])
      expect(rowsOf(whole)).toMatchObject({ config: { where: null }, intervalMs: 120_000 });
  });

  test('of a table whose newest rows are found by a key expect of its columns what those rows hold', async () => {
    const grows = { nullFraction: 0, distinct: -1, lowest: 1, highest: 40_000, correlation: 1 };
    const facts = table([column('id', 'bigint', grows), column('ended_at')], [index(['id'])]);
    let sql = '';
    const replica = {
      query: async (statement: { sql: string }) => {
        sql = statement.sql;
        return { rows: [], columns: [], durationMs: 1 };
      },
    } as unknown as ReplicaApi;
    await readProfile(replica, facts, null);
    expect(sql).toContain('FROM "public"."orders" ORDER BY "id" DESC LIMIT 2000');
    await readProfile(replica, { ...facts, estimatedRows: 20_000 }, null);
    expect(sql).not.toContain('ORDER BY "id"');
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
    const newest = profileOf({ closed_at: { nullShare: 1 }, subject: { nullShare: 0 } });
    const missing = suggestChecks(facts, null, newest).filter(
      (suggestion) => suggestion.check.type === 'missing',
    );
    expect(missing.map((suggestion) => suggestion.key)).toEqual(['missing:subject']);
  });

  describe('on columns', () => {
    const rhythm = rhythmOf(steady(2, 3, 2_000));
    const amount = column('amount', 'numeric(10,2)', { nullable: false });
    const city = column('city', 'text', { nullable: false, distinct: -0.2 });
    const tracking = column('tracking_no', 'text', { nullable: false, distinct: -0.9 });
    const channel = column('channel', 'text', { nullable: false, distinct: 4 });
    const scanned = column('scanned_at', 'timestamp with time zone', { nullable: false });
    const facts = table([created, amount, city, tracking, channel, scanned], [index(['created_at'])]);
    const profile = profileOf({
      amount: { lowest: 2, highest: 800, wholeShare: 0.01 },
      city: { damagedShare: 0, shapes: null },
      tracking_no: { damagedShare: 0, shapes: ['A9'] },
      channel: { damagedShare: 0, shapes: ['a'] },
      scanned_at: { delay: { least: 1, most: 21 } },
    });

    test('fit what is in them', () => {
      expect(keys(facts, rhythm, profile)).toEqual([
        'schema',
        'freshness',
        'volume',
        'volume_day',
        'volume_total',
        'unique:tracking_no',
        'accepted_values:channel',
        'text_format:tracking_no',
        'text_damage:city',
        'length:city',
        'range:amount',
        'mean:amount',
        'spread:amount',
        'whole:amount',
        'delay:scanned_at',
      ]);
    });

    test('are surprised by whole numbers long before most are whole, but not by chance', () => {
      const most = (wholeShare: number) => {
        const seen = profileOf({ amount: { lowest: 2, highest: 800, wholeShare } });
        const found = suggestChecks(facts, rhythm, seen).find(({ key }) => key === 'whole:amount');
        return found?.check.bounds.failMax;
      };
      expect([0, 0.01, 0.1, 0.25, 0.5].map(most)).toEqual([25, 26, 33, 47, 75]);
    });

    test('say of a time that is set after the arrival that it is later', () => {
      const reason = (delay: { least: number; most: number }) =>
        suggestChecks(facts, rhythm, profileOf({ scanned_at: { delay } })).find(
          ({ key }) => key === 'delay:scanned_at',
        )?.reason;
      expect(reason({ least: 1, most: 21 })).toMatch(/^Rows arrive 1 s to 21 s after it;/);
      expect(reason({ least: -190, most: -2 })).toMatch(
        /^It is 2 s to 3 min 10 s later than the row's arrival;/,
      );
    });

    test('take the time of the last change for no delay: old rows are changed, too', () => {
      const touched = column('updated_at', 'timestamp with time zone', { nullable: false });
      const both = table([created, touched, scanned], [index(['created_at'])]);
      const delay = { least: -600, most: 0 };
      const found = keys(both, rhythm, profileOf({ updated_at: { delay }, scanned_at: { delay } }));
      expect(found.filter((key) => key.startsWith('delay:'))).toEqual(['delay:scanned_at']);
    });

    test('expect the next number of a text that counts on, and guard its form', () => {
      const description = column('description', 'text', { nullable: false, distinct: 16 });
      const size = column('size', 'text', { nullable: false, distinct: 5 });
      const found = keys(
        table([created, description, size], [index(['created_at'])]),
        rhythm,
        profileOf({
          description: { damagedShare: 0, shapes: ['Aa 9'] },
          size: { damagedShare: 0, shapes: ['A9'] },
        }),
      );
      expect(found).toContain('text_format:description');
      expect(found).not.toContain('accepted_values:description');
      expect(found).toContain('accepted_values:size');
    });

    test('are all valid, and look at the newest rows', () => {
      for (const { check, key } of suggestChecks(facts, rhythm, profile)) {
        expect(() => validateCheck(check)).not.toThrow();
        if (key.includes(':') && check.type !== 'unique')
          expect(check.config).toMatchObject({ timestampColumn: 'created_at', windowSeconds: 300 });
      }
    });

    test('leave a range room for values that are merely larger, and none for another sign', () => {
      const range = suggestChecks(facts, rhythm, profile).find(({ key }) => key === 'range:amount');
      expect(range?.check.config).toMatchObject({ from: '0', to: '3200' });
    });

    test('are few where hardly any rows were seen', () => {
      expect(keys(facts, rhythm, { ...profile, rows: 10 })).not.toContain('mean:amount');
    });

    test('learn only where an index shows the past', () => {
      expect(keys({ ...facts, indexes: [] }, null, profile)).not.toContain('mean:amount');
      expect(keys({ ...facts, indexes: [] }, null, profile)).toContain('range:amount');
    });

    test('point to a parent that no foreign key guards', () => {
      const parent = { column: 'order_id', schema: 'public', table: 'orders', key: 'order_id' };
      const found = suggestChecks(facts, rhythm, profile, [parent]).find(
        ({ key }) => key === 'relationship:order_id',
      );
      expect(found?.check.config).toMatchObject({ parentTable: 'orders', windowSeconds: 300 });
      expect(found?.recommended).toBe(true);
    });
  });

  test('watch the newest load of a table that is loaded in batches', () => {
    const rhythm = rhythmOf(steady(30, 1_000, 60).map((each) => ({ ...each, atOnce: true })));
    const found = suggestChecks(table([created], [index(['created_at'])]), rhythm);
    const load = found.find(({ key }) => key === 'volume_load');
    expect(load?.check.config).toMatchObject({ timestampColumn: 'created_at', count: 'newest_load' });
    expect(load?.recommended).toBe(true);
    const { bounds } = validateCheck(load?.check as never);
    expect([500, 1_000, 2_000].map((rows) => judgeValue(rows, bounds))).toEqual(['fail', 'pass', 'fail']);
    const byUpdate = column('updated_at', 'timestamp with time zone', { nullable: false });
    expect(keys(table([byUpdate], [index(['updated_at'])]), rhythm)).not.toContain('volume_load');
  });

  test('a window on columns holds enough rows, and at least two loads', () => {
    expect(columnWindow(rhythmOf(steady(2, 3, 2_000)) as never)).toBe(300);
    expect(columnWindow(rhythmOf(steady(10, 1, 2_000)) as never)).toBe(1_800);
    expect(columnWindow(rhythmOf(steady(1_800, 1_000, 20)) as never)).toBe(3_600);
    // So many at a time that three new loads soon make up most of it.
    expect(columnWindow(rhythmOf(steady(30, 1_000, 200)) as never)).toBe(120);
    expect(columnWindow(rhythmOf(steady(90, 3_000, 200)) as never)).toBe(300);
  });

  test('a shape stands for the ways in which its text may be built', () => {
    const pattern = new RegExp(
      `^${patternOf('A9-a.')}$`
        .replaceAll('[[:upper:]]', '[A-Z]')
        .replaceAll('[[:digit:]]', '[0-9]')
        .replaceAll('[[:lower:]]', '[a-z]'),
    );
    expect(pattern.test('TN0001-xy.')).toBe(true);
    expect(pattern.test('tn-1')).toBe(false);
    expect(pattern.test('TN0001-xyz!')).toBe(false);
  });
});
