import { describe, expect, onTestFinished, test } from 'vitest';
import { Board } from '../../electron/engine/board/board.ts';
import { glance } from '../../electron/engine/board/glance.ts';
import { checkType } from '../../electron/engine/checks/registry.ts';
import { EventHub } from '../../electron/engine/events.ts';
import { IncidentBook } from '../../electron/engine/incidents/incident-book.ts';
import { Messenger } from '../../electron/engine/incidents/messenger.ts';
import { Monitor } from '../../electron/engine/monitor/monitor.ts';
import { Roster } from '../../electron/engine/monitor/roster.ts';
import type { FailureKind } from '../../electron/engine/replica/api.ts';
import { ReplicaError } from '../../electron/engine/replica/errors.ts';
import { openStore, type Store } from '../../electron/engine/store/store.ts';
import type { PulseEvent } from '../../shared/contract/contract.ts';
import type { Check, CheckInput } from '../../shared/domain/check.ts';
import type { InboxItem } from '../../shared/domain/incident.ts';
import { RunStatus } from '../../shared/domain/status.ts';
import { aConnection, aTable } from '../support/samples.ts';
import { ScriptedReplica } from '../support/scripted-replica.ts';
import { MIGRATIONS, temporaryFolder } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MINUTE = 60_000;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function failure(kind: FailureKind, title: string = kind): ReplicaError {
  return new ReplicaError(kind, { code: kind, title, hint: '', detail: null, sqlstate: null });
}

/** A monitor over a real store, a scripted replica and a virtual clock. */
class World {
  readonly clock = new VirtualClock();
  readonly replica = new ScriptedReplica();
  readonly messages: InboxItem[] = [];
  readonly folder = temporaryFolder();
  store: Store;
  monitor: Monitor;
  board!: Board;
  readonly told: PulseEvent[] = [];
  readonly connectionId: number;
  readonly tableId: number;

  constructor() {
    this.store = this.open();
    const { store } = this;
    this.connectionId = aConnection(store, { name: 'shop' }).id;
    this.tableId = aTable(store, this.connectionId).id;
    this.monitor = this.makeMonitor();
    onTestFinished(async () => {
      await this.monitor.stop();
      this.store.close();
    });
  }

  private open(): Store {
    return openStore({ folder: this.folder, migrationsFolder: MIGRATIONS });
  }

