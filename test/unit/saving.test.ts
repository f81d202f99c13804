import { describe, expect, it, onTestFinished } from 'vitest';
import { Board } from '../../electron/engine/board/board.ts';
import { checkType } from '../../electron/engine/checks/registry.ts';
import { EventHub } from '../../electron/engine/events.ts';
import { IncidentBook } from '../../electron/engine/incidents/incident-book.ts';
import { Messenger } from '../../electron/engine/incidents/messenger.ts';
import { Monitor } from '../../electron/engine/monitor/monitor.ts';
import { Roster } from '../../electron/engine/monitor/roster.ts';
import { Saving } from '../../electron/engine/saving.ts';
import { StoreError } from '../../electron/engine/store/errors.ts';
import type { Message } from '../../shared/domain/incident.ts';
import { ALL_RUNS, aConnection, aQuery, aTable } from '../support/samples.ts';
import { ScriptedReplica } from '../support/scripted-replica.ts';
import { StubbornStore } from '../support/stubborn-store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MINUTE = 60_000;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A monitor with one check over a store that can be kept from writing. */
class World {
  readonly clock = new VirtualClock();
  readonly replica = new ScriptedReplica();
  readonly disk = new StubbornStore();
  readonly store = this.disk.store;
  readonly messages: Message[] = [];
  readonly monitor: Monitor;
  readonly checkId: number;
  logQuery: () => void = () => {};

  constructor() {
    const { store, clock, replica, messages } = this;
    const connection = aConnection(store, { name: 'shop' });
    const table = aTable(store, connection.id);
    this.checkId = store.checks.insert(
      { connectionId: connection.id, tableId: table.id },
      {
        ...checkType('freshness').defaults,
        ...{ type: 'freshness', config: { timestampColumn: 'at' }, intervalMs: MINUTE, pendingRuns: 2 },
        bounds: { warnMin: null, warnMax: null, failMin: -60, failMax: 120 },
      },
    ).id;
    const events = new EventHub((error) => {
      throw error;
    });
    const show = async (item: Message) => {
      messages.push(item);
      return true;
    };
    const messenger = new Messenger({ store, notifier: { show }, events, clock });
    const roster = new Roster(store, clock.now());
    const board = new Board({ store, clock, events, messenger, roster, passwordKept: () => 'none' });
    const book = new IncidentBook(store, () => ({ connectionName: 'shop', tableName: 'public.orders' }));
    const deps = { store, clock, events, messenger, roster, board, book, log: quiet };
    this.monitor = new Monitor({
      ...deps,
      makeReplica: ({ id }, onQuery) => {
        this.logQuery = () => onQuery(aQuery(id, clock.now()), { busyMs: 1, byHand: false });
        return replica;
      },
    });
    this.age(5);
    this.monitor.start();
    onTestFinished(() => this.monitor.stop());
  }

  age(seconds: number): void {
    this.replica.answer = () => ({ age: seconds });
  }

  get saving() {
    return this.monitor.saving.state;
  }

  get runs() {
    return this.store.runs.list(ALL_RUNS, null, 500).map(({ value, status }) => ({ value, status }));
  }
}

