import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeTable, listTables, readShape } from '../../electron/engine/replica/catalogue.ts';
import { eventually, failure, pulseSessions, ReplicaKit, replayed, value } from './support/replica-kit.ts';

/** Replay comes first: what Pulse sees of lag, of conflicts with replay, of replayed locks, and of a promotion. */

let kit: ReplicaKit;
let primary: pg.Client;
let standby: pg.Client;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  primary = await kit.admin('primary');
  standby = await kit.admin('standby');
  await primary.query('create table busy (id int primary key, n int)');
  await primary.query('insert into busy select i, 0 from generate_series(1, 1000) i');
  await replayed(primary, standby);
});
afterEach(() => kit.closeReplicas());
afterAll(() => kit.stop());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function setOnStandby(setting: string, to: string | null): Promise<void> {
  await standby.query(`alter system ${to === null ? `reset ${setting}` : `set ${setting} = '${to}'`}`);
  await standby.query('select pg_reload_conf()');
}

describe('lag', () => {
  it('is none while the primary is idle', async () => {
    const { replica } = kit.replica('standby');
    await pause(1_500);
    expect(await replica.probe()).toMatchObject({ role: 'replica', lagSeconds: 0 });
  });

  it('is none for a role that may see more, too', async () => {
    const { replica } = kit.replica('standby', kit.superuser);
    expect(await replica.probe()).toMatchObject({ role: 'replica', lagSeconds: 0 });
  });

  it('grows while replay is paused, and is gone after', async () => {
    const { replica } = kit.replica('standby');
    await standby.query('select pg_wal_replay_pause()');
    try {
      await eventually(
        async () => (await value(standby, 'select pg_get_wal_replay_pause_state()')) === 'paused',
      );
      // Nothing is missing as long as nothing arrives.
      expect((await replica.probe()).lagSeconds).toBe(0);
      await primary.query('update busy set n = n + 1 where id = 1');
      await pause(2_500);
      const { lagSeconds } = await replica.probe();
      expect(lagSeconds).toBeGreaterThanOrEqual(2);
      expect(lagSeconds).toBeLessThan(30);
      // A fresh start does not know since when; it says at least as much.
      const { replica: another } = kit.replica('standby');
      expect((await another.probe()).lagSeconds).toBeGreaterThanOrEqual(2);
    } finally {
      await standby.query('select pg_wal_replay_resume()');
    }
    await replayed(primary, standby);
    expect((await replica.probe()).lagSeconds).toBeLessThan(1);
  });

  it('grows while the link to the primary is cut', async () => {
    const { replica } = kit.replica('standby');
    expect((await replica.probe()).lagSeconds).toBe(0);
    const link = String(await value(standby, "select current_setting('primary_conninfo')"));
    await setOnStandby('primary_conninfo', '');
    try {
      await eventually(
        async () => (await value(standby, 'select count(*) from pg_stat_wal_receiver')) === '0',
      );
      await pause(1_500);
      const first = (await replica.probe()).lagSeconds ?? 0;
      expect(first).toBeGreaterThanOrEqual(1);
      await pause(1_000);
      expect((await replica.probe()).lagSeconds).toBeGreaterThan(first);
    } finally {
      await setOnStandby('primary_conninfo', link);
    }
    await eventually(async () => (await replica.probe()).lagSeconds === 0);
  });
});

describe('a query in the way of replay', () => {
  it('is reported as a conflict, and its session goes on', async () => {
    const { replica, log } = kit.replica('standby', { policy: { statementTimeoutMs: 30_000 } });
    await setOnStandby('max_standby_streaming_delay', '100ms');
    try {
      const sql = 'select sum(n), (select pg_sleep(20)) from busy';
      const asked = failure(replica.query({ sql, reason: 'slow' }));
      await eventually(async () =>
        value(standby, "select count(*) > 0 from pg_stat_activity where query = $1 and state = 'active'", [
          sql,
        ]),
      );
      await primary.query('update busy set n = n + 1');
      await primary.query('vacuum busy');
      expect(await asked).toMatchObject({ kind: 'recovery_conflict', problem: { sqlstate: '40001' } });
      expect(log.at(-1)).toMatchObject({ sql, outcome: 'cancelled', cancelConfirmed: true });
      const { rows } = await replica.query({ sql: 'select 1 as fine', reason: 'after' });
      expect(rows).toEqual([{ fine: 1 }]);
    } finally {
      await setOnStandby('max_standby_streaming_delay', null);
    }
  });

  it('is reported as a conflict when replay needs an exclusive lock', async () => {
    const { replica } = kit.replica('standby', { policy: { statementTimeoutMs: 30_000 } });
    await setOnStandby('max_standby_streaming_delay', '100ms');
    try {
      const sql = 'select count(*), (select pg_sleep(21)) from busy';
      const asked = failure(replica.query({ sql, reason: 'slow' }));
      await eventually(async () =>
        value(standby, "select count(*) > 0 from pg_stat_activity where query = $1 and state = 'active'", [
          sql,
        ]),
      );
      await primary.query('alter table busy add column extra int');
      expect(await asked).toMatchObject({ kind: 'recovery_conflict' });
    } finally {
      await setOnStandby('max_standby_streaming_delay', null);
    }
  });
});

