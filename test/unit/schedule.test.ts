import { describe, expect, test } from 'vitest';
import { BUDGET_PERIOD_MS, BusyBudget } from '../../electron/engine/schedule/budget.ts';
import { nextDue } from '../../electron/engine/schedule/due.ts';
import { Lane } from '../../electron/engine/schedule/lane.ts';
import type { Task, Weight } from '../../electron/engine/schedule/order.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

describe('due times', () => {
  test('lie on a grid, so that a late run does not shift the ones after it', () => {
    const first = nextDue(1_000_000, 60_000, 7);
    expect(nextDue(first, 60_000, 7)).toBe(first + 60_000);
    expect(nextDue(first + 59_999, 60_000, 7)).toBe(first + 60_000);
    expect(nextDue(first + 60_001, 60_000, 7)).toBe(first + 120_000);
  });

  test('are always in the future, at most one interval away', () => {
    for (let key = 1; key < 500; key++) {
      const now = 1_700_000_000_000 + key * 777;
      const due = nextDue(now, 60_000, key);
      expect(due).toBeGreaterThan(now);
      expect(due - now).toBeLessThanOrEqual(60_000);
    }
  });

  test('of many tables are spread over the interval', () => {
    const tenths = new Set(
      Array.from({ length: 50 }, (_, key) => Math.floor((nextDue(0, 60_000, key + 1) % 60_000) / 6_000)),
    );
    expect(tenths.size).toBe(10);
  });
});

