import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Channel, Row } from '../../electron/engine/replica/channel.ts';
import { notAReplica, ReplicaError } from '../../electron/engine/replica/errors.ts';
import { Guard, type RoleJudge } from '../../electron/engine/replica/guard.ts';
import {
  adaptTo,
  guardSettings,
  isKept,
  withoutLimits,
} from '../../electron/engine/replica/guard-settings.ts';
import { minimalRoleSql } from '../../electron/engine/replica/minimal-role.ts';
import { Slots } from '../../electron/engine/replica/slots.ts';
import { BoundedStatement } from '../../electron/engine/replica/statement.ts';
import { encryptionAttempts } from '../../electron/engine/replica/tls.ts';
import { LoadPolicy } from '../../shared/domain/connection.ts';

const policy = LoadPolicy.parse({ statementTimeoutMs: 5_000, lockTimeoutMs: 1_000 });
const judge: RoleJudge = (inRecovery) =>
  inRecovery ? null : notAReplica({ host: 'h', port: 1, database: 'd', user: 'u' }, false);

/** A server of PostgreSQL's version `versionNum` which knows `known` settings and refuses to set `refused` ones. */
function server(options: {
  versionNum?: number;
  known?: Record<string, string>;
  refused?: string[];
  ignored?: string[];
  pid?: string;
  inRecovery?: boolean;
}) {
  const {
    versionNum = 180_004,
    known = {},
    refused = [],
    ignored = [],
    pid = '42',
    inRecovery = true,
  } = options;
  const values = new Map(guardSettings(policy).map(({ name }) => [name, 'initial']));
  for (const [name, value] of Object.entries(known)) values.set(name, value);
  const asked: string[] = [];
  const show = (): Row[] => [...values].map(([name, setting]) => ({ name, setting }));
  const ask = async (text: string): Promise<Row[][]> => {
    asked.push(text);
    if (text.includes('server_version_num')) {
      const row = {
        in_recovery: inRecovery ? 't' : 'f',
        version: '18.4',
        version_num: String(versionNum),
        pid,
        started_at: 'x',
        server_started_at: '1',
      };
      return [[], [], [row], show(), []];
    }
    if (text.startsWith('BEGIN')) return [[], [{ in_recovery: 't', read_only: 'on', pid }]];
    const calls = [...text.matchAll(/set_config\('(\w+)', '([^']*)', (?:true|false)\)/g)];
    for (const [, name = ''] of calls) {
      if (refused.includes(name)) {
        throw new ReplicaError('sql', { code: 'sql', title: name, hint: '', sqlstate: '22023' });
      }
    }
    for (const [, name = '', value = ''] of calls) if (!ignored.includes(name)) values.set(name, value);
    return [[], show()];
  };
  const channel = {
    ask,
    usable: true,
    context: { host: 'h', port: 1, database: 'd', user: 'u' },
    link: { processId: 42 },
  } as unknown as Channel;
  return { channel, asked, values };
}

async function failureOf(promise: Promise<unknown>): Promise<ReplicaError> {
  const error = await promise.catch((thrown) => thrown);
  if (error instanceof ReplicaError) return error;
  throw new Error('It should have failed with a ReplicaError.');
}

describe('the guard', () => {
  it('asks where it is before anything else, and nothing more of a primary', async () => {
    const { channel, asked } = server({ inRecovery: false });
    expect((await failureOf(Guard.prove(channel, policy, judge))).kind).toBe('not_a_replica');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(
      /^BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ ONLY;\nSELECT CASE [^;]+ AS lock_timeout;\nSELECT pg_catalog\.pg_is_in_recovery/,
    );
  });

  it('sets everything at once', async () => {
    const { channel, asked, values } = server({});
    const guard = await Guard.prove(channel, policy, judge);
    expect(asked).toHaveLength(2);
    expect(guard.statementTimeoutMs).toBe(5_000);
    expect(values.get('default_transaction_read_only')).toBe('on');
  });

  it('does not go on in another backend than the one in which it set everything', async () => {
    const { channel } = server({});
    const guard = await Guard.prove(channel, policy, judge);
    await guard.begin('check', 5_000);
    const ask = channel.ask.bind(channel);
    channel.ask = async (text, reason) =>
      (await ask(text, reason)).map((rows) =>
        rows.map((row) => ('pid' in row ? { ...row, pid: '43' } : row)),
      );
    expect((await failureOf(guard.begin('check', 5_000))).problem).toMatchObject({
      code: 'guard_not_kept',
      detail: 'Not kept: the backend',
    });
  });

  it('does without what a platform refuses', async () => {
    const { channel, values } = server({
      refused: ['client_connection_check_interval', 'tcp_keepalives_idle'],
    });
    await Guard.prove(channel, policy, judge);
    expect(values.get('client_connection_check_interval')).toBe('initial');
    expect(values.get('idle_session_timeout')).toBe('360000');
    expect(values.get('statement_timeout')).toBe('5000');
  });

  it('does not do without a setting that matters', async () => {
    const refusing = await failureOf(
      Guard.prove(server({ refused: ['lock_timeout'] }).channel, policy, judge),
    );
    expect(refusing.problem).toMatchObject({ code: 'guard_not_kept', detail: 'Not kept: lock_timeout' });
    const lying = await failureOf(
      Guard.prove(server({ ignored: ['statement_timeout'] }).channel, policy, judge),
    );
    expect(lying.problem).toMatchObject({ code: 'guard_not_kept', detail: 'Not kept: statement_timeout' });
  });

  it('refuses a server that is too old', async () => {
    const error = await failureOf(Guard.prove(server({ versionNum: 110_022 }).channel, policy, judge));
    expect(error.problem.code).toBe('server_too_old');
  });

  it('sets for the transaction only what a pooler would hand on to others', async () => {
    const { channel, asked } = server({ pid: '99' });
    const guard = await Guard.prove(channel, policy, judge);
    await guard.begin('check', 5_000);
    for (const text of asked.slice(1)) {
      expect(text).not.toContain(', false)');
      expect(text).not.toContain("set_config('default_transaction_read_only'");
    }
    expect(asked.at(-1)).toContain("set_config('statement_timeout', '5000', true)");
    expect(asked.at(-1)).toContain("set_config('lock_timeout', '1000', true)");
  });

  it('sets nothing again in a session of its own, but a shorter timeout', async () => {
    const { channel, asked } = server({});
    const guard = await Guard.prove(channel, policy, judge);
    await guard.begin('check', 5_000);
    expect(asked.at(-1)).not.toContain('set_config');
    await guard.begin('check', 100);
    expect(asked.at(-1)).toContain("set_config('statement_timeout', '100', true)");
  });
});

describe('settings', () => {
  it('do not take the limits of the first question for those of the owner', () => {
    const shown = new Map([
      ['statement_timeout', '5000'],
      ['lock_timeout', '100'],
    ]);
    const known = withoutLimits(shown, { statement_timeout: '5000', lock_timeout: null });
    expect([...known]).toEqual([
      ['statement_timeout', '0'],
      ['lock_timeout', '100'],
    ]);
  });

  it('keep stricter limits of the owner, and no looser ones', () => {
    const known = new Map(guardSettings(policy).map(({ name }) => [name, '0']));
    known.set('statement_timeout', '700').set('lock_timeout', '900000').set('work_mem', '1024');
    known.set('max_parallel_workers_per_gather', '2');
    const values = Object.fromEntries(
      adaptTo(guardSettings(policy), known).map(({ name, value }) => [name, value]),
    );
    expect(values).toMatchObject({
      statement_timeout: '700',
      lock_timeout: '1000',
      work_mem: '1024',
      max_parallel_workers_per_gather: '0',
    });
  });

  it('leave out what an older server does not know, but never what matters', () => {
    const names = adaptTo(guardSettings(policy), new Map()).map(({ name }) => name);
    expect(names).toContain('statement_timeout');
    expect(names).not.toContain('transaction_timeout');
  });

  it('are compared as the server shows them', () => {
    const [style] = guardSettings(policy).filter(({ name }) => name === 'DateStyle');
    if (!style) throw new Error('There is no DateStyle.');
    expect(isKept(style, 'ISO, DMY')).toBe(true);
    expect(isKept(style, 'German, DMY')).toBe(false);
    expect(isKept(style, undefined)).toBe(false);
  });
});

describe('TLS', () => {
  it('is tried as the mode says', async () => {
    const attempts = async (
      mode: 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full',
      host = 'db',
    ) =>
      (await encryptionAttempts({ mode, caFile: null }, host)).map(
        (attempt) => attempt && [attempt.rejectUnauthorized, attempt.checkServerIdentity !== undefined],
      );
    expect(await attempts('disable')).toEqual([null]);
    expect(await attempts('prefer')).toEqual([[false, false], null]);
    expect(await attempts('require')).toEqual([[false, false]]);
    expect(await attempts('verify-ca')).toEqual([[true, true]]);
    expect(await attempts('verify-full')).toEqual([[true, false]]);
    expect(await attempts('verify-full', '/var/run/postgresql')).toEqual([null]);
  });
});

describe('slots', () => {
  it('are given out in order, and not to anybody once closed', async () => {
    const slots = new Slots(1);
    await slots.take();
    const order: string[] = [];
    const first = slots.take().then(() => order.push('first'));
    const second = slots.take().then(
      () => order.push('second'),
      (error) => order.push(error.message),
    );
    slots.give();
    await first;
    slots.close(() => new Error('closed'));
    await second;
    expect(order).toEqual(['first', 'closed']);
    await expect(slots.take()).rejects.toThrow('closed');
  });
});

describe('a statement', () => {
  it('takes parameters that have one plain text form, and no text that would end early', () => {
    expect(
      () => new BoundedStatement('select $1', ['a', 1, 2n, true, null, undefined, new Date(0)], 1),
    ).not.toThrow();
    expect(() => new BoundedStatement('select $1', [['a']], 1)).toThrow(TypeError);
    expect(() => new BoundedStatement('select $1', [{}], 1)).toThrow(TypeError);
    expect(() => new BoundedStatement('select $1', ['a\0b'], 1)).toThrow(RangeError);
    expect(() => new BoundedStatement('select 1\0; drop table x', [], 1)).toThrow(RangeError);
  });
});

describe('docs/safety.md', () => {
  const page = readFileSync(new URL('../../docs/safety.md', import.meta.url), 'utf8');

  it('names every setting of a session', () => {
    for (const { name } of guardSettings(policy)) expect(page).toContain(`\`${name}\``);
  });

  it('has the role that Pulse suggests', () => {
    expect(page).toContain(minimalRoleSql('shop'));
  });
});
