import { describe, expect, it } from 'vitest';
import { stripInWords, unwatchedSlots } from '../../renderer/src/format/strip.ts';
import { setTimeZone } from '../../renderer/src/format/time.ts';
import { place } from '../../renderer/src/screens/overview/bullet.ts';
import { changeOf, sharedLabels } from '../../renderer/src/screens/overview/labels.ts';
import { healthsOf } from '../../renderer/src/screens/overview/order.ts';
import { addRun, addRuns } from '../../renderer/src/stores/add-run.ts';
import { toggled } from '../../renderer/src/stores/selected.ts';
import type { RunStatus } from '../../shared/domain/status.ts';
import { tableView } from '../support/table-view.ts';

const SLOT = 1_800_000;
const from = Date.UTC(2026, 0, 5);
const strip = (...worst: (RunStatus | null)[]) => ({ from, slotMs: SLOT, worst, judged: worst.map(() => 0) });

describe('a strip', () => {
  it('says in words what it shows', () => {
    setTimeZone('utc');
    expect(stripInWords(strip('pass', 'fail', 'fail', 'pass'))).toBe(
      'Last 24 h: failed in 2 half hours, last at 01:00.',
    );
    expect(stripInWords(strip('warn', 'error', 'pass', null))).toBe(
      'Last 24 h: warned in 1 half hour, last at 00:00; not judged in 1 half hour; nothing ran in 1 half hour.',
    );
    expect(stripInWords(strip('pass', 'learning'))).toBe('Last 24 h: nothing bad.');
    expect(stripInWords(strip('learning', 'learning'))).toBe('Last 24 h: still learning.');
    setTimeZone('local');
  });

  it('never calls good what nobody looked at', () => {
    expect(stripInWords(strip(null, null))).toBe('Nothing ran in the last 24 h.');
    expect(stripInWords(strip('deferred', 'deferred'))).toBe('Last 24 h: not judged in 2 half hours.');
  });

  it('says since when a table is watched, and misses nothing from before', () => {
    setTimeZone('utc');
    const began = from + SLOT + 12 * 60_000;
    expect(stripInWords(strip(null, 'pass', null), began)).toBe(
      'Watched since 00:42: nothing bad; nothing ran in 1 half hour.',
    );
    expect(stripInWords(strip(null, 'fail', 'pass'), began)).toBe(
      'Watched since 00:42: failed in 1 half hour, last at 00:42.',
    );
    expect(stripInWords(strip(null, null, null), began)).toBe('Nothing ran yet; watched since 00:42.');
    setTimeZone('local');
  });

  it('begins where a table was watched first, or ran first', () => {
    expect(unwatchedSlots(strip(null, null, 'pass'), from - 1)).toBe(0);
    expect(unwatchedSlots(strip(null, null, 'pass'), from + SLOT * 2)).toBe(2);
    expect(unwatchedSlots(strip(null, 'pass', 'pass'), from + SLOT * 2)).toBe(1);
    expect(unwatchedSlots(strip(null, null, null), from + SLOT * 99)).toBe(3);
  });

  it('takes a run into its slot, and keeps the worst', () => {
    const empty = strip(null, null);
    const failed = addRun(empty, { finishedAt: from + SLOT + 1, status: 'fail' });
    expect(failed).toMatchObject({ worst: [null, 'fail'], judged: [0, 1] });
    const passed = addRun(failed, { finishedAt: from + SLOT + 2, status: 'pass' });
    expect(passed).toMatchObject({ worst: [null, 'fail'], judged: [0, 2] });
    expect(addRun(passed, { finishedAt: from + 1, status: 'deferred' })).toMatchObject({
      worst: ['deferred', 'fail'],
      judged: [0, 2],
    });
    expect(addRun(passed, { finishedAt: from - 1, status: 'fail' })).toBe(passed);
  });

  it('is there from the first run of a table that came under watch after the strips were asked for', () => {
    const known = new Map([[1, strip('pass', null)]]);
    const run = { tableId: 2, finishedAt: from + SLOT, status: 'pass' } as const;
    expect(addRuns(known, [run])?.get(2)).toEqual({ ...strip(null, 'pass'), judged: [0, 1] });
    expect(addRuns(known, [{ ...run, tableId: null }])).toEqual(known);
  });

  it('is asked for anew when its last slot is over, and when there was no table yet', () => {
    const run = { tableId: 1, finishedAt: from + 2 * SLOT, status: 'pass' } as const;
    expect(addRuns(new Map([[1, strip('pass', null)]]), [run])).toBeNull();
    expect(addRuns(new Map(), [run])).toBeNull();
  });

  it('shows what was judged in spite of what was held back for a moment', () => {
    const held = addRun(strip(null, null), { finishedAt: from, status: 'deferred' });
    const passed = addRun(held, { finishedAt: from, status: 'pass' });
    expect(passed.worst).toEqual(['pass', null]);
    expect(addRun(passed, { finishedAt: from, status: 'deferred' })).toBe(passed);
    expect(addRun(passed, { finishedAt: from, status: 'error' }).worst).toEqual(['error', null]);
  });
});

