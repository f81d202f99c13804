import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Control, serveControl } from '../../demo/control.ts';
import { controlClient, findRunningDemo } from '../../demo/control-client.ts';
import { type DemoWorld, type NodeName, startDemoWorld } from '../../demo/world.ts';
import { PROBES } from './support/demo-probes.ts';

const MINUTE = 60_000;

let world: DemoWorld;
let standby: pg.Client;
let primary: pg.Client;

async function analyst(node: NodeName, extra: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: world.analyst.urlFor(node), ...extra });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function superuser(node: NodeName): Promise<pg.Client> {
  const { host, port, database, superuser } = world[node];
  const client = new pg.Client({ host, port, database, ...superuser });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function value(client: pg.Client, sql: string, values: unknown[] = []): Promise<unknown> {
  const { rows } = await client.query<unknown[]>({ text: sql, values, rowMode: 'array' });
  return rows[0]?.[0];
}

/** On a connection of its own: the standby may have been restarted since the last question. */
async function onStandby(sql: string, values: unknown[] = []): Promise<unknown> {
  const client = await analyst('standby');
  try {
    return await value(client, sql, values);
  } finally {
    await client.end();
  }
}

async function eventually(what: string, check: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
    await sleep(200);
  }
}

function runs(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // In a container nobody may collect an adopted process that has ended.
  if (process.platform !== 'linux') return true;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

beforeAll(async () => {
  world = await startDemoWorld({ scale: 0.02 });
  standby = await analyst('standby');
  primary = await superuser('primary');
}, 2 * MINUTE);

afterAll(async () => {
  await standby?.end().catch(() => {});
  await primary?.end().catch(() => {});
  await world?.stop();
}, MINUTE);

describe('the pair', () => {
  it('has a standby that is in recovery and follows the primary', async () => {
    expect(await value(standby, 'select pg_is_in_recovery()')).toBe(true);
    expect(await value(primary, 'select pg_is_in_recovery()')).toBe(false);
    await primary.query(
      `insert into coupons values ('FOLLOW', 'Does the standby follow?', 5, current_date, 0, now())`,
    );
    await eventually(
      'the row arrives',
      async () => (await value(standby, `select count(*)::int from coupons where code = 'FOLLOW'`)) === 1,
      5000,
    );
    await primary.query(`delete from coupons where code = 'FOLLOW'`);
  });

  it('lets the analyst read everything and write nothing', async () => {
    const onPrimary = await analyst('primary');
    try {
      const { rows } = await onPrimary.query<{ name: string }>(
        `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables`,
      );
      expect(rows.length).toBeGreaterThan(20);
      for (const { name } of rows) await onPrimary.query(`select 1 from ${name} limit 1`);
      for (const sql of [
        'delete from events',
        'update coupons set redemptions = 0',
        'create table mine (id int)',
        'create temporary table mine (id int)',
      ]) {
        await expect(onPrimary.query(sql), sql).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await onPrimary.end();
    }
  });

  it('asks for the password', async () => {
    const url = new URL(world.analyst.urlFor('standby'));
    url.password = 'wrong';
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('offers TLS that can be verified, for localhost only with its own authority', async () => {
    const ca = readFileSync(world.tls.caFile, 'utf8');
    const url = new URL(world.analyst.urlFor('standby'));
    url.hostname = 'localhost';
    const connect = async (ssl: pg.ClientConfig['ssl']) => {
      const client = new pg.Client({
        host: 'localhost',
        port: Number(url.port),
        user: world.analyst.user,
        password: world.analyst.password,
        database: world.analyst.database,
        ...(ssl === undefined ? {} : { ssl }),
      });
      try {
        await client.connect();
        return await value(client, 'select ssl from pg_stat_ssl where pid = pg_backend_pid()');
      } finally {
        await client.end().catch(() => {});
      }
    };
    expect(await connect({ ca })).toBe(true);
    expect(await connect(undefined)).toBe(false);
    await expect(connect({})).rejects.toThrow(/certificate/);
  });
});

describe('the shop', () => {
  it('has days of history, and weeks of what is rare, in tables of different character', async () => {
    expect(await value(standby, `select now() - min(created_at) > interval '9 hours' from events`)).toBe(
      true,
    );
    const { rows } = await standby.query<{ kind: string; n: number }>(
      `select relkind as kind, count(*)::int as n from pg_class
       where relnamespace in ('public'::regnamespace, '"Sales Ops"'::regnamespace) and not relispartition
       group by 1`,
    );
    const count = Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
    expect(count).toMatchObject({ p: 1, v: 1, m: 1 });
    expect(count.r).toBeGreaterThanOrEqual(17);
  });

  it('has people sign up at one pace since long ago, so that a back-test finds nothing to say', async () => {
    const longest = await value(
      standby,
      `select extract(epoch from max(created_at - earlier))::float8 from (
         select created_at, lag(created_at) over (order by created_at) as earlier from customers
       ) as spaced`,
    );
    expect(longest).toBeLessThan(1_800);
  });

  it('goes on from the seed without a step', async () => {
    await sleep(10_000);
    const { rows } = await standby.query<{ before: number; after: number }>(
      `select
         count(*) filter (where created_at between $1::timestamptz - interval '10 seconds' and $1)::int as before,
         count(*) filter (where created_at > $1 and created_at <= $1::timestamptz + interval '10 seconds')::int as after
       from events where created_at > $1::timestamptz - interval '10 seconds'`,
      [world.seededUntil],
    );
    const { before = 0, after = 0 } = rows[0] ?? {};
    expect(after).toBeGreaterThanOrEqual(before * 0.6 - 2);
    expect(after).toBeLessThanOrEqual(before * 1.6 + 2);
    const gap = await value(
      standby,
      `select extract(epoch from max(created_at - earlier))::float8 from (
         select created_at, lag(created_at) over (order by created_at) as earlier
         from events where created_at > now() - interval '5 minutes'
       ) as spaced`,
    );
    expect(gap).toBeLessThan(15);
  });

  it(
    'keeps every table that should change changing',
    async () => {
      const clock = {
        events: 'max(created_at)',
        page_views: 'max(viewed_at)',
        inventory: 'max(updated_at)',
        coupons: 'max(updated_at)',
        sales_batches: 'max(loaded_at)',
        stock_counts: 'max(loaded_at)',
        orders: 'max(updated_at)',
      };
      for (const [table, latest] of Object.entries(clock)) {
        await eventually(
          `${table} changes`,
          async () =>
            (await value(standby, `select ${latest} > $1 from ${table}`, [world.seededUntil])) === true,
          40_000,
        );
      }
    },
    MINUTE,
  );
});

const LATEST_KEYS = `select json_build_object(
  'scan', (select max(scan_id) from parcel_scans), 'address', (select max(address_id) from addresses),
  'payment', (select max(payment_id) from payments), 'shipment', (select max(shipment_id) from shipments),
  'file', (select max(loaded_at) from terminal_receipts)
)`;

/** True when the writer has broken rows after those of {@link LATEST_KEYS} ($1), and no whole ones. */
const NEW_ROWS_BROKEN = `
  select (select bool_and(scanned_at < received_at - interval '4 hours' and weight_grams = 1000)
      from parcel_scans where scan_id > (latest->>'scan')::bigint)
    and (select bool_and(length(street) <= 12 and city ~ '^[0-9]') from addresses where address_id > (latest->>'address')::bigint)
    and (select bool_and(amount = total_amount * 100)
      from payments join orders using (order_id) where payment_id > (latest->>'payment')::bigint)
    and (select bool_and(tracking_no like 'tn-%') from shipments where shipment_id > (latest->>'shipment')::bigint)
    and (select bool_and(sold_at < loaded_at - interval '40 minutes') and count(distinct store) < 8
      from terminal_receipts where loaded_at > (latest->>'file')::timestamptz)
  from (select $1::json as latest) as keys`;

describe('the faults', () => {
  afterEach(() => world.healAll(), MINUTE);

  it.each(Object.entries(PROBES))(
    '%s breaks, and its heal puts everything back',
    async (name, { broken, kept }) => {
      // The writer may still add rows of the last seconds.
      const begun = [new Date(Date.now() - 30_000)];
      expect(await onStandby(broken), 'whole before').toBe(false);
      const before = kept === undefined ? undefined : await onStandby(kept, begun);
      expect(before, 'something to keep').not.toBeNull();

      await world.inject(name);
      expect(world.active()).toEqual([name]);
      expect(await onStandby(broken), 'broken while active').toBe(true);
      await world.inject(name); // a second time changes nothing
      expect(world.active()).toEqual([name]);

      await world.heal(name);
      expect(world.active()).toEqual([]);
      expect(await onStandby(broken), 'whole after').toBe(false);
      if (kept !== undefined) expect(await onStandby(kept, begun)).toBe(before);
      await world.heal(name);
    },
    MINUTE,
  );

  it('cover everything in the list', () => {
    const elsewhere = ['stalled_feed', 'frozen_column', 'replica_down'];
    expect([...Object.keys(PROBES), ...elsewhere].sort()).toEqual(
      world.faults.map(({ name }) => name).sort(),
    );
  });

  it(
    'stalled_feed stops the events and delivers them later',
    async () => {
      const latest = 'select max(created_at) from events';
      await world.inject('stalled_feed');
      const stalledAt = await onStandby(latest);
      await sleep(5000);
      expect(await onStandby(latest)).toEqual(stalledAt);
      await world.heal('stalled_feed');
      await eventually(
        'the feed catches up',
        async () =>
          Number(await onStandby('select count(*)::int from events where created_at > $1', [stalledAt])) >= 2,
        10_000,
      );
      const gap = await onStandby(
        `select extract(epoch from min(created_at) - $1::timestamptz)::float8 from events where created_at > $1`,
        [stalledAt],
      );
      expect(gap).toBeLessThan(6);
    },
    MINUTE,
  );

  it(
    'frozen_column lets the quantities move and the timestamp not',
    async () => {
      await world.inject('frozen_column');
      const read = () =>
        onStandby(
          `select array[max(updated_at)::text, md5(string_agg(quantity::text, ',' order by product_id, warehouse_id))] from inventory`,
        );
      const [stamp, quantities] = (await read()) as [string, string];
      await sleep(4000);
      const [laterStamp, laterQuantities] = (await read()) as [string, string];
      expect(laterStamp).toBe(stamp);
      expect(laterQuantities).not.toBe(quantities);
      await world.heal('frozen_column');
      const [healedStamp] = (await read()) as [string, string];
      expect(healedStamp > stamp).toBe(true);
    },
    MINUTE,
  );

  it(
    'replica_down refuses connections; after the heal the standby follows again',
    async () => {
      await world.inject('replica_down');
      await expect(onStandby('select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await expect(world.inject('replica_promoted')).rejects.toThrow('heal replica_down first');
      await world.heal('replica_down');
      expect(await onStandby('select pg_is_in_recovery()')).toBe(true);
      await eventually(
        'new events arrive',
        async () =>
          (await onStandby(`select max(created_at) > now() - interval '10 seconds' from events`)) === true,
        20_000,
      );
    },
    MINUTE,
  );

  it(
    'keep biting, side by side, and healAll puts everything back',
    async () => {
      const names = world.faults
        .map(({ name }) => name)
        .filter((name) => !['replica_down', 'replica_promoted'].includes(name));
      const [latestBatch, latestView] = (await onStandby(
        'select array[(select max(batch_id) from sales_batches), (select max(view_id) from page_views)]',
      )) as [string, string];
      const latest = await onStandby(LATEST_KEYS);
      // The lag comes last: it would hide the others from the standby.
      for (const name of names.filter((name) => name !== 'replication_paused')) await world.inject(name);
      await eventually(
        'the next batches are broken too',
        async () =>
          (await onStandby(
            'select count(*) between 1 and 600 from sales_batches where batch_id = $1::bigint + 1',
            [latestBatch],
          )) === true &&
          (await onStandby('select count(*) = 2000 from stock_counts where batch_id = $1::bigint + 1', [
            latestBatch,
          ])) === true,
        45_000,
      );
      expect(
        await onStandby(
          'select count(*) filter (where session_id is null) > 0 from page_views where view_id > $1::bigint',
          [latestView],
        ),
      ).toBe(true);
      await eventually(
        'new rows are broken in every table that gets some often',
        async () => (await onStandby(NEW_ROWS_BROKEN, [JSON.stringify(latest)])) === true,
        100_000,
      );
      await world.inject('replication_paused');
      expect(world.active().sort()).toEqual([...names].sort());
      await world.healAll();
      expect(world.active()).toEqual([]);
      for (const [name, { broken }] of Object.entries(PROBES)) {
        expect(await onStandby(broken), name).toBe(false);
      }
      await eventually(
        'the writer goes on everywhere',
        async () =>
          (await onStandby(
            `select (select max(created_at) from events) > now() - interval '10 seconds'
             and (select max(updated_at) from coupons) > now() - interval '20 seconds'
             and (select max(updated_at) from inventory) > now() - interval '5 seconds'`,
          )) === true,
        30_000,
      );
    },
    5 * MINUTE,
  );

  it(
    'can share a table, and be healed in any order',
    async () => {
      const pairs = [
        ['half_load', 'rounded_amounts'],
        ['cut_off_file', 'replayed_batch'],
        ['truncated_load', 'swapped_columns'],
        ['timezone_shift', 'constant_value'],
        ['unit_change', 'duplicate_keys'],
        ['orphan_rows', 'code_format_change'],
        ['future_timestamps', 'test_data'],
      ];
      const begun = [new Date(Date.now() - 30_000)];
      for (const names of [...pairs, ...pairs.map((pair) => pair.toReversed())]) {
        const before = await Promise.all(names.map((name) => onStandby(PROBES[name]?.kept ?? '', begun)));
        for (const name of names) await world.inject(name);
        for (const name of names) await world.heal(name);
        for (const [i, name] of names.entries()) {
          expect(await onStandby(PROBES[name]?.broken ?? ''), `${names} heals ${name}`).toBe(false);
          expect(await onStandby(PROBES[name]?.kept ?? '', begun), `${names} restores ${name}`).toBe(
            before[i],
          );
        }
      }
    },
    2 * MINUTE,
  );

  it('name the ones there are when asked for another', () => {
    expect(() => world.inject('gremlins')).toThrow(/no fault "gremlins".*stalled_feed/s);
  });
});

describe('the control of a world', () => {
  let control: Control;
  beforeAll(async () => {
    control = await serveControl(world);
  });
  afterAll(() => control.close());

  it('breaks and heals from another process', async () => {
    const client = controlClient(control);
    expect((await client.listFaults()).map(({ name }) => name)).toEqual(world.faults.map(({ name }) => name));
    expect(await client.inject('column_renamed')).toMatchObject({
      name: 'column_renamed',
      table: 'public.products',
      active: true,
    });
    expect(world.active()).toEqual(['column_renamed']);
    expect(await client.heal('column_renamed')).toMatchObject({ active: false });
    await client.inject('permission_revoked');
    expect((await client.healAll()).some(({ active }) => active)).toBe(false);
    await expect(client.inject('gremlins')).rejects.toThrow('There is no fault "gremlins"');
  });

  it('turns away whoever does not have the token', async () => {
    await expect(controlClient({ url: control.url, token: 'guess' }).listFaults()).rejects.toThrow('token');
    expect((await fetch(`${control.url}/faults/null_burst/inject`, { method: 'POST' })).status).toBe(401);
    expect(world.active()).toEqual([]);
  });

  it(
    'is found through the temporary folder, and not once it is gone',
    async () => {
      const dir = mkdtempSync(path.join(tmpdir(), 'pulse-test-'));
      chmodSync(dir, 0o755); // the servers may run as another user
      try {
        expect(await findRunningDemo(dir)).toBeUndefined();
        const short = await startDemoWorld({ scale: 0.005, writer: false, dir });
        const shortControl = await serveControl(short);
        expect(await findRunningDemo(dir)).toEqual({ url: shortControl.url, token: shortControl.token });
        await shortControl.close();
        expect(await findRunningDemo(dir)).toBeUndefined();
        await short.stop();
        expect(readdirSync(dir)).toEqual([]);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    },
    MINUTE,
  );
});

describe('the end of a world', () => {
  it(
    'leaves no process and no folder after stop()',
    async () => {
      const short = await startDemoWorld({ scale: 0.005, writer: false });
      const pids = [short.primary.pid, short.standby.pid];
      expect(pids.every(runs)).toBe(true);
      await short.stop();
      expect(pids.some(runs)).toBe(false);
      expect(existsSync(short.folder)).toBe(false);
    },
    MINUTE,
  );

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'leaves nothing when its process ends by %s',
    async (signal) => {
      const child = startChild();
      const { folder, pids } = await reportOf(child);
      expect(existsSync(folder)).toBe(true);
      expect(pids.every(runs)).toBe(true);
      child.kill(signal);
      await once(child, 'exit');
      await eventually('the servers end', async () => !pids.some(runs), 10_000);
      await eventually('the folder is removed', async () => !existsSync(folder), 10_000);
    },
    MINUTE,
  );
});

function startChild(): ChildProcess {
  const worldModule = new URL('../../demo/world.ts', import.meta.url).href;
  const program = `
    const { startDemoWorld } = await import(${JSON.stringify(worldModule)});
    const world = await startDemoWorld({ scale: 0.005 });
    console.log(JSON.stringify({ folder: world.folder, pids: [world.primary.pid, world.standby.pid] }));`;
  return spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
}

async function reportOf(child: ChildProcess): Promise<{ folder: string; pids: number[] }> {
  if (child.stdout === null) throw new Error('the child has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    return JSON.parse(line) as { folder: string; pids: number[] };
  }
  throw new Error('the child ended without a report');
}
