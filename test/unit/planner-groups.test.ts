import { describe, expect, test } from 'vitest';
import { groupScans, type PricedScan } from '../../electron/engine/planner/groups.ts';
import type { TableFacts } from '../../electron/engine/replica/api.ts';

const MB = 1_048_576;
type Named = PricedScan & { name: string };

function priced(
  name: string,
  shape: string | null,
  changes: Partial<PricedScan['scan']> = {},
  mb = 1,
): Named {
  const scan = { relation: 't', window: null, where: null, aggregates: { n: { call: name } }, ...changes };
  return { name, scan, shape, bytes: mb * MB, samplePercent: null };
}
const window = (seconds: number, column = 'at') => ({ window: { column, seconds } });
const names = (scans: Named[], facts: TableFacts | null = null) =>
  groupScans(scans, facts).map((group) => group.map(({ name }) => name));

const facts = {
  indexes: [
    { name: 'by_at', columns: ['at'], unique: false, primary: false, partial: false, method: 'btree' },
    { name: 'by_both', columns: ['at', 'b'], unique: false, primary: false, partial: false, method: 'btree' },
  ],
} as unknown as TableFacts;

describe('asked together', () => {
  test('all that pass over the whole table, and what an index would have answered for all rows', () => {
    const scans = [
      priced('a', 'Seq Scan on t', {}, 900),
      priced('count', 'Index Only Scan using t_pkey', {}, 90),
      priced('b', 'Seq Scan on t', { where: 'x' }, 900),
      priced('c', 'Seq Scan on t', window(60, 'not_indexed'), 900),
    ];
    expect(names(scans)).toEqual([['a', 'b', 'c', 'count']]);
  });

  test('but not what an index answers for a few rows', () => {
    const rare = priced('rare', 'Index Scan using t_status', { where: "status = 'odd'" });
    expect(names([priced('all', 'Seq Scan on t', {}, 900), rare])).toEqual([['rare'], ['all']]);
  });

  test('never two that each read a small index, and folded the whole table', () => {
    const scans = [
      priced('count', 'Index Only Scan using t_pkey', {}, 90),
      priced('max', 'Index Only Scan using t_price'),
      priced('open', 'Index Scan using t_status', { where: "status = 'open'" }),
      priced('paid', 'Index Scan using t_status', { where: "status = 'paid'" }),
    ];
    expect(names(scans).toSorted()).toEqual([['count'], ['max'], ['open'], ['paid']]);
  });

  test('windows on one column, not on different ones', () => {
    const scans = [
      priced('a', 'Index Scan using by_at', window(60)),
      priced('b', 'Index Scan using by_at', window(3_600)),
      priced('c', 'Index Scan using by_changed', window(60, 'changed')),
    ];
    expect(names(scans)).toEqual([['a', 'b'], ['c']]);
  });

  test('a wide window that the index alone answers stays apart from a narrow one that reads the heap', () => {
    const month = priced('month', 'Index Only Scan using by_at', window(2_678_400), 300);
    const minute = priced('minute', 'Index Scan using by_at', window(60));
    const second = priced('second', 'Index Only Scan using by_at', window(30));
    expect(names([month, minute, second])).toEqual([['minute', 'second'], ['month']]);
  });

  test('windows with conditions of their own, when the window is read as a whole anyway', () => {
    const covered = priced('covered', 'Index Scan using by_b_at', { ...window(60), where: 'b = 1' });
    const wide = priced('wide', 'Index Scan using by_b_at', { ...window(86_400), where: 'b = 1' });
    const bare = priced('bare', 'Index Scan using by_at', window(3_600));
    expect(names([covered, wide, bare], facts).toSorted()).toEqual([['bare', 'covered'], ['wide']]);
    const germany = priced('germany', 'Index Scan using by_at', { ...window(60), where: 'de' });
    const france = priced('france', 'Index Scan using by_at', { ...window(60), where: 'fr' });
    expect(names([germany, france], facts)).toEqual([['germany', 'france']]);
    const composite = (scan: Named) => ({ ...scan, shape: 'Index Scan using by_both' });
    expect(names([composite(germany), composite(france)], facts)).toHaveLength(2);
  });

  test('samples of the same size', () => {
    const sample = (name: string, samplePercent: number) => ({
      ...priced(name, 'Sample Scan on t'),
      samplePercent,
    });
    expect(names([sample('a', 5), sample('b', 5), sample('c', 2)])).toEqual([['a', 'b'], ['c']]);
  });

  test('look-ups go with a light window, and never wait for a pass over the table', () => {
    const lookup = priced('newest', 'Index Only Scan using by_at', { aggregates: {}, lookups: { a: '' } });
    const all = priced('all', 'Seq Scan on t', {}, 900);
    const light = priced('light', 'Index Scan using by_at', window(60));
    const heavy = priced('heavy', 'Index Scan using by_at', window(86_400), 500);
    expect(names([all, lookup, light])).toEqual([['light', 'newest'], ['all']]);
    expect(names([all, lookup])).toEqual([['newest'], ['all']]);
    expect(names([heavy, lookup])).toEqual([['newest'], ['heavy']]);
  });

  test('what could not even be planned is asked alone', () => {
    expect(
      names([priced('broken', null), priced('a', 'Seq Scan on t'), priced('b', 'Seq Scan on t')]),
    ).toEqual([['a', 'b'], ['broken']]);
  });
});