  private makeMonitor(): Monitor {
    const { store, clock, replica } = this;
    const events = new EventHub((error) => {
      throw error;
    });
    events.on((event) => void this.told.push(event));
    const notifier = {
      show: async (item: InboxItem) => {
        this.messages.push(item);
        return true;
      },
    };
    const placeOf = ({ tableId }: { tableId: number | null }) => ({
      connectionName: 'shop',
      tableName: tableId === null ? null : `public.${store.tables.get(tableId)?.name}`,
    });
    const messenger = new Messenger({ store, notifier, events, clock });
    const roster = new Roster(store, clock.now());
    this.board = new Board({ store, clock, events, messenger, roster, passwordKept: () => 'none' });
    const book = new IncidentBook(store, placeOf);
    const makeReplica = () => replica;
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

  addCheck(type: string, changes: Partial<CheckInput> = {}, tableId: number | null = this.tableId): Check {
    const { defaults } = checkType(type);
    const check = this.store.checks.insert(
      { connectionId: this.connectionId, tableId },
      { ...defaults, type, intervalMs: MINUTE, pendingRuns: 2, ...changes },
    );
    this.monitor.putChecks([check]);
    return check;
  }

  freshness(): Check {
    return this.addCheck('freshness', {
      config: { timestampColumn: 'at' },
      bounds: { warnMin: null, warnMax: null, failMin: -60, failMax: 120 },
    });
  }

  age(seconds: number): void {
    this.replica.answer = () => ({ age: seconds });
  }

  /** Pulse as it starts, before it has asked any replica. */
  startAgain(): void {
    this.monitor = this.makeMonitor();
  }

  /** The process was killed and Pulse was started again: only what is on disk is left. */
  async restart(): Promise<void> {
    // Its timers are gone with it; what it was doing is not waited for.
    await this.monitor.suspend();
    this.store.close();
    this.store = this.open();
    this.monitor = this.makeMonitor();
    this.monitor.start();
  }

  get incidents() {
    return this.store.incidents.list(['pending', 'firing', 'resolved'], 100);
  }

  get kinds() {
    return this.messages.map((message) => message.kind);
  }
}

test('a table of which several checks were answered together is told of once', async () => {
  const world = new World();
  world.age(5);
  world.monitor.start();
  await world.clock.advance(1_000);
  for (let n = 0; n < 3; n++) world.freshness();
  await world.clock.advance(1_000);
  world.told.splice(0);
  await world.clock.advance(MINUTE);
  const names = world.told.map(({ name }) => name);
  expect(names.filter((name) => name === 'run.finished')).toHaveLength(3);
  expect(names.filter((name) => name === 'table.changed')).toHaveLength(1);
});

test.each([false, true])(
  'what is said at a glance is what the board says (all paused: %s)',
  async (paused) => {
    const world = new World();
    const { store, clock } = world;
    const now = clock.now();
    const stand = (
      checks: { status: RunStatus | null; judgedAgo?: number; enabled?: boolean }[],
      connectionId: number,
    ) => {
      const tableId = aTable(store, connectionId, `t${store.tables.list().length}`).id;
      for (const { status, judgedAgo = 0, enabled = true } of checks) {
        const { defaults } = checkType('freshness');
        const input = { ...defaults, type: 'freshness', intervalMs: MINUTE, pendingRuns: 2, enabled };
        const { id } = store.checks.insert({ connectionId, tableId }, input);
        const at = now - judgedAgo;
        const [value, message, low, high] = [1, 'It says so.', null, null];
        if (status)
          store.checks.setState({
            checkId: id,
            status,
            at,
            since: at,
            judgedAt: at,
            value,
            message,
            low,
            high,
          });
      }
    };
    const own = aConnection(store, { name: 'paused', paused: true }).id;
    for (const status of [...RunStatus.options, null]) {
      stand([{ status }], world.connectionId);
      stand([{ status }, { status: 'pass' }], world.connectionId);
      stand([{ status, judgedAgo: 2 * MINUTE }, { status: 'pass' }], world.connectionId);
      stand([{ status, judgedAgo: 2 * MINUTE + 1 }, { status: 'pass' }], world.connectionId);
      stand([{ status, enabled: false }, { status: 'warn' }], world.connectionId);
      stand([{ status }], own);
    }
    stand([], world.connectionId);
    if (paused) store.settings.setPause({ since: now, by: 'user' });
    world.startAgain();
    expect(glance(store, now)).toBe(world.board.answer(paused));
    expect(glance(store, now)).toContain(paused ? 'all watching is paused' : 'broken');
  },
);

describe('one real problem', () => {
  test('is pending, then fires with one message, then resolves with one message', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    world.monitor.start();
    await world.clock.advance(2 * MINUTE);
    expect(world.incidents).toEqual([]);

    world.age(500);
    await world.clock.advance(MINUTE);
    await world.clock.advance(MINUTE);
    await world.clock.advance(10 * MINUTE);
    expect(world.kinds).toEqual(['firing']);
    expect(world.messages[0]?.title).toBe('public.orders: Freshness failed');
    expect(world.messages[0]?.body).toContain('8 min 20 s old; normal is at most 2 min');
    expect(world.board.table(world.store.tables.list()[0] as never).health).toBe('broken');

    world.age(5);
    await world.clock.advance(10 * MINUTE);
    expect(world.kinds).toEqual(['firing', 'resolved']);
    expect(world.incidents).toMatchObject([{ state: 'resolved' }]);
  });

  test('in doubt is looked at again soon, not after a whole interval', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    world.monitor.start();
    await world.clock.advance(2 * MINUTE);
    world.age(500);
    const since = world.clock.now();
    while (world.messages.length === 0 && world.clock.now() - since < 10 * MINUTE)
      await world.clock.advance(1_000);
    expect(world.clock.now() - since).toBeLessThanOrEqual(76_000);
  });

  test('seen once only is never spoken of', async () => {
    const world = new World();
    let runs = 0;
    world.replica.answer = () => ({ age: ++runs === 3 ? 500 : 5 });
    world.freshness();
    world.monitor.start();
    await world.clock.advance(10 * MINUTE);
    expect(runs).toBeGreaterThan(5);
    expect(world.messages).toEqual([]);
    expect(world.incidents).toEqual([]);
  });

