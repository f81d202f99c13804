import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advanceAlert, type Signal, type Transition } from '../../electron/engine/incidents/alert.ts';
import type { AlertRow } from '../../electron/engine/store/api.ts';

const base: Signal = {
  key: 'check:1',
  connectionId: 1,
  tableId: 1,
  checkId: 1,
  kind: 'freshness',
  bad: true,
  severity: 'broken',
  name: 'Freshness',
  message: 'old',
  needed: 2,
};

function play(
  steps: (Partial<Signal> | boolean | null)[],
  needed = 2,
): { transitions: Transition[]; alert: AlertRow | null } {
  let alert: AlertRow | null = null;
  const transitions: Transition[] = [];
  for (const [at, step] of steps.entries()) {
    const changes = typeof step === 'object' && step !== null ? step : { bad: step };
    const next = advanceAlert(alert, { ...base, needed, ...changes }, at);
    alert = next.alert;
    transitions.push(next.transition);
  }
  return { transitions, alert };
}

describe('life of an alert', () => {
  test('pending until the needed runs are bad in a row, then firing once', () => {
    expect(play([true, true, true], 3).transitions).toEqual(['pending', 'none', 'fired']);
    expect(play([true, true, true, true], 2).transitions).toEqual(['pending', 'fired', 'none', 'none']);
  });

  test('with one needed run it fires at once', () => {
    expect(play([true], 1).transitions).toEqual(['fired']);
  });

  test('a single bad run between good ones is never spoken of', () => {
    expect(play([true, false, true, false]).transitions).toEqual([
      'pending',
      'cleared',
      'pending',
      'cleared',
    ]);
  });

  test('resolves only after as many good runs', () => {
    expect(play([true, true, false, false]).transitions).toEqual([
      'pending',
      'fired',
      'recovering',
      'resolved',
    ]);
  });

  test('bad again while recovering is the same alert, since the same time', () => {
    const { transitions, alert } = play([true, true, false, true]);
    expect(transitions.at(-1)).toBe('relapsed');
    expect(alert).toMatchObject({ phase: 'firing', since: 0 });
  });

  test('a run that could not tell changes nothing', () => {
    const before = play([true]).alert;
    expect(advanceAlert(before, { ...base, bad: null }, 9)).toEqual({ alert: before, transition: 'none' });
  });

  test('good often enough, it keeps firing as long as it is told to', () => {
    const kept = { needed: 2, keepForMs: 3 };
    const good = { ...kept, bad: false };
    const { transitions } = play([kept, kept, good, good, good, kept, good, good, good, good, good]);
    expect(transitions).toEqual([
      'pending',
      'fired',
      'recovering',
      'none',
      'none',
      'relapsed',
      'recovering',
      'none',
      'none',
      'none',
      'resolved',
    ]);
  });

  test('a clock that was set back neither delays firing nor the end', () => {
    const slow = { ...base, forMs: 60_000, keepForMs: 60_000 };
    const pending = advanceAlert(null, slow, 1_000_000).alert;
    expect(advanceAlert(pending, slow, 5_000).transition).toBe('fired');
    const firing = advanceAlert(pending, slow, 1_060_000).alert;
    const good = { ...slow, needed: 1, bad: false };
    const kept = advanceAlert(firing, good, 1_100_000).alert;
    const again = advanceAlert(kept, good, 5_000).alert;
    expect(advanceAlert(again, good, 65_000).transition).toBe('resolved');
  });

  test('a warning that becomes a failure has worsened', () => {
    expect(
      play([{ severity: 'warning' }, { severity: 'warning' }, { severity: 'broken' }]).transitions,
    ).toEqual(['pending', 'fired', 'worsened']);
  });
});

test('whatever happens: fired and resolved alternate, and nothing fires before its pending period', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant(true), fc.constant(false), fc.constant(null)), { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      (steps, needed) => {
        const { transitions } = play(steps, needed);
        let firing = false;
        let badInRow = 0;
        let goodInRow = 0;
        for (const [index, transition] of transitions.entries()) {
          if (steps[index] === true) {
            badInRow += 1;
            goodInRow = 0;
          } else if (steps[index] === false) {
            goodInRow += 1;
            badInRow = 0;
          }
          if (transition === 'fired') {
            expect(firing).toBe(false);
            expect(badInRow).toBeGreaterThanOrEqual(needed);
            firing = true;
          }
          if (transition === 'resolved') {
            expect(firing).toBe(true);
            expect(goodInRow).toBe(needed);
            firing = false;
          }
        }
      },
    ),
  );
});
