import { describe, expect, test } from 'vitest';
import { estimateOf, explainStatement } from '../../electron/engine/planner/explain.ts';
import { PAGE_BYTES } from '../../electron/engine/planner/pages-read.ts';
import { parsePlan } from '../../electron/engine/planner/plan-node.ts';
import { sizesOf } from '../../electron/engine/planner/sizes.ts';
import type { ReplicaApi, Statement } from '../../electron/engine/replica/api.ts';
import plans from '../support/plans-pg18.json' with { type: 'json' };

type Name = keyof typeof plans;

/** A plan of PostgreSQL 18 with the catalogue's sizes at that time, and the blocks that running it then took. */
function priced(name: Name) {
  const { plan, sizes, buffers } = plans[name];
  const { bytes, shape } = estimateOf(parsePlan(plan), sizesOf(sizes));
  return { pages: bytes === null ? null : bytes / PAGE_BYTES, shape, buffers };
}

/** Of these nobody knows better than that they are worth a few pages, or the numbers themselves are a guess. */
const apart: readonly Name[] = ['foreign', 'catalogue', 'never_analysed_window', 'parts_max'];

describe('what a plan reads', () => {
  test.each((Object.keys(plans) as Name[]).filter((name) => !apart.includes(name)))(
    '%s: within a factor of 2 of what was read',
    (name) => {
      const { pages, buffers } = priced(name);
      expect(pages).toBeGreaterThanOrEqual((buffers ?? 0) / 2);
      expect(pages).toBeLessThanOrEqual((buffers ?? 0) * 2);
    },
  );

  test('of a foreign table nobody knows', () => {
    expect(priced('foreign')).toMatchObject({ pages: null, shape: 'Foreign Scan on far' });
  });

  test('nothing, when no table is in it', () => {
    expect(priced('catalogue')).toMatchObject({ pages: 0, shape: 'Result' });
  });

  test("of a table that was never analysed, a window's rows are taken to lie on a page each", () => {
    const { pages, buffers } = priced('never_analysed_window');
    expect(pages).toBeGreaterThan(buffers ?? 0);
    expect(pages).toBeLessThan(700);
  });

  test('the newest row of a partitioned table is a probe of each partition', () => {
    expect(priced('parts_max')).toMatchObject({ pages: 8, shape: 'Index Only Scan using parts_0_at_idx' });
  });

  test('is named by its dearest part', () => {
    expect(priced('nested_loop').shape).toBe('Index Scan using events_pkey');
    expect(priced('parts_window').shape).toBe('Index Scan using parts_0_at_idx');
    expect(priced('hashjoin').shape).toBe('Seq Scan on events');
  });

  test('a dot in a schema or a name leads nobody astray', () => {
    const node = { 'Node Type': 'Seq Scan', 'Plan Rows': 1, 'Total Cost': 1 };
    const plan = parsePlan([{ Plan: { ...node, Schema: 'a.b', 'Relation Name': 'c.d' } }]);
    const size = { pages: 7, knownPages: 7, rows: 100, visible: 0, correlation: null };
    const estimate = estimateOf(
      plan,
      sizesOf([
        { ...size, schema: 'a.b', name: 'c.d' },
        { ...size, schema: 'a', name: 'b.c.d', pages: 90 },
      ]),
    );
    expect(estimate).toMatchObject({ bytes: 7 * PAGE_BYTES, shape: 'Seq Scan on c.d' });
  });
});

describe('asking for a price', () => {
  function replica(...answers: Record<string, unknown>[][]) {
    const asked: Statement[] = [];
    const query = async (statement: Statement) => {
      asked.push(statement);
      return { rows: answers[asked.length - 1] ?? [], columns: [], durationMs: 1 };
    };
    return { asked, api: { query } as unknown as ReplicaApi };
  }

  test('plans the statement, then looks up the sizes of what is in the plan', async () => {
    const { plan, sizes } = plans.seq;
    const { asked, api } = replica([{ 'QUERY PLAN': JSON.stringify(plan) }], sizes);
    const estimate = await explainStatement(
      api,
      { sql: 'SELECT count(*) FROM t', params: [1] },
      'Price of x',
      5,
    );
    expect(estimate.bytes).toBe(5_173 * PAGE_BYTES);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({ params: [1], reason: 'Price of x', checkId: 5 });
    expect(asked[0]?.sql).toBe('EXPLAIN (FORMAT JSON, VERBOSE)\nSELECT count(*) FROM t');
    expect(asked[1]?.sql).toContain("('p', 'events')");
  });

  test('has nothing to look up when no table is read', async () => {
    const { asked, api } = replica([{ 'QUERY PLAN': plans.catalogue.plan }]);
    expect(await explainStatement(api, { sql: 'SELECT 1' }, 'Price of x', null)).toMatchObject({ bytes: 0 });
    expect(asked).toHaveLength(1);
  });
});