  test('is only spoken of after the pending period of its check, which costs no further looks', async () => {
    const world = new World();
    let runs = 0;
    let age = 5;
    world.replica.answer = () => {
      runs += 1;
      return { age };
    };
    world.addCheck('freshness', {
      config: { timestampColumn: 'at' },
      bounds: { warnMin: null, warnMax: null, failMin: -60, failMax: 120 },
      pendingMinutes: 20,
    });
    world.monitor.start();
    await world.clock.advance(2 * MINUTE);
    age = 500;
    runs = 0;
    await world.clock.advance(20 * MINUTE);
    expect(world.messages).toEqual([]);
    // Its routine, and one more look to see whether it was only a moment.
    expect(runs).toBeLessThanOrEqual(22);
    await world.clock.advance(2 * MINUTE);
    expect(world.kinds).toEqual(['firing']);
  });

  test('that ends within the pending period of its check is never spoken of, also over a restart', async () => {
    const world = new World();
    world.age(500);
    world.addCheck('freshness', {
      config: { timestampColumn: 'at' },
      bounds: { warnMin: null, warnMax: null, failMin: -60, failMax: 120 },
      pendingMinutes: 20,
    });
    world.monitor.start();
    await world.clock.advance(10 * MINUTE);
    await world.restart();
    await world.clock.advance(5 * MINUTE);
    world.age(5);
    await world.clock.advance(30 * MINUTE);
    expect(world.messages).toEqual([]);
  });

  test('is kept firing as long as its check says, whatever the settings say for all', async () => {
    const world = new World();
    world.age(500);
    world.addCheck('freshness', {
      config: { timestampColumn: 'at' },
      bounds: { warnMin: null, warnMax: null, failMin: -60, failMax: 120 },
      keepFiringMinutes: 15,
    });
    world.monitor.start();
    await world.clock.advance(5 * MINUTE);
    world.age(5);
    await world.clock.advance(14 * MINUTE);
    expect(world.kinds).toEqual(['firing']);
    await world.clock.advance(4 * MINUTE);
    expect(world.kinds).toEqual(['firing', 'resolved']);
  });

  test('that two checks of a table see is one incident and one message', async () => {
    const world = new World();
    world.freshness();
    world.addCheck('volume', {
      config: { timestampColumn: 'at', windowSeconds: 300 },
      bounds: { warnMin: null, warnMax: null, failMin: 10, failMax: null },
    });
    world.replica.answer = () => ({ age: 500, rows: 0 });
    world.monitor.start();
    await world.clock.advance(10 * MINUTE);
    expect(world.kinds).toEqual(['firing']);
    expect(world.incidents).toMatchObject([{ state: 'firing', members: [{}, {}] }]);
    world.replica.answer = () => ({ age: 5, rows: 50 });
    await world.clock.advance(10 * MINUTE);
    expect(world.kinds).toEqual(['firing', 'resolved']);
  });

  test('long after another one on the same table is an incident of its own', async () => {
    const world = new World();
    let nulls = 0;
    world.replica.answer = () => ({ age: 500, rows: 100, missing: nulls });
    world.freshness();
    world.addCheck('missing', { config: { column: 'email' } });
    world.monitor.start();
    await world.clock.advance(20 * MINUTE);
    nulls = 50;
    await world.clock.advance(5 * MINUTE);
    expect(world.kinds).toEqual(['firing', 'firing']);
    expect(world.incidents).toHaveLength(2);
  });

  test('survives a restart without a second message', async () => {
    const world = new World();
    world.age(500);
    world.freshness();
    world.monitor.start();
    await world.clock.advance(5 * MINUTE);
    await world.restart();
    await world.clock.advance(5 * MINUTE);
    expect(world.kinds).toEqual(['firing']);
    world.age(5);
    await world.clock.advance(5 * MINUTE);
    expect(world.kinds).toEqual(['firing', 'resolved']);
  });
});

