import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/engine/clock.ts';
import { Engine } from '../../electron/engine/engine.ts';
import type { CheckInput } from '../../shared/domain/check.ts';
import type { Message } from '../../shared/domain/incident.ts';
import type { Health } from '../../shared/domain/status.ts';
import { FaultyProxy } from '../support/faulty-proxy.ts';
import { MIGRATIONS } from '../support/store.ts';
import { atMost, backends, brokenNetwork } from './support/network-kit.ts';
import { eventually, quietLog, value } from './support/replica-kit.ts';

/** A broken network, seen from the window: one cause, one message, and no table called broken for it. */

const network = brokenNetwork();

const custom = (name: string, sql: string): CheckInput => ({
  type: 'custom_sql',
  name,
  config: { sql, result: 'failures' },
  bounds: { warnMin: null, warnMax: null, failMin: null, failMax: 0 },
  rule: { kind: 'fixed' },
  severity: 'broken',
  intervalMs: 10_000,
  pendingRuns: 1,
  enabled: true,
});
const quick = (name: string) => custom(name, `select '${name}' where false`);
const slow = (name: string) => custom(name, `select '${name}' from pg_sleep(3) where pg_sleep is null`);

/** An engine that watches one table through a proxy. */
class Watched {
  readonly messages: Message[] = [];
  readonly healths = new Set<Health>();
  engine!: Engine;
  proxy!: FaultyProxy;
  connectionId = 0;
  tableId = 0;
  readonly #folder = mkdtempSync(join(tmpdir(), 'pulse-network-test-'));

  async start(checks: CheckInput[]): Promise<void> {
    this.proxy = await FaultyProxy.start(network.kit.world.standby.port);
    this.engine = await Engine.open({
      version: '0.0.0-test',
      folder: this.#folder,
      migrationsFolder: MIGRATIONS,
      clock: systemClock,
      log: quietLog,
      notifier: {
        show: async (item) => {
          this.messages.push(item);
          return true;
        },
      },
      vault: { mode: 'memory', seal: async () => new Uint8Array(), open: async () => '' },
    });
    this.engine.onEvent(({ name, payload }) => {
      if (name === 'table.changed') this.healths.add(payload.health);
    });
    this.engine.start();
    const { handlers } = this.engine;
    const { user, password, database } = network.kit.world.analyst;
    const connection = await handlers['connections.create']({
      name: 'Shop',
      host: '127.0.0.1',
      port: this.proxy.port,
      database,
      user,
      password,
      tls: { mode: 'prefer', caFile: null },
      sshHost: null,
      standIn: null,
      // All that the budget may be: here, the network is what is tried.
      policy: { ...network.kit.config('standby').policy, statementTimeoutMs: 5_000, busyShare: 0.2 },
    });
    this.connectionId = connection.id;
    await eventually(async () => (await this.status()) === 'ready');
    const [table] = await handlers['catalogue.tables']({ connectionId: connection.id });
    const { schema = '', name = '' } = table ?? {};
    const relation = { connectionId: connection.id, schema, name };
    this.tableId = (await handlers['tables.monitor']({ ...relation, checks })).id;
    await eventually(async () => (await this.health()) === 'healthy', 20_000);
  }

  async status() {
    const found = (await this.engine.handlers['connections.list'](null))[0];
    return found?.status;
  }

  async health() {
    return (await this.engine.handlers['tables.get']({ id: this.tableId })).table.health;
  }

  get incidents() {
    return this.engine.store.incidents.list(['pending', 'firing', 'resolved'], 100);
  }

  async runAll(): Promise<void> {
    const { checks } = await this.engine.handlers['tables.get']({ id: this.tableId });
    await this.engine.handlers['checks.runNow']({ ids: checks.map(({ id }) => id) });
  }

  /** How many of the checks' statements the server is busy with. */
  async busy(): Promise<number> {
    const sql = `select count(*) from pg_stat_activity
      where client_port = any($1::int[]) and state = 'active' and query like '%pg_sleep(3)%'`;
    return Number(await value(network.standby, sql, [this.proxy.backendPorts]));
  }

