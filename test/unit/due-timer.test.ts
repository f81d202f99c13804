import { beforeEach, describe, expect, test } from 'vitest';
import { DueTimer } from '../../electron/engine/monitor/due-timer.ts';
import { type LiveCheck, latestStart, nextDueOf } from '../../electron/engine/schedule/live-check.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let clock: VirtualClock;
let checks: LiveCheck[];
/** Which checks were called for, and when after the beginning. */
let called: [id: number, atMs: number][];
let timer: DueTimer;

beforeEach(() => {
  clock = new VirtualClock();
  const begin = clock.now();
  checks = [];
  called = [];
  const onDue = ({ check }: LiveCheck) => void called.push([check.id, clock.now() - begin]);
  timer = new DueTimer(clock, { checks: () => checks.values() }, onDue);
});

/** A check that was judged before, and is due so long from now. */
function due(inMs: number, intervalMs: number, changes: Partial<LiveCheck> = {}): LiveCheck {
  const id = checks.length + 1;
  const check = { id, connectionId: 1, tableId: id, type: 'freshness', enabled: true, intervalMs };
  const live = { check, state: {}, nextDueAt: clock.now() + inMs, inDoubt: false, ...changes } as LiveCheck;
  checks.push(live);
  return live;
}

describe('a due check', () => {
  test('waits a sixtieth of its interval for others, and no longer than a minute', async () => {
    due(10 * SECOND, 5 * MINUTE);
    due(100 * SECOND, 24 * HOUR);
    timer.start();
    await clock.advance(4 * MINUTE);
    expect(called).toEqual([
      [1, 15 * SECOND],
      [2, 160 * SECOND],
    ]);
  });

  test('goes along with the first that can wait no longer', async () => {
    due(10 * SECOND, 3 * HOUR);
    due(30 * SECOND, 3 * HOUR);
    due(50 * SECOND, 5 * MINUTE);
    due(56 * SECOND, 3 * HOUR);
    timer.start();
    await clock.advance(MINUTE);
    expect(called).toEqual([
      [1, 55 * SECOND],
      [2, 55 * SECOND],
      [3, 55 * SECOND],
    ]);
  });

  test('is not late the next time because it waited', async () => {
    const live = due(0, HOUR);
    const next = nextDueOf(live.check, clock.now());
    timer.start();
    await clock.advance(MINUTE);
    expect(called).toHaveLength(1);
    expect(live.nextDueAt).toBe(next);
    await clock.advance(HOUR);
    expect(called).toHaveLength(2);
    expect(live.nextDueAt).toBe(next + HOUR);
  });

  test('waits for nobody when it settles a doubt, or was never looked at', async () => {
    due(5 * SECOND, HOUR, { inDoubt: true });
    due(7 * SECOND, HOUR, { state: null });
    timer.start();
    await clock.advance(10 * SECOND);
    expect(called).toEqual([
      [1, 5 * SECOND],
      [2, 7 * SECOND],
    ]);
  });

  test('comes at a whole millisecond, whatever its interval', () => {
    for (const seconds of [10, 61, 95, 100, 3_601]) expect(latestStart(due(0, seconds * SECOND)) % 1).toBe(0);
  });

  test('is said to come when it comes at the latest', async () => {
    const live = due(10 * SECOND, HOUR);
    const said = latestStart(live);
    timer.start();
    await clock.advanceTo(said - 1);
    expect(called).toEqual([]);
    await clock.advance(1);
    expect(called).toHaveLength(1);
  });
});

test('checks that are off, and a timer that was stopped, are silent', async () => {
  const live = due(SECOND, MINUTE);
  live.check = { ...live.check, enabled: false };
  due(SECOND, MINUTE);
  timer.start();
  timer.stop();
  await clock.advance(MINUTE);
  expect(called).toEqual([]);
});

test('what is due earlier than it was is called for then, and not by a timer that was stopped', async () => {
  const live = due(HOUR, HOUR, { inDoubt: true });
  timer.start();
  await clock.advance(SECOND);
  live.nextDueAt = clock.now() + 8 * SECOND;
  timer.sooner(live.nextDueAt);
  await clock.advance(MINUTE);
  expect(called).toEqual([[1, 9 * SECOND]]);
  timer.stop();
  timer.sooner(clock.now());
  await clock.advance(HOUR);
  expect(called).toHaveLength(1);
});

test('what becomes due sooner while others are called for is not forgotten', async () => {
  const other = due(HOUR, HOUR);
  due(SECOND, HOUR, { inDoubt: true });
  const hurry = () => {
    other.inDoubt = true;
    other.nextDueAt = clock.now() + 8 * SECOND;
    timer.sooner(other.nextDueAt);
  };
  timer = new DueTimer(clock, { checks: () => checks.values() }, ({ check }) => {
    called.push([check.id, clock.now()]);
    if (check.id === 2) hurry();
  });
  timer.start();
  await clock.advance(20 * SECOND);
  expect(called.map(([id]) => id)).toEqual([2, 1]);
});

test('a glance notices a clock that was set ahead', async () => {
  due(2 * HOUR, 3 * HOUR);
  timer.start();
  await clock.advance(SECOND);
  clock.jump(4 * HOUR);
  timer.glance();
  expect(called).toHaveLength(1);
});

test('a clock that was set back puts nothing off for longer than its interval', async () => {
  due(SECOND, MINUTE);
  timer.start();
  clock.jump(-HOUR);
  timer.glance();
  await clock.advance(61 * SECOND);
  expect(called).toHaveLength(1);
});