describe('checks that take too long only together', () => {
  test('are asked apart after that, and judged', async () => {
    const world = new World();
    world.addCheck('missing', { config: { column: 'email' } });
    world.addCheck('missing', { config: { column: 'phone' } });
    world.replica.answer = ({ sql }) =>
      sql.includes('email') && sql.includes('phone') ? failure('timeout') : { rows: 10, missing: 0 };
    world.monitor.start();
    await world.clock.advance(30 * MINUTE);
    const runs = world.store.checks.states();
    expect(runs.map(({ status }) => status)).toEqual(['pass', 'pass']);
    const together = world.replica.asked.filter(({ sql }) => sql.includes('email') && sql.includes('phone'));
    expect(together).toHaveLength(1);
    expect(world.messages).toEqual([]);
  });
});

describe('not judged', () => {
  test('a lost permission that stops all checks of a table is one message, and not "broken"', async () => {
    const world = new World();
    world.freshness();
    world.addCheck('missing', { config: { column: 'email' } });
    world.replica.answer = () => failure('permission', 'No permission to read public.orders.');
    world.monitor.start();
    await world.clock.advance(10 * MINUTE);
    expect(world.kinds).toEqual(['firing']);
    expect(world.incidents).toMatchObject([
      { severity: 'unjudged', members: [{ name: 'No permission to read' }] },
    ]);
    expect(world.board.table(world.store.tables.list()[0] as never).health).toBe('unjudged');
  });

  test('a dropped column is the finding of the schema check, not an error of each check', async () => {
    const world = new World();
    const columns = (names: string[]) =>
      names.map((name, i) => ({ name, type: 'text', nullable: true, position: i + 1 }));
    world.store.tables.acceptSchema(world.tableId, { kind: 'table', columns: columns(['at', 'email']) }, 0);
    world.replica.answer = (statement) =>
      statement.sql.includes('pg_attribute')
        ? { name: 'at', type: 'text', nullable: true, position: 1 }
        : failure('missing_column', 'There is no column email.');
    world.addCheck('missing', { config: { column: 'email' } });
    world.addCheck('missing', { config: { column: 'email' } });
    world.addCheck('schema', { pendingRuns: 1 });
    world.monitor.start();
    await world.clock.advance(20 * MINUTE);
    expect(world.kinds).toEqual(['firing']);
    expect(world.messages[0]?.body).toContain('Column email (text) was dropped');
  });

  test('a column of another type is the finding of the schema check, not an error of what computes with it', async () => {
    const world = new World();
    const price = { name: 'price', type: 'numeric', nullable: true, position: 1 };
    world.store.tables.acceptSchema(world.tableId, { kind: 'table', columns: [price] }, 0);
    let type = 'numeric';
    world.replica.answer = ({ sql }) => {
      if (sql.includes('pg_attribute')) return { ...price, type };
      return type === 'numeric' ? {} : failure('sql', 'operator does not exist: text >= integer');
    };
    const range = { column: 'price', statistic: 'outside', from: '0' };
    world.addCheck('range', { config: range, intervalMs: MINUTE });
    world.addCheck('schema', { pendingRuns: 1, intervalMs: 60 * MINUTE });
    world.monitor.start();
    await world.clock.advance(3 * MINUTE);
    type = 'text';
    await world.clock.advance(2 * MINUTE);
    expect(world.messages.map(({ title }) => title)).toEqual(['public.orders: Schema failed']);
    await world.clock.advance(20 * MINUTE);
    expect(world.kinds).toEqual(['firing']);
  });

  test('what kind a table is that was accepted without one is learned silently, and then kept to', async () => {
    const world = new World();
    const at = { name: 'at', type: 'text', nullable: true, position: 1 };
    world.store.tables.acceptSchema(world.tableId, { kind: null, columns: [at] }, 0);
    let kind = 'view';
    world.replica.answer = () => ({ ...at, kind });
    world.addCheck('schema', { pendingRuns: 1 });
    world.monitor.start();
    await world.clock.advance(10 * MINUTE);
    expect(world.messages).toEqual([]);
    expect(world.store.tables.acceptedSchema(world.tableId)).toEqual({ kind: 'view', columns: [at] });
    kind = 'table';
    await world.clock.advance(3 * MINUTE);
    expect(world.messages.map(({ body }) => body)).toEqual([
      expect.stringContaining('It was a view, and is a table now.'),
    ]);
    expect(world.store.tables.schemaEvents(world.tableId, 9)).toMatchObject([
      { differences: ['it was a view, and is a table now'] },
    ]);
  });

  test('the columns of all tables are asked for in one statement, and each table is judged by its own', async () => {
    const world = new World();
    const { id: clients } = aTable(world.store, world.connectionId, 'clients');
    const { id: gone } = aTable(world.store, world.connectionId, 'gone');
    const at = { name: 'at', type: 'text', nullable: true, position: 1 };
    for (const id of [world.tableId, clients, gone])
      world.store.tables.acceptSchema(id, { kind: 'table', columns: [at] }, 0);
    const columns = (name: string) => ({ ...at, type: name === 'clients' ? 'date' : 'text' });
    world.replica.answer = ({ sql, params = [] }) => {
      if (!sql.includes('VALUES')) return columns(String(params[1]));
      const names = params.filter((_, index) => index % 2 === 1).map(String);
      return names.flatMap((name, place) =>
        name === 'gone' ? [] : [{ place, columns: JSON.stringify([columns(name)]) }],
      );
    };
    world.monitor.start();
    const checks = [world.tableId, clients, gone].map((id) =>
      world.addCheck('schema', { pendingRuns: 1 }, id),
    );
    await world.clock.advance(3 * MINUTE);
    const sent = world.replica.asked.filter(({ sql }) => sql.includes('pg_attribute'));
    expect(sent.slice(1).map(({ reason }) => reason)).toEqual(Array(3).fill('Schema · 3 tables'));
    const states = new Map(world.store.checks.states().map((state) => [state.checkId, state]));
    expect(checks.map(({ id }) => states.get(id))).toMatchObject([
      { status: 'pass' },
      { status: 'fail', message: 'Column at changed its type from text to date.' },
      { status: 'fail', message: 'The table is gone.' },
    ]);
  });

  test('what broke while a replica was out of reach for long is told together with its return', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    const other = aTable(world.store, world.connectionId, 'customers');
    world.addCheck('custom_sql', { config: { sql: 'SELECT 1 AS value', unit: '' } }, other.id);
    world.monitor.start();
    await world.clock.advance(10 * MINUTE);
    const before = world.messages.length;
    world.replica.down = failure('unreachable', 'The replica does not answer.');
    await world.clock.advance(60 * MINUTE);
    expect(world.kinds.slice(before)).toEqual(['firing']);
    world.replica.down = null;
    world.replica.answer = (statement) =>
      statement.sql.includes('SELECT 1') ? failure('sql', 'It cannot be asked.') : { age: 500 };
    await world.clock.advance(10 * MINUTE);
    expect(world.kinds.slice(before)).toEqual(['firing', 'summary']);
  });

  test('nothing is claimed of a replica that is away, nor of one that is paused', async () => {
    const world = new World();
    const check = world.freshness();
    world.monitor.start();
    await world.clock.advance(2 * MINUTE);
    expect(world.board.connection(world.connectionId).lagSeconds).not.toBeNull();
    expect(world.board.check(check.id).state.nextDueAt).not.toBeNull();
    world.replica.down = failure('unreachable', 'The replica does not answer.');
    await world.clock.advance(5 * MINUTE);
    expect(world.board.connection(world.connectionId)).toMatchObject({ status: 'down', lagSeconds: null });
    const connection = world.store.connections.list()[0];
    if (!connection) throw new Error('no connection');
    await world.monitor.changeConnection(world.store.connections.update({ ...connection, paused: true }));
    expect(world.board.check(check.id).state.nextDueAt).toBeNull();
  });

  test('a replica that is down is one message for all its tables, and none when it comes back in time', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    world.monitor.start();
    await world.clock.advance(2 * MINUTE);

    world.replica.down = failure('unreachable', 'The replica does not answer.');
    while (world.store.incidents.alerts().length === 0) await world.clock.advance(1_000);
    world.replica.down = null;
    await world.clock.advance(5 * MINUTE);
    expect(world.messages).toEqual([]);

    world.replica.down = failure('unreachable', 'The replica does not answer.');
    await world.clock.advance(10 * MINUTE);
    expect(world.kinds).toEqual(['firing']);
    expect(world.messages[0]?.title).toBe('shop: Replica unreachable');
    expect(world.board.table(world.store.tables.list()[0] as never).health).toBe('unjudged');
    world.replica.down = null;
    await world.clock.advance(5 * MINUTE);
    expect(world.kinds).toEqual(['firing', 'resolved']);
  });

  test('what waited for a replica that cannot be reached is told of once for each table', async () => {
    const world = new World();
    world.replica.down = failure('unreachable');
    world.monitor.start();
    const checks = [
      world.freshness(),
      world.freshness(),
      world.addCheck('volume', { config: { column: 'at' } }),
    ];
    world.told.splice(0);
    await world.clock.advance(1_000);
    const states = world.store.checks.states().map(({ checkId, status }) => [checkId, status]);
    expect(states).toEqual(checks.map(({ id }) => [id, 'deferred']));
    expect(world.told.filter(({ name }) => name === 'table.changed')).toHaveLength(1);
    expect(world.told.filter(({ name }) => name === 'check.changed')).toHaveLength(3);
  });

  test('tables behind a lagging replica are not judged: the lag is the finding', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    world.addCheck('replication_lag', {}, null);
    world.monitor.start();
    await world.clock.advance(2 * MINUTE);
    world.replica.lagSeconds = 300;
    world.age(305);
    await world.clock.advance(10 * MINUTE);
    expect(world.messages.map((message) => message.title)).toEqual(['shop: Replication lag failed']);
    expect(
      world.store.checks.states().find((state) => state.message.includes('behind its primary (more')),
    ).toMatchObject({
      status: 'deferred',
    });
  });

  test('a server that is no replica any more is asked nothing but where it is', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    world.monitor.start();
    await world.clock.advance(2 * MINUTE);
    world.replica.down = failure('not_a_replica', 'This server is a primary now.');
    const asked = world.replica.asked.length;
    await world.clock.advance(30 * MINUTE);
    expect(world.replica.asked.length).toBe(asked);
    expect(world.kinds).toEqual(['firing']);
  });

  test('a deferral that repeats itself is one row of history, not one a minute', async () => {
    const world = new World();
    world.freshness();
    world.replica.down = failure('unreachable', 'The replica does not answer.');
    world.monitor.start();
    await world.clock.advance(30 * MINUTE);
    expect(
      world.store.runs.count({
        connectionId: null,
        tableId: null,
        checkId: null,
        statuses: [],
        from: null,
        to: null,
      }),
    ).toBeLessThanOrEqual(2);
  });
});