  async end(): Promise<void> {
    this.proxy.heal();
    await this.engine.stop();
    await eventually(async () => this.proxy.openConnections === 0);
    await eventually(async () => (await backends(network.standby, this.proxy)) === 0);
    await this.proxy.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const outages: [string, (proxy: FaultyProxy) => void][] = [
  ['goes away without a word', (proxy) => proxy.goDark()],
  [
    'resets everything',
    (proxy) => {
      proxy.welcome = 'reset';
      proxy.strike('reset');
    },
  ],
  [
    'hangs up, and answers nobody',
    (proxy) => {
      proxy.welcome = 'black hole';
      proxy.strike('end client');
    },
  ],
  [
    'hangs up on the server alone, and answers nobody',
    (proxy) => {
      proxy.welcome = 'black hole';
      proxy.strike('end server');
    },
  ],
  // Longer than Pulse waits for an answer, or for a connection.
  [
    'is slower than any patience',
    (proxy) => {
      proxy.delayMs = 12_000;
    },
  ],
  [
    'lets nobody log in',
    (proxy) => {
      proxy.trap = { from: 'server', after: 700, fault: 'stall' };
      proxy.strike('reset');
    },
  ],
];

describe('a network that', () => {
  it.concurrent.each(outages)(
    '%s is one incident, and no finding about data',
    async (_, breakIt) => {
      const watched = new Watched();
      await watched.start([quick('one'), quick('two'), quick('three')]);
      try {
        const { proxy } = watched;
        breakIt(proxy);
        await watched.runAll();
        await eventually(async () => (await watched.status()) === 'down', 25_000);
        await eventually(async () => (await watched.health()) === 'unjudged', 5_000);
        await eventually(async () => watched.messages.length > 0, 40_000);
        await watched.runAll();
        expect(await watched.health()).toBe('unjudged');
        expect(watched.incidents).toHaveLength(1);
        proxy.heal();
        await eventually(async () => (await watched.status()) === 'ready', 60_000);
        await eventually(async () => (await watched.health()) === 'healthy', 30_000);
        await eventually(async () => watched.incidents.every(({ state }) => state === 'resolved'));
        expect(watched.incidents).toHaveLength(1);
        // What ends together is told together, so it takes a moment.
        await eventually(async () => watched.messages.length > 1, 40_000);
        expect(watched.messages.map(({ kind, title }) => [kind, title])).toEqual([
          ['firing', 'Shop: Replica unreachable'],
          ['resolved', expect.stringContaining('Shop')],
        ]);
        expect([...watched.healths]).not.toContain('broken');
        expect([...watched.healths]).not.toContain('warning');
      } finally {
        await watched.end();
      }
    },
    180_000,
  );

  it('cuts two checks at once, and works again, is not worth a message', async () => {
    const watched = new Watched();
    await watched.start([slow('one'), slow('two')]);
    try {
      await watched.runAll();
      await eventually(async () => (await watched.busy()) === 2, 20_000);
      watched.proxy.strike('reset');
      await eventually(async () => (await watched.status()) === 'down');
      await eventually(async () => (await watched.status()) === 'ready', 20_000);
      await eventually(async () => (await watched.health()) === 'healthy', 30_000);
      expect(watched.messages).toEqual([]);
      expect([...watched.healths]).not.toContain('broken');
    } finally {
      await watched.end();
    }
  }, 120_000);

  it('went away does not keep Pulse from stopping', async () => {
    const watched = new Watched();
    await watched.start([slow('one'), slow('two')]);
    try {
      await watched.runAll();
      await eventually(async () => (await watched.busy()) === 2, 20_000);
      watched.proxy.goDark();
      // The app waits eight seconds.
      await atMost(7_900, watched.engine.stop());
    } finally {
      watched.engine = { stop: async () => {} } as Engine;
      await watched.end();
    }
  }, 60_000);
});
