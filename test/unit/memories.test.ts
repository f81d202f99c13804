import { describe, expect, test } from 'vitest';
import { expectationAt } from '../../electron/engine/baseline/baseline.ts';
import type { RunOutcome } from '../../electron/engine/checks/due.ts';
import { Memories } from '../../electron/engine/monitor/memories.ts';
import type { Store } from '../../electron/engine/store/store.ts';
import type { Check } from '../../shared/domain/check.ts';
import { aConnection, aRun, aTable, checkInput, T0 } from '../support/samples.ts';
import { testStore } from '../support/store.ts';

const MINUTE = 60_000;
const learned = { kind: 'anomaly', sides: 'both', guard: 'always' } as const;

function world(): { store: Store; check: Check } {
  const store = testStore();
  const connection = aConnection(store);
  const table = aTable(store, connection.id);
  const owner = { connectionId: connection.id, tableId: table.id };
  return { store, check: store.checks.insert(owner, { ...checkInput, rule: learned }) };
}

const outcome = (at: number, value: number, changes: Partial<RunOutcome> = {}): RunOutcome => ({
  status: 'pass',
  value,
  low: null,
  high: null,
  message: '',
  startedAt: at - 5,
  finishedAt: at,
  durationMs: 1,
  failure: null,
  readsData: true,
  schema: null,
  facts: null,
  price: null,
  ...changes,
});

/** A run as the recorder takes it in: into the history, and into the memory. */
function run(store: Store, memories: Memories, check: Check, at: number, value: number): void {
  store.runs.append(aRun(check.id, { finishedAt: at, value }));
  memories.note(check, outcome(at, value));
}

const seen = (memories: Memories, check: Check) => memories.past(check).baseline?.seen;
const valueAt = (index: number) => 100 + (index % 7);

describe('what a check has learned', () => {
  test('goes on after a kill: what was not written is learned again from the history', () => {
    const { store, check } = world();
    const memories = new Memories(store, 'UTC');
    for (let i = 0; i < 45; i++) run(store, memories, check, T0 + i * MINUTE, valueAt(i));
    // Killed: nothing is flushed.
    const after = new Memories(store, 'UTC');
    const { baseline } = memories.past(check);
    expect(after.past(check).baseline).toMatchObject({ seen: 45, first: T0, last: baseline?.last });
  });

  test('goes on after a stop without learning anything twice', () => {
    const { store, check } = world();
    const memories = new Memories(store, 'UTC');
    for (let i = 0; i < 45; i++) run(store, memories, check, T0 + i * MINUTE, valueAt(i));
    memories.flush();
    expect(seen(new Memories(store, 'UTC'), check)).toBe(45);
  });

  test('is not learned twice after the user has corrected an older value', () => {
    const { store, check } = world();
    const memories = new Memories(store, 'UTC');
    for (let i = 0; i < 45; i++) run(store, memories, check, T0 + i * MINUTE, valueAt(i));
    memories.correct(check, T0 + 5 * MINUTE, valueAt(5), false);
    expect(seen(new Memories(store, 'UTC'), check)).toBe(45);
  });

  test('does not count what was not judged, nor a second look at nearly the same moment', () => {
    const { store, check } = world();
    const memories = new Memories(store, 'UTC');
    memories.note(check, outcome(T0, 100));
    memories.note(check, outcome(T0 + 15_000, 100));
    memories.note(check, outcome(T0 + MINUTE, 100, { status: 'error' }));
    expect(seen(memories, check)).toBe(1);
  });

  test('is forgotten with the settings it belongs to, and then learned from the past anew', () => {
    const { store, check } = world();
    const memories = new Memories(store, 'UTC');
    for (let i = 0; i < 45; i++) run(store, memories, check, T0 + i * MINUTE, valueAt(i));
    memories.forget(check, T0 + 45 * MINUTE);
    for (const some of [memories, new Memories(store, 'UTC')]) {
      expect(seen(some, check)).toBe(0);
      expect(some.isBlank(check)).toBe(true);
    }
  });
});

