import { describe, expect, test } from 'vitest';
import { RunTimes, SETTLE_MS } from '../bench/quiet/schedule.ts';
import { allSeries } from '../bench/quiet/series/all.ts';
import { tableOf } from '../bench/quiet/series/row-counts.ts';
import { Arrivals } from '../bench/quiet/world/arrivals.ts';
import { awakeSpans } from '../bench/quiet/world/awake.ts';
import { DAY, HOUR, MINUTE } from '../bench/quiet/world/calendar.ts';
import { Random } from '../bench/quiet/world/random.ts';
import { shop, steady } from '../bench/quiet/world/rhythms.ts';
import { makeWorld } from '../bench/quiet/world/world.ts';

const autumn = makeWorld('autumn');
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Rows in the hour that begins at an hour of the wall clock, on each day of a range of days. */
function rowsAtHour(table: Arrivals, hour: number, fromDay: number, toDay: number): number[] {
  const rows: number[] = [];
  for (let day = fromDay; day < toDay; day++) {
    const begin = autumn.calendar.atHour(autumn.start + day * DAY + DAY / 2, hour);
    rows.push(table.rowsIn(begin + HOUR, HOUR));
  }
  return rows;
}

describe('world', () => {
  test('starts on a Monday, and the clocks change once and two months end while all is well', () => {
    for (const season of ['spring', 'autumn'] as const) {
      const world = makeWorld(season);
      expect(world.calendar.local(world.start)).toMatchObject({ hour: 0, weekday: 0 });
      const changes = world.calendar.clockChanges.filter((at) => at > world.start && at < world.healthyUntil);
      expect(changes).toHaveLength(1);
      let ends = 0;
      for (let noon = world.start + DAY / 2; noon < world.healthyUntil; noon += DAY) {
        if (world.calendar.local(noon).daysToMonthEnd === 0) ends++;
      }
      expect(ends).toBe(2);
    }
  });

  test('the wall clock is found again on both sides of a change of clocks', () => {
    for (const days of [10, 47, 48, 49, 55]) {
      const at = autumn.calendar.atHour(autumn.start + days * DAY + DAY / 2, 4.5);
      expect(autumn.calendar.local(at).hour).toBe(4.5);
    }
  });

  test('laptops sleep at night and on weekends', () => {
    for (const { from, to } of awakeSpans('office', autumn, new Random(1))) {
      const begin = autumn.calendar.local(from);
      expect(begin.weekday).toBeLessThan(5);
      expect(begin.hour).toBeGreaterThan(7);
      expect(autumn.calendar.local(to).hour).toBeLessThan(20);
    }
  });
});

describe('tables', () => {
  const table = tableOf({ perHour: 400, rhythm: shop }, autumn, new Random(3), 15 * MINUTE);

  test('are busy by day and calm at night, by the wall clock also after it was changed', () => {
    const day = mean(rowsAtHour(table, 12, 0, 40));
    expect(mean(rowsAtHour(table, 3, 0, 40))).toBeLessThan(day / 10);
    // 06:00 to 08:00 is steep: an hour off would double the one and halve the other.
    for (const hour of [6, 7]) {
      const [before, after] = [mean(rowsAtHour(table, hour, 20, 48)), mean(rowsAtHour(table, hour, 49, 60))];
      expect(after / before).toBeGreaterThan(0.8);
      expect(after / before).toBeLessThan(1.25);
    }
  });

  test('scatter at least as much as chance alone would', () => {
    const even = new Arrivals(autumn, new Random(5), {
      perHour: () => 100,
      wobble: { day: 0.05, hour: 0.05 },
    });
    const rows = rowsAtHour(even, 12, 0, 60);
    const level = mean(rows);
    const variance = mean(rows.map((value) => (value - level) ** 2));
    expect(level).toBeGreaterThan(90);
    expect(level).toBeLessThan(110);
    expect(variance).toBeGreaterThan(0.7 * level);
  });

  test('answer for any moment: windows add up, and a look 15 s later sees nearly the same window', () => {
    let moved = 0;
    for (let at = autumn.start + 7_777; at < autumn.start + 2 * DAY; at += 17 * MINUTE) {
      const half = 7.5 * MINUTE;
      expect(table.rowsIn(at, 2 * half)).toBe(table.rowsIn(at, half) + table.rowsIn(at - half, half));
      const step = Math.abs(table.rowsIn(at + SETTLE_MS, 15 * MINUTE) - table.rowsIn(at, 15 * MINUTE));
      expect(step).toBeLessThan(20);
      moved += step;
    }
    expect(moved).toBeGreaterThan(0);
  });

  test('know their newest row', () => {
    for (let at = autumn.start; at < autumn.start + DAY; at += 23 * MINUTE + 1_234) {
      const newest = table.newest(at);
      if (newest === null) throw new Error('A table without rows.');
      expect(newest).toBeLessThanOrEqual(at);
      expect(table.rowsIn(at, at - newest - 1)).toBe(0);
      expect(table.rowsIn(at, at - newest + 1_000)).toBeGreaterThan(0);
    }
  });
});