describe('a disk that is full while Pulse runs', () => {
  it('takes nothing away: what was found is held, and written in its order when there is space', async () => {
    const world = new World();
    await world.clock.advance(5 * MINUTE);
    world.disk.fill();
    for (let minute = 0; minute < 500 && !world.saving.problem; minute++) await world.clock.advance(MINUTE);
    expect(world.saving.problem).toMatchObject({
      code: 'disk_full',
      title: 'Nothing can be saved. The disk is full.',
      hint: expect.stringMatching(/^Free some space .* saves what it found as soon as that works again\.$/),
    });
    const stored = world.runs.length;
    world.age(500);
    world.logQuery();
    await world.clock.advance(10 * MINUTE);
    expect(world.runs).toHaveLength(stored);
    expect(world.saving.waiting).toBeGreaterThan(5);
    expect(world.messages.map(({ kind }) => kind)).toEqual(['unsaved']);
    expect(world.monitor.saving.state.lost).toBe(0);

    world.disk.heal();
    await world.clock.advance(10_000);
    expect(world.saving).toEqual({ problem: null, waiting: 0, lost: 0 });
    const { runs } = world;
    expect(runs.length).toBe(world.replica.asked.length);
    // Newest first: all the bad ones came after all the good ones.
    expect(runs.slice(0, 3).map(({ value }) => value)).toEqual([500, 500, 500]);
    expect(runs.findLastIndex(({ value }) => value === 500)).toBe(
      runs.findIndex(({ value }) => value === 5) - 1,
    );
    expect(world.messages.map(({ kind }) => kind)).toEqual(['unsaved', 'firing', 'saved']);
    expect(world.store.queries.list(null, null, 10)).toHaveLength(1);
  });

  it('is told once when it lasts, and once when it is over, and both stand in the inbox then', async () => {
    const world = new World();
    const failed = world.clock.now();
    world.disk.lock();
    await world.clock.advance(3 * MINUTE);
    expect(world.messages).toMatchObject([
      {
        incidentId: null,
        kind: 'unsaved',
        title: 'Nothing can be saved. Pulse may not write to its own data.',
        body: expect.stringMatching(
          /^Give your user write permission .* What breaks meanwhile is told then\.$/,
        ),
      },
    ]);
    await world.clock.advance(60 * MINUTE);
    expect(world.messages).toHaveLength(1);
    expect(world.store.inbox.list(10)).toEqual([]);
    world.disk.heal();
    await world.clock.advance(10_000);
    expect(world.messages.map(({ kind, title }) => ({ kind, title }))).toEqual([
      { kind: 'unsaved', title: expect.any(String) },
      { kind: 'saved', title: 'Pulse can save again' },
    ]);
    const [saved, unsaved] = world.store.inbox.list(10);
    expect(saved).toMatchObject({
      kind: 'saved',
      body: expect.stringMatching(
        /^All \d+ results that waited in memory are saved\. It lasted 1 h \d min\.$/,
      ),
    });
    expect(unsaved).toMatchObject({ kind: 'unsaved', delivery: 'native', at: expect.any(Number) });
    expect((unsaved?.at ?? 0) - failed).toBeLessThan(3 * MINUTE);
  });

  it('is not told when it is over soon, nor on a desktop that is to show nothing', async () => {
    const world = new World();
    world.disk.lock();
    while (!world.saving.problem) await world.clock.advance(10_000);
    await world.clock.advance(30_000);
    world.disk.heal();
    await world.clock.advance(10 * MINUTE);
    expect(world.store.inbox.list(10)).toEqual([]);
    const settings = world.store.settings.get();
    world.store.settings.set({ ...settings, notifications: { ...settings.notifications, enabled: false } });
    world.disk.lock();
    await world.clock.advance(10 * MINUTE);
    world.disk.heal();
    await world.clock.advance(10_000);
    expect(world.messages).toEqual([]);
    expect(world.store.inbox.list(10)).toMatchObject([
      { kind: 'saved', delivery: 'inbox_only' },
      { kind: 'unsaved', delivery: 'inbox_only' },
    ]);
  });
});

