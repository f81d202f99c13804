import pg from 'pg';
import type { DemoNode, DemoWorld } from '../../../demo/world.ts';

/** Wide enough to be like the tables that people watch: about 130 bytes a row. */
const COLUMNS = `order_id bigint NOT NULL, placed_at timestamptz NOT NULL, changed_at timestamptz,
  customer_id integer, product_id integer, quantity smallint, unit_price numeric(10,2), discount numeric(5,2),
  weight_grams double precision, currency text, channel text, status text, country text, reference text,
  city text, postal_code text`;

/** Half a percent of the discounts and none of the rest are empty, as in a table that is well. */
const ROWS = `SELECT i, now() - (($1::bigint - i) * 2) * interval '1 second', now() - (($1::bigint - i) * 2) * interval '1 second',
  1 + i % 200000, 1 + i % 5000, 1 + i % 9, (100 + i % 9900) / 100.0, CASE WHEN i % 200 > 0 THEN i % 30 END,
  50 + i % 3000, (ARRAY['EUR', 'USD', 'GBP'])[1 + i % 3], (ARRAY['web', 'app', 'store', 'partner'])[1 + i % 4],
  (ARRAY['placed', 'paid', 'shipped', 'returned'])[1 + i % 4], (ARRAY['DE', 'FR', 'IT', 'ES', 'PL'])[1 + i % 5],
  'R' || lpad(i::text, 10, '0'), (ARRAY['Berlin', 'Paris', 'Milano', 'Madrid'])[1 + i % 4], lpad((i % 99999)::text, 5, '0')
FROM generate_series($2::bigint, $3::bigint) AS i`;

export const SCHEMA = 'public';
export const TABLE = 'bench_orders';

/** Makes the table on the primary, vacuums it, and waits until the standby has it. */
export async function makeTable(world: DemoWorld, rows: number): Promise<void> {
  const sessions = await Promise.all([
    connect(world.primary),
    connect(world.primary),
    connect(world.standby),
  ]);
  const [left, right, standby] = sessions;
  try {
    await left.query(`CREATE TABLE ${TABLE} (${COLUMNS})`);
    const half = Math.floor(rows / 2);
    await left.query(`INSERT INTO ${TABLE} ${ROWS}`, [rows, 1, half]);
    await right.query(`INSERT INTO ${TABLE} ${ROWS}`, [rows, half + 1, rows]);
    await left.query(`ALTER TABLE ${TABLE} ADD PRIMARY KEY (order_id)`);
    await left.query(`CREATE INDEX ON ${TABLE} (placed_at)`);
    await left.query(`VACUUM (FREEZE, ANALYZE) ${TABLE}`);
    await left.query(`GRANT SELECT ON ${TABLE} TO ${world.analyst.user}`);
    const { rows: written } = await left.query<{ lsn: string }>('SELECT pg_current_wal_lsn() AS lsn');
    const seen = 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS done';
    while (!(await standby.query<{ done: boolean }>(seen, [written[0]?.lsn])).rows[0]?.done) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    await Promise.all(sessions.map((session) => session.end()));
  }
}

/** A superuser's session, which may look at buffers. The guard's settings, as plans depend on them. */
export async function connect(node: DemoNode): Promise<pg.Client> {
  const client = new pg.Client({
    host: node.host,
    port: node.port,
    database: node.database,
    ...node.superuser,
    options: '-c jit=off -c max_parallel_workers_per_gather=0 -c work_mem=4MB',
  });
  await client.connect();
  return client;
}

/** Pages that a statement takes out of shared buffers, found there or not. */
export async function buffersOf(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${sql}`,
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
  return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
}
