/**
 * `npm run bench:scan [-- --rows 5000000 --rounds 7]`: twenty checks on one large table of a standby, asked as the
 * product asks them (folded), each by itself, and a single bare `count(*)` of the table to compare with, in turns.
 *
 * Four scopes. `day`: twenty checks of the last 24 hours, as an analyst would set them on a table of that size, by the
 * index on its timestamp; their figures stand first in the last line. `suggested`: the first twenty foldable checks that
 * Pulse recommends for the table, whose windows are a few pages. `whole`: the same twenty set to every row, at their
 * default intervals and under the default limits: what the planner makes of them is printed, as the window shows it.
 * `every_row`: the same, asked so seldom that every row is read, with what each of them takes alone. A whole pass cannot
 * come near a bare count, which looks into no row, and on a vacuumed table reads only an index: at five million rows about
 * 13,700 pages instead of 82,000. So it is compared as well with `pass`, which reads the table and unpacks every row, and
 * asks nothing else. All sessions are alike: no parallel workers, no JIT.
 */
import { parseArgs } from 'node:util';
import { startDemoWorld } from '../../../demo/world.ts';
import type { Due } from '../../../electron/engine/checks/due.ts';
import { NO_PAST } from '../../../electron/engine/checks/judge.ts';
import { checkType, validateCheck } from '../../../electron/engine/checks/registry.ts';
import { runChecks } from '../../../electron/engine/checks/run-check.ts';
import { systemClock } from '../../../electron/engine/clock.ts';
import { fairOf } from '../../../electron/engine/planner/pricing.ts';
import type { TableFacts } from '../../../electron/engine/replica/api.ts';
import { describeTable } from '../../../electron/engine/replica/catalogue.ts';
import { Replica } from '../../../electron/engine/replica/replica.ts';
import { proposeChecks } from '../../../electron/engine/suggest/suggest.ts';
import type { Check } from '../../../shared/domain/check.ts';
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
/** So seldom that reading a table of a gigabyte is a small part of the load budget. */
const SELDOM_MS = 6 * 3_600_000;
/** The last column, so that all before it are unpacked. */
const PASS = `SELECT count(postal_code) FROM ${SCHEMA}.${TABLE}`;

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
      ...{ id: 1, name: 'standby', paused: false, host, port, database, user, sshHost: null, standIn: null },
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
    const session = await connect(world.standby);
    try {
      const scopes = {
        day: await twentyDues(replica, 86_400),
        suggested: await suggestedDues(replica),
        whole: await twentyDues(replica, null),
        every_row: await twentyDues(replica, null, SELDOM_MS),
      };
      for (const sentence of new Set(scopes.whole.map(({ price }) => price?.sentence))) console.log(sentence);
      const day = await compare('day', scopes.day, replica, session, asked);
      const suggested = await compare('suggested', scopes.suggested, replica, session, asked);
      const whole = await compare('whole', scopes.whole, replica, session, asked);
      const every_row = await compare('every_row', scopes.every_row, replica, session, asked);
      console.log(JSON.stringify({ ...day, scope: 'day', suggested, whole, every_row }));
    } finally {
      await session.end();
    }
  } finally {
    await replica.close();
  }
}

