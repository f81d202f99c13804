import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/engine/clock.ts';
import { Session } from '../../electron/engine/replica/session.ts';
import { eventually, failure, pulseSessions, ReplicaKit, replayed, value } from './support/replica-kit.ts';

/**
 * Nothing that Pulse can be made to run changes anything, not even for a superuser: neither on a standby, where
 * PostgreSQL itself could not, nor on a primary that its owner named as a stand-in, where only Pulse's guard is
 * between the statement and the data.
 */

let kit: ReplicaKit;
let primary: pg.Client;
let standby: pg.Client;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  primary = await kit.admin('primary');
  standby = await kit.admin('standby');
  await primary.query(`
    create table target (id int primary key);
    insert into target values (1), (2);
    create sequence counter;
    create function sneaky() returns int language plpgsql volatile as $$
      begin insert into target values (99); return 1; end $$;
    create function sneaky_dynamic() returns int language plpgsql volatile as $$
      begin execute 'set transaction read write'; execute 'delete from target'; return 1; end $$;
    create procedure committing() language plpgsql as $$ begin commit; insert into target values (98); end $$;
    create view target_view as select * from target;
  `);
  await replayed(primary, standby);
});
afterEach(() => kit.closeReplicas());
afterAll(() => kit.stop());

/** Everything that an attempt could have changed on the primary. */
async function state(): Promise<unknown> {
  const { rows } = await primary.query(`
    select (select array_agg(id order by id) from target) as rows,
      (select is_called from counter) as counted,
      (select count(*)::int from pg_class where relname like 'pulse_attempt%') as relations,
      (select count(*)::int from pg_largeobject_metadata) as large_objects,
      (select count(*)::int from pg_prepared_xacts) as prepared`);
  return rows[0];
}

/** These begin like a question, so they reach the server, which must refuse them. */
const disguised: Record<string, string> = {
  'an INSERT in a CTE': 'with x as (insert into target values (3) returning 1) select * from x',
  'an UPDATE in a CTE': 'with x as (update target set id = id + 10 returning 1) select * from x',
  'a DELETE in a CTE': 'with x as (delete from target returning 1) select * from x',
  'a CTE in front of an INSERT': 'with x as (select 4) insert into target select * from x',
  nextval: "select nextval('counter')",
  setval: "select setval('counter', 42)",
  'a function that writes': 'select sneaky()',
  'a function that writes in FROM': 'select * from target, lateral sneaky()',
  'a function that makes the transaction writable': 'select sneaky_dynamic()',
  'a second statement': 'select 1; insert into target values (5)',
  'a COMMIT and a second statement': 'select 1; commit; insert into target values (6)',
  'set_config for the transaction': "select set_config('transaction_read_only', 'off', true)",
  'set_config for the session': "select set_config('transaction_read_only', 'off', false)",
  'SELECT INTO': 'select 1 as one into pulse_attempt_into',
  'SELECT INTO a temporary table': 'select 1 as one into temp pulse_attempt_temp',
  'SELECT FOR UPDATE': 'select * from target for update',
  'SELECT FOR KEY SHARE': 'select * from target for key share',
  'a large object': 'select lo_create(0)',
  'a large object from bytes': "select lo_from_bytea(0, 'x')",
  'query_to_xml with an INSERT':
    "select query_to_xml('insert into target values (8) returning 1', true, false, '')",
};

/** These do not, so they never leave Pulse; the server's guard has to hold without that, too. */
const open: Record<string, string> = {
  INSERT: 'insert into target values (10)',
  UPDATE: 'update target set id = id + 100',
  DELETE: 'delete from target',
  TRUNCATE: 'truncate target',
  MERGE: 'merge into target using (select 1) s on false when not matched then insert values (11)',
  'CREATE TABLE': 'create table pulse_attempt_create (id int)',
  'CREATE TEMP TABLE': 'create temp table pulse_attempt_temp (id int)',
  'ALTER TABLE': 'alter table target add column extra int',
  'DROP TABLE': 'drop table target',
  GRANT: 'grant select on target to public',
  COPY: 'copy target from stdin',
  DO: 'do $$ begin insert into target values (12); end $$',
  'DO that makes the transaction writable':
    'do $$ begin set transaction read write; insert into target values (13); end $$',
  CALL: 'call committing()',
  'COMMIT and a second statement': 'commit; insert into target values (14)',
  'SET TRANSACTION READ WRITE': 'set transaction read write',
  'BEGIN READ WRITE': 'begin transaction read write',
  'PREPARE TRANSACTION': "prepare transaction 'pulse_attempt'",
  VACUUM: 'vacuum target',
};

