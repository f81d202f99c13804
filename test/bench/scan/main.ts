/**
 * `npm run bench:scan [-- --rows 5000000 --rounds 7]`: twenty checks on one large table of a standby, asked as the
 * product asks them (folded), each by itself, and a single bare `count(*)` to compare with, in turns.
 */
import { parseArgs } from 'node:util';
import { startDemoWorld } from '../../../demo/world.ts';
import { NO_PAST } from '../../../electron/engine/checks/judge.ts';
import { type Due, runChecks } from '../../../electron/engine/checks/run-check.ts';
import { systemClock } from '../../../electron/engine/clock.ts';
import { describeTable } from '../../../electron/engine/replica/catalogue.ts';
import { Replica } from '../../../electron/engine/replica/replica.ts';
import { LoadPolicy } from '../../../shared/domain/connection.ts';
import { buffersOf, connect, makeTable, SCHEMA, TABLE } from './table.ts';
import { twentyChecks } from './twenty-checks.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '5000000' },
    rounds: { type: 'string', default: '7' },
    /** Also prints the folded statement. */
    sql: { type: 'boolean', default: false },
  },
});
const rows = Number(options.rows);
const rounds = Number(options.rounds);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const COUNT = `SELECT count(*) FROM ${SCHEMA}.${TABLE}`;

const world = await startDemoWorld({ scale: 0.005, writer: false });
try {
  const begun = Date.now();
  await makeTable(world, rows);
  console.log(`${rows} rows made in ${Math.round((Date.now() - begun) / 1_000)} s`);
  await measure();
} finally {
  await world.stop();
}

async function measure(): Promise<void> {
  const { host, port, database } = world.standby;
  const { user, password } = world.analyst;
  const asked: string[] = [];
  const replica = new Replica(
    {
      ...{ id: 1, name: 'standby', paused: false, host, port, database, user, standIn: null },
      tls: { mode: 'prefer', caFile: null },
      policy: LoadPolicy.parse({ statementTimeoutMs: 120_000 }),
    },
    {
      password: async () => password,
      clock: systemClock,
      log: quiet,
      onQuery: ({ sql, checkId, reason }) => {
        if (!/^(Guard|Description)/.test(reason) && checkId !== undefined) asked.push(sql);
      },
    },
  );
  try {
    const dues = await prepare(replica);
    const ask = async (some: readonly Due[]) => {
      const outcomes = await runChecks(some, replica, systemClock);
      for (const [index, { status, message }] of outcomes.entries()) {
        if (status === 'error' || status === 'deferred')
          throw new Error(`${some[index]?.check.name}: ${message}`);
      }
      return outcomes.reduce((sum, { durationMs }) => sum + durationMs, 0);
    };
    const ways = {
      count: async () => (await replica.query({ sql: COUNT, reason: 'bare count' })).durationMs,
      folded: () => ask(dues),
      single: async () => {
        let sum = 0;
        for (const due of dues) sum += await ask([due]);
        return sum;
      },
    };
    type Way = keyof typeof ways;
    const names = Object.keys(ways) as Way[];
    const times: Record<Way, number[]> = { count: [], folded: [], single: [] };
    const statements = {} as Record<Way, string[]>;
    for (let round = 0; round < rounds; round++) {
      for (const name of names) {
        asked.length = 0;
        times[name].push(await ways[name]());
        statements[name] = [...asked];
      }
    }
    const session = await connect(world.standby);
    const buffers = {} as Record<Way, number>;
    for (const name of names) {
      buffers[name] = 0;
      for (const sql of statements[name]) buffers[name] += await buffersOf(session, sql);
    }
    await session.end();
    if (options.sql) console.log(statements.folded.join(';\n'));
    for (const name of names) {
      const ms = times[name].map((time) => Math.round(time)).join(' ');
      console.log(
        `${name.padEnd(8)} ${String(statements[name].length).padStart(2)} statements, ${buffers[name]} buffers, ms: ${ms}`,
      );
    }
    const [count, folded, single] = names.map((name) => median(times[name])) as [number, number, number];
    console.log(
      JSON.stringify({
        checks: dues.length,
        folded_vs_count: round2(folded / count),
        one_by_one_vs_folded: round2(single / folded),
        buffers_one_by_one_vs_folded: round2(buffers.single / buffers.folded),
      }),
    );
  } finally {
    await replica.close();
  }
}

/** The checks with their prices, as the product has them after their first run. */
async function prepare(replica: Replica): Promise<Due[]> {
  const facts = await describeTable(replica, SCHEMA, TABLE);
  const table = { id: 1, connectionId: 1, schema: SCHEMA, name: TABLE, kind: 'table' as const, addedAt: 0 };
  const dues = twentyChecks(1, 1).map(
    (check): Due => ({
      check,
      context: { table, acceptedSchema: null, facts, rule: check.rule, known: null },
      price: null,
      past: NO_PAST,
      limitBytes: 8 * 1_024 ** 3,
    }),
  );
  const first = await runChecks(dues, replica, systemClock);
  return dues.map((due, index) => ({ ...due, price: first[index]?.price ?? null }));
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
