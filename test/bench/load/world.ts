import pg from 'pg';
import { type DemoWorld, type NodeName, startDemoWorld } from '../../../demo/world.ts';

export const SCHEMA = 'bench';

/** A primary and its standby with many like tables, each a few megabytes with an indexed timestamp. */
export interface LoadWorld {
  tables: string[];
  /** Connection string of a role that may read (on the standby) or also write (on the primary). */
  urlFor(node: NodeName): string;
  /** What is given to Pulse: a role that may only read. */
  analystUrl: string;
  admin: pg.Client;
  stop(): Promise<void>;
}

export async function startLoadWorld(count: number, rows: number): Promise<LoadWorld> {
  const world = await startDemoWorld({ scale: 0.005, writer: false });
  const tables = Array.from({ length: count }, (_, index) => `t${String(index + 1).padStart(2, '0')}`);
  try {
    const primary = await connect(world, 'primary');
    await primary.query(`create schema ${SCHEMA}; grant usage on schema ${SCHEMA} to ${world.analyst.user}`);
    for (const table of tables) await primary.query(tableSql(`${SCHEMA}.${table}`, rows, world.analyst.user));
    await primary.query('checkpoint');
    const written = await primary.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn');
    await primary.end();
    const admin = await connect(world, 'standby');
    await replayed(admin, written.rows[0]?.lsn ?? '0/0');
    return {
      tables,
      urlFor: (node) => superuserUrl(world, node),
      analystUrl: world.analyst.urlFor('standby'),
      admin,
      stop: async () => {
        await admin.end().catch(() => {});
        await world.stop();
      },
    };
  } catch (error) {
    await world.stop();
    throw error;
  }
}

function tableSql(name: string, rows: number, reader: string): string {
  return `
    create table ${name} (
      id bigint generated always as identity primary key,
      created_at timestamptz not null default now(),
      reference text not null,
      customer_id int not null,
      status text not null,
      amount numeric(10, 2) not null,
      email text
    );
    insert into ${name} (created_at, reference, customer_id, status, amount, email)
      select now() - (${rows} - n) * interval '5 seconds', 'R' || n, n % 5000, 'paid', n % 300,
        'c' || (n % 5000) || '@example.com'
      from generate_series(1, ${rows}) as n;
    create index on ${name} (created_at);
    grant select on ${name} to ${reader};
    analyze ${name};`;
}

async function replayed(standby: pg.Client, lsn: string): Promise<void> {
  for (;;) {
    const { rows } = await standby.query('select pg_last_wal_replay_lsn() >= $1::pg_lsn as there', [lsn]);
    if (rows[0]?.there) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function superuserUrl(world: DemoWorld, node: NodeName): string {
  const { host, port, database, superuser } = world[node];
  return `postgresql://${superuser.user}:${superuser.password}@${host}:${port}/${database}?sslmode=disable`;
}

async function connect(world: DemoWorld, node: NodeName): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: superuserUrl(world, node), application_name: 'bench' });
  client.on('error', () => {});
  await client.connect();
  return client;
}
