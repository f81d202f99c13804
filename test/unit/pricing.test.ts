import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AS_ASKED,
  choosePrice,
  fairOf,
  isPriceCurrent,
  type Step,
} from '../../electron/engine/planner/pricing.ts';
import type { TableFacts } from '../../electron/engine/replica/api.ts';
import type { CheckPrice } from '../../shared/domain/check.ts';

const MB = 1_048_576;
const NOW = Date.UTC(2026, 0, 5, 9);

const facts = (changes: Partial<TableFacts> = {}): TableFacts => ({
  schema: 'public',
  name: 'orders',
  kind: 'table',
  estimatedRows: 1_000_000,
  pages: 100_000,
  bytes: 800 * MB,
  columns: [
    {
      name: 'at',
      type: 'timestamp with time zone',
      category: 'D',
      nullable: false,
      position: 1,
      nullFraction: 0,
      distinct: -1,
    },
  ],
  indexes: [
    { name: 'by_at', columns: ['at'], unique: false, primary: false, partial: false, method: 'btree' },
  ],
  ...changes,
});
const noIndex = facts({ indexes: [] });

/** Prices of a table of 800 MB, of which a day holds 70 MB; a sample costs its share. */
function check(changes: Partial<Parameters<typeof choosePrice>[0]> = {}, whole: number | null = 800 * MB) {
  const asked: Step[] = [];
  return {
    asked,
    priceable: {
      stepDown: ['window', 'sample'] as const,
      facts: facts(),
      limitBytes: 100 * MB,
      estimate: async (step: Step) => {
        asked.push(step);
        const days = (step.window?.seconds ?? 0) / 86_400;
        const bytes = step.window ? days * 70 * MB : ((whole ?? 0) * (step.samplePercent ?? 100)) / 100;
        return { bytes: whole === null ? null : bytes, cost: 1, shape: 'Seq Scan on orders' };
      },
      ...changes,
    },
  };
}

describe('the step', () => {
  test('as asked within the limit, in one question', async () => {
    const { priceable, asked } = check({ limitBytes: 1_024 * MB });
    expect(await choosePrice(priceable, NOW)).toMatchObject({
      ...AS_ASKED,
      step: 'as_asked',
      sentence: 'Reads 800 MB (Seq Scan on orders).',
      tablePages: 100_000,
      at: NOW,
    });
    expect(asked).toEqual([AS_ASKED]);
  });

  test('the widest window that fits, on an indexed timestamp', async () => {
    const price = await choosePrice(check().priceable, NOW);
    expect(price).toMatchObject({
      step: 'window',
      window: { column: 'at', seconds: 86_400 },
      samplePercent: null,
      bytes: 70 * MB,
      sentence: 'Scans 800 MB; using a window of 1 d instead, 70 MB.',
    });
  });

  test('a sample where no timestamp is indexed', async () => {
    const price = await choosePrice(check({ facts: noIndex }).priceable, NOW);
    expect(price).toMatchObject({ step: 'sample', window: null, samplePercent: 10, bytes: 80 * MB });
    expect(price.sentence).toBe('Scans 800 MB; reading 10 % of its pages instead, 80 MB.');
  });

  test.each([
    ['a type that cannot do with less', { stepDown: [] }],
    ['a view, which has no pages', { facts: facts({ kind: 'view', indexes: [] }) }],
    ['a foreign table', { facts: facts({ kind: 'foreign_table', indexes: [] }) }],
    ['a table that nobody has described', { facts: null }],
    ['a limit that leaves a hopeless sample', { facts: noIndex, limitBytes: 0.4 * MB }],
  ])('none for %s', async (_, changes) => {
    const price = await choosePrice(check(changes).priceable, NOW);
    expect(price).toMatchObject({ ...AS_ASKED, step: 'refused' });
    expect(price.sentence).toMatch(
      /^Not run: it would read 800 MB at once, and this connection allows .*Give it/,
    );
  });

  test('nobody knows what it reads: it runs, and says so', async () => {
    const price = await choosePrice(check({}, null).priceable, NOW);
    expect(price).toMatchObject({ step: 'as_asked', bytes: null });
    expect(price.sentence).toBe('What it reads is not known here (Seq Scan on orders).');
  });

  test('less than may be read at once, where it is read so often that it would use up the load budget', async () => {
    const often = { limitBytes: 1_024 * MB, fair: { bytes: 100 * MB, intervalMs: 300_000 } };
    expect(await choosePrice(check(often).priceable, NOW)).toMatchObject({
      step: 'window',
      bytes: 70 * MB,
      sentence: 'Scans 800 MB, too much every 5 min; using a window of 1 d instead, 70 MB.',
    });
  });

  test.each([
    ['nothing less', { stepDown: [] }],
    ['a sample only, which proves nothing,', { facts: noIndex }],
  ])('as asked, however often, where %s would answer', async (_, changes) => {
    const often = { limitBytes: 1_024 * MB, fair: { bytes: 100 * MB, intervalMs: 300_000 }, ...changes };
    const price = await choosePrice(check(often).priceable, NOW);
    expect(price).toMatchObject({ ...AS_ASKED, step: 'as_asked', bytes: 800 * MB });
    const now = { tableId: null, pages: 100_000, limitBytes: 1_024 * MB, at: NOW };
    expect(isPriceCurrent(price, { ...now, fairBytes: 100 * MB })).toBe(true);
    // Asked for more seldom, or more often: another step may fit.
    expect(isPriceCurrent(price, { ...now, fairBytes: 200 * MB })).toBe(false);
    expect(isPriceCurrent(price, { ...now, fairBytes: 800 * MB })).toBe(true);
  });

  test.each([
    ['a partial index', { partial: true, method: 'btree', columns: ['at'] }],
    ['another method', { partial: false, method: 'brin', columns: ['at'] }],
    ['another place in the index', { partial: false, method: 'btree', columns: ['id', 'at'] }],
  ])('no window through %s', async (_, changes) => {
    const indexes = [{ name: 'i', unique: false, primary: false, ...changes }];
    expect((await choosePrice(check({ facts: facts({ indexes }) }).priceable, NOW)).step).toBe('sample');
  });

  test('a sample always fits into the limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 1_500 }),
        fc.integer({ min: 1, max: 1_000 }),
        async (over, mb) => {
          const limitBytes = mb * MB;
          const { priceable } = check({ facts: noIndex, limitBytes }, limitBytes * (1 + over / 100));
          const price = await choosePrice(priceable, NOW);
          expect(price.step).toBe('sample');
          expect(price.bytes).toBeLessThanOrEqual(limitBytes);
        },
      ),
    );
  });
});

