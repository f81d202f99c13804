import pg from 'pg';
import { type DemoWorld, startDemoWorld } from '../../../demo/world.ts';

export const SCHEMA = 'bench';

export interface AppWorld {
  tables: string[];
  /** Of a role that may only read, on the standby. */
  analyst: { host: string; port: number; database: string; user: string; password: string };
  stop(): Promise<void>;
}

/** A primary and its standby with many small tables, for the checks to have something to ask. */
export async function startAppWorld(count: number): Promise<AppWorld> {
  const world = await startDemoWorld({ scale: 0.005, writer: false });
  const tables = Array.from({ length: count }, (_, index) => `t${String(index + 1).padStart(4, '0')}`);
  try {
    await createTables(world, tables);
    const url = new URL(world.analyst.urlFor('standby'));
    return {
      tables,
      analyst: {
        host: url.hostname,
        port: Number(url.port),
        database: url.pathname.slice(1),
        user: decodeURIComponent(url.username),
        password: decodeURIComponent(url.password),
      },
      stop: () => world.stop(),
    };
  } catch (error) {
    await world.stop();
    throw error;
  }
}

async function createTables(world: DemoWorld, tables: readonly string[]): Promise<void> {
  const { host, port, database, superuser } = world.primary;
  const client = new pg.Client({ host, port, database, user: superuser.user, password: superuser.password });
  await client.connect();
  try {
    await client.query(`create schema ${SCHEMA}; grant usage on schema ${SCHEMA} to ${world.analyst.user}`);
    for (let from = 0; from < tables.length; from += 100) {
      const part = tables.slice(from, from + 100);
      await client.query(part.map((name) => tableSql(`${SCHEMA}.${name}`, world.analyst.user)).join('\n'));
    }
    const { rows } = await client.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn');
    await replayed(world, rows[0]?.lsn ?? '0/0');
  } finally {
    await client.end();
  }
}

const tableSql = (name: string, reader: string) => `
  create table ${name} (created_at timestamptz not null default now(), c2 text, c3 text, c4 text, c5 text, c6 text,
    c7 text, c8 text, c9 text);
  insert into ${name} select now() - n * interval '1 minute', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'
    from generate_series(1, 400) as n;
  grant select on ${name} to ${reader};`;

async function replayed(world: DemoWorld, lsn: string): Promise<void> {
  const { host, port, database, superuser } = world.standby;
  const client = new pg.Client({ host, port, database, user: superuser.user, password: superuser.password });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query('select pg_last_wal_replay_lsn() >= $1::pg_lsn as there', [lsn]);
      if (rows[0]?.there) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    await client.end();
  }
}
