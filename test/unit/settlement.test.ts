import { expect, test } from 'vitest';
import type { RunOutcome } from '../../electron/engine/checks/run-check.ts';
import type { LiveCheck } from '../../electron/engine/schedule/live-check.ts';
import { Settlement, type SettlementDeps } from '../../electron/engine/settlement.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

test.each([
  ['at once', false, 15_000],
  ['at its own time where nearly the same rows would settle nothing', true, 60_000],
])('a doubt is settled before the routine, %s', (_, marginal, after) => {
  const clock = new VirtualClock();
  const now = clock.now();
  const nothing = () => {};
  const live = { check: { id: 1, tableId: 1 }, nextDueAt: now + 60_000, inDoubt: false } as LiveCheck;
  const settlement = new Settlement({
    clock,
    events: { emit: nothing },
    book: { settlesFrom: () => now, hasJustBegun: () => false },
    roster: { schemaCheckOf: () => null, find: () => live },
    saving: { do: (work: () => void) => work() },
    board: { pushCheck: nothing, publish: nothing },
    recorder: {
      atomically: (work: () => unknown) => work(),
      record: () => ({ run: null, changes: {}, signals: [{ bad: true }], state: null }),
    },
    runSoon: nothing,
  } as unknown as SettlementDeps);
  settlement.settle([{ live, outcome: { marginal, finishedAt: now, failure: null } as RunOutcome }]);
  expect(live).toMatchObject({ inDoubt: true, nextDueAt: now + after });
});