test('a check has a quarter of the load budget for a statement, by its interval, and may always read a little', () => {
  const minutes = (interval: number, share = 0.01) => fairOf(share, interval * 60_000).bytes / 1_000_000;
  expect(minutes(5)).toBeCloseTo(150);
  expect(minutes(60)).toBeCloseTo(1_800);
  expect(minutes(5, 0.02)).toBeCloseTo(300);
  expect(minutes(1, 0.001)).toBeCloseTo(67.1, 1);
});

describe('a price', () => {
  const price = (changes: Partial<CheckPrice> = {}): CheckPrice => ({
    ...AS_ASKED,
    bytes: 50 * MB,
    cost: 1,
    shape: '',
    step: 'as_asked',
    tablePages: 1_000,
    limitBytes: 100 * MB,
    sentence: '',
    at: NOW,
    ...changes,
  });
  const now = { tableId: null, pages: 1_000, limitBytes: 100 * MB, at: NOW + 3_600_000 };

  test('holds for a day, until the table has doubled', () => {
    expect(isPriceCurrent(price(), now)).toBe(true);
    expect(isPriceCurrent(price(), { ...now, at: NOW + 86_400_001 })).toBe(false);
    expect(isPriceCurrent(price(), { ...now, pages: 2_000 })).toBe(true);
    expect(isPriceCurrent(price(), { ...now, pages: 2_001 })).toBe(false);
  });

  test('is asked for again at another time for each table, within two days', () => {
    const hoursOf = (tableId: number) => {
      let hours = 0;
      while (isPriceCurrent(price(), { ...now, tableId, at: NOW + hours * 3_600_000 })) hours += 1;
      return hours;
    };
    const tables = Array.from({ length: 60 }, (_, i) => hoursOf(i + 1));
    expect(Math.min(...tables)).toBeGreaterThan(24);
    expect(Math.max(...tables)).toBeLessThanOrEqual(49);
    const together = [...Map.groupBy(tables, (hours) => hours).values()];
    const most = Math.max(...together.map((same) => same.length));
    expect(most).toBeLessThanOrEqual(4);
  });

  test('does not hold when it comes from the future', () => {
    expect(isPriceCurrent(price({ at: NOW + 1 }), { ...now, at: NOW })).toBe(false);
  });

  test('of a table that was empty is asked for again as soon as it has a few pages', () => {
    expect(isPriceCurrent(price({ tablePages: 0 }), { ...now, pages: 2 })).toBe(true);
    expect(isPriceCurrent(price({ tablePages: 0 }), { ...now, pages: 3 })).toBe(false);
  });

  test('holds while the table cannot be measured', () => {
    expect(isPriceCurrent(price({ tablePages: null }), now)).toBe(true);
    expect(isPriceCurrent(price(), { ...now, pages: null })).toBe(true);
  });

  test('is asked for again when the limit is another', () => {
    const higher = { ...now, limitBytes: 200 * MB };
    expect(isPriceCurrent(price({ step: 'refused', bytes: 150 * MB }), higher)).toBe(false);
    expect(isPriceCurrent(price({ step: 'sample' }), higher)).toBe(false);
    expect(isPriceCurrent(price(), { ...now, limitBytes: 49 * MB })).toBe(false);
    expect(isPriceCurrent(price(), higher)).toBe(true);
  });
});
