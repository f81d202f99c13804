import { describe, expect, test } from 'vitest';
import { agesOf } from '../../electron/engine/backtest/past-ages.ts';
import { type PastPoint, type ReplaySetup, replay } from '../../electron/engine/backtest/replay.ts';
import { sentenceOf } from '../../electron/engine/backtest/words.ts';
import { type Check, type CheckInput, NO_BOUNDS } from '../../shared/domain/check.ts';
import { checkInput } from '../support/check-input.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const T0 = Date.UTC(2026, 0, 5);

const check = (changes: Partial<CheckInput> = {}): Check => ({
  ...checkInput(
    'volume',
    {},
    { bounds: { ...NO_BOUNDS, failMin: 50 }, intervalMs: MINUTE, pendingRuns: 2, ...changes },
  ),
  id: 1,
  connectionId: 1,
  tableId: 1,
});
const setup = (changes: Partial<ReplaySetup> = {}): ReplaySetup => ({
  check: check(),
  values: 'runs',
  zone: 'UTC',
  keepForMs: 0,
  from: 0,
  ...changes,
});
/** One value a minute. */
const minutes = (values: readonly number[]): PastPoint[] =>
  values.map((value, index) => ({ at: T0 + index * MINUTE, value }));
const when = (spoken: { at: number; until: number | null }[]) =>
  spoken.map(({ at, until }) => [(at - T0) / MINUTE, until === null ? null : (until - T0) / MINUTE]);

describe('a check replayed over its past', () => {
  test('speaks after its bad runs in a row, and is over after its good ones', () => {
    const past = minutes([90, 10, 90, 10, 10, 10, 90, 90, 90]);
    const { points, spoken } = replay(past, setup());
    expect(points.map(({ status }) => status)).toEqual(
      past.map(({ value }) => (value < 50 ? 'fail' : 'pass')),
    );
    expect(when(spoken)).toEqual([[4, 7]]);
    expect(spoken[0]).toMatchObject({ severity: 'broken', value: 10 });
  });

  test('waits for its pending period, and keeps firing for as long as it is told', () => {
    const past = minutes([90, 10, 10, 10, 10, 90, 90, 90, 90, 90]);
    expect(when(replay(past, setup({ check: check({ pendingMinutes: 3 }) })).spoken)).toEqual([[4, 6]]);
    expect(when(replay(past, setup({ keepForMs: 2 * MINUTE })).spoken)).toEqual([[2, 8]]);
    expect(replay(past, setup({ check: check({ pendingMinutes: 4 }) })).spoken).toEqual([]);
  });

  test('says by its severity how bad it was, and what comes back at once is the same', () => {
    const bounds = { ...NO_BOUNDS, warnMin: 80, failMin: 50 };
    const past = minutes([90, 70, 70, 40, 90, 90, 10, 10, 90]);
    const { spoken } = replay(past, setup({ check: check({ bounds, severity: 'critical' }) }));
    expect(when(spoken)).toEqual([[2, null]]);
    expect(spoken[0]?.severity).toBe('critical');
    expect(replay(past, setup({ check: check({ bounds, severity: 'warning' }) })).spoken[0]?.severity).toBe(
      'warning',
    );
  });

  test('learns what is normal on the way, and never looks ahead', () => {
    const rule = { kind: 'anomaly', sides: 'both', guard: 'always' } as const;
    const learned = check({ rule, bounds: NO_BOUNDS, intervalMs: HOUR, pendingRuns: 1 });
    const past = Array.from({ length: 24 * 20 }, (_, hour) => ({
      at: T0 + hour * HOUR,
      value: hour >= 400 && hour < 405 ? 4_000 : 100 + (hour % 24) + (hour % 3),
    }));
    const { points, spoken } = replay(past, setup({ check: learned }));
    expect(points[0]?.status).toBe('learning');
    expect(spoken).toHaveLength(1);
    expect(when(spoken)[0]?.[0]).toBe(400 * 60);
    expect(points.at(-1)?.high).toBeLessThan(4_000);
    const without = replay(past.slice(0, 400), setup({ check: learned }));
    expect(points.slice(0, 400)).toEqual(without.points);
  });

  test('compares with the value before, or of the day before', () => {
    const rule = { kind: 'change', against: 'day' } as const;
    const bounds = { ...NO_BOUNDS, failMin: -50 };
    const past = [0, 1, 2, 3].flatMap((day) =>
      [0, 1, 2].map((hour) => ({ at: T0 + day * DAY + hour * HOUR, value: day === 3 ? 10 : 100 + hour })),
    );
    const changed = check({ rule, bounds, intervalMs: HOUR });
    const statuses = replay(past, setup({ check: changed })).points.map(({ status }) => status);
    expect(statuses).toEqual([
      ...Array(3).fill('learning'),
      ...Array(6).fill('pass'),
      ...Array(3).fill('fail'),
    ]);
  });

  test('takes a value from the table for all the looks that would have seen it', () => {
    const hours = [90, 90, 10, 90, 90].map((value, index) => ({ at: T0 + index * HOUR, value }));
    expect(replay(hours, setup()).spoken).toEqual([]);
    const { spoken } = replay(hours, setup({ values: 'table' }));
    expect(spoken).toHaveLength(1);
    expect(when(spoken)[0]?.[0]).toBeGreaterThan(60);
    expect(when(spoken)[0]?.[0]).toBeLessThanOrEqual(120);
    const patient = setup({ values: 'table', check: check({ pendingMinutes: 61 }) });
    expect(replay(hours, patient).spoken).toEqual([]);
  });

  test('tells only of the time that was asked for', () => {
    const past = minutes([10, 10, 10, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 10, 10]);
    const { points, spoken } = replay(past, setup({ from: T0 + 10 * MINUTE }));
    expect(points[0]?.at).toBe(T0 + 10 * MINUTE);
    expect(when(spoken)).toEqual([[19, null]]);
  });
});

