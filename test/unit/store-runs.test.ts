import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlottedRun, thin } from '../../electron/engine/store/thin.ts';
import type { CheckRun } from '../../shared/domain/check.ts';
import type { RunFilter } from '../../shared/domain/export.ts';
import { RunStatus } from '../../shared/domain/status.ts';
import { ALL_RUNS, aCheck, aConnection, aRun, aTable, aWorld, T0 } from '../support/samples.ts';
import { temporaryFolder, testStore } from '../support/store.ts';

const MINUTE = 60_000;
const WEEK = 7 * 86_400_000;

describe('a run', () => {
  it.each(RunStatus.options)('that ended with %s comes back as it went in', (status) => {
    const store = testStore();
    const { check } = aWorld(store);
    const run = store.runs.append(
      aRun(check.id, {
        status,
        value: -1.25,
        startedAt: T0 - 90_061,
        message: "It's 5 o'clock, “somewhere” 🕔",
      }),
    );
    expect(store.runs.last(check.id)).toEqual(run);
    expect(store.runs.list(ALL_RUNS, null, 10)).toEqual([run]);
    expect(store.runs.get(run.id)).toEqual(run);
    expect(store.runs.get(run.id + 1)).toBeNull();
  });

  it('may be without a value, and may seem to end before it began', () => {
    const store = testStore();
    const { check } = aWorld(store);
    const run = store.runs.append(aRun(check.id, { value: null, startedAt: T0 + 3_600_000, durationMs: 0 }));
    expect(store.runs.last(check.id)).toEqual(run);
  });

  it('gets an id that no run had before, also after the newest were removed', () => {
    const folder = temporaryFolder();
    const store = testStore(folder);
    const { connection, check } = aWorld(store);
    const other = aCheck(store, { connectionId: connection.id, tableId: null });
    expect(store.runs.append(aRun(check.id)).id).toBe(1);
    expect(store.runs.append(aRun(other.id)).id).toBe(2);
    store.checks.remove(other.id);
    expect(store.runs.append(aRun(check.id, { finishedAt: T0 + 1 })).id).toBe(3);
    store.close();
    expect(testStore(folder).runs.append(aRun(check.id, { finishedAt: T0 + 2 })).id).toBe(4);
  });

  it('the last one of a check is its own', () => {
    const store = testStore();
    const { connection, check } = aWorld(store);
    const other = aCheck(store, { connectionId: connection.id, tableId: null });
    expect(store.runs.last(check.id)).toBeNull();
    store.runs.append(aRun(check.id));
    const last = store.runs.append(aRun(check.id, { finishedAt: T0 + MINUTE }));
    store.runs.append(aRun(other.id, { finishedAt: T0 + 2 * MINUTE }));
    expect(store.runs.last(check.id)).toEqual(last);
  });
});

describe('a series', () => {
  it('is the runs of one check in a time, oldest first', () => {
    const store = testStore();
    const { connection, check } = aWorld(store);
    const other = aCheck(store, { connectionId: connection.id, tableId: null });
    for (const n of [3, 1, 2, 4, 5]) {
      store.runs.append(aRun(check.id, { finishedAt: T0 + n, value: n, status: n === 2 ? 'fail' : 'pass' }));
      store.runs.append(aRun(other.id, { finishedAt: T0 + n, value: -n }));
    }
    expect(store.runs.series(check.id, T0 + 2, T0 + 5, 100)).toEqual([
      { at: T0 + 2, value: 2, status: 'fail', low: null, high: null },
      { at: T0 + 3, value: 3, status: 'pass', low: null, high: null },
      { at: T0 + 4, value: 4, status: 'pass', low: null, high: null },
    ]);
    expect(store.runs.series(check.id, T0 + 6, T0 + 9, 100)).toEqual([]);
  });

  it('of too many runs keeps the worst of each span, and never loses a failure among passes', () => {
    const store = testStore();
    const { check } = aWorld(store);
    const failures = new Set([17, 500, 999]);
    store.transaction(() => {
      for (let n = 0; n < 1_000; n++)
        store.runs.append(
          aRun(check.id, {
            finishedAt: T0 + n * MINUTE,
            value: n,
            status: failures.has(n) ? 'fail' : 'pass',
          }),
        );
    });
    // Asked for far more time than there are runs: the spans are of the time that has some.
    const points = store.runs.series(check.id, 0, T0 + 100 * WEEK, 50);
    expect(points).toHaveLength(50);
    expect(points.filter(({ status }) => status === 'fail')).toMatchObject(
      [...failures].map((n) => ({ at: T0 + n * MINUTE, value: n, status: 'fail', low: null, high: null })),
    );
    expect(points[0]).toMatchObject({ min: 0, max: 19 });
    expect(store.runs.series(check.id, 0, T0 + 100 * WEEK, 1_000)).toHaveLength(1_000);
  });
});

