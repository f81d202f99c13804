import { describe, expect, it } from 'vitest';
import { PulseStrips } from '../../electron/engine/board/strips.ts';
import type { StripCell, StripsWanted } from '../../electron/engine/store/strips.ts';
import type { RunStatus } from '../../shared/domain/status.ts';
import { aCheck, aRun, aWorld, T0 } from '../support/samples.ts';
import { testStore } from '../support/store.ts';

const HALF_HOUR = 1_800_000;
const DAY = 86_400_000;

/** The worst statuses of a strip, where anything ran: slots counted from now backwards. */
function shown(worst: readonly (RunStatus | null)[]): [number, RunStatus][] {
  return worst.flatMap((status, index): [number, RunStatus][] =>
    status ? [[worst.length - 1 - index, status]] : [],
  );
}

function anEngineRoom() {
  const store = testStore();
  const world = aWorld(store);
  let now = T0;
  const strips = new PulseStrips({
    clock: { now: () => now },
    lastRunId: () => store.runs.lastId(),
    readCells: ({ from, upToId, slotMs }: StripsWanted) =>
      Promise.resolve(store.runs.cells(from, upToId, slotMs)),
  });
  const run = (at: number, status: RunStatus) => {
    const stored = store.runs.append(aRun(world.check.id, { finishedAt: at, status }));
    strips.note(stored, world.table.id);
    return stored;
  };
  const one = async () => (await strips.of([world.table.id])).tables[0];
  return { store, ...world, strips, run, one, setNow: (at: number) => (now = at) };
}

describe('a pulse strip', () => {
  it('has the worst status and the counts of each half hour of the last day, and nothing where nothing ran', async () => {
    const { run, one, strips, table } = anEngineRoom();
    run(T0 - DAY, 'fail');
    run(T0 - DAY + HALF_HOUR, 'warn');
    run(T0 - HALF_HOUR, 'pass');
    run(T0 - HALF_HOUR + 1, 'error');
    run(T0, 'pass');
    run(T0, 'fail');
    const strip = await one();
    expect(shown(strip?.worst ?? [])).toEqual([
      [47, 'warn'],
      [1, 'error'],
      [0, 'fail'],
    ]);
    expect(strip?.judged.slice(-2)).toEqual([1, 2]);
    expect(strip?.bad.slice(-2)).toEqual([0, 1]);
    const { from, slotMs, tables } = await strips.of([table.id, 99]);
    expect(from + 48 * slotMs).toBe(T0 + HALF_HOUR);
    expect(tables[1]?.worst.every((worst) => worst === null)).toBe(true);
  });

  it('counts each run once, also those that end while the past is being read', async () => {
    const { store, check, table } = anEngineRoom();
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const strips = new PulseStrips({
      clock: { now: () => T0 },
      lastRunId: () => store.runs.lastId(),
      readCells: async ({ from, upToId, slotMs }) => {
        await gate;
        return store.runs.cells(from, upToId, slotMs);
      },
    });
    const run = () => strips.note(store.runs.append(aRun(check.id, { finishedAt: T0 })), table.id);
    run();
    const asked = strips.of([table.id]);
    run();
    run();
    release();
    expect((await asked).tables[0]?.judged.at(-1)).toBe(3);
    run();
    expect((await strips.of([table.id])).tables[0]?.judged.at(-1)).toBe(4);
  });

  it('shows what was judged in spite of what was held back, whether read or counted', async () => {
    const { run, one } = anEngineRoom();
    for (const status of ['pass', 'deferred'] as const) run(T0, status);
    run(T0 - HALF_HOUR, 'deferred');
    const seen = [
      [1, 'deferred'],
      [0, 'pass'],
    ];
    expect(shown((await one())?.worst ?? [])).toEqual(seen);
    run(T0, 'deferred');
    expect(shown((await one())?.worst ?? [])).toEqual(seen);
    run(T0, 'error');
    run(T0 - HALF_HOUR, 'pass');
    expect(shown((await one())?.worst ?? [])).toEqual([
      [1, 'pass'],
      [0, 'error'],
    ]);
  });

  it('moves on with the time, and forgets what is older than a day', async () => {
    const { run, one, setNow } = anEngineRoom();
    run(T0, 'fail');
    await one();
    setNow(T0 + 2 * HALF_HOUR);
    run(T0 + 2 * HALF_HOUR, 'pass');
    expect(shown((await one())?.worst ?? [])).toEqual([
      [2, 'fail'],
      [0, 'pass'],
    ]);
    setNow(T0 + DAY);
    expect(shown((await one())?.worst ?? [])).toEqual([[46, 'pass']]);
    setNow(T0);
    expect(shown((await one())?.worst ?? [])).toEqual([]);
  });

  it('leaves out checks on the connection itself, and is read again after a failure', async () => {
    const { store, connection, table } = anEngineRoom();
    const own = aCheck(store, { connectionId: connection.id, tableId: null });
    let broken = true;
    const strips = new PulseStrips({
      clock: { now: () => T0 },
      lastRunId: () => store.runs.lastId(),
      readCells: ({ from, upToId, slotMs }): Promise<StripCell[]> =>
        broken
          ? Promise.reject(new Error('no disk'))
          : Promise.resolve(store.runs.cells(from, upToId, slotMs)),
    });
    strips.note(store.runs.append(aRun(own.id, { finishedAt: T0, status: 'fail' })), null);
    await expect(strips.of([table.id])).rejects.toThrow('no disk');
    broken = false;
    expect(shown((await strips.of([table.id])).tables[0]?.worst ?? [])).toEqual([]);
  });
});
