import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBalancer, startPooler } from './support/pooler.ts';
import { eventually, failure, pulseSessions, ReplicaKit, replayed, value } from './support/replica-kit.ts';

/** Sessions do what docs/safety.md promises: settings, limits on both sides, and nothing left behind. */

let kit: ReplicaKit;
let primary: pg.Client;
let standby: pg.Client;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  primary = await kit.admin('primary');
  standby = await kit.admin('standby');
  await primary.query(`
    create function swallow_once() returns int language plpgsql as $$ begin
      begin perform pg_sleep(30); exception when query_canceled then perform pg_sleep(30); end;
      return 1;
    end $$;
    create function swallow_all() returns int language plpgsql as $$ begin
      loop
        begin perform pg_sleep(30); exception when query_canceled then null; end;
      end loop;
    end $$;`);
  await replayed(primary, standby);
});
afterEach(() => kit.closeReplicas());
afterAll(() => kit.stop());

const settingsOf = `select name, setting from pg_settings where name in ('default_transaction_read_only',
  'transaction_read_only', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
  'max_parallel_workers_per_gather', 'jit', 'work_mem', 'application_name', 'client_connection_check_interval',
  'transaction_timeout', 'idle_session_timeout', 'transaction_isolation')`;

function asObject(rows: Record<string, unknown>[]): Record<string, unknown> {
  return Object.fromEntries(rows.map(({ name, setting }) => [String(name), setting]));
}

/** Whether a statement is still running, seen from outside. */
async function running(sql: string): Promise<boolean> {
  const found = await value(
    standby,
    "select count(*) > 0 from pg_stat_activity where query = $1 and state = 'active' and pid <> pg_backend_pid()",
    [sql],
  );
  return found === true;
}

describe('settings', () => {
  it('are in force for the statement', async () => {
    const { replica } = kit.replica('standby', { policy: { statementTimeoutMs: 4321, lockTimeoutMs: 321 } });
    const { rows } = await replica.query({ sql: settingsOf, reason: 'look' });
    expect(asObject(rows)).toEqual({
      default_transaction_read_only: 'on',
      transaction_read_only: 'on',
      transaction_isolation: 'read committed',
      statement_timeout: '4321',
      lock_timeout: '321',
      // Before transaction_timeout, or PostgreSQL would not start it.
      idle_in_transaction_session_timeout: '9320',
      max_parallel_workers_per_gather: '0',
      jit: 'off',
      work_mem: '4096',
      application_name: 'pulse',
      client_connection_check_interval: '2000',
      transaction_timeout: '9321',
      idle_session_timeout: '360000',
    });
  });

  it('keep what the owner of the server limits more', async () => {
    await primary.query('alter role analyst set statement_timeout = 700');
    await primary.query("alter role analyst set work_mem = '1MB'");
    await replayed(primary, standby);
    try {
      const { replica } = kit.replica('standby', {
        policy: { statementTimeoutMs: 4000, lockTimeoutMs: 321 },
      });
      const { rows } = await replica.query({ sql: settingsOf, reason: 'look' });
      expect(asObject(rows)).toMatchObject({
        statement_timeout: '700',
        work_mem: '1024',
        lock_timeout: '321',
      });
    } finally {
      await primary.query('alter role analyst reset all');
      await replayed(primary, standby);
    }
  });

  it('take a shorter timeout for one statement only, and no longer one', async () => {
    const { replica } = kit.replica('standby', { policy: { statementTimeoutMs: 4000, maxConcurrency: 1 } });
    const ask = async (timeoutMs?: number) => {
      const sql = "select current_setting('statement_timeout') as t";
      const { rows } = await replica.query({ sql, reason: 'look', ...(timeoutMs ? { timeoutMs } : {}) });
      return rows[0]?.t;
    };
    expect(await ask(250)).toBe('250ms');
    expect(await ask()).toBe('4s');
    expect(await ask(60_000)).toBe('4s');
  });

  it('are asked for and made within limits, too: a lock in the way leaves nothing waiting', async () => {
    const holder = await kit.admin('primary');
    const locks = `select count(*)::int from pg_locks where relation = 'pg_catalog.pg_settings'::regclass and granted = $1`;
    await holder.query('begin; lock table pg_catalog.pg_settings in access exclusive mode');
    try {
      // A commit of another's takes the lock's record to the standby at once.
      await kit.make("select pg_logical_emit_message(true, 'test', '')");
      await eventually(async () => (await value(standby, locks, [true])) === 1);
      const { replica } = kit.replica('standby');
      expect(await failure(replica.probe())).toMatchObject({ kind: 'lock_timeout' });
      expect(await value(standby, locks, [false])).toBe(0);
    } finally {
      await holder.query('rollback');
    }
  });

  it('do not stay behind in the backend of a pooler', async () => {
    const pooler = await startPooler(kit.world.standby.port);
    const { replica } = kit.replica('standby', {
      port: pooler.port,
      tls: { mode: 'disable', caFile: null },
      policy: { statementTimeoutMs: 4321, lockTimeoutMs: 1000, maxConcurrency: 1 },
    });
    const ask = async () => asObject((await replica.query({ sql: settingsOf, reason: 'look' })).rows);
    const inside = {
      transaction_read_only: 'on',
      statement_timeout: '4321',
      lock_timeout: '1000',
      jit: 'off',
    };
    expect(await ask()).toMatchObject({ ...inside, default_transaction_read_only: 'off' });
    expect(await ask()).toMatchObject(inside);
    expect(await pooler.show('statement_timeout')).toBe('0');
    expect(await pooler.show('default_transaction_read_only')).toBe('off');
    expect(await pooler.show('lock_timeout')).toBe('0');
    expect(await pooler.show('datestyle')).toBe('ISO, MDY');
    await kit.closeReplicas();
    await pooler.stop();
  });
});