describe('asleep', () => {
  test('nothing runs, and on waking each check runs once, in silence', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    world.monitor.start();
    await world.clock.advance(3 * MINUTE);
    await world.monitor.suspend();
    const asked = world.replica.asked.length;
    await world.clock.advance(10 * MINUTE);
    expect(world.replica.asked.length).toBe(asked);
    world.clock.jump(8 * 60 * MINUTE);
    world.monitor.resume();
    await world.clock.advance(1_000);
    expect(world.replica.asked.length).toBe(asked + 1);
    await world.clock.advance(5 * MINUTE);
    expect(world.messages).toEqual([]);
  });

  test('a network that needs a moment after waking is not a replica that is down', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    world.monitor.start();
    await world.clock.advance(3 * MINUTE);
    await world.monitor.suspend();
    world.clock.jump(60 * MINUTE);
    world.replica.down = failure('unreachable');
    world.monitor.resume();
    await world.clock.advance(45_000);
    world.replica.down = null;
    await world.clock.advance(5 * MINUTE);
    expect(world.messages).toEqual([]);
    expect(world.incidents).toEqual([]);
  });
});

test('checks that come together tell of their table once', async () => {
  const world = new World();
  const { connectionId, tableId, store } = world;
  const { defaults } = checkType('schema');
  const check = { ...defaults, type: 'schema', intervalMs: MINUTE };
  const checks = ['one', 'two', 'off'].map((name) =>
    store.checks.insert({ connectionId, tableId }, { ...check, name, enabled: name !== 'off' }),
  );
  world.told.length = 0;
  world.monitor.putChecks(checks);
  expect(world.told.map(({ name }) => name)).toEqual([
    ...['check.changed', 'check.changed', 'check.changed', 'table.changed'],
  ]);
});

