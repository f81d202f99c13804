import { expect, test } from 'vitest';
import type { RunOutcome } from '../../electron/engine/checks/due.ts';
import { Settlement, type SettlementDeps } from '../../electron/engine/monitor/settlement.ts';
import type { LiveCheck } from '../../electron/engine/schedule/live-check.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

test.each([
  ['soon', false, 15_000, 300],
  ['at once where it costs next to nothing', false, 8_000, 5],
  ['at its own time where nearly the same rows would settle nothing', true, 60_000, 5],
])('a doubt is settled before the routine, %s', (_, marginal, after, costMs) => {
  const clock = new VirtualClock();
  const now = clock.now();
  const nothing = () => {};
  const told: number[] = [];
  const check = { id: 1, tableId: 1 };
  const live = { check, nextDueAt: now + 60_000, inDoubt: false, costMs } as LiveCheck;
  const settlement = new Settlement({
    clock,
    events: { emit: nothing },
    book: { settlesFrom: () => now, hasJustBegun: () => false },
    roster: { schemaCheckOf: () => null, find: () => live },
    saving: { do: (work: () => void) => work() },
    board: { pushChecks: nothing, publish: nothing },
    recorder: {
      atomically: (work: () => unknown) => work(),
      record: () => ({ run: null, changes: {}, signals: [{ bad: true }], state: { since: now, at: now } }),
    },
    runSoon: nothing,
    dueSooner: (at: number) => void told.push(at),
  } as unknown as SettlementDeps);
  settlement.settle([{ live, outcome: { marginal, finishedAt: now, failure: null } as RunOutcome }]);
  expect(live).toMatchObject({ inDoubt: true, nextDueAt: now + after });
  expect(told).toEqual([now + after]);
});