/** Asks in three ways, in turns, prints the medians, and returns how they compare. `asked` gets each statement. */
async function compare(
  scope: string,
  dues: readonly Due[],
  replica: Replica,
  session: Awaited<ReturnType<typeof connect>>,
  asked: string[],
) {
  const ask = async (some: readonly Due[]) => {
    const outcomes = await runChecks(some, replica, systemClock);
    for (const [index, { status, message }] of outcomes.entries()) {
      if (status === 'error' || status === 'deferred')
        throw new Error(`${some[index]?.check.name}: ${message}`);
    }
    return outcomes.reduce((sum, { durationMs }) => sum + durationMs, 0);
  };
  const alone: number[][] = dues.map(() => []);
  const ways = {
    count: async () => (await replica.query({ sql: COUNT, reason: 'bare count' })).durationMs,
    pass: async () => (await replica.query({ sql: PASS, reason: 'bare pass' })).durationMs,
    folded: () => ask(dues),
    single: async () => {
      let sum = 0;
      for (const [index, due] of dues.entries()) {
        const ms = await ask([due]);
        alone[index]?.push(ms);
        sum += ms;
      }
      return sum;
    },
  };
  type Way = keyof typeof ways;
  const names = Object.keys(ways) as Way[];
  const times: Record<Way, number[]> = { count: [], pass: [], folded: [], single: [] };
  const statements: Record<Way, string[]> = { count: [], pass: [], folded: [], single: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      asked.length = 0;
      times[name].push(await ways[name]());
      statements[name] = [...asked];
    }
  }
  const buffers: Record<Way, number> = { count: 0, pass: 0, folded: 0, single: 0 };
  for (const name of names) {
    for (const sql of statements[name]) buffers[name] += await buffersOf(session, sql);
  }
  if (options.sql) console.log(statements.folded.join(';\n'));
  console.log(`${scope}: ${dues.length} checks`);
  console.table(
    Object.fromEntries(
      names.map((name) => [
        name,
        {
          'median ms': round2(median(times[name])),
          statements: statements[name].length,
          buffers: buffers[name],
        },
      ]),
    ),
  );
  if (scope === 'every_row') {
    for (const [index, { check }] of dues.entries()) {
      console.log(
        `${median(alone[index] ?? [])
          .toFixed(0)
          .padStart(7)} ms alone  ${check.name} ${check.config.column ?? ''}`,
      );
    }
  }
  const [count = 0, pass = 0, folded = 0, single = 0] = names.map((name) => median(times[name]));
  return {
    checks: dues.length,
    folded_vs_pass: round2(folded / pass),
    folded_vs_count: round2(folded / count),
    one_by_one_vs_folded: round2(single / folded),
    buffers_one_by_one_vs_folded: round2(buffers.single / buffers.folded),
  };
}

/** What a user gets: the first twenty recommended checks that one pass can answer. */
async function suggestedDues(replica: Replica): Promise<Due[]> {
  const { facts, suggestions } = await proposeChecks(replica, { schema: SCHEMA, name: TABLE });
  const checks = suggestions
    .filter(({ recommended }) => recommended)
    .map(({ check }, index) => ({ ...validateCheck(check), id: index + 1, connectionId: 1, tableId: 1 }));
  return (await prepare(replica, facts, checks)).filter(isScan).slice(0, 20);
}

/** `intervalMs`: another one than the types' own. */
async function twentyDues(
  replica: Replica,
  windowSeconds: number | null,
  intervalMs?: number,
): Promise<Due[]> {
  const checks = twentyChecks(1, 1, windowSeconds).map((check) => ({
    ...check,
    intervalMs: intervalMs ?? check.intervalMs,
  }));
  return prepare(replica, await describeTable(replica, SCHEMA, TABLE), checks);
}

function isScan({ check, context }: Due): boolean {
  const type = checkType(check.type);
  return type.plan(type.config.parse(check.config), context).ask === 'scan';
}

/** The checks with their prices and what they learned, as the product has them after their first run. */
async function prepare(replica: Replica, facts: TableFacts, checks: readonly Check[]): Promise<Due[]> {
  const table = { id: 1, connectionId: 1, schema: SCHEMA, name: TABLE, kind: 'table' as const, addedAt: 0 };
  const run = async (dues: readonly Due[]): Promise<Due[]> => {
    const outcomes = await runChecks(dues, replica, systemClock);
    return dues.map((due, index) => ({
      ...due,
      context: { ...due.context, known: outcomes[index]?.known ?? due.context.known },
      price: outcomes[index]?.price ?? due.price,
    }));
  };
  const { maxScanBytes, busyShare } = LoadPolicy.parse({});
  const fresh = checks.map(
    (check): Due => ({
      check,
      context: { table, acceptedSchema: null, facts, rule: check.rule, known: null },
      price: null,
      past: NO_PAST,
      limitBytes: maxScanBytes,
      fair: fairOf(busyShare, check.intervalMs),
    }),
  );
  // Twice: what learns first asks its real question, and is priced for it, the second time.
  return run(await run(fresh));
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