test('a check that is switched off ends its incident without a word', async () => {
  const world = new World();
  world.age(500);
  const check = world.freshness();
  world.monitor.start();
  await world.clock.advance(5 * MINUTE);
  world.monitor.putChecks([world.store.checks.update(check.id, { ...check, enabled: false })]);
  await world.clock.advance(5 * MINUTE);
  expect(world.kinds).toEqual(['firing']);
  expect(world.incidents).toMatchObject([{ state: 'resolved' }]);
});

test('old results are not health: a table whose checks stopped running is not judged', async () => {
  const world = new World();
  world.age(5);
  world.freshness();
  world.monitor.start();
  await world.clock.advance(2 * MINUTE);
  const table = world.store.tables.list()[0];
  if (!table) throw new Error('no table');
  expect(world.board.table(table).health).toBe('healthy');
  await world.monitor.suspend();
  world.clock.jump(10 * MINUTE);
  expect(world.board.table(table)).toMatchObject({
    health: 'unjudged',
    sentence: 'Freshness is overdue.',
  });
  world.told.splice(0);
  world.board.pushStale();
  expect(world.told).toMatchObject([
    { name: 'table.changed', payload: { id: table.id, health: 'unjudged' } },
  ]);
  world.board.pushStale();
  expect(world.told).toHaveLength(1);
});

