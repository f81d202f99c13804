/**
 * The production load: clients that read as fast as they can, or write at a steady rate.
 * `node clients.ts read|write <url> <clients> <transactions a second> <tables, with commas>`
 */
import pg from 'pg';
import { Histogram } from './histogram.ts';
import type { FromClients, ToClients } from './messages.ts';
import { SCHEMA } from './world.ts';

const [mode = 'read', url = '', clientCount = '4', rate = '100', tableList = ''] = process.argv.slice(2);
const tables = tableList.split(',').map((name) => `${SCHEMA}.${name}`);
let latencies: Histogram | null = null;
let errors = 0;
let beganAt = 0;
let running = true;

const say = (message: FromClients) => process.send?.(message);
const pick = <T>(values: readonly T[]): T => values[Math.floor(Math.random() * values.length)] as T;

const rows = 20_000;

/** Two look-ups and now and then a small report, as a web application does. */
async function read(client: pg.Client): Promise<void> {
  const table = pick(tables);
  const id = 1 + Math.floor(Math.random() * rows * 0.95);
  await client.query({
    name: `one ${table}`,
    text: `select * from ${table} where id = $1`,
    values: [id],
  });
  if (Math.random() < 0.2) {
    await client.query({
      name: `some ${table}`,
      text: `select status, count(*), sum(amount) from ${table} where id between $1 and $1 + 200 group by status`,
      values: [id],
    });
  }
}

async function write(client: pg.Client): Promise<void> {
  const table = pick(tables);
  await client.query('begin');
  await client.query({
    name: `insert ${table}`,
    text: `insert into ${table} (reference, customer_id, status, amount, email) values ($1, $2, 'new', 10, $3)`,
    values: [
      `N${Date.now()}-${Math.random()}`,
      Math.floor(Math.random() * 5_000),
      `c${Date.now()}@example.com`,
    ],
  });
  await client.query({
    name: `update ${table}`,
    text: `update ${table} set status = 'sent' where id = $1`,
    values: [1 + Math.floor(Math.random() * rows)],
  });
  await client.query('commit');
}

async function work(client: pg.Client, everyMs: number, offsetMs: number): Promise<void> {
  const transaction = mode === 'read' ? read : write;
  let next = performance.now() + offsetMs;
  while (running) {
    // An open loop: a transaction that comes late counts from when it should have begun.
    if (everyMs > 0) {
      const wait = next - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    } else {
      next = performance.now();
    }
    try {
      await transaction(client);
      latencies?.add(performance.now() - next);
    } catch {
      errors += 1;
      await client.query('rollback').catch(() => {});
    }
    next += everyMs;
  }
}

const count = Number(clientCount);
const clients = await Promise.all(
  Array.from({ length: count }, async () => {
    const client = new pg.Client({ connectionString: url, application_name: 'shop' });
    await client.connect();
    return client;
  }),
);
const everyMs = mode === 'read' ? 0 : (count * 1_000) / Number(rate);
const loops = clients.map((client, index) => work(client, everyMs, (index * everyMs) / count));
process.on('message', (message: ToClients) => {
  if (message.do === 'begin') {
    latencies = new Histogram();
    errors = 0;
    beganAt = performance.now();
  } else if (message.do === 'end' && latencies) {
    const ms = performance.now() - beganAt;
    say({ say: 'measured', latencies: latencies.filled, ms, errors });
    latencies = null;
  } else if (message.do === 'stop') {
    running = false;
    void Promise.all(loops)
      .then(() => Promise.all(clients.map((client) => client.end())))
      .then(() => process.exit(0));
  }
});
process.on('disconnect', () => process.exit(1));
say({ say: 'ready' });