describe('series', () => {
  test('are many, each with a name of its own', () => {
    expect(allSeries.length).toBeGreaterThanOrEqual(40);
    expect(new Set(allSeries.map(({ name }) => name)).size).toBe(allSeries.length);
  });

  /** One of each kind, and a few more: building all of them twice would take long. */
  const some = allSeries.filter((_, i) => i % 6 === 0);

  test.each(some.map((series) => [series.name, series] as const))(
    '%s: the same for the same seed, and broken only after the healthy days',
    (_, series) => {
      const world = makeWorld(series.season);
      const one = series.build(world, new Random(7, series.name));
      const same = series.build(world, new Random(7, series.name));
      expect(same.onset).toBe(one.onset);
      expect(one.onset).toBeGreaterThanOrEqual(world.healthyUntil);
      expect(one.onset).toBeLessThan(world.healthyUntil + 7 * DAY + HOUR);
      const times = Array.from({ length: 50 }, (_, i) => world.start + i * 1.31 * DAY);
      expect(times.map(same.valueAt)).toEqual(times.map(one.valueAt));
      for (const at of times) {
        const value = one.valueAt(at);
        expect(value === null || Number.isFinite(value)).toBe(true);
      }
    },
  );
});

describe('runs', () => {
  const check = { intervalMs: HOUR, phaseKey: 0, missedRuns: 0 };
  const night = [
    { from: autumn.start, to: autumn.start + 2.5 * HOUR },
    { from: autumn.start + 8.25 * HOUR, to: autumn.start + 10 * HOUR },
  ];

  test('follow the grid, and catch up once after sleep', () => {
    const times = new RunTimes(night, check, new Random(1));
    const hours = [];
    for (let run = times.take(false); run; run = times.take(false))
      hours.push((run.at - autumn.start) / HOUR);
    expect(hours).toEqual([0, 1, 2, 8.25, 9]);
  });

  test('look at a doubt soon, but not while asleep, and go on with the grid', () => {
    const times = new RunTimes([{ from: autumn.start, to: autumn.start + 2 * HOUR }], check, new Random(1));
    times.take(false);
    expect(times.take(true)).toEqual({ at: autumn.start + SETTLE_MS, scheduled: false });
    expect(times.take(false)).toEqual({ at: autumn.start + HOUR, scheduled: true });
    const asleep = new RunTimes([{ from: autumn.start, to: autumn.start + 5_000 }], check, new Random(1));
    asleep.take(false);
    expect(asleep.take(true)).toBeNull();
  });
});

test('chance is what it says it is', () => {
  const random = new Random(11);
  const draw = (of: () => number) => mean(Array.from({ length: 4_000 }, of));
  expect(draw(() => random.poisson(3))).toBeCloseTo(3, 0);
  expect(draw(() => random.poisson(300))).toBeCloseTo(300, -1);
  expect(draw(() => random.binomial(1_000, 0.003))).toBeCloseTo(3, 0);
  expect(draw(() => random.logNormal(0.5))).toBeCloseTo(1, 1);
  expect(steady(autumn.calendar.local(autumn.start))).toBe(1);
});
