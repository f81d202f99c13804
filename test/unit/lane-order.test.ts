import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FairShares } from '../../electron/engine/schedule/fair-shares.ts';
import { Lane } from '../../electron/engine/schedule/lane.ts';
import { LONGEST_OVERTAKING_MS, type Task, turnOf } from '../../electron/engine/schedule/order.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

function task(changes: Partial<Task> = {}): Task {
  return {
    checkId: 1,
    tableId: 1,
    dueAt: 1_000_000,
    urgent: false,
    weight: 'window',
    failing: false,
    costMs: 0,
    patienceMs: 0,
    ...changes,
  };
}

function order(...tasks: Partial<Task>[]): number[] {
  return tasks
    .map((changes, index) => task({ checkId: index, ...changes }))
    .sort((a, b) => turnOf(a, 0) - turnOf(b, 0))
    .map(({ checkId }) => checkId);
}

describe('the order of due checks', () => {
  test('urgent ones, then look-ups, windows and scans', () => {
    expect(order({ weight: 'scan' }, { weight: 'window' }, { weight: 'lookup' }, { urgent: true })).toEqual([
      3, 2, 1, 0,
    ]);
  });

  test('failing before healthy of the same weight', () => {
    expect(order({ weight: 'scan' }, { weight: 'scan', failing: true })).toEqual([1, 0]);
  });

  test('a scan that waited long goes before a look-up that just came due', () => {
    expect(order({ weight: 'lookup', dueAt: 1_070_000 }, { weight: 'scan' })).toEqual([1, 0]);
  });

  test('even an urgent one does not overtake what waited long enough', () => {
    const late = 1_000_000 + LONGEST_OVERTAKING_MS + 1;
    expect(order({ urgent: true, failing: true, weight: 'lookup', dueAt: late }, { weight: 'scan' })).toEqual(
      [1, 0],
    );
  });

  test('a table that took more than its part of the time stands back', () => {
    const shares = new FairShares();
    shares.book(1, 9_000, 0);
    shares.book(2, 1_000, 0);
    expect(shares.excessOf(1)).toBeCloseTo(0.4);
    expect(shares.excessOf(2)).toBe(0);
    expect(turnOf(task(), shares.excessOf(1))).toBeGreaterThan(turnOf(task(), shares.excessOf(2)));
  });

  test('what a table took long ago counts no more', () => {
    const shares = new FairShares();
    shares.book(1, 9_000, 0);
    shares.book(2, 9_000, 6_000_000);
    expect(shares.excessOf(1)).toBe(0);
    expect(shares.excessOf(2)).toBeGreaterThan(0.4);
  });
});

describe('a replica that is asked more than it may answer', () => {
  const checks = fc.array(
    fc.record({
      tableId: fc.integer({ min: 1, max: 4 }),
      weight: fc.constantFrom('lookup' as const, 'window' as const, 'scan' as const),
      urgent: fc.boolean(),
      failing: fc.boolean(),
      intervalMs: fc.integer({ min: 10_000, max: 120_000 }),
      takesMs: fc.integer({ min: 100, max: 20_000 }),
    }),
    { minLength: 1, maxLength: 25 },
  );

  test('starts every check within a bound, whatever comes due beside it', async () => {
    await fc.assert(
      fc.asyncProperty(checks, fc.integer({ min: 1, max: 2 }), async (specs, concurrency) => {
        const clock = new VirtualClock();
        const waited: number[] = [];
        const lane = new Lane(
          {
            clock,
            waitMs: () => 0,
            run: ([first]) => {
              waited.push(clock.now() - (first?.dueAt ?? 0));
              return new Promise((resolve) => {
                clock.after(specs[first?.checkId ?? 0]?.takesMs ?? 0, resolve);
              });
            },
            together: () => false,
            onChange: () => {},
          },
          concurrency,
        );
        lane.setOpen(true);
        const end = clock.now() + 7_200_000;
        specs.forEach(({ tableId, weight, urgent, failing, intervalMs }, checkId) => {
          const due = () => {
            if (!lane.holds(checkId))
              lane.add(task({ checkId, tableId, weight, urgent, failing, dueAt: clock.now() }));
            if (clock.now() < end) clock.after(intervalMs, due);
          };
          due();
        });
        const all = specs.reduce((sum, { takesMs }) => sum + takesMs, 0);
        await clock.advance(7_200_000);
        // Who may overtake comes due before the bound; after it only those ahead are left, each at most twice.
        const bound = LONGEST_OVERTAKING_MS + 2 * all;
        const { oldestDueAt } = lane.backlog(0);
        if (oldestDueAt !== null) waited.push(clock.now() - oldestDueAt);
        expect(Math.max(...waited)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('says how many wait, and since when the oldest is due', async () => {
    const clock = new VirtualClock();
    const lane = new Lane(
      {
        clock,
        waitMs: () => 1e9,
        run: async () => {},
        together: () => false,
        onChange: () => {},
      },
      1,
    );
    lane.setOpen(true);
    const dueAt = clock.now();
    lane.add(task({ checkId: 1, dueAt }));
    await clock.advance(60_000);
    lane.add(task({ checkId: 2, dueAt: clock.now() }));
    expect(lane.backlog(15_000)).toEqual({ checks: 1, oldestDueAt: dueAt });
  });
});