/** PostgreSQL lets these pass in a READ ONLY transaction on a primary, so Pulse must not even try. */
const allowedByTheServer: Record<string, string> = {
  'EXPLAIN ANALYZE of CREATE TABLE AS': 'explain analyze create table pulse_attempt_explain as select 1',
  'EXPLAIN (ANALYZE)': 'explain (costs off, analyze) create table pulse_attempt_explain as select 1',
  'REINDEX TABLE': 'reindex table target',
  ANALYZE: 'analyze target',
  'LOCK TABLE': 'lock table target in access exclusive mode',
  NOTIFY: 'notify somebody',
  LISTEN: 'listen somebody',
  CHECKPOINT: 'checkpoint',
  'DISCARD ALL': 'discard all',
  'COPY to a program': "copy (select 1) to program 'true'",
};

const nodes = [
  { title: 'a standby', node: 'standby', standIn: null },
  { title: 'a primary marked as a stand-in', node: 'primary', standIn: 'reporting_copy' },
] as const;

describe.each(nodes)('on $title', ({ node, standIn }) => {
  const connection = () => ({ ...kit.superuser, standIn });

  it.each(Object.entries(disguised))('refuses %s', async (_title, sql) => {
    const before = await state();
    const { replica, log } = kit.replica(node, connection());
    const error = await failure(replica.query({ sql, reason: 'attempt' }));
    expect(error.kind).toBe('sql');
    expect(log.find((entry) => entry.sql === sql)).toMatchObject({ outcome: 'error', reason: 'attempt' });
    expect(await state()).toEqual(before);
    // The session goes on, or is replaced, and is as harmless as before.
    const { rows } = await replica.query({
      sql: "select current_setting('transaction_read_only') as now, current_setting('default_transaction_read_only') as next",
      reason: 'look',
    });
    expect(rows).toEqual([{ now: 'on', next: 'on' }]);
  });

  it.each(Object.entries({ ...open, ...allowedByTheServer }))('never sends %s', async (_title, sql) => {
    const { replica, log } = kit.replica(node, connection());
    const error = await failure(replica.query({ sql, reason: 'attempt' }));
    expect(error.problem.code).toMatch(/^(writes|not_a_question|explain_analyze)$/);
    expect(log).toEqual([]);
  });

  it.each(Object.entries({ ...open, ...disguised }))('would also be safe sending %s', async (_title, sql) => {
    const before = await state();
    const session = await openSession(node, standIn);
    const statement = { sql, reason: 'attempt' };
    await session.begin(statement);
    await failure(session.execute(statement));
    await session.rollback(statement);
    await session.close();
    expect(await state()).toEqual(before);
  });

  it('starts every transaction read-only, whatever an earlier statement has set', async () => {
    const before = await state();
    const session = await openSession(node, standIn);
    for (const sql of [
      'set default_transaction_read_only = off',
      'set session characteristics as transaction read write',
      "select set_config('default_transaction_read_only', 'off', false)",
      'insert into target values (20)',
    ]) {
      const statement = { sql, reason: 'attempt' };
      await session.begin(statement);
      await session.execute(statement).catch(() => {});
      await session.rollback(statement);
      expect(session.usable).toBe(true);
    }
    await session.close();
    expect(await state()).toEqual(before);
  });

  it.each(['commit', 'rollback', 'abort', 'end'])('throws a session away that ran %s', async (sql) => {
    const session = await openSession(node, standIn);
    const statement = { sql, reason: 'attempt' };
    await session.begin(statement);
    await failure(session.execute(statement));
    expect(session.usable).toBe(false);
    await session.close();
  });

  it('lets go of advisory locks', async () => {
    const { replica } = kit.replica(node, connection());
    await replica.query({ sql: 'select pg_advisory_lock(4711)', reason: 'attempt' });
    const admin = node === 'standby' ? standby : primary;
    expect(await value(admin, "select count(*)::int from pg_locks where locktype = 'advisory'")).toBe(0);
  });
});

it('refuses a primary before anything is asked', async () => {
  const { replica, log } = kit.replica('primary');
  const error = await failure(replica.query({ sql: 'select 1 as asked', reason: 'check' }));
  expect(error).toMatchObject({ kind: 'not_a_replica', problem: { code: 'not_a_replica' } });
  expect(error.message).toContain('is a primary, not a replica');
  expect(replica.facts).toMatchObject({ role: 'primary', lagSeconds: null });
  expect(log.map((entry) => entry.reason)).toEqual(['Guard: is this server a replica?']);
  await eventually(async () => (await pulseSessions(primary)) === 0);
});

async function openSession(node: 'primary' | 'standby', standIn: 'reporting_copy' | null): Promise<Session> {
  return Session.open({
    config: kit.config(node, { ...kit.superuser, standIn }),
    password: async () => kit.superuser.password,
    clock: systemClock,
    record: () => {},
    judgeRole: () => null,
    signal: new AbortController().signal,
  });
}