test('a check that became due more often is overdue sooner', async () => {
  const world = new World();
  world.age(5);
  const check = world.freshness();
  world.monitor.putChecks([world.store.checks.update(check.id, { ...check, intervalMs: 60 * MINUTE })]);
  world.monitor.start();
  await world.clock.advance(2 * MINUTE);
  world.monitor.putChecks([world.store.checks.update(check.id, { ...check, intervalMs: MINUTE })]);
  await world.clock.advance(MINUTE);
  await world.monitor.suspend();
  world.clock.jump(10 * MINUTE);
  world.told.splice(0);
  world.board.pushStale();
  expect(world.told).toMatchObject([{ name: 'table.changed', payload: { health: 'unjudged' } }]);
});

test('a clock that was set back makes old results new again', async () => {
  const world = new World();
  world.age(5);
  world.freshness();
  world.monitor.start();
  await world.clock.advance(2 * MINUTE);
  await world.monitor.suspend();
  world.clock.jump(10 * MINUTE);
  world.board.pushStale();
  world.clock.jump(-10 * MINUTE);
  world.told.splice(0);
  world.board.pushStale();
  expect(world.told).toMatchObject([{ name: 'table.changed', payload: { health: 'healthy' } }]);
  world.clock.jump(10 * MINUTE);
  world.told.splice(0);
  world.board.pushStale();
  expect(world.told).toMatchObject([{ name: 'table.changed', payload: { health: 'unjudged' } }]);
});

describe('a clock that was set back by hours', () => {
  test('does not silence the checks until it has caught up', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    world.monitor.start();
    await world.clock.advance(3 * MINUTE);
    world.clock.jump(-5 * 60 * MINUTE);
    const asked = world.replica.asked.length;
    await world.clock.advance(3 * MINUTE);
    expect(world.replica.asked.length).toBeGreaterThanOrEqual(asked + 2);
  });

  test('does not keep old facts about the replica for fresh ones', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    world.monitor.start();
    await world.clock.advance(2 * MINUTE);
    world.clock.jump(-5 * 60 * MINUTE);
    world.replica.lagSeconds = 300;
    await world.clock.advance(3 * MINUTE);
    expect(world.store.checks.states()).toMatchObject([{ status: 'deferred' }]);
  });

  test('does not lengthen the patience after waking up', async () => {
    const world = new World();
    world.age(5);
    world.freshness();
    world.monitor.start();
    await world.clock.advance(3 * MINUTE);
    await world.monitor.suspend();
    world.monitor.resume();
    world.clock.jump(-5 * 60 * MINUTE);
    world.replica.down = failure('unreachable');
    await world.clock.advance(10 * MINUTE);
    expect(world.kinds).toEqual(['firing']);
  });
});

test('a check that has not run yet is not "learning", and takes nothing from those that pass', async () => {
  const world = new World();
  world.age(5);
  world.freshness();
  world.monitor.start();
  await world.clock.advance(1_000);
  world.replica.answer = () => failure('cancelled');
  const table = world.store.tables.list()[0];
  if (!table) throw new Error('no table');
  await world.monitor.suspend();
  world.addCheck('missing', { config: { column: 'email' } });
  expect(world.board.table(table)).toMatchObject({
    health: 'healthy',
    sentence: '1 check passes, 1 not looked at yet.',
  });
});