describe('answers', () => {
  it('are bounded by the server', async () => {
    const { replica } = kit.replica('standby', { policy: { statementTimeoutMs: 5000 } });
    // All of it would take longer than the test.
    const sql = 'select i, pg_sleep(0.001) from generate_series(1, 1000000) i';
    const { rows } = await replica.query({ sql, reason: 'look', maxRows: 3 });
    expect(rows.map((row) => row.i)).toEqual([1, 2, 3]);
  });

  it('have their columns, also without rows', async () => {
    const { replica } = kit.replica('standby');
    const result = await replica.query({ sql: 'select 1 as a, 2 as b where false', reason: 'look' });
    expect(result).toMatchObject({ rows: [], columns: ['a', 'b'] });
  });

  it('do not depend on how the role likes its output', async () => {
    await primary.query(`alter role analyst set datestyle = 'German, DMY'; alter role analyst set bytea_output = 'escape';
      alter role analyst set extra_float_digits = -5; alter role analyst set intervalstyle = 'iso_8601'`);
    await replayed(primary, standby);
    try {
      const { replica } = kit.replica('standby');
      const { rows } = await replica.query({
        sql: `select '2026-02-01'::date d, '31.01.2026'::date dmy, '\\x00ff'::bytea b, 1/3.0::float8 f,
          interval '1 day 2 hours' i, 9007199254740993 big, null::int n, true t, 'NaN'::float8 nan, $1::text p`,
        params: ['ü€'],
        reason: 'look',
      });
      expect(rows[0]).toEqual({
        d: '2026-02-01',
        dmy: '2026-01-31',
        b: '\\x00ff',
        f: 1 / 3,
        i: '1 day 02:00:00',
        big: '9007199254740993',
        n: null,
        t: true,
        nan: Number.NaN,
        p: 'ü€',
      });
    } finally {
      await primary.query('alter role analyst reset all');
      await replayed(primary, standby);
    }
  });
});