describe('a folder that may not be written to any more', () => {
  it('is said, holds what is found, and refuses what the user does at once', async () => {
    const world = new World();
    await world.clock.advance(5 * MINUTE);
    const stored = world.runs.length;
    world.disk.lock();
    await world.clock.advance(5 * MINUTE);
    expect(world.saving.problem).toMatchObject({ code: 'read_only' });
    expect(() => world.store.checks.remove(world.checkId)).toThrow(StoreError);
    world.disk.heal();
    await world.clock.advance(10_000);
    expect(world.saving.problem).toBeNull();
    expect(world.runs.length).toBeGreaterThanOrEqual(stored + 5);
  });

  it('writes nothing of a check that was removed meanwhile', async () => {
    const world = new World();
    await world.clock.advance(5 * MINUTE);
    world.disk.lock();
    await world.clock.advance(3 * MINUTE);
    const stored = world.store.runs.count(ALL_RUNS);
    world.disk.heal();
    const check = world.store.checks.get(world.checkId);
    if (check) world.monitor.removeCheck(check);
    await world.clock.advance(10_000);
    expect(world.saving).toEqual({ problem: null, waiting: 0, lost: 0 });
    expect(world.store.runs.count(ALL_RUNS)).toBe(stored);
  });
});

describe('another program that has the data open', () => {
  it('holds up what is to be written, and nothing else', async () => {
    const world = new World();
    await world.clock.advance(5 * MINUTE);
    world.disk.occupy();
    await world.clock.advance(5 * MINUTE);
    expect(world.saving.problem).toMatchObject({
      code: 'busy',
      hint: expect.stringContaining('Close any program that has pulse.db open.'),
    });
    expect(world.runs.length).toBeGreaterThan(3);
    world.disk.heal();
    await world.clock.advance(10_000);
    expect(world.saving).toEqual({ problem: null, waiting: 0, lost: 0 });
    expect(world.runs.length).toBe(world.replica.asked.length);
  });
});

describe('what is held in memory', () => {
  const full = new StoreError({ code: 'disk_full', title: 'The disk is full.', hint: '' });

  function aSaving() {
    const clock = new VirtualClock();
    const events = new EventHub(() => {});
    const states: unknown[] = [];
    events.on(({ name, payload }) => {
      if (name === 'saving.changed') states.push(payload);
    });
    const saving = new Saving({ clock, events, log: quiet });
    let broken = true;
    const written: number[] = [];
    const write = (n: number) => () => {
      if (broken) throw full;
      written.push(n);
    };
    const heal = () => {
      broken = false;
    };
    return { clock, saving, states, written, write, heal };
  }

  it('is bounded: the oldest goes, and is counted', async () => {
    const { clock, saving, states, written, write, heal } = aSaving();
    for (let n = 0; n < 5_003; n++) saving.do(write(n), 2);
    expect(saving.state).toMatchObject({ waiting: 10_000, lost: 6 });
    heal();
    await clock.advance(5_000);
    // Not all at once: a transaction each, and the window must not wait.
    expect(written.length).toBeLessThan(100);
    await clock.advance(10_000);
    expect(written).toEqual(Array.from({ length: 5_000 }, (_, n) => n + 3));
    expect(states.at(-1)).toEqual({ problem: null, waiting: 0, lost: 0 });
  });

  it('is not kept by what cannot be recorded for another reason', async () => {
    const { clock, saving, written, write, heal } = aSaving();
    saving.do(write(1));
    saving.do(() => {
      throw new Error('The check is gone.');
    });
    saving.do(write(2));
    heal();
    await clock.advance(5_000);
    expect(written).toEqual([1, 2]);
    expect(() =>
      saving.do(() => {
        throw new Error('A defect.');
      }),
    ).toThrow('A defect.');
  });

  it('waits in its order for a moment when it is asked to, which is nothing to tell', () => {
    const { saving, states, written, write, heal } = aSaving();
    heal();
    saving.pause();
    saving.do(write(1), 1);
    saving.do(write(2), 1);
    expect(written).toEqual([]);
    saving.resume();
    saving.do(write(3), 1);
    expect(written).toEqual([1, 2, 3]);
    expect(states).toEqual([]);
  });

  it('is tried once more at the end', () => {
    const { saving, written, write, heal } = aSaving();
    saving.do(write(1));
    heal();
    saving.pause();
    saving.stop();
    expect(written).toEqual([1]);
  });
});
