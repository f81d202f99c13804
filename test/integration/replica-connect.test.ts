import dns from 'node:dns';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { testConnection } from '../../electron/engine/replica/test-connection.ts';
import { parseConnectionUrl } from '../../electron/engine/replica/url.ts';
import type {
  ConnectionInput,
  ConnectionTest,
  ConnectionTestStep,
  TlsMode,
} from '../../shared/domain/connection.ts';
import { FaultyProxy } from '../support/faulty-proxy.ts';
import { memoryEngine } from './support/memory-engine.ts';
import { type Changes, failure, ReplicaKit, replayed } from './support/replica-kit.ts';

/** What an analyst reads when a connection does not come about, and that TLS modes mean what libpq means. */

let kit: ReplicaKit;
let primary: pg.Client;
let standby: pg.Client;

beforeAll(async () => {
  kit = await ReplicaKit.start();
  primary = await kit.admin('primary');
  standby = await kit.admin('standby');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await kit.closeReplicas();
});
afterAll(() => kit.stop());

const probe = (changes: Changes) => failure(kit.replica('standby', changes).replica.probe());

describe('a login that fails', () => {
  it('for a wrong password', async () => {
    const error = await probe({ password: 'wr0ng-secret' });
    expect(error).toMatchObject({ kind: 'auth', problem: { code: 'wrong_password', sqlstate: '28P01' } });
    expect(error.message).toBe('The server at 127.0.0.1 did not accept the password of "analyst".');
    expect(JSON.stringify(error.problem)).not.toContain('wr0ng');
  });

  it('for no password', async () => {
    expect(await probe({ password: null })).toMatchObject({
      kind: 'auth',
      problem: { code: 'password_needed' },
    });
  });

  it('for a user that is not there', async () => {
    // PostgreSQL does not tell strangers which users it has.
    expect(await probe({ user: 'nobody_knows' })).toMatchObject({
      kind: 'auth',
      problem: { code: 'wrong_password' },
    });
  });

  it('for a user that may not log in', async () => {
    await primary.query("create role locked_out nologin password 'x'");
    await replayed(primary, standby);
    const error = await probe({ user: 'locked_out', password: 'x' });
    expect(error).toMatchObject({ kind: 'auth', problem: { code: 'no_such_user' } });
  });

  it('for a database that is not there', async () => {
    const error = await probe({ database: 'Shop' });
    expect(error).toMatchObject({ kind: 'auth', problem: { code: 'no_such_database' } });
    expect(error.message).toBe('There is no database "Shop" on 127.0.0.1.');
  });

  it('for the connection limit of its role', async () => {
    await primary.query("create role only_none login password 'x' connection limit 0");
    await replayed(primary, standby);
    const error = await probe({ user: 'only_none', password: 'x' });
    expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'role_connections_taken' } });
  });
});

describe('a server that cannot be reached', () => {
  it('for a host that is not there', async () => {
    const error = await probe({ host: 'replica.invalid' });
    expect(error.kind).toBe('unreachable');
    expect(error.problem.code).toMatch(/^(host_not_found|name_lookup_failed)$/);
  });

  it('for a port without a server', async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await probe({ port })).toMatchObject({ kind: 'unreachable', problem: { code: 'refused' } });
  });

  it('for something that is no PostgreSQL', async () => {
    const server = net.createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    expect(await probe({ port })).toMatchObject({ kind: 'unreachable' });
    server.close();
  });

  it('for a socket folder without a server', async () => {
    const error = await probe({ host: kit.world.folder });
    expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'no_socket' } });
  });
});