describe('the past of a table', () => {
  const points = Array.from({ length: 40 }, (_, i) => ({ at: T0 + i * MINUTE, value: valueAt(i) }));

  test('gives bounds from the first minute, and is asked for once', () => {
    const { store, check } = world();
    const memories = new Memories(store, 'UTC');
    expect(memories.isBlank(check)).toBe(true);
    const weeks = Array.from({ length: 14 * 96 }, (_, i) => ({
      at: T0 + (i - 14 * 96) * 15 * MINUTE,
      value: valueAt(i),
    }));
    memories.backfill(check, weeks, T0);
    const { baseline } = memories.past(check);
    expect(baseline && expectationAt(baseline, T0 + MINUTE).ready).toBe(true);
    expect(memories.isBlank(check)).toBe(false);
    expect(new Memories(store, 'UTC').isBlank(check)).toBe(false);
  });

  test('is not asked for again when there was none', () => {
    const { store, check } = world();
    const memories = new Memories(store, 'UTC');
    memories.backfill(check, [], T0);
    expect(memories.isBlank(check)).toBe(false);
    expect(new Memories(store, 'UTC').isBlank(check)).toBe(false);
  });

  test('comes before what was learned meanwhile, when it could not be read at first', () => {
    const { store, check } = world();
    const memories = new Memories(store, 'UTC');
    run(store, memories, check, T0 + 40 * MINUTE, 100);
    run(store, memories, check, T0 + 41 * MINUTE, 101);
    expect(memories.isBlank(check)).toBe(true);
    memories.backfill(check, points, T0 + 41 * MINUTE);
    expect(memories.past(check).baseline).toMatchObject({ first: T0, last: T0 + 41 * MINUTE, seen: 42 });
    expect(new Memories(store, 'UTC').past(check).baseline?.seen).toBe(42);
  });

  test('is of no use where bounds are fixed', () => {
    const { store, check } = world();
    const memories = new Memories(store, 'UTC');
    const fixed = { ...check, id: check.id, rule: { kind: 'fixed' } as const };
    expect(memories.isBlank(fixed)).toBe(false);
    memories.backfill(fixed, points, T0);
    expect(memories.past(fixed).baseline).toBeNull();
  });
});

describe('the value to compare with', () => {
  test('may be the very first one, of which there was nothing to say yet', () => {
    const { store, check } = world();
    const before = { finishedAt: T0, value: 100 };
    store.runs.append(aRun(check.id, { ...before, status: 'learning' }));
    expect(new Memories(store, 'UTC').past(check).before('previous', T0 + check.intervalMs)).toBe(100);
  });

  test.each(['fail', 'error', 'deferred'] as const)('is none that was %s', (status) => {
    const { store, check } = world();
    store.runs.append(aRun(check.id, { finishedAt: T0, value: 100, status }));
    expect(new Memories(store, 'UTC').past(check).before('previous', T0 + check.intervalMs)).toBeNull();
  });
});

describe('holidays', () => {
  test('teach nothing, are named to who judges, and count from when they are set', () => {
    const { store, check } = world();
    const memories = new Memories(store, 'UTC');
    run(store, memories, check, T0, 100);
    const day = new Date(T0).toISOString().slice(0, 10);
    store.settings.set({ ...store.settings.get(), holidays: [{ from: day, to: null, name: 'Day off' }] });
    for (let i = 1; i < 10; i++) run(store, memories, check, T0 + i * MINUTE, 5);
    expect(seen(memories, check)).toBe(1);
    expect(memories.past(check).holidayAt?.(T0)).toBe('Day off');
    expect(memories.past(check).holidayAt?.(T0 + 48 * 3_600_000)).toBeNull();
    // Learned again after a kill, they still teach nothing.
    expect(seen(new Memories(store, 'UTC'), check)).toBe(1);
  });
});