describe('the choice of a health', () => {
  const tables = [tableView(1), tableView(2), tableView(3, { health: 'broken' })];

  it('counts what was found, and keeps those of which nothing was', () => {
    expect(healthsOf(tables, tables.slice(0, 1))).toEqual([
      { health: 'broken', count: 0 },
      { health: 'healthy', count: 1 },
    ]);
  });
});

describe('picking rows', () => {
  const order = [5, 3, 9, 1];

  it('takes one and lets go of it', () => {
    const once = toggled(new Set(), null, 3, order, false);
    expect([...once]).toEqual([3]);
    expect([...toggled(once, 3, 3, order, false)]).toEqual([]);
  });

  it('takes everything between in the order that is shown, in both directions', () => {
    expect([...toggled(new Set([9]), 9, 5, order, true)].toSorted()).toEqual([3, 5, 9]);
    expect([...toggled(new Set([5]), 5, 9, order, true)].toSorted()).toEqual([3, 5, 9]);
  });

  it('is one row when the other end is not shown any more', () => {
    expect([...toggled(new Set([7]), 7, 1, order, true)]).toEqual([7, 1]);
  });
});

describe('a value on the line of what is normal', () => {
  it('stands between, below or above', () => {
    const inside = place({ value: 5, low: 0, high: 10 });
    expect(inside?.value).toBeCloseTo(0.5);
    const below = place({ value: 0, low: 50, high: 60 });
    expect(below?.value).toBeLessThan(below?.low ?? 0);
    const above = place({ value: 100, low: 50, high: 60 });
    expect(above?.value).toBeGreaterThan(above?.high ?? 1);
  });

  it('has an open side where there is no bound, and none without bounds', () => {
    expect(place({ value: 5, low: 5, high: null })).toMatchObject({ high: 1 });
    expect(place({ value: 5, low: null, high: 5 })).toMatchObject({ low: 0 });
    expect(place({ value: 5, low: null, high: null })).toBeNull();
  });
});

describe('the labels of several tables', () => {
  const money = { tags: ['daily', 'money'], owner: 'Finance' };

  it('are what all of them have', () => {
    expect(sharedLabels([money, { tags: ['money'], owner: 'Finance' }])).toEqual({
      tags: ['money'],
      owner: 'Finance',
      mixed: false,
    });
    expect(sharedLabels([money, { tags: [], owner: null }])).toEqual({ tags: [], owner: null, mixed: true });
  });

  it('change only by what was changed', () => {
    const before = sharedLabels([money, { tags: ['money'], owner: null }]);
    expect(changeOf(before, ['money'], '')).toEqual({ addTags: [], removeTags: [] });
    expect(changeOf(before, ['core'], ' Data ')).toEqual({
      addTags: ['core'],
      removeTags: ['money'],
      owner: 'Data',
    });
    expect(changeOf(sharedLabels([money]), ['daily', 'money'], '')).toMatchObject({ owner: null });
  });
});
