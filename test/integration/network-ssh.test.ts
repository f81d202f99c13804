import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testConnection } from '../../electron/engine/replica/test-connection.ts';
import type { ConnectionTest, Tls } from '../../shared/domain/connection.ts';
import { FaultyProxy } from '../support/faulty-proxy.ts';
import { atMost, SWALLOW_ONCE } from './support/network-kit.ts';
import {
  type Changes,
  eventually,
  failure,
  pulseSessions,
  quietLog,
  ReplicaKit,
  replayed,
  value,
} from './support/replica-kit.ts';
import { canBeSshHost, SshHost } from './support/ssh-host.ts';

/** A replica behind a real SSH host. */
describe.skipIf(!canBeSshHost())('through SSH', () => {
  let kit: ReplicaKit;
  let standby: pg.Client;
  let host: SshHost;
  const plain: Tls = { mode: 'disable', caFile: null };
  const through = (sshHost: string, changes: Changes = {}) =>
    kit.replica('standby', { sshHost, tls: plain, ...changes });
  const slow = 'select pg_sleep(30) as slow';
  const running = async () =>
    Number(
      await value(standby, "select count(*) from pg_stat_activity where state = 'active' and query = $1", [
        slow,
      ]),
    );

  beforeAll(async () => {
    host = await SshHost.start();
    kit = await ReplicaKit.start();
    standby = await kit.admin('standby');
    const primary = await kit.admin('primary');
    await primary.query(SWALLOW_ONCE);
    await replayed(primary, standby);
  });
  afterEach(async () => {
    await kit.closeReplicas();
    // Nothing may outlive its session: no ssh here, no backend there.
    await eventually(async () => host.running() === 0);
    await eventually(async () => (await pulseSessions(standby)) === 0);
  });
  afterAll(async () => {
    await kit.stop();
    await host.stop();
  });

  it('asks what it asks directly, with and without TLS', async () => {
    const { replica } = through('bastion');
    expect(await replica.probe()).toMatchObject({ role: 'replica' });
    expect(replica.encrypted).toBe(false);
    expect(host.running()).toBe(1);
    const large = await replica.query({
      sql: "select repeat('x', 1000) as line from generate_series(1, 5000)",
      reason: 'look',
    });
    expect(large.rows).toHaveLength(5000);

    const tls: Tls = { mode: 'verify-full', caFile: kit.world.tls.caFile };
    const { replica: encrypted } = through('bastion', { host: 'localhost', tls });
    await encrypted.probe();
    const sql = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()';
    expect((await encrypted.query({ sql, reason: 'look' })).rows).toEqual([{ ssl: true }]);
    // The name is that of the server, and not of the SSH host.
    const { replica: misnamed } = through('bastion', { host: '127.1', tls });
    expect((await failure(misnamed.probe())).problem).toMatchObject({ code: 'certificate_name' });
  });

  it.each<[string, Tls['mode']]>([
    ['in the clear', 'disable'],
    ['over TLS', 'require'],
  ])('cancels on the same way, %s', async (_, mode) => {
    const tls: Tls = { mode, caFile: null };
    const { replica } = through('bastion', { tls, policy: { statementTimeoutMs: 20_000 } });
    const asked = failure(replica.query({ sql: slow, reason: 'slow' }));
    await eventually(async () => (await running()) === 1);
    const before = host.starts;
    const [{ id = 0 } = {}] = replica.running();
    expect(await replica.cancel(id)).toBe(true);
    expect(await asked).toMatchObject({ kind: 'cancelled' });
    expect(await running()).toBe(0);
    expect(host.starts).toBe(before + 1);
  });

  it('terminates on the same way what does not end when it is cancelled', async () => {
    const { replica, log } = through('bastion', { policy: { statementTimeoutMs: 300 } });
    const sql = 'select swallow_once() as stubborn';
    expect(await failure(replica.query({ sql, reason: 'slow' }))).toMatchObject({ kind: 'timeout' });
    expect(log.find((entry) => entry.sql === sql)).toMatchObject({ cancelConfirmed: true });
  });

  it('is unreachable when the SSH host dies, never slow or broken, and comes back with it', async () => {
    const { replica } = through('bastion', { policy: { statementTimeoutMs: 20_000 } });
    await replica.probe();
    const asked = failure(replica.query({ sql: slow, reason: 'slow' }));
    await eventually(async () => (await running()) === 1);
    await host.down();
    expect(await asked).toMatchObject({ kind: 'unreachable', problem: { code: 'ssh_lost' } });
    expect(await failure(replica.probe())).toMatchObject({
      kind: 'unreachable',
      problem: { code: 'ssh_refused' },
    });
    await host.up();
    expect(await replica.probe()).toMatchObject({ role: 'replica' });
    // Its backend notices nothing but that nobody listens any more.
    await standby.query('select pg_terminate_backend(pid) from pg_stat_activity where query = $1', [slow]);
  });

  it('opens a new way quietly when the old one broke while it was idle', async () => {
    const { replica } = through('bastion');
    await replica.probe();
    await host.down();
    await host.up();
    expect(await replica.probe()).toMatchObject({ role: 'replica' });
  });

  it.each<[string, Changes, string, string]>([
    ['stranger', {}, 'ssh_host_key_unknown', 'Host key verification failed.'],
    ['impostor', {}, 'ssh_host_key_changed', 'REMOTE HOST IDENTIFICATION HAS CHANGED'],
    ['no-key', {}, 'ssh_denied', 'Permission denied (publickey)'],
    ['sealed-key', {}, 'ssh_denied', 'Permission denied (publickey)'],
    ['nowhere', {}, 'ssh_host_not_found', 'Could not resolve hostname bastion.invalid'],
    ['closed', {}, 'ssh_refused', 'Connection refused'],
    ['restricted', {}, 'ssh_forwarding_refused', 'administratively prohibited'],
    ['bastion', { port: 1 }, 'refused_there', 'Connection refused'],
    ['bastion', { host: 'replica.invalid' }, 'host_not_found_there', 'open failed: connect failed'],
    ['bastion', { host: '/var/run/postgresql' }, 'no_socket_there', ''],
  ])('%s %o: says %s', async (sshHost, changes, code, detail) => {
    const error = await failure(through(sshHost, changes).replica.probe());
    expect(error).toMatchObject({ kind: 'unreachable', problem: { code } });
    expect(error.problem.detail ?? '').toContain(detail);
    expect(error.problem.title).toContain(code === 'ssh_host_not_found' ? 'bastion.invalid' : sshHost);
  });

  it('says when there is no ssh', async () => {
    const { PATH } = process.env;
    process.env.PATH = kit.world.folder;
    try {
      expect(await failure(through('bastion').replica.probe())).toMatchObject({
        kind: 'unreachable',
        problem: { code: 'ssh_missing' },
      });
    } finally {
      process.env.PATH = PATH;
    }
  });

  it('gives up at once while ssh is still on its way', async () => {
    const silent = await FaultyProxy.start(host.port);
    try {
      silent.trap = { from: 'server', after: 0, fault: 'stall' };
      const { replica } = through(`bastion:${silent.port}`);
      const asked = failure(replica.probe());
      await eventually(async () => silent.stalledConnections > 0);
      await atMost(3_000, replica.close());
      expect((await asked).kind).toBe('cancelled');
    } finally {
      silent.heal();
      await silent.stop();
    }
  });

  describe('the test of a connection', () => {
    const run = async (sshHost: string | null, changes: Changes = {}): Promise<ConnectionTest> => {
      const { id: _, paused: _too, ...config } = kit.config('standby', { sshHost, tls: plain, ...changes });
      const { password } = kit.world.analyst;
      return testConnection({ ...config, password: null }, password, { log: quietLog });
    };
    const statuses = (test: ConnectionTest) => test.steps.map(({ name, status }) => `${name} ${status}`);

    it('has a step for it, only where there is an SSH host', async () => {
      const test = await run('bastion');
      expect(test.usable).toBe(true);
      expect(statuses(test).slice(0, 3)).toEqual(['ssh ok', 'reach ok', 'login ok']);
      expect(test.steps[1]?.text).toContain('answers through SSH.');
      expect(statuses(await run(null))[0]).toBe('reach ok');
    });

    it.each<[string, Changes, string[]]>([
      ['no-key', {}, ['ssh failed', 'reach skipped']],
      ['restricted', {}, ['ssh failed', 'reach skipped']],
      ['bastion', { port: 1 }, ['ssh ok', 'reach failed']],
      ['bastion', { user: 'nobody' }, ['ssh ok', 'reach ok', 'login failed']],
    ])('through %s with %o ends where it failed', async (sshHost, changes, expected) => {
      const test = await run(sshHost, changes);
      expect(test.usable).toBe(false);
      expect(statuses(test).slice(0, expected.length)).toEqual(expected);
    });
  });

  it('leaves no ssh behind when Pulse itself is killed', async () => {
    const module = path.resolve('electron/engine/replica/ssh-tunnel.ts');
    const to = JSON.stringify({ sshHost: 'bastion', host: '127.0.0.1', port: kit.world.standby.port });
    const script = `const { SshTunnel } = await import(${JSON.stringify(module)});
      new SshTunnel(${to}).connect().once('up', () => console.log('up'));`;
    const pulse = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(pulse.stdout, 'data');
    expect(host.running()).toBe(1);
    pulse.kill('SIGKILL');
    await eventually(async () => host.running() === 0);
  });
});