describe('load budget', () => {
  test('keeps the share over the long run, however much wants to run', () => {
    let now = 0;
    const budget = new BusyBudget(0.01, now);
    let spent = 0;
    while (now < 4 * BUDGET_PERIOD_MS) {
      const wait = budget.waitMs(now);
      now += wait;
      budget.spend(40, now + 40);
      spent += 40;
      now += 40;
    }
    // The first burst comes on top of what the share earns.
    expect(spent / now).toBeLessThanOrEqual(0.01 + (0.01 * BUDGET_PERIOD_MS) / 2 / now + 0.0001);
    expect(budget.used(now).share).toBeLessThanOrEqual(0.0101);
  });

  test('says what of it was asked by hand, and forgets both after ten minutes', () => {
    const budget = new BusyBudget(0.01, 0);
    budget.spendByHand(1_200, 0);
    budget.spend(1_800, 1_000);
    expect(budget.used(1_000)).toEqual({ share: 0.005, byHand: 0.002 });
    expect(budget.used(BUDGET_PERIOD_MS + 500)).toEqual({ share: 0.003, byHand: 0 });
  });

  test('a dear statement has to be waited out', () => {
    const budget = new BusyBudget(0.01, 0);
    budget.spend(10_000, 0);
    const wait = budget.waitMs(0);
    expect(wait).toBeGreaterThan(600_000);
    expect(budget.waitMs(wait)).toBe(0);
  });

  test('leaves look-ups a part of the share while a dear statement is waited out, and is kept all the same', () => {
    let now = 0;
    const budget = new BusyBudget(0.01, now);
    budget.spend(6_000, now);
    expect(budget.waitMs(now)).toBeGreaterThan(290_000);
    const waits: number[] = [];
    let lookups = 0;
    let scans = 0;
    const end = 10 * BUDGET_PERIOD_MS;
    while (now < end) {
      const wait = budget.waitMs(now, true);
      if (now < 200_000) waits.push(wait);
      now += Math.max(1, wait);
      if (budget.waitMs(now) === 0) {
        budget.spend(400, now);
        scans += 400;
      } else {
        budget.spend(5, now);
        lookups += 5;
      }
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(2_500);
    expect((6_000 + lookups + scans) / end).toBeLessThanOrEqual(0.0107);
    // Three quarters are left for what had to wait, however much there is to look up.
    expect(scans / lookups).toBeGreaterThan(2);
  });

  test('what is known to be dear is saved up for, so that it leaves no debt, but not for ever', () => {
    const budget = new BusyBudget(0.01, 0);
    budget.spend(2_999, 0);
    expect(budget.waitMs(0)).toBe(0);
    const dear = (waitedMs: number) => ({ costMs: 500, patienceMs: 200_000, waitedMs });
    const wait = budget.waitMs(0, false, dear(0));
    // By then 400 ms are saved up, and a fifth of its patience is spent.
    expect(wait).toBeGreaterThan(39_000);
    expect(wait).toBeLessThan(41_000);
    expect(budget.waitMs(wait - 500, false, dear(wait - 500))).toBeGreaterThan(0);
    expect(budget.waitMs(wait, false, dear(wait))).toBe(0);
    // Where others take all that is earned, its turn comes when its patience is over.
    budget.spend(399, wait);
    expect(budget.waitMs(wait, false, dear(200_000))).toBe(0);
    expect(budget.waitMs(wait, true, dear(0))).toBe(0);
  });

  test('a clock set back earns nothing, and one that jumped ahead a full bucket at most', () => {
    const budget = new BusyBudget(0.01, 1_000_000);
    budget.spend(3_000, 1_000_000);
    expect(budget.waitMs(0)).toBeGreaterThan(0);
    expect(budget.waitMs(1e12)).toBe(0);
    budget.spend(3_001, 1e12);
    expect(budget.waitMs(1e12)).toBeGreaterThan(0);
  });
});

describe('what the user asked for by hand', () => {
  test('counts, leaves what is saved up, and is paid for with an eighth of what comes in', () => {
    const budget = new BusyBudget(0.01, 0);
    budget.spendByHand(1_500, 0);
    expect(budget.total).toBe(1_500);
    expect(budget.savings(0)).toBe('plenty');
    let now = 0;
    const usedUntil = (end: number) => {
      let used = 0;
      for (; now < end; now += Math.max(100, budget.waitMs(now))) {
        if (budget.waitMs(now) > 0) continue;
        budget.spend(10, now);
        used += 10;
      }
      return used;
    };
    // What was saved up, and seven eighths of what comes in.
    expect(usedUntil(300_000)).toBeGreaterThan(5_500);
    usedUntil(1_500_000);
    expect(budget.total).toBeLessThanOrEqual(0.01 * now + 3_000 + 10);
  });

  test('is paid for out of what could not be saved up, too', () => {
    const budget = new BusyBudget(0.01, 0);
    budget.spendByHand(500, 0);
    budget.spend(3_000, 50_000);
    expect(budget.waitMs(50_000 + 1_000)).toBe(0);
    budget.spend(9, 51_000);
    expect(budget.waitMs(51_000)).toBe(0);
  });

  test('forgives no debt that checks have made', () => {
    const budget = new BusyBudget(0.01, 0);
    budget.spend(5_000, 0);
    const wait = budget.waitMs(0);
    budget.spendByHand(1_000, 0);
    expect(budget.waitMs(0)).toBeGreaterThanOrEqual(wait);
    expect(budget.waitMs(0)).toBeLessThan(1.4 * wait);
  });
});

describe('lane', () => {
  function setUp(maxConcurrency = 2, share = 0.01) {
    const clock = new VirtualClock();
    const budget = new BusyBudget(share, clock.now());
    const started: number[] = [];
    const finish = new Map<number, () => void>();
    const run = (tasks: readonly Task[]) => {
      const [first] = tasks;
      for (const task of tasks) started.push(task.checkId);
      return new Promise<void>((resolve) => finish.set(first?.checkId ?? 0, resolve));
    };
    // Ids of one hundred are of one table.
    const together = (a: Task, b: Task) =>
      a.checkId >= 100 && Math.floor(a.checkId / 100) === Math.floor(b.checkId / 100);
    const waitMs = (task: Task, now: number) => budget.waitMs(now, task.weight === 'lookup');
    const lane = new Lane({ clock, waitMs, run, together, onChange: () => {} }, maxConcurrency);
    const add = (checkId: number, dueAt = checkId, urgent = false, weight: Weight = 'lookup') =>
      lane.add({ checkId, tableId: null, dueAt, urgent, weight, failing: false, costMs: 0, patienceMs: 0 });
    return { clock, budget, started, finish, lane, add };
  }

  test('runs at most two at a time, and never one check twice', async () => {
    const { lane, add, started, finish, clock } = setUp();
    lane.setOpen(true);
    for (const id of [1, 2, 3, 1, 3]) add(id);
    await clock.advance(0);
    expect(started).toEqual([1, 2]);
    expect(lane.queued).toBe(1);
    finish.get(1)?.();
    await clock.advance(0);
    expect(started).toEqual([1, 2, 3]);
    expect(lane.inFlight).toBe(2);
  });

  test('takes along what one statement can answer, as one batch', async () => {
    const { lane, add, started, finish, clock } = setUp(1);
    for (const id of [100, 201, 101, 202, 102]) add(id);
    lane.setOpen(true);
    expect(started).toEqual([100, 101, 102]);
    expect(lane.inFlight).toBe(1);
    expect([100, 101, 102].every((id) => lane.isRunning(id))).toBe(true);
    finish.get(100)?.();
    await clock.advance(0);
    expect(started).toEqual([100, 101, 102, 201, 202]);
    expect(lane.isRunning(101)).toBe(false);
  });

  test('waits for all that comes due at one moment, so that one statement answers it though two could run', async () => {
    const { lane, add, started, finish, clock } = setUp();
    lane.setOpen(true);
    for (const id of [100, 101, 102]) add(id);
    await clock.advance(0);
    expect(started).toEqual([100, 101, 102]);
    expect([...finish.keys()]).toEqual([100]);
  });

  test('is closed when what runs has ended, so that nothing speaks up afterwards', async () => {
    const { lane, add, started, finish, clock } = setUp(1);
    lane.setOpen(true);
    add(1);
    add(2);
    await clock.advance(0);
    let closed = false;
    void lane.close().then(() => {
      closed = true;
    });
    await clock.advance(0);
    expect(closed).toBe(false);
    finish.get(1)?.();
    await clock.advance(0);
    expect(closed).toBe(true);
    expect(started).toEqual([1]);
  });

  test('waits while closed, then goes by urgency and due time', async () => {
    const { lane, add, started, finish, clock } = setUp(1);
    add(1, 300);
    add(2, 100);
    add(3, 500, true);
    expect(started).toEqual([]);
    lane.setOpen(true);
    for (const id of [3, 2, 1]) {
      await clock.advance(0);
      expect(started.at(-1)).toBe(id);
      finish.get(id)?.();
    }
  });

  test('starts a look-up while scans have to wait, and takes none of them along', async () => {
    const { lane, add, started, budget, clock } = setUp();
    budget.spend(6_000, clock.now());
    lane.setOpen(true);
    for (const id of [100, 102]) add(id, id, false, 'scan');
    add(101, 101, false, 'lookup');
    await clock.advance(2_000);
    expect(started).toEqual([101]);
    await clock.advance(400_000);
    expect(started).toEqual([101, 100, 102]);
  });

  test('starts nothing while the budget is used up, and goes on by itself when it is not', async () => {
    const { lane, add, started, budget, clock } = setUp();
    budget.spend(3_100, clock.now());
    lane.setOpen(true);
    add(1, 1, false, 'scan');
    expect(started).toEqual([]);
    await clock.advance(9_000);
    expect(started).toEqual([]);
    await clock.advance(2_000);
    expect(started).toEqual([1]);
  });
});