describe('a statement that takes too long', () => {
  const cases = [
    { title: 'ended by the server', sql: 'select pg_sleep(20)', ended: 0 },
    { title: 'ended by a cancel request', sql: 'select swallow_once()', ended: 0 },
    { title: 'ended by termination', sql: 'select swallow_all()', ended: 1 },
  ];
  it.each(cases)('is gone when it is reported: $title', async ({ sql, ended }) => {
    const timeoutMs = 500;
    const { replica, log } = kit.replica('standby', { policy: { statementTimeoutMs: timeoutMs } });
    await replica.probe();
    const from = performance.now();
    const error = await failure(replica.query({ sql, reason: 'slow' }));
    const took = performance.now() - from;
    expect(error.kind).toBe('timeout');
    expect(error.message).toContain('longer than its limit of 0.5 s');
    expect(await running(sql)).toBe(false);
    // The promise: within a second of its limit, or, when it resists even that, of giving up on its cooperation.
    expect(took).toBeLessThan(timeoutMs + 1_000 + ended * 1_500);
    expect(log.find((entry) => entry.sql === sql)).toMatchObject({
      outcome: 'timeout',
      cancelConfirmed: true,
      rows: 0,
    });
    expect(log.filter((entry) => entry.reason.startsWith('Ends a query')).length > 0).toBe(ended === 1);
    const { rows } = await replica.query({ sql: 'select 1 as fine', reason: 'after' });
    expect(rows).toEqual([{ fine: 1 }]);
  });

  it('is cancelled over TLS when the session is', async () => {
    const { replica, log } = kit.replica('standby', {
      tls: { mode: 'verify-full', caFile: kit.world.tls.caFile },
      host: 'localhost',
      policy: { statementTimeoutMs: 300 },
    });
    const sql = 'select swallow_once() as over_tls';
    expect(await failure(replica.query({ sql, reason: 'slow' }))).toMatchObject({ kind: 'timeout' });
    expect(log.find((entry) => entry.sql === sql)).toMatchObject({ cancelConfirmed: true });
    expect(log.some((entry) => entry.reason.startsWith('Ends a query'))).toBe(false);
    expect(await running(sql)).toBe(false);
  });

  it('is not said to be gone when only another server could be asked, and ends there by itself', async () => {
    const balancer = await startBalancer(kit.world.standby.port, kit.world.primary.port);
    const { replica, log } = kit.replica('standby', {
      port: balancer.port,
      policy: { statementTimeoutMs: 300 },
    });
    const sql = 'select swallow_all() as elsewhere';
    const error = await failure(replica.query({ sql, reason: 'slow' }));
    expect(error).toMatchObject({ kind: 'timeout' });
    expect(error.problem.detail).toContain('did not confirm');
    expect(log.find((entry) => entry.sql === sql)).toMatchObject({
      outcome: 'timeout',
      cancelConfirmed: false,
    });
    // The server notices by itself that nobody listens any more.
    await eventually(async () => !(await running(sql)));
    await kit.closeReplicas();
    await balancer.stop();
  });

  it('is told apart from one that somebody cancelled', async () => {
    const { replica, log } = kit.replica('standby');
    const sql = 'select pg_sleep(19)';
    const asked = failure(replica.query({ sql, reason: 'slow' }));
    await eventually(() => running(sql));
    await standby.query('select pg_cancel_backend(pid) from pg_stat_activity where query = $1', [sql]);
    expect(await asked).toMatchObject({ kind: 'cancelled', problem: { code: 'cancelled_by_server' } });
    expect(log.at(-1)).toMatchObject({ outcome: 'cancelled', cancelConfirmed: true });
  });
});

describe('one statement in flight', () => {
  it('is told of, and can be cancelled while the other goes on', async () => {
    const { replica, log } = kit.replica('standby');
    const [slow, other] = ['select pg_sleep(17)', 'select pg_sleep(2) as other'];
    const asked = failure(replica.query({ sql: slow, reason: 'slow', checkId: 7 }));
    const rest = replica.query({ sql: other, reason: 'other' });
    for (const sql of [slow, other]) await eventually(() => running(sql));
    const found = replica.running();
    expect(found.map(({ sql }) => sql).toSorted()).toEqual([slow, other].toSorted());
    const target = found.find(({ sql }) => sql === slow);
    expect(target).toMatchObject({ reason: 'slow', checkId: 7 });

    expect(await replica.cancel(target?.id ?? 0)).toBe(true);
    expect(await running(slow)).toBe(false);
    expect(await asked).toMatchObject({ kind: 'cancelled', problem: { code: 'stopped' } });
    expect(log.find(({ sql }) => sql === slow)).toMatchObject({
      outcome: 'cancelled',
      cancelConfirmed: true,
    });
    expect((await rest).rows).toHaveLength(1);
    expect(replica.running()).toEqual([]);
    expect(await replica.cancel(target?.id ?? 0)).toBeNull();
    expect((await replica.query({ sql: 'select 1 as one', reason: 'goes on' })).rows).toEqual([{ one: 1 }]);
  });
});

describe('closing', () => {
  it('cancels what runs, confirms it, and leaves no session', async () => {
    const { replica, log } = kit.replica('standby');
    const statements = ['select pg_sleep(15)', 'select swallow_all() as stubborn'];
    const asked = statements.map((sql) => failure(replica.query({ sql, reason: 'slow' })));
    const waiting = failure(replica.query({ sql: 'select 1', reason: 'waits' }));
    for (const sql of statements) await eventually(() => running(sql));
    await replica.close();
    for (const sql of statements) expect(await running(sql)).toBe(false);
    for (const error of await Promise.all([...asked, waiting])) expect(error.kind).toBe('cancelled');
    for (const sql of statements) {
      expect(log.find((entry) => entry.sql === sql)).toMatchObject({
        outcome: 'cancelled',
        cancelConfirmed: true,
      });
    }
    await eventually(async () => (await pulseSessions(standby)) === 0);
    expect(await failure(replica.query({ sql: 'select 1', reason: 'too late' }))).toMatchObject({
      kind: 'cancelled',
    });
    expect(await failure(replica.probe())).toMatchObject({ kind: 'cancelled' });
  });

  it('gives up connecting', async () => {
    const { replica } = kit.replica('standby', {
      password: null,
    });
    const asked = failure(replica.probe());
    await replica.close();
    expect((await asked).kind).toBe('cancelled');
    await eventually(async () => (await pulseSessions(standby)) === 0);
  });
});

