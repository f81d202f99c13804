import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/engine.ts';
import type { CheckInput } from '../../shared/domain/check.ts';
import type { LoadPolicy } from '../../shared/domain/connection.ts';
import { memoryEngine } from './support/memory-engine.ts';
import { eventually, pulseSessions, ReplicaKit, replayed, value } from './support/replica-kit.ts';

/** The load that Pulse makes, stopped and cut back on real servers. */

let kit: ReplicaKit;
let primary: pg.Client;
let standby: pg.Client;
let engine: Engine;
let folder: string;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  primary = await kit.admin('primary');
  standby = await kit.admin('standby');
});
afterAll(() => kit.stop());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pulse-load-test-'));
  engine = await memoryEngine(folder);
  engine.start();
});
afterEach(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

function custom(name: string, sql: string): CheckInput {
  return {
    type: 'custom_sql',
    name,
    config: { sql, result: 'failures' },
    bounds: { warnMin: null, warnMax: null, failMin: null, failMax: 0 },
    rule: { kind: 'fixed' },
    severity: 'broken',
    intervalMs: 60_000,
    pendingRuns: 1,
    enabled: true,
  };
}

async function connect(node: 'primary' | 'standby', policy: Partial<LoadPolicy> = {}): Promise<number> {
  const { user, password, database } = kit.world.analyst;
  const { id } = await engine.handlers['connections.create']({
    name: `The ${node}`,
    host: '127.0.0.1',
    port: kit.world[node].port,
    database,
    user,
    password,
    tls: { mode: 'prefer', caFile: null },
    sshHost: null,
    standIn: node === 'primary' ? 'reporting_copy' : null,
    policy: { ...kit.config(node).policy, busyShare: 0.2, statementTimeoutMs: 60_000, ...policy },
  });
  await eventually(async () => (await connection(id)).status === 'ready');
  return id;
}

async function connection(id: number) {
  const found = (await engine.handlers['connections.list'](null)).find((other) => other.id === id);
  if (!found) throw new Error(`no connection ${id}`);
  return found;
}

async function watch(connectionId: number, check: CheckInput): Promise<number> {
  const { handlers } = engine;
  const { id } = await handlers['tables.monitor']({
    connectionId,
    schema: 'public',
    name: 'orders',
    checks: [check],
  });
  const { checks } = await handlers['tables.get']({ id });
  return checks[0]?.id ?? 0;
}

async function state(checkId: number, connectionId: number) {
  const tables = await engine.handlers['tables.list'](null);
  const table = tables.find((other) => other.connectionId === connectionId);
  const { checks } = await engine.handlers['tables.get']({ id: table?.id ?? 0 });
  return checks.find(({ id }) => id === checkId)?.state;
}

const sleeping = (server: pg.Client) =>
  value(
    server,
    "select count(*)::int from pg_stat_activity where application_name = 'pulse' and state = 'active' and query like '%pg_sleep(30)%'",
  );

describe('the emergency stop', () => {
  it('ends what runs on every server, proves it, and stays after a restart', async () => {
    const ids = [await connect('standby'), await connect('primary')];
    const checks: number[] = [];
    for (const id of ids) checks.push(await watch(id, custom('slow', "select 'x' from pg_sleep(30)")));
    await eventually(async () => (await sleeping(standby)) === 1 && (await sleeping(primary)) === 1);

    const report = await engine.handlers['connections.stopAll'](null);
    expect(await sleeping(standby)).toBe(0);
    expect(await sleeping(primary)).toBe(0);
    expect(report.connections).toMatchObject([
      { connectionId: ids[0], connection: 'The standby', cancelled: 1, confirmedGone: 1 },
      { connectionId: ids[1], connection: 'The primary', cancelled: 1, confirmedGone: 1 },
    ]);
    // The statement's own limit is a minute: only the stop can have ended it. The promise is one second.
    console.log(`stopped within ${Math.max(...report.connections.map(({ ms }) => ms))} ms`);
    await eventually(async () => (await pulseSessions(standby)) + (await pulseSessions(primary)) === 0);

    await engine.handlers['checks.runNow']({ ids: checks });
    expect(await engine.handlers['connections.pauseState'](null)).toMatchObject({ by: 'emergency_stop' });
    for (const id of ids) expect((await connection(id)).status).toBe('paused');
    const logged = await engine.handlers['queries.list']({ connectionId: null, beforeId: null, limit: 100 });
    expect(logged.filter(({ outcome }) => outcome === 'cancelled')).toHaveLength(2);
    expect(logged.filter(({ cancelConfirmed }) => cancelConfirmed)).toHaveLength(2);
    expect((await state(checks[0] ?? 0, ids[0] ?? 0))?.status).not.toBe('fail');

    await engine.stop();
    engine = await memoryEngine(folder);
    engine.start();
    for (const id of ids) expect((await connection(id)).status).toBe('paused');
    expect(await pulseSessions(standby)).toBe(0);
    expect(await engine.handlers['connections.pauseAll']({ paused: false })).toBeNull();
    for (const id of ids) expect((await connection(id)).status).not.toBe('paused');
  });

  it('has nothing to cancel where nothing runs', async () => {
    const id = await connect('standby');
    // What it asks first of a replica that it has just reached.
    await eventually(async () => (await engine.handlers['connections.running']({ id })).length === 0);
    const { connections } = await engine.handlers['connections.stopAll'](null);
    expect(connections).toMatchObject([{ connectionId: id, cancelled: 0, confirmedGone: 0 }]);
    expect(await pulseSessions(standby)).toBe(0);
  });
});

describe('the load governor on a real standby', () => {
  it('sees the server as a plain role may, and what vacuum on the primary has to wait for', async () => {
    const { replica } = kit.replica('standby');
    const { pressure, hotStandbyFeedback } = await replica.probe();
    expect(pressure).toMatchObject({ lagSeconds: 0, maxSessions: 60, conflicts: expect.any(Number) });
    expect(pressure?.activeMs).toEqual(expect.any(Number));
    expect(pressure?.sessions).toBeGreaterThanOrEqual(2);
    expect(hotStandbyFeedback).toBe(false);
    const { replica: onPrimary } = kit.replica('primary', { standIn: 'reporting_copy' });
    const elsewhere = await onPrimary.probe();
    expect(elsewhere.pressure).toMatchObject({ lagSeconds: null, maxSessions: 60 });
    expect(elsewhere.hotStandbyFeedback).toBeNull();
    expect(elsewhere.pressure?.server).not.toBe(pressure?.server);
  });

  it('halves the load after a conflict with replay, which is never broken data', async () => {
    await standby.query("alter system set max_standby_streaming_delay = '100ms'");
    await standby.query('select pg_reload_conf()');
    try {
      await primary.query('create table if not exists in_the_way (id int)');
      await primary.query('grant select on in_the_way to public');
      await replayed(primary, standby);
      const id = await connect('standby');
      const checkId = await watch(
        id,
        custom('in the way', "select 'x' from pg_sleep(30) where exists (select from in_the_way) or true"),
      );
      await eventually(async () => (await sleeping(standby)) === 1);
      await primary.query('drop table in_the_way');
      await eventually(async () => (await state(checkId, id))?.status === 'deferred');
      const { budget } = await connection(id);
      expect(budget.allowedShare).toBe(0.1);
      expect(budget.stress?.sentence).toBe("Replay had to cancel a query of Pulse's.");
      expect(budget.history[0]?.sentence).toBe("Halved to 10 %: replay had to cancel a query of Pulse's.");
    } finally {
      await standby.query('alter system reset max_standby_streaming_delay');
      await standby.query('select pg_reload_conf()');
    }
  });

  it('says so when a check runs long and the standby keeps vacuum waiting for it', async () => {
    await standby.query('alter system set hot_standby_feedback = on');
    await standby.query('select pg_reload_conf()');
    try {
      await eventually(async () => (await value(standby, 'show hot_standby_feedback')) === 'on');
      const id = await connect('standby');
      expect((await connection(id)).hotStandbyFeedback).toBe(true);
      await watch(id, custom('a long look', "select 'x' from pg_sleep(3.2) where pg_sleep is null"));
      await eventually(async () => (await connection(id)).notices.length === 1);
      const [notice] = (await connection(id)).notices;
      expect(notice).toMatch(
        /^"a long look · public\.orders" ran 3 s\. The replica has hot_standby_feedback on, so vacuum/,
      );
    } finally {
      await standby.query('alter system reset hot_standby_feedback');
      await standby.query('select pg_reload_conf()');
    }
  });
});