describe('how old the newest row was', () => {
  const limits = { warnMax: null, failMax: 100 };

  test('grows until the next arrival, and is seen right before it and where it crosses the bound', () => {
    const arrivals = [
      { first: 0, last: 55 },
      { first: 225, last: 238 },
    ];
    expect(agesOf(arrivals, 60, 300, limits)).toEqual([
      { at: 60_000, value: 5 },
      { at: 120_000, value: 65 },
      { at: 155_000, value: 100 },
      { at: 180_000, value: 125 },
      { at: 225_000, value: 170 },
      { at: 240_000, value: 2 },
      { at: 300_000, value: 62 },
    ]);
  });

  test('is bad for exactly as long as it was above the bound', () => {
    const past = agesOf(
      [
        { first: 0, last: 10 },
        { first: 1_000, last: 1_010 },
        { first: 1_020, last: 1_180 },
      ],
      60,
      1_200,
      limits,
    );
    const fresh: Check = {
      ...check(),
      type: 'freshness',
      bounds: { ...NO_BOUNDS, failMax: 100 },
      pendingRuns: 1,
    };
    const { spoken } = replay(past, setup({ check: fresh, values: 'table' }));
    expect(spoken).toHaveLength(1);
    expect(spoken[0]?.at).toBeGreaterThan(110_000);
    expect(spoken[0]?.at).toBeLessThanOrEqual(130_000);
    expect(spoken[0]?.until).toBeGreaterThan(1_000_000);
    expect(spoken[0]?.until).toBeLessThanOrEqual(1_020_000);
  });

  test('is nothing of a table without rows', () => {
    expect(agesOf([], 60, 300, limits)).toEqual([]);
  });
});

describe('what a back-test says', () => {
  const spoken = { at: T0, until: null, severity: 'broken', value: 1 } as const;
  const point = { at: T0, value: 1, status: 'pass', low: null, high: null } as const;
  const told = { from: T0 - 30 * DAY, to: T0, points: [point] };

  test.each([
    [0, 'In the last 30 days this would not have spoken.'],
    [1, 'In the last 30 days this would have spoken once.'],
    [2, 'In the last 30 days this would have spoken twice.'],
    [7, 'In the last 30 days this would have spoken 7 times.'],
  ])('%i times', (times, sentence) => {
    expect(sentenceOf({ ...told, spoken: Array(times).fill(spoken) })).toBe(sentence);
  });

  test('says when it was still learning, and when there was nothing to see', () => {
    const learning = { ...point, status: 'learning' } as const;
    expect(sentenceOf({ ...told, points: [learning], spoken: [] })).toContain('still have been learning');
    expect(sentenceOf({ ...told, points: [learning, point], spoken: [] })).toContain(
      'for a part of that time',
    );
    expect(sentenceOf({ ...told, points: [], spoken: [] })).toBe('There is no past to test this on yet.');
    expect(sentenceOf({ ...told, from: T0 - 3 * HOUR, spoken: [] })).toContain('In the last 3 h');
  });
});