describe('TLS', () => {
  const caFile = () => kit.world.tls.caFile;
  const encrypted = async (mode: TlsMode, changes: Changes = {}, ca: string | null = null) => {
    const { replica } = kit.replica('standby', { tls: { mode, caFile: ca }, ...changes });
    await replica.probe();
    const { rows } = await replica.query({
      sql: 'select ssl from pg_stat_ssl where pid = pg_backend_pid()',
      reason: 'look',
    });
    expect(rows[0]?.ssl).toBe(replica.encrypted);
    return replica.encrypted;
  };
  /** A name that leads to the standby, but is not in its certificate. */
  const otherName = () => {
    const lookup = dns.lookup.bind(dns) as (host: string, ...rest: unknown[]) => void;
    vi.spyOn(dns, 'lookup').mockImplementation(((host: string, ...rest: unknown[]) =>
      lookup(host === 'replica.example.test' ? '127.0.0.1' : host, ...rest)) as never);
    return 'replica.example.test';
  };

  it('is off, tried, or required as the mode says', async () => {
    expect(await encrypted('disable')).toBe(false);
    expect(await encrypted('prefer')).toBe(true);
    expect(await encrypted('require')).toBe(true);
    expect(await encrypted('verify-ca', {}, caFile())).toBe(true);
    expect(await encrypted('verify-full', {}, caFile())).toBe(true);
    expect(await encrypted('verify-full', { host: 'localhost' }, caFile())).toBe(true);
  });

  it('asks for the right name with verify-full only', async () => {
    const host = otherName();
    const error = await probe({ host, tls: { mode: 'verify-full', caFile: caFile() } });
    expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'certificate_name' } });
    expect(error.message).toBe('The server\'s certificate is not for "replica.example.test".');
    expect(await encrypted('verify-ca', { host }, caFile())).toBe(true);
    expect(await encrypted('require', { host })).toBe(true);
  });

  it('does not trust an authority that it was not told about', async () => {
    for (const mode of ['verify-ca', 'verify-full'] as const) {
      const error = await probe({ host: 'localhost', tls: { mode, caFile: null } });
      expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'certificate_untrusted' } });
    }
    // As in libpq, a CA file makes `require` check it.
    const other = path.join(kit.world.folder, 'other-ca.pem');
    await writeFile(other, OTHER_CA);
    const error = await probe({ tls: { mode: 'require', caFile: other } });
    expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'certificate_untrusted' } });
  });

  it('says what is wrong with the CA file', async () => {
    const missing = await probe({ tls: { mode: 'verify-full', caFile: '/no/such/ca.pem' } });
    expect(missing.problem).toMatchObject({ code: 'ca_file_unreadable' });
    const notPem = path.join(kit.world.folder, 'not.pem');
    await writeFile(notPem, 'hello');
    expect((await probe({ tls: { mode: 'verify-full', caFile: notPem } })).problem.code).toBe(
      'ca_file_invalid',
    );
    await writeFile(notPem, '-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----\n');
    expect((await probe({ tls: { mode: 'verify-full', caFile: notPem } })).problem.code).toBe(
      'ca_file_invalid',
    );
  });

  it('falls back to plain with prefer, and only then, when the server has none', async () => {
    await standby.query('alter system set ssl = off');
    await standby.query('select pg_reload_conf()');
    try {
      await expect.poll(() => encrypted('prefer')).toBe(false);
      // What failed in the end is said, not that TLS was tried before.
      expect((await probe({ password: 'wrong' })).problem.code).toBe('wrong_password');
      for (const mode of ['require', 'verify-full'] as const) {
        const error = await probe({ tls: { mode, caFile: mode === 'require' ? null : caFile() } });
        expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'tls_not_supported' } });
      }
    } finally {
      await standby.query('alter system reset ssl');
      await standby.query('select pg_reload_conf()');
    }
    await expect.poll(() => encrypted('prefer')).toBe(true);
  });

  it('is asked for by a server that requires it', async () => {
    const hba = path.join(kit.world.folder, 'standby', 'pg_hba.conf');
    const before = await standby.query("select pg_read_file('pg_hba.conf') as text");
    await writeFile(hba, 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
    await standby.query('select pg_reload_conf()');
    try {
      await expect
        .poll(async () => (await probe({ tls: { mode: 'disable', caFile: null } })).problem)
        .toMatchObject({
          code: 'tls_required',
          sqlstate: '28000',
        });
      expect(await encrypted('prefer')).toBe(true);
      await writeFile(hba, 'hostnossl all all 127.0.0.1/32 scram-sha-256\n');
      await standby.query('select pg_reload_conf()');
      await expect.poll(() => encrypted('prefer')).toBe(false);
      const error = await probe({ tls: { mode: 'require', caFile: null } });
      expect(error).toMatchObject({ kind: 'auth', problem: { code: 'not_allowed_from_here' } });
    } finally {
      await writeFile(hba, before.rows[0].text);
      await standby.query('select pg_reload_conf()');
    }
  });
});

