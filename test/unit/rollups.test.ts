import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../electron/engine/store/store.ts';
import type { Summed } from '../../electron/engine/store/summing.ts';
import type { Chore } from '../../electron/engine/upkeep/chores/chore.ts';
import { choresOf } from '../../electron/engine/upkeep/chores/chores.ts';
import { Housekeeping } from '../../electron/engine/upkeep/housekeeping.ts';
import type { CheckRun } from '../../shared/domain/check.ts';
import { RunStatus } from '../../shared/domain/status.ts';
import { ALL_RUNS, aCheck, aRun, aWorld, T0 } from '../support/samples.ts';
import { temporaryFolder, testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Does all that is to do at a time. */
function keepHouse(store: Store, now: number): void {
  for (const chore of choresOf(store, { now: () => now })) {
    store.transaction(() => {
      while (chore.step());
    });
  }
}

/** What the sums of these runs should be, counted the slow way. */
function expectedSums(runs: readonly CheckRun[], lengthMs: number, upTo: number): Summed[] {
  const starts = [...new Set(runs.map(({ finishedAt }) => Math.floor(finishedAt / lengthMs)))]
    .filter((start) => (start + 1) * lengthMs <= upTo)
    .sort((a, b) => a - b);
  return starts.map((start) => {
    const own = runs
      .filter(({ finishedAt }) => Math.floor(finishedAt / lengthMs) === start)
      .sort((a, b) => a.finishedAt - b.finishedAt || a.id - b.id);
    const values = own.flatMap(({ value }) => value ?? []).sort((a, b) => a - b);
    const count = (status: RunStatus) => own.filter((run) => run.status === status).length;
    const [lower, upper] = [values[Math.ceil(values.length / 2) - 1], values[Math.floor(values.length / 2)]];
    const banded = own.findLast(({ low, high }) => low !== null || high !== null);
    return {
      start,
      passed: count('pass'),
      learning: count('learning'),
      deferred: count('deferred'),
      errors: count('error'),
      warned: count('warn'),
      failed: count('fail'),
      min: values[0] ?? null,
      median: lower === undefined || upper === undefined ? null : (lower + upper) / 2,
      max: values.at(-1) ?? null,
      low: banded?.low ?? null,
      high: banded?.high ?? null,
    };
  });
}

const someRuns = fc.array(
  fc.record({
    minute: fc.nat(3 * 24 * 60),
    status: fc.constantFrom(...RunStatus.options),
    value: fc.option(fc.integer({ min: -100, max: 100 }), { nil: null }),
    low: fc.option(fc.integer(), { nil: null }),
  }),
  { minLength: 1, maxLength: 150 },
);

describe('sums of runs', () => {
  it('are those of every hour and day that is over, however often and whenever they are made', () => {
    fc.assert(
      fc.property(someRuns, fc.array(fc.nat(80), { maxLength: 5 }), (drawn, stops) => {
        const store = testStore(temporaryFolder());
        const { check } = aWorld(store);
        const runs: CheckRun[] = [];
        let written = 0;
        const writeUpTo = (count: number) => {
          for (const { minute, ...rest } of drawn.slice(written, count))
            runs.push(store.runs.append(aRun(check.id, { ...rest, finishedAt: T0 + minute * MINUTE })));
          written = Math.max(written, count);
        };
        // In any order: many of these runs come when their hour was summed up long ago.
        for (const [index, hours] of stops.entries()) {
          writeUpTo(Math.floor((drawn.length * (index + 1)) / (stops.length + 1)));
          keepHouse(store, T0 + hours * HOUR);
        }
        writeUpTo(drawn.length);
        const end = T0 + 4 * DAY;
        keepHouse(store, end);
        const [hours, days] = [expectedSums(runs, HOUR, end), expectedSums(runs, DAY, end - (end % DAY))];
        expect(store.rollups.read(check.id, 'hour', 0, 1e9)).toEqual(hours);
        expect(store.rollups.read(check.id, 'day', 0, 1e9)).toEqual(days);
        keepHouse(store, end);
        expect(store.rollups.read(check.id, 'hour', 0, 1e9)).toEqual(hours);
        store.close();
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('leave out the hour that is going on', () => {
    const store = testStore();
    const { check } = aWorld(store);
    store.runs.append(aRun(check.id, { finishedAt: T0 - 1 }));
    store.runs.append(aRun(check.id, { finishedAt: T0 }));
    keepHouse(store, T0 + HOUR - 1);
    expect(store.rollups.read(check.id, 'hour', 0, 1e9).map(({ start }) => start * HOUR)).toEqual([
      T0 - HOUR,
    ]);
    keepHouse(store, T0 + HOUR);
    expect(store.rollups.read(check.id, 'hour', 0, 1e9)).toHaveLength(2);
  });

  it('begin again where a round was cut off', () => {
    const store = testStore();
    const { check, connection } = aWorld(store);
    const other = aCheck(store, { connectionId: connection.id, tableId: null });
    for (const { id } of [check, other]) store.runs.append(aRun(id, { finishedAt: T0 }));
    const sumUp = () => {
      const [chore] = choresOf(store, { now: () => T0 + HOUR });
      if (!chore) throw new Error('no chore');
      return chore;
    };
    const cutOff = sumUp();
    expect(() =>
      store.transaction(() => {
        cutOff.step();
        throw new Error('no power');
      }),
    ).toThrow('no power');
    expect(store.rollups.read(check.id, 'hour', 0, 1e9)).toEqual([]);
    cutOff.reset();
    while (cutOff.step());
    for (const { id } of [check, other]) expect(store.rollups.read(id, 'hour', 0, 1e9)).toHaveLength(1);
  });
});

describe('keeping', () => {
  it('removes runs when they are old and summed up, in whole days, and keeps their sums as long as is set', () => {
    const store = testStore();
    const { check } = aWorld(store);
    store.settings.set({ ...store.settings.get(), retentionDays: 2, rollupDays: 10 });
    for (let hour = 0; hour < 5 * 24; hour++)
      store.runs.append(aRun(check.id, { finishedAt: T0 + hour * HOUR, value: hour }));
    const midnight = T0 + 5 * DAY - ((T0 + 5 * DAY) % DAY);
    keepHouse(store, midnight + 9 * HOUR);
    expect(store.runs.list(ALL_RUNS, null, 500).at(-1)?.finishedAt).toBe(midnight - 2 * DAY);
    expect(store.rollups.wholeFrom()).toBe(midnight - 2 * DAY);
    expect(store.rollups.read(check.id, 'hour', 0, 1e9)).toHaveLength(5 * 24);
    const later = midnight + 10 * DAY;
    keepHouse(store, later);
    expect(store.runs.count(ALL_RUNS)).toBe(0);
    const left = store.rollups.read(check.id, 'hour', 0, 1e9);
    expect(left[0]?.start).toBe(midnight / HOUR);
    expect(store.rollups.read(check.id, 'day', 0, 1e9).map(({ start }) => start * DAY)).toEqual([midnight]);
    keepHouse(store, later + 300 * DAY);
    expect(store.rollups.read(check.id, 'hour', 0, 1e9)).toEqual([]);
  });

  it('keeps sums at least as long as runs, whatever is set', () => {
    const store = testStore();
    const { check } = aWorld(store);
    store.settings.set({ ...store.settings.get(), retentionDays: 20, rollupDays: 1 });
    store.runs.append(aRun(check.id, { finishedAt: T0 }));
    keepHouse(store, T0 + 19 * DAY);
    expect(store.rollups.read(check.id, 'day', 0, 1e9)).toHaveLength(1);
    keepHouse(store, T0 + 22 * DAY);
    expect(store.rollups.read(check.id, 'day', 0, 1e9)).toHaveLength(0);
  });

  it('does not sum up anew what retention has taken a part of', () => {
    const store = testStore();
    const { check } = aWorld(store);
    store.settings.set({ ...store.settings.get(), retentionDays: 1 });
    for (let n = 0; n < 5; n++) store.runs.append(aRun(check.id, { finishedAt: T0 + n }));
    keepHouse(store, T0 + 9 * DAY);
    expect(store.runs.count(ALL_RUNS)).toBe(0);
    // Then the clock is set back for a moment.
    store.runs.append(aRun(check.id, { finishedAt: T0 + 10 }));
    keepHouse(store, T0 + 9 * DAY);
    expect(store.rollups.read(check.id, 'hour', 0, 1e9).map(({ passed }) => passed)).toEqual([5]);
  });

  it('gives space back when much of the file is free, and not before', () => {
    const store = testStore();
    const { check } = aWorld(store);
    const message = Array(900).fill('42').join(' ');
    store.transaction(() => {
      for (let n = 0; n < 4_000; n++) store.runs.append(aRun(check.id, { finishedAt: T0 + n, message }));
    });
    const full = store.space.pages();
    keepHouse(store, T0 + DAY);
    expect(store.space.pages().pages).toBeGreaterThanOrEqual(full.pages);
    keepHouse(store, T0 + 60 * DAY);
    const after = store.space.pages();
    expect(after.pages).toBeLessThan(full.pages / 2);
    expect(after.free).toBeLessThan(2_000);
    expect(store.runs.append(aRun(check.id, { finishedAt: T0 + 60 * DAY })).id).toBe(4_001);
  });
});

describe('the series of a check', () => {
  const aHistory = (days: number, everyMs: number) => {
    const store = testStore();
    const { check } = aWorld(store);
    store.transaction(() => {
      for (let at = 0; at < days * DAY; at += everyMs)
        store.runs.append(
          aRun(check.id, {
            finishedAt: T0 + at,
            value: (at / everyMs) % 10,
            status: at === 12 * HOUR ? 'fail' : 'pass',
          }),
        );
    });
    const now = T0 + days * DAY + 30 * MINUTE;
    const series = (length: number) => store.runs.series(check.id, now - length, now, 600);
    return { store, check, now, series };
  };

  it('is the runs themselves while they are few', () => {
    const { store, now, series } = aHistory(2, MINUTE);
    keepHouse(store, now);
    const day = series(HOUR);
    expect(day).toHaveLength(30);
    expect(day.every(({ min }) => min === undefined)).toBe(true);
  });

  it('is hours where they are many, up to the last run, and never loses a failure', () => {
    const { store, now, series } = aHistory(4, MINUTE);
    keepHouse(store, now);
    const points = series(7 * DAY);
    expect(points.length).toBeLessThan(4 * 24 + 60);
    expect(points[0]).toMatchObject({ at: T0 + HOUR / 2, value: 4.5, min: 0, max: 9, status: 'pass' });
    expect(points.filter(({ status }) => status === 'fail').map(({ at }) => at)).toEqual([T0 + 12.5 * HOUR]);
    expect(points.at(-1)?.at).toBeGreaterThan(T0 + 4 * DAY - HOUR);
    const ats = points.map(({ at }) => at);
    expect(ats).toEqual(ats.toSorted((a, b) => a - b));
  });

  it('of a year is days, and of the last of them hours, also when the runs themselves are gone', () => {
    const { store, check, now, series } = aHistory(90, 20 * MINUTE);
    keepHouse(store, now);
    expect(store.runs.count(ALL_RUNS)).toBeLessThan(31 * 72 + 72);
    const points = series(365 * DAY);
    const firstDay = T0 - (T0 % DAY) + DAY / 2;
    expect(points[0]).toMatchObject({ at: firstDay, status: 'fail', min: 0, max: 9 });
    expect(points.slice(0, 90).map(({ at }) => at)).toEqual(
      Array.from({ length: 90 }, (_, n) => firstDay + n * DAY),
    );
    expect(points.at(-1)?.at).toBeGreaterThan(now - 2 * HOUR);
    // A day of long ago is still there, by the hour.
    expect(store.runs.series(check.id, T0, T0 + DAY, 600)).toHaveLength(24);
  });

  it('is complete before anything was summed up', () => {
    const { series } = aHistory(4, MINUTE);
    const points = series(7 * DAY);
    expect(points.length).toBeGreaterThan(500);
    expect(points.some(({ status }) => status === 'fail')).toBe(true);
  });
});

describe('housekeeping', () => {
  const aHouse = (chores: Chore[], clock = new VirtualClock()) => {
    const transactions: number[] = [];
    const walLog = { pages: 100, moved: 0 };
    const space = { log: () => walLog, pages: () => ({ pages: 1, free: 0 }), giveBack: () => 0 };
    const store = {
      space,
      transaction: <T>(work: () => T): T => {
        const begun = clock.now();
        const outcome = work();
        transactions.push(clock.now() - begun);
        return outcome;
      },
    };
    const failures: object[] = [];
    const log = { ...silent, error: (fields: object) => failures.push(fields) };
    const begins = { anew: false };
    const housekeeping = new Housekeeping(store, chores, clock, log, () => begins.anew);
    return { housekeeping, transactions, failures, clock, walLog, begins };
  };

  it('works in slices of a few milliseconds with pauses between them, chore after chore, then rests', async () => {
    const clock = new VirtualClock();
    const done: string[] = [];
    const chore = (name: string, steps: number): Chore => {
      let left = steps;
      return {
        name,
        step: () => {
          clock.jump(1);
          done.push(name);
          left -= 1;
          return left > 0;
        },
        reset: () => {},
      };
    };
    const { housekeeping, transactions } = aHouse([chore('a', 10), chore('b', 1)], clock);
    housekeeping.start();
    await clock.advance(30_000);
    expect(done).toEqual(Array(2).fill('a'));
    await clock.advance(19);
    expect(done).toHaveLength(2);
    await clock.advance(1_000);
    expect(done.join('')).toBe('aaaaaaaaaab');
    expect(Math.max(...transactions)).toBe(2);
    await clock.advance(590_000);
    expect(done).toHaveLength(11);
    await clock.advance(20_000);
    expect(done).toHaveLength(13);
    housekeeping.stop();
    await clock.advance(3_600_000);
    expect(done).toHaveLength(13);
  });

  it('rests while a long log is being moved into the file', async () => {
    const clock = new VirtualClock();
    let steps = 0;
    const endless: Chore = { name: 'endless', step: () => ++steps % 3 > 0, reset: () => {} };
    const { housekeeping, walLog, begins } = aHouse([endless], clock);
    Object.assign(walLog, { pages: 20_000, moved: 19_990 });
    housekeeping.start();
    await clock.advance(60_000);
    expect(steps).toBe(0);
    walLog.moved = 20_000;
    await clock.advance(1_000);
    expect(steps).toBe(3);
    walLog.moved = 19_990;
    // Not for ever.
    await clock.advance(900_000);
    expect(steps).toBe(6);
    Object.assign(walLog, { pages: 5, moved: 5 });
    begins.anew = true;
    await clock.advance(900_000);
    expect(steps).toBe(6);
    begins.anew = false;
    await clock.advance(20);
    expect(steps).toBe(9);
    housekeeping.stop();
  });

  it('stops a slice when the clock is set back, and goes on after a chore that fails', async () => {
    const clock = new VirtualClock();
    let steps = 0;
    let resets = 0;
    const endless: Chore = {
      name: 'endless',
      step: () => {
        steps += 1;
        if (steps === 3) clock.jump(-HOUR);
        if (steps === 7) throw new Error('no disk');
        if (steps > 3) clock.jump(4);
        return true;
      },
      reset: () => {
        resets += 1;
      },
    };
    let others = 0;
    const other: Chore = {
      name: 'other',
      step: () => {
        others += 1;
        return false;
      },
      reset: () => {},
    };
    const { housekeeping, failures } = aHouse([endless, other], clock);
    housekeeping.start();
    await clock.advance(30_000);
    expect(steps).toBe(3);
    await clock.advance(100);
    expect({ steps, resets, others, failures }).toMatchObject({
      ...{ steps: 7, resets: 1, others: 1 },
      failures: [{ chore: 'endless' }],
    });
    housekeeping.stop();
  });
});