describe('thinning', () => {
  const run = (at: number, code: number, value: number | null = at): PlottedRun => ({
    at,
    code,
    value,
    low: null,
    high: null,
  });

  it('keeps the latest of equally bad runs', () => {
    expect(thin([run(0, 4), run(1, 4), run(2, 0), run(10, 0), run(11, 0)], 0, 19, 2)).toEqual([
      { ...run(1, 4), min: 0, max: 2 },
      { ...run(11, 0), min: 10, max: 11 },
    ]);
  });

  it('takes the value from the worst run that has one', () => {
    expect(thin([run(0, 0, 7), run(1, 4, 8), run(2, 5, null), run(3, 0, 9)], 0, 9, 1)).toEqual([
      { ...run(2, 5, 8), min: 7, max: 9 },
    ]);
    expect(thin([run(0, 2, null), run(1, 0, 9)], 0, 9, 1)).toEqual([{ ...run(0, 2, 9), min: 9, max: 9 }]);
    expect(thin([run(0, 3, null)], 0, 9, 1)).toEqual([run(0, 3, null)]);
  });

  it('keeps at most so many, in order, and nothing better than the worst run', () => {
    const runs = fc.array(
      fc.record({ gap: fc.nat(1_000), code: fc.nat(5), value: fc.option(fc.integer()) }),
      {
        minLength: 1,
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(runs, fc.integer({ min: 1, max: 50 }), (gaps, maxPoints) => {
        let at = 0;
        const all = gaps.map(({ gap, code, value }) => {
          at += gap;
          return { at, code, value, low: null, high: null };
        });
        const first = all[0]?.at ?? 0;
        const points = thin(all, first, at, maxPoints);
        expect(points.length).toBeLessThanOrEqual(maxPoints);
        expect(points.length).toBeGreaterThan(0);
        expect(points).toEqual(points.toSorted((a, b) => a.at - b.at));
        expect(Math.max(...points.map(({ code }) => code))).toBe(Math.max(...all.map(({ code }) => code)));
        for (const point of points)
          expect(all.some((own) => own.at === point.at && own.code === point.code)).toBe(true);
      }),
    );
  });
});

describe('filters', () => {
  it('find the runs that they name, and count them, newest first and page by page', () => {
    const store = testStore();
    const owners = [aConnection(store), aConnection(store)].flatMap((connection) => [
      { connectionId: connection.id, tableId: null },
      { connectionId: connection.id, tableId: aTable(store, connection.id, 'orders').id },
      { connectionId: connection.id, tableId: aTable(store, connection.id, 'customers').id },
    ]);
    const checks = owners.flatMap((owner) => [aCheck(store, owner), aCheck(store, owner)]);
    const runs: CheckRun[] = [];
    store.transaction(() => {
      for (let n = 0; n < 400; n++) {
        // The clock was set back once: later ids with earlier times.
        const finishedAt = T0 + ((n * 7) % 400) * MINUTE;
        const check = checks[(n * 5) % checks.length];
        const status = RunStatus.options[n % RunStatus.options.length];
        if (check === undefined || status === undefined) throw new Error('in range');
        runs.push(
          store.runs.append(aRun(check.id, { finishedAt, status, value: n, message: `Run ${n % 9}` })),
        );
      }
    });

    const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
    // Exactly when a run ended, too: what begins there is in, what ends there is not.
    const time = optional(fc.integer({ min: -1, max: 401 }).map((n) => T0 + n * MINUTE));
    const filters: fc.Arbitrary<RunFilter> = fc.record({
      connectionId: optional(fc.integer({ min: 1, max: 3 })),
      tableId: optional(fc.integer({ min: 1, max: 5 })),
      checkId: optional(fc.integer({ min: 1, max: 13 })),
      statuses: fc.subarray([...RunStatus.options]),
      from: time,
      to: time,
    });
    fc.assert(
      fc.property(
        filters,
        optional(fc.integer({ min: 1, max: 420 })),
        fc.integer({ min: 1, max: 50 }),
        (filter, before, limit) => {
          const expected = runs
            .filter((run) => {
              const check = checks.find(({ id }) => id === run.checkId);
              return (
                (filter.connectionId === null || check?.connectionId === filter.connectionId) &&
                (filter.tableId === null || check?.tableId === filter.tableId) &&
                (filter.checkId === null || run.checkId === filter.checkId) &&
                (filter.statuses.length === 0 || filter.statuses.includes(run.status)) &&
                (filter.from === null || run.finishedAt >= filter.from) &&
                (filter.to === null || run.finishedAt < filter.to)
              );
            })
            .toReversed();
          expect(store.runs.count(filter)).toBe(expected.length);
          expect(store.runs.list(filter, before, limit)).toEqual(
            expected.filter(({ id }) => before === null || id < before).slice(0, limit),
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('retention', () => {
  it('removes a limited number of old runs at a time, and none that are young enough', () => {
    const store = testStore();
    const { connection, check } = aWorld(store);
    const other = aCheck(store, { connectionId: connection.id, tableId: null });
    for (let n = 0; n < 10; n++) {
      store.runs.append(aRun(check.id, { finishedAt: T0 + n }));
      store.runs.append(aRun(other.id, { finishedAt: T0 + n }));
    }
    expect(store.runs.prune(T0 + 6, 5)).toBe(5);
    expect(store.runs.count(ALL_RUNS)).toBe(15);
    expect(store.runs.prune(T0 + 6, 100)).toBe(7);
    expect(store.runs.prune(T0 + 6, 100)).toBe(0);
    expect(store.runs.list(ALL_RUNS, null, 100).map(({ finishedAt }) => finishedAt - T0)).toEqual([
      9, 9, 8, 8, 7, 7, 6, 6,
    ]);
  });

  it('finds old runs also behind ones that were written while the clock was far ahead', () => {
    const store = testStore();
    const { check } = aWorld(store);
    for (let n = 0; n < 20; n++) store.runs.append(aRun(check.id, { finishedAt: T0 + 500 * WEEK + n }));
    for (let n = 0; n < 5; n++) store.runs.append(aRun(check.id, { finishedAt: T0 + n }));
    expect(store.runs.prune(T0 + WEEK, 10)).toBe(0);
    expect(store.runs.pruneBehind(T0 + WEEK, 0, 3)).toBe(0);
    expect(store.runs.count(ALL_RUNS)).toBe(22);
    expect(store.runs.pruneBehind(T0 + WEEK, 0, 3)).toBe(null);
    expect(store.runs.count(ALL_RUNS)).toBe(20);
  });

  it('looks for them check by check, some at a time', () => {
    const store = testStore();
    const { connection } = aWorld(store);
    const checks = Array.from({ length: 120 }, () =>
      aCheck(store, { connectionId: connection.id, tableId: null }),
    );
    for (const { id } of checks) store.runs.append(aRun(id, { finishedAt: T0 + 2 * WEEK }));
    for (const { id } of checks) store.runs.append(aRun(id, { finishedAt: T0 }));
    const removed: number[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const before = store.runs.count(ALL_RUNS);
      after = store.runs.pruneBehind(T0 + WEEK, after, 60);
      removed.push(before - store.runs.count(ALL_RUNS));
    }
    expect(removed.length).toBeGreaterThan(2);
    expect(Math.max(...removed)).toBeLessThan(60);
    expect(store.runs.count(ALL_RUNS)).toBe(120);
  });

  it('forgets messages with the last of their runs, and not before', () => {
    const folder = temporaryFolder();
    const store = testStore(folder);
    const { check } = aWorld(store);
    const messages = () => {
      const db = new Sqlite(join(folder, 'pulse.db'), { readonly: true });
      try {
        return db.prepare('SELECT count(*) FROM run_message').pluck().get();
      } finally {
        db.close();
      }
    };
    for (let n = 0; n < 50; n++) store.runs.append(aRun(check.id, { finishedAt: T0 + n }));
    expect(messages()).toBe(1);
    store.runs.append(aRun(check.id, { finishedAt: T0 + 5 * WEEK }));
    expect(messages()).toBe(2);
    store.runs.prune(T0 + 2 * WEEK, 30);
    expect(messages()).toBe(2);
    expect(store.runs.list(ALL_RUNS, null, 100)).toHaveLength(21);
    store.runs.prune(T0 + 2 * WEEK, 30);
    expect(store.runs.forgetMessages(T0 + 2 * WEEK, 30)).toBe(1);
    expect(messages()).toBe(1);
    expect(store.runs.list(ALL_RUNS, null, 100)).toHaveLength(1);
  });

  it('never takes a message that a run of the same week still says', () => {
    const store = testStore();
    const { check } = aWorld(store);
    fc.assert(
      fc.property(
        fc.array(fc.nat(6 * WEEK), { minLength: 1, maxLength: 20 }),
        fc.nat(6 * WEEK),
        (times, before) => {
          for (const time of times) store.runs.append(aRun(check.id, { finishedAt: T0 + time }));
          const kept = store.runs.count({ ...ALL_RUNS, from: T0 + before });
          store.runs.prune(T0 + before, 1_000);
          store.runs.forgetMessages(T0 + before, 1_000);
          // A run without its message would be missing here.
          expect(store.runs.list(ALL_RUNS, null, 10_000)).toHaveLength(kept);
        },
      ),
      { numRuns: 50 },
    );
  });
});