describe('the test of a connection', () => {
  const input = (changes: Partial<ConnectionInput> = {}): ConnectionInput => ({
    ...parseConnectionUrl(kit.world.analyst.urlFor('standby')),
    ...changes,
  });
  const told: ConnectionTestStep[] = [];
  const run = (connection: ConnectionInput) => {
    told.length = 0;
    return testConnection(connection, connection.password, { onStep: (step) => told.push(step) });
  };
  const statuses = ({ steps }: ConnectionTest) =>
    Object.fromEntries(steps.map(({ name, status }) => [name, status]));
  const text = ({ steps }: ConnectionTest, name: string) => steps.find((step) => step.name === name)?.text;

  it('goes through on a replica', async () => {
    const test = await run(input());
    expect(test).toMatchObject({ usable: true, role: 'replica', serverVersion: '18.4', problem: null });
    expect(test.lagSeconds).toBeLessThan(1);
    expect(new Set(test.steps.map(({ status }) => status))).toEqual(new Set(['ok']));
    expect(text(test, 'tables')).toMatch(/^"analyst" may read \d+ of \d+ tables and views\.$/);
    expect(text(test, 'read_only')).toBe('Pulse tried a harmless write, and the server refused it.');
    expect(told).toEqual(test.steps);
  });

  it('tells each step as soon as it is known', async () => {
    const proxy = await FaultyProxy.start(kit.world.standby.port);
    try {
      for (const [last, failed] of [
        ['reach', 'login'],
        ['login', 'role'],
        ['role', 'read_only'],
      ] as const) {
        // What comes after a step that was told meets a broken network: what was told before it did not wait for it.
        const { steps } = await testConnection(input({ port: proxy.port }), input().password, {
          onStep: ({ name }) => name === last && proxy.strike('reset'),
        });
        expect(steps.filter(({ status }) => status === 'ok').at(-1)?.name).toBe(last);
        expect(steps.find(({ status }) => status === 'failed')?.name).toBe(failed);
      }
    } finally {
      await proxy.stop();
    }
  });

  it('is in the query log and in the load budget of a connection that is saved, if it goes to the same server', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pulse-connect-test-'));
    const engine = await memoryEngine(folder);
    try {
      const { handlers, store } = engine;
      const { id } = await handlers['connections.create'](input());
      const asked = () => store.queries.list(id, null, 100).map(({ reason }) => reason);
      const test = (changes: Partial<ConnectionInput> = {}) =>
        handlers['connections.test']({ id, connection: input({ password: null, ...changes }), run: 1 });
      expect(asked()).toEqual([]);
      const elsewhere = { port: kit.world.primary.port, password: input().password };
      expect(await test(elsewhere)).toMatchObject({ role: 'primary' });
      expect(asked()).toEqual([]);
      expect(await test()).toMatchObject({ usable: true });
      expect(asked()).toEqual(
        expect.arrayContaining([
          'Guard: is this server a replica?',
          'Proves that the server refuses a write',
          'What the role may read and write',
        ]),
      );
      const [connection] = await handlers['connections.list'](null);
      expect(connection?.budget.busyMs).toBeGreaterThan(0);
      expect(connection?.budget.byHandShare).toBeGreaterThan(0);
    } finally {
      await engine.stop();
      await rm(folder, { recursive: true });
    }
  });

  it('stops at a primary', async () => {
    const test = await run(input({ port: kit.world.primary.port }));
    expect(test).toMatchObject({ usable: false, role: 'primary', problem: { code: 'not_a_replica' } });
    expect(statuses(test)).toEqual({
      reach: 'ok',
      login: 'ok',
      role: 'failed',
      read_only: 'skipped',
      lag: 'skipped',
      tables: 'skipped',
    });
    expect(told.map(({ name }) => name)).toEqual(['reach', 'login', 'role']);
  });

  it("takes a stand-in at its owner's word, and says so", async () => {
    const test = await run(input({ port: kit.world.primary.port, standIn: 'logical_replica' }));
    expect(test).toMatchObject({ usable: true, role: 'stand_in', lagSeconds: null });
    expect(statuses(test)).toMatchObject({ role: 'warning', read_only: 'ok', lag: 'skipped' });
  });

  it('fails at the login', async () => {
    const test = await run(input({ password: 'wrong' }));
    expect(test).toMatchObject({ usable: false, role: null, problem: { code: 'wrong_password' } });
    expect(statuses(test)).toMatchObject({ reach: 'ok', login: 'failed', role: 'skipped' });
  });

  it('fails at the network', async () => {
    const test = await run(input({ host: 'replica.invalid' }));
    expect(statuses(test)).toMatchObject({ reach: 'failed', login: 'skipped' });
  });

  it('warns of rights that Pulse does not need, with the SQL of a role that has none', async () => {
    const test = await run(input(kit.superuser));
    expect(test.usable).toBe(true);
    expect(statuses(test)).toMatchObject({ read_only: 'warning' });
    expect(text(test, 'read_only')).toContain('"postgres" is a superuser');
    expect(text(test, 'read_only')).toContain(
      'GRANT SELECT ON ALL TABLES IN SCHEMA "Sales Ops", "public" TO pulse;',
    );
  });

  it('warns of a role that may read nothing', async () => {
    await primary.query("create role empty_handed login password 'x'");
    await replayed(primary, standby);
    const test = await run(input({ user: 'empty_handed', password: 'x' }));
    expect(test.usable).toBe(true);
    expect(statuses(test)).toMatchObject({ tables: 'warning' });
    expect(text(test, 'tables')).toContain('"empty_handed" may read none of the');
  });
});

/** Some other authority's certificate, made for this test alone and of no use to anybody. */
const OTHER_CA = `-----BEGIN CERTIFICATE-----
MIIBhzCCAS2gAwIBAgIUKfLMyaSTZMLO2+p/CG4JCsvboiYwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNU29tZSBvdGhlciBDQTAgFw0yNjExMjMyMjIzMjdaGA8yMTI2
MTAzMDIyMjMyN1owGDEWMBQGA1UEAwwNU29tZSBvdGhlciBDQTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABBkA6YOiCyYFg1wCEDenYr+s5IVci9JqTP34NK/NwtDC
3pJy3khsKko8cX4keMdFOfvTcd+1UErLkQeuH9BgFuyjUzBRMB0GA1UdDgQWBBSk
E3/wqLpguTb+3mTGRBm+FPSGLTAfBgNVHSMEGDAWgBSkE3/wqLpguTb+3mTGRBm+
FPSGLTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIG7rvxvfbCh9
TQevGNAqz3DjxB0dm+dAhJqrSG5lECR6AiEA2ZcZTUJmdfCw1/HZ9lioLAsUpIZT
CviGjB0P02kImU4=
-----END CERTIFICATE-----
`;
