import { describe, expect, onTestFinished, test } from 'vitest';
import { Board } from '../../electron/engine/board/board.ts';
import { checkType } from '../../electron/engine/checks/registry.ts';
import { EventHub } from '../../electron/engine/events.ts';
import { IncidentBook } from '../../electron/engine/incidents/incident-book.ts';
import { Messenger } from '../../electron/engine/incidents/messenger.ts';
import { Monitor, type MonitorDeps } from '../../electron/engine/monitor/monitor.ts';
import { Roster } from '../../electron/engine/monitor/roster.ts';
import { ReplicaError } from '../../electron/engine/replica/errors.ts';
import type { Store } from '../../electron/engine/store/store.ts';
import type { Check, CheckInput } from '../../shared/domain/check.ts';
import { type ConnectionConfig, LoadPolicy } from '../../shared/domain/connection.ts';
import type { InboxItem } from '../../shared/domain/incident.ts';
import { aConnection, aQuery, aTable } from '../support/samples.ts';
import { ScriptedReplica } from '../support/scripted-replica.ts';
import { testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A monitor over a real store, a scripted replica and a virtual clock that starts at 09:00 UTC. */
class World {
  readonly clock = new VirtualClock();
  readonly replica = new ScriptedReplica();
  readonly store: Store = testStore();
  readonly messages: InboxItem[] = [];
  readonly connection: ConnectionConfig;
  readonly check: Check;
  monitor: Monitor;
  board!: Board;
  /** Charges the load budget as a statement that takes so long would. */
  spend: (ms: number) => void = () => {};

  constructor(policy: Partial<LoadPolicy> = {}) {
    const { store } = this;
    this.connection = aConnection(store, { name: 'shop', policy: LoadPolicy.parse(policy) });
    const { id: tableId } = aTable(store, this.connection.id);
    this.check = store.checks.insert(
      { connectionId: this.connection.id, tableId },
      {
        ...checkType('freshness').defaults,
        type: 'freshness',
        config: { timestampColumn: 'at' },
        bounds: { warnMin: null, warnMax: null, failMin: -60, failMax: 120 },
        intervalMs: MINUTE,
        pendingRuns: 2,
      },
    );
    this.replica.answer = () => ({ age: 5 });
    this.monitor = this.makeMonitor();
    this.monitor.start();
    onTestFinished(() => this.monitor.stop());
  }

  private makeMonitor(): Monitor {
    const { store, clock, replica, messages } = this;
    const events = new EventHub((error) => {
      throw error;
    });
    const notifier = {
      show: async (item: InboxItem) => {
        messages.push(item);
        return true;
      },
    };
    const messenger = new Messenger({ store, notifier, events, clock });
    const roster = new Roster(store, clock.now());
    this.board = new Board({ store, clock, events, messenger, roster, passwordKept: () => 'none' });
    const book = new IncidentBook(store, () => ({ connectionName: 'shop', tableName: 'public.orders' }));
    const makeReplica: MonitorDeps['makeReplica'] = ({ id }, onQuery) => {
      this.spend = (busyMs) => onQuery(aQuery(id, clock.now()), { busyMs, byHand: false });
      return replica;
    };
    return new Monitor({
      store,
      clock,
      events,
      log: quiet,
      messenger,
      roster,
      board: this.board,
      book,
      makeReplica,
    });
  }

  async restart(): Promise<void> {
    await this.monitor.stop();
    this.monitor = this.makeMonitor();
    this.monitor.start();
  }

  get view() {
    return this.board.connection(this.connection.id);
  }

  get health() {
    const [table] = this.store.tables.list();
    if (!table) throw new Error('no table');
    return this.board.table(table).health;
  }

  get state() {
    return this.board.check(this.check.id).state;
  }

  async asked(during: () => Promise<unknown>): Promise<number> {
    const before = this.replica.asked.length;
    await during();
    return this.replica.asked.length - before;
  }
}

describe('a quiet window', () => {
  const window = { from: '10:00', to: '12:00', zone: 'UTC' };

  test('lets nothing run from its first minute to its last, and says until when', async () => {
    const world = new World({ quietWindow: window });
    await world.clock.advance(59 * MINUTE);
    expect(world.health).toBe('healthy');
    await world.clock.advance(2 * MINUTE);
    expect(await world.asked(() => world.clock.advance(118 * MINUTE))).toBe(0);
    expect(world.state.status).toBe('deferred');
    expect(world.state.message).toBe('Quiet window until 12:00 (UTC).');
    expect(world.view.budget.quietUntil).toBe(Date.UTC(2026, 0, 5, 12));
    expect(world.health).toBe('unjudged');
    expect(world.messages).toEqual([]);
  });

  test('holds for what the user asks for, too', async () => {
    const world = new World({ quietWindow: window });
    await world.clock.advance(90 * MINUTE);
    const asked = await world.asked(async () => {
      world.monitor.runSoon([world.check.id]);
      await world.clock.advance(0);
    });
    expect(asked).toBe(0);
  });

  test('is followed by one look at each check, not by all that were missed', async () => {
    const world = new World({ quietWindow: window });
    await world.clock.advance(2 * HOUR + 59 * MINUTE + 30_000);
    expect(await world.asked(() => world.clock.advance(45_000))).toBeLessThanOrEqual(2);
    expect(world.state.status).toBe('pass');
    expect(world.health).toBe('healthy');
    expect(world.view.budget.quietUntil).toBeNull();
  });

  test('adds one row to the history, not one for each time that was missed', async () => {
    const world = new World({ quietWindow: window });
    await world.clock.advance(2 * HOUR + 50 * MINUTE);
    const series = world.store.runs.series(world.check.id, 0, world.clock.now(), 5_000);
    expect(series.filter(({ status }) => status === 'deferred')).toHaveLength(1);
  });
});

describe('pausing everything', () => {
  test('stops all checks and says so, also after a restart', async () => {
    const world = new World();
    await world.clock.advance(5 * MINUTE);
    const pause = await world.monitor.pauses.set(true);
    expect(pause).toEqual({ since: world.clock.now(), by: 'user' });
    expect(world.view.status).toBe('paused');
    expect(await world.asked(() => world.clock.advance(10 * MINUTE))).toBe(0);
    await world.restart();
    expect(await world.asked(() => world.clock.advance(10 * MINUTE))).toBe(0);
    expect(world.monitor.pauses.state).toEqual(pause);
    expect(world.messages).toEqual([]);
  });

  test('resuming looks again, but not through a connection that is paused by itself', async () => {
    const world = new World();
    await world.clock.advance(MINUTE);
    await world.monitor.pauses.set(true);
    await world.monitor.pauses.set(false);
    expect(await world.asked(() => world.clock.advance(2 * MINUTE))).toBeGreaterThan(0);
    await world.monitor.changeConnection(
      world.store.connections.update({ ...world.connection, paused: true }),
    );
    await world.monitor.pauses.set(true);
    await world.monitor.pauses.set(false);
    expect(world.view.status).toBe('paused');
    expect(await world.asked(() => world.clock.advance(5 * MINUTE))).toBe(0);
  });

  test('a connection that is changed meanwhile stays paused', async () => {
    const world = new World();
    await world.clock.advance(MINUTE);
    await world.monitor.pauses.set(true);
    await world.monitor.changeConnection(
      world.store.connections.update({ ...world.connection, name: 'other' }),
    );
    expect(world.view.status).toBe('paused');
    expect(await world.asked(() => world.clock.advance(5 * MINUTE))).toBe(0);
  });
});

describe('a replica under stress', () => {
  const conflict = new ReplicaError('recovery_conflict', {
    code: 'recovery_conflict',
    title: 'The replica cancelled the query.',
    hint: '',
    detail: null,
    sqlstate: '40001',
  });

  test('is asked half as much after a conflict with replay, and as before when it has been calm', async () => {
    const world = new World();
    await world.clock.advance(3 * MINUTE);
    world.replica.answer = () => conflict;
    await world.clock.advance(MINUTE);
    world.replica.answer = () => ({ age: 5 });
    expect(world.view.budget).toMatchObject({ allowedShare: 0.005, configuredShare: 0.01 });
    expect(world.view.budget.stress?.sentence).toBe("Replay had to cancel a query of Pulse's.");
    expect(world.health).not.toBe('broken');
    await world.clock.advance(5 * MINUTE);
    expect(world.view.budget).toMatchObject({ allowedShare: 0.01, stress: null });
    expect(world.view.budget.history[0]?.sentence).toBe('Back to 1 %: the replica is calm.');
  });

  test('is looked at while hardly anything is allowed, so that calm is noticed', async () => {
    const world = new World({ busyShare: 0.001 });
    await world.clock.advance(3 * MINUTE);
    world.replica.pressure.conflicts = 5;
    await world.clock.advance(MINUTE);
    expect(world.view.budget.stress).not.toBeNull();
    world.monitor.removeCheck(world.check);
    await world.clock.advance(5 * MINUTE);
    expect(world.view.budget.stress).toBeNull();
  });

  test('with hot_standby_feedback, a query that runs long is a word to its owner', async () => {
    const world = new World();
    world.replica.hotStandbyFeedback = true;
    await world.clock.advance(2 * MINUTE);
    expect(world.view).toMatchObject({ hotStandbyFeedback: true, notices: [] });
  });
});

test('a doubt is settled when it is due, though nothing else is', async () => {
  const world = new World();
  await world.clock.advance(3 * MINUTE);
  let badAt = 0;
  world.replica.answer = () => {
    badAt ||= world.clock.now();
    return { age: 500 };
  };
  while (badAt === 0) await world.clock.advance(250);
  expect(await world.asked(() => world.clock.advanceTo(badAt + 7_900))).toBe(0);
  expect(await world.asked(() => world.clock.advanceTo(badAt + 8_200))).toBe(1);
});

/** A count of an hour's rows, with learned bounds. */
const learnedVolume = {
  config: { timestampColumn: 'at', windowSeconds: 3_600 },
  rule: { kind: 'anomaly', sides: 'both', guard: 'always' },
} as const;

/** Puts one check each on tables that have an index by time, and counts what was asked for which reason. */
function tablesOf(world: World) {
  world.replica.indexes = [
    { name: 'by_at', columns: ['at'], unique: false, primary: false, partial: false, method: 'btree' },
  ];
  const { id: connectionId } = world.connection;
  const put = (type: string, changes: Partial<CheckInput>, table = type) => {
    const { id: tableId } = aTable(world.store, connectionId, table);
    const check = { ...checkType(type).defaults, config: {}, type, intervalMs: MINUTE, ...changes };
    world.monitor.putChecks([world.store.checks.insert({ connectionId, tableId }, check)]);
  };
  const asked = (what: string) => world.replica.asked.filter(({ reason }) => reason.startsWith(what)).length;
  return { put, asked };
}

describe('a load budget that is used up', () => {
  test('does not keep Pulse from seeing how the replica itself does', async () => {
    const world = new World();
    const { id: connectionId } = world.connection;
    const type = checkType('replication_lag');
    const lag = world.store.checks.insert(
      { connectionId, tableId: null },
      { ...type.defaults, type: 'replication_lag', config: {}, intervalMs: MINUTE, pendingRuns: 1 },
    );
    await world.clock.advance(3 * MINUTE);
    world.spend(600_000);
    world.monitor.putChecks([lag]);
    await world.clock.advance(5 * MINUTE);
    expect(world.board.check(lag.id).state.status).toBe('pass');
    expect(world.view.budget.deferred.checks).toBe(0);
  });

  test('does not keep a doubt from being settled, nor let it wait for the routine of others', async () => {
    const world = new World();
    // 4 MB: a window, no look-up.
    world.replica.pagesRead = 512;
    world.replica.answer = () => ({ age: 5, rows: 100, missing: 0 });
    const { id: connectionId } = world.connection;
    const missing = world.store.checks.insert(
      { connectionId, tableId: aTable(world.store, connectionId, 'events').id },
      { ...checkType('missing').defaults, type: 'missing', config: { column: 'id' }, intervalMs: MINUTE },
    );
    world.monitor.putChecks([missing]);
    await world.clock.advance(3 * MINUTE);
    expect(world.board.check(missing.id).state.status).toBe('pass');
    // The first bad answer, and with it the budget of a minute and a half is gone.
    let isSpent = false;
    world.replica.answer = ({ sql }) => {
      if (!isSpent && sql.includes('events')) world.spend(3_900);
      isSpent ||= sql.includes('events');
      return { age: 5, rows: 100, missing: 50 };
    };
    while (!isSpent) await world.clock.advance(1_000);
    await world.clock.advance(20_000);
    expect(world.messages.map(({ title }) => title)).toEqual(['public.orders: Missing values failed']);
  });

  test('is used for first looks before what a table tells of its own past', async () => {
    const world = new World();
    const { put, asked } = tablesOf(world);
    world.replica.answer = () => ({ rows: 100 });
    await world.clock.advance(3 * MINUTE);
    world.spend(2_900);
    put('volume', learnedVolume);
    await world.clock.advance(MINUTE);
    expect(asked('Volume')).toBeGreaterThan(0);
    // A pass over a table has to wait this out; looking up what is in a short window does not.
    world.spend(3_000);
    put('missing', { config: { column: 'id' } });
    await world.clock.advance(3 * MINUTE);
    expect(asked('Volume')).toBeGreaterThan(2);
    expect([asked('Missing'), asked('What was normal')]).toEqual([0, 0]);
    await world.clock.advance(3 * MINUTE);
    expect(asked('Missing')).toBeGreaterThan(0);
    expect(asked('What was normal')).toBe(1);
  });

  test('in debt is not sunk deeper by the past of some tables while others wait for their first look', async () => {
    const world = new World();
    const { put, asked } = tablesOf(world);
    world.replica.answer = () => ({ rows: 100 });
    await world.clock.advance(3 * MINUTE);
    world.spend(15_000);
    put('volume', learnedVolume);
    put('missing', { config: { column: 'id' } });
    await world.clock.advance(15 * MINUTE);
    expect(asked('Volume')).toBeGreaterThan(2);
    expect([asked('Missing'), asked('What was normal')]).toEqual([0, 0]);
    await world.clock.advance(25 * MINUTE);
    expect(asked('Missing')).toBeGreaterThan(0);
    expect(asked('What was normal')).toBe(1);
  });

  test('says how long it is overdrawn at least: what was used lately may be little by then', async () => {
    const world = new World();
    world.replica.answer = () => ({ rows: 100, missing: 0, age: 5 });
    await world.clock.advance(3 * MINUTE);
    const { put } = tablesOf(world);
    // 3 s were saved up, so that 9 s are missing, which is 15 minutes of 1 %.
    world.spend(12_000);
    put('missing', { config: { column: 'id' } });
    await world.clock.advance(5 * MINUTE);
    expect(world.view.budget.deferred.sentence).toMatch(
      /^1 check waits for the load budget, the oldest due 5 min ago\. It is overdrawn for another 1\d min at least\.$/,
    );
  });

  test('puts off what a table tells of its own past, but not for good', async () => {
    const world = new World();
    const { put, asked } = tablesOf(world);
    world.replica.answer = () => ({ rows: 100 });
    await world.clock.advance(3 * MINUTE);
    world.spend(2_900);
    put('volume', learnedVolume);
    await world.clock.advance(MINUTE);
    expect(asked('What was normal')).toBe(0);
    world.spend(600);
    await world.clock.advance(3 * MINUTE);
    expect(asked('What was normal')).toBe(1);
  });

  test('is not used up by the past of all tables at once where none can be saved up for', async () => {
    const world = new World();
    const { put } = tablesOf(world);
    const learned = new Map<string, number>();
    world.replica.answer = ({ reason }) => {
      if (reason.startsWith('What was normal')) {
        learned.set(reason, world.clock.now());
        world.spend(1_200);
      }
      return { rows: 100 };
    };
    await world.clock.advance(3 * MINUTE);
    world.spend(3_000);
    for (const table of ['a', 'b', 'c']) put('volume', learnedVolume, table);
    for (let minute = 0; minute < 25; minute++) {
      world.spend(600);
      await world.clock.advance(MINUTE);
    }
    const times = [...learned.values()].sort((a, b) => a - b);
    expect(times).toHaveLength(3);
    // 1.2 s at 1 % of the time are two minutes.
    for (const [index, at] of times.slice(1).entries())
      expect(at - (times[index] ?? 0)).toBeGreaterThan(2 * MINUTE - 1);
  });
});

describe('a replica that does not answer', () => {
  test('is said to be the reason, not the load budget', async () => {
    const world = new World();
    await world.clock.advance(2 * MINUTE);
    world.replica.probe = () => new Promise(() => {});
    await world.restart();
    await world.clock.advance(5 * MINUTE);
    expect(world.state.status).toBe('deferred');
    expect(world.state.message).toBe('The replica has not answered yet.');
    expect(world.view.budget.deferred.sentence).toMatch(
      /^1 check waits for the replica to answer, the oldest/,
    );
  });
});