describe('a replayed exclusive lock', () => {
  it('is waited for as long as the policy says, by no more than the query', async () => {
    const { replica, log } = kit.replica('standby', {
      policy: { lockTimeoutMs: 200, statementTimeoutMs: 5_000 },
    });
    await kit.world.inject('exclusive_lock');
    try {
      const sql = 'select count(*) from refunds';
      const error = await failure(replica.query({ sql, reason: 'check' }));
      expect(error).toMatchObject({ kind: 'lock_timeout', problem: { sqlstate: '55P03' } });
      expect(error.message).toBe('The table is locked by somebody else, so Pulse stopped waiting.');
      expect(log.at(-1)).toMatchObject({ sql, outcome: 'timeout', cancelConfirmed: true });
      // The catalogue can be read all the same, sizes of that one table excepted.
      expect((await listTables(replica)).find(({ name }) => name === 'refunds')).toMatchObject({
        canSelect: true,
      });
      expect((await readShape(replica, 'public', 'refunds')).columns.length).toBeGreaterThan(1);
      expect(await failure(describeTable(replica, 'public', 'refunds'))).toMatchObject({
        kind: 'lock_timeout',
      });
    } finally {
      await kit.world.heal('exclusive_lock');
    }
  });
});

describe('a promotion', () => {
  const serverLog = () => readFile(path.join(kit.world.folder, 'standby.log'), 'utf8');

  /** A try that failed may have promoted it already. */
  beforeEach(async () => {
    if ((await value(standby, 'select pg_is_in_recovery()')) === true) return;
    await kit.world.heal('replica_promoted');
    standby = await kit.admin('standby');
  });

  it('stops everything before the next statement, in sessions that live on', async () => {
    const { replica, log } = kit.replica('standby', { policy: { maxConcurrency: 2 } });
    await replica.probe();
    // Two idle sessions, both from before the promotion.
    await Promise.all(
      [1, 2].map((n) => replica.query({ sql: `select pg_sleep(0.2), ${n}`, reason: 'warm up' })),
    );
    expect(await pulseSessions(standby)).toBe(2);
    await setOnStandby('log_statement', 'all');
    // Each session hears of the setting in its own time.
    await eventually(async () => {
      await replica.query({ sql: "select 'marker before'", reason: 'check' });
      return (await serverLog()).includes('marker before');
    });
    await kit.world.inject('replica_promoted');
    expect(await value(standby, 'select pg_is_in_recovery()')).toBe(false);

    const asked = await Promise.all(
      [1, 2, 3].map((n) => failure(replica.query({ sql: `select 'marker after ${n}'`, reason: 'check' }))),
    );
    for (const error of [...asked, await failure(replica.probe())]) {
      expect(error).toMatchObject({ kind: 'not_a_replica', problem: { code: 'promoted' } });
    }
    expect(asked[0]?.message).toContain('is not a replica any more');
    expect(replica.facts).toMatchObject({ role: 'primary' });
    expect(log.filter(({ sql }) => sql.includes('marker after'))).toEqual([]);
    await eventually(async () => (await pulseSessions(standby)) === 0);

    expect(await serverLog()).not.toContain('marker after');
  });

  it('is final for a connection that is marked as a stand-in, too', async () => {
    const { replica } = kit.replica('standby', { standIn: 'reporting_copy' });
    expect(await replica.probe()).toMatchObject({ role: 'replica' });
    await kit.world.inject('replica_promoted');
    expect(await failure(replica.probe())).toMatchObject({
      kind: 'not_a_replica',
      problem: { code: 'promoted' },
    });
    // After a sleep or a pause, another object goes on with what was seen.
    const { replica: after } = kit.replica('standby', { standIn: 'reporting_copy', wasReplica: true });
    expect(await failure(after.probe())).toMatchObject({ problem: { code: 'promoted' } });
  });
});