describe('sessions', () => {
  it('are at most two, whatever is asked at once, and are used again', async () => {
    const { replica } = kit.replica('standby', { policy: { maxConcurrency: 2 } });
    let most = 0;
    const all = Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        replica.query({ sql: `select pg_sleep(0.05), ${i} as i`, reason: 'many' }),
      ),
    );
    const watch = (async () => {
      for (let look = 0; look < 10; look++) most = Math.max(most, await pulseSessions(standby));
    })();
    const results = await all;
    await watch;
    expect(results.map(({ rows }) => rows[0]?.i)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(most).toBeLessThanOrEqual(2);
    expect(await pulseSessions(standby)).toBe(2);
  });

  it('are replaced quietly when they broke while idle', async () => {
    const { replica, log } = kit.replica('standby');
    await replica.probe();
    await standby.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pulse'",
    );
    await eventually(async () => (await pulseSessions(standby)) === 0);
    const { rows } = await replica.query({ sql: 'select 1 as fine', reason: 'after' });
    expect(rows).toEqual([{ fine: 1 }]);
    expect(log.at(-1)).toMatchObject({ sql: 'select 1 as fine', outcome: 'ok' });
  });

  it('report one that is ended in the middle of a statement', async () => {
    const { replica } = kit.replica('standby');
    const sql = 'select pg_sleep(18)';
    const asked = failure(replica.query({ sql, reason: 'slow' }));
    await eventually(() => running(sql));
    await standby.query('select pg_terminate_backend(pid) from pg_stat_activity where query = $1', [sql]);
    expect(await asked).toMatchObject({
      kind: 'unreachable',
      problem: { code: 'session_ended', sqlstate: '57P01' },
    });
    const { rows } = await replica.query({ sql: 'select 1 as fine', reason: 'after' });
    expect(rows).toEqual([{ fine: 1 }]);
  });
});

describe('the query log', () => {
  it('has every statement, without its parameters', async () => {
    const { replica, log } = kit.replica('standby');
    await replica.probe();
    await replica.query({
      sql: 'select $1::text as x',
      params: ['secret value'],
      reason: 'check',
      checkId: 5,
    });
    await failure(
      replica.query({ sql: 'select x::int from (values ($1)) v (x)', params: ['secret'], reason: 'bad' }),
    );
    expect(log.map(({ reason, outcome }) => [reason, outcome])).toEqual([
      ['Guard: is this server a replica?', 'ok'],
      ['Guard: settings that keep this session harmless', 'ok'],
      ['Role, replication lag and load', 'ok'],
      ['check', 'ok'],
      ['bad', 'error'],
    ]);
    expect(log[3]).toMatchObject({
      connectionId: 7,
      checkId: 5,
      rows: 1,
      error: null,
      cancelConfirmed: null,
    });
    expect(log[3]?.durationMs).toBeGreaterThan(0);
    expect(JSON.stringify(log)).not.toContain('secret');
    expect(log[4]?.error).toContain('invalid input syntax');
  });
});

describe.skipIf(process.platform === 'win32')('a Unix socket', () => {
  it('works like an address, cancel requests included', async () => {
    const { folder } = kit.world;
    await standby.query(`alter system set unix_socket_directories = '${folder}'`);
    await appendFile(path.join(folder, 'standby', 'pg_hba.conf'), 'local all all scram-sha-256\n');
    await kit.world.inject('replica_down');
    await kit.world.heal('replica_down');
    standby = await kit.admin('standby');
    const { replica, log } = kit.replica('standby', {
      host: folder,
      tls: { mode: 'verify-full', caFile: null },
      policy: { statementTimeoutMs: 300 },
    });
    expect(await replica.probe()).toMatchObject({ role: 'replica' });
    expect(replica.encrypted).toBe(false);
    const sql = 'select swallow_once() as over_a_socket';
    expect(await failure(replica.query({ sql, reason: 'slow' }))).toMatchObject({ kind: 'timeout' });
    expect(log.find((entry) => entry.sql === sql)).toMatchObject({ cancelConfirmed: true });
    expect(log.some((entry) => entry.reason.startsWith('Ends a query'))).toBe(false);
  });
});
