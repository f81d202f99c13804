import { describe, expect, test } from 'vitest';
import { BackTester } from '../../electron/engine/backtest/back-tester.ts';
import { type BackTestQuestion, backTestJob } from '../../electron/engine/backtest/job.ts';
import type { ConnectionWatch } from '../../electron/engine/connections/watch.ts';
import { Roster } from '../../electron/engine/monitor/roster.ts';
import type { Statement, TableFacts } from '../../electron/engine/replica/api.ts';
import { DescribedTables } from '../../electron/engine/suggest/described.ts';
import { type CheckInput, NO_BOUNDS } from '../../shared/domain/check.ts';
import { checkInput } from '../support/check-input.ts';
import { aConnection, aRun, aTable } from '../support/samples.ts';
import { testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const HOUR = 3_600;
const facts = {
  schema: 'public',
  name: 'orders',
  kind: 'table',
  indexes: [
    { name: 'by_at', columns: ['at'], unique: false, primary: false, partial: false, method: 'btree' },
  ],
  columns: [],
  pages: 10,
} as unknown as TableFacts;

const volume = (failMin: number): CheckInput =>
  checkInput(
    'volume',
    { timestampColumn: 'at', windowSeconds: HOUR },
    { bounds: { ...NO_BOUNDS, failMin }, intervalMs: 60_000 },
  );

/** A table with rows for ten days, of which one hour is empty. */
function world(saved?: CheckInput) {
  const store = testStore();
  const clock = new VirtualClock();
  const connection = aConnection(store);
  const table = aTable(store, connection.id);
  const owner = { connectionId: connection.id, tableId: table.id };
  const check = saved ? store.checks.insert(owner, saved) : null;
  const now = clock.now() / 1_000;
  const hours = Array.from({ length: 240 }, (_, index) => Math.floor(now / HOUR) - 239 + index);
  const asked: string[] = [];
  const query = async ({ sql }: Statement) => {
    if (sql.startsWith('EXPLAIN')) {
      const plan = [{ Plan: { 'Node Type': 'Result', 'Plan Rows': 1, 'Total Cost': 1 } }];
      return { rows: [{ plan }], columns: [], durationMs: 0 };
    }
    asked.push(sql);
    const full = hours.filter((_, index) => index !== 100);
    if (!sql.includes(' AS first'))
      return { rows: full.map((bucket) => ({ bucket, c0: 50 })), columns: [], durationMs: 1 };
    const seen = full.map((hour) => ({ first: hour * HOUR, last: hour * HOUR + HOUR - 1, now }));
    return { rows: seen, columns: [], durationMs: 1 };
  };
  const roster = new Roster(store, clock.now());
  roster.facts.learn(table.id, facts, clock.now());
  const keeper = { config: connection, replica: { query } };
  roster.watches.set(connection.id, { keeper } as unknown as ConnectionWatch);
  const run = async (_: string, question: unknown) => backTestJob(store, question as BackTestQuestion);
  const reader = { run } as unknown as ConstructorParameters<typeof BackTester>[0]['reader'];
  const described = new DescribedTables(clock);
  const tester = new BackTester({ store, roster, reader, described, clock });
  return {
    store,
    clock,
    asked,
    tester,
    described,
    check,
    place: { ...owner, checkId: check?.id ?? null, relation: null },
  };
}

describe('a back-test', () => {
  test('of a new check is made from the table’s own timestamps, and another bound asks no other question', async () => {
    const { tester, place, asked } = world();
    const [test] = await tester.test(place, [volume(10)]);
    expect(test).toMatchObject({ source: 'table', unit: 'rows' });
    expect(test?.sentence).toBe('In the last 10 days this would have spoken once.');
    expect(asked).toHaveLength(1);
    const [deaf] = await tester.test(place, [volume(0)]);
    expect(deaf?.spoken).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test('of freshness is made from when rows came', async () => {
    const { tester, place } = world();
    const bounds = { ...NO_BOUNDS, failMax: 1_800 };
    const fresh = checkInput('freshness', { timestampColumn: 'at' }, { bounds });
    const [test] = await tester.test(place, [fresh]);
    expect(test).toMatchObject({ source: 'table', unit: 'seconds' });
    expect(test?.spoken).toHaveLength(1);
    expect(test?.spoken[0]?.value).toBeGreaterThanOrEqual(1_800);
  });

  test('of a table that is not monitored yet knows it from the catalogue', async () => {
    const { tester, place, described } = world();
    described.note(place.connectionId, facts);
    const there = { ...place, tableId: null, relation: { schema: 'public', name: 'orders' } };
    const tests = await tester.test(there, [volume(10), volume(0)]);
    expect(tests.map(({ spoken }) => spoken.length)).toEqual([1, 0]);
  });

  test('of a check with a history is that of its runs, judged by what is written', async () => {
    const { store, clock, tester, place, check, asked } = world(volume(10));
    if (!check) throw new Error('There is a check.');
    for (let i = 20 * 24; i > 0; i--) {
      const value = i >= 100 && i < 104 ? 20 : 50;
      store.runs.append(aRun(check.id, { finishedAt: clock.now() - i * HOUR * 1_000, value }));
    }
    const [now] = await tester.test(place, [volume(10)]);
    expect(now).toMatchObject({ source: 'runs', spoken: [] });
    const [edited] = await tester.test(place, [volume(30)]);
    expect(edited).toMatchObject({ source: 'runs' });
    expect(edited?.spoken).toHaveLength(1);
    expect(asked).toEqual([]);
  });

  test('says why there is none', async () => {
    const { tester, place } = world();
    const [whole, other] = await tester.test(place, [
      checkInput('unique', { columns: ['id'] }),
      checkInput('volume', { timestampColumn: 'seen', windowSeconds: HOUR }),
    ]);
    expect(whole).toMatchObject({ source: 'none', points: [] });
    expect(whole?.sentence).toContain('as it is now');
    expect(other?.sentence).toContain('Without an index on seen');
  });

  test('takes only what fits', async () => {
    const { tester, place } = world();
    await expect(tester.test(place, [checkInput('missing', { column: '' })])).rejects.toMatchObject({
      problem: { code: 'bad_check' },
    });
  });
});
