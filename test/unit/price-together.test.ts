import { beforeEach, describe, expect, test } from 'vitest';
import type { Due } from '../../electron/engine/checks/due.ts';
import { NO_PAST } from '../../electron/engine/checks/judge.ts';
import { validateCheck } from '../../electron/engine/checks/registry.ts';
import { runChecks } from '../../electron/engine/checks/run-check.ts';
import type { QueryResult, ReplicaApi, Statement, TableFacts } from '../../electron/engine/replica/api.ts';
import { ReplicaError } from '../../electron/engine/replica/errors.ts';
import { type CheckInput, FIXED, NO_BOUNDS } from '../../shared/domain/check.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MB = 1_048_576;
const PAGES = 12_800;
const index = (name: string, ...columns: string[]) => ({
  name,
  columns,
  unique: false,
  primary: false,
  partial: false,
  method: 'btree',
});
const column = (name: string, type: string) => ({
  name,
  type,
  category: 'N',
  nullable: true,
  position: 1,
  nullFraction: 0,
  distinct: -1,
});
const facts: TableFacts = {
  schema: 'public',
  name: 'orders',
  kind: 'table',
  estimatedRows: 1_000_000,
  pages: PAGES,
  bytes: 100 * MB,
  columns: [
    column('id', 'bigint'),
    column('at', 'timestamp with time zone'),
    column('price', 'numeric'),
    column('note', 'text'),
    column('kind', 'text'),
  ],
  indexes: [index('orders_pkey', 'id'), index('orders_at', 'at')],
};

/** A table of 100 MB. A window is a tenth of it; the column `gone` is not there any more. */
class PlanningReplica implements ReplicaApi {
  readonly facts = null;
  readonly explains: Statement[] = [];
  readonly sizes: Statement[] = [];
  readonly asked: Statement[] = [];
  trouble: ReplicaError | null = null;

  probe(): never {
    throw new Error('Nobody asks for it here.');
  }
  async close() {
    return { cancelled: 0, confirmed: 0 };
  }
  running() {
    return [];
  }
  async cancel() {
    return null;
  }
  async query(statement: Statement): Promise<QueryResult> {
    const { sql } = statement;
    const explains = sql.startsWith('EXPLAIN');
    const measures = sql.includes('pg_relation_size');
    (explains ? this.explains : measures ? this.sizes : this.asked).push(statement);
    if (explains && this.trouble) throw this.trouble;
    if (!measures && sql.includes('"gone"')) {
      throw new ReplicaError('missing_column', {
        code: 'x',
        title: 'The column gone is not there.',
        hint: '',
      });
    }
    if (explains) return answer({ plan: JSON.stringify([{ Plan: planOf(sql) }]) });
    const size = { schema: 'public', knownPages: PAGES, visible: PAGES, rows: 1_000_000, correlation: 1 };
    if (measures)
      return answer({ ...size, name: 'orders', pages: PAGES }, { ...size, name: 'orders_at', pages: 3_000 });
    if (sql.includes('AS value')) return answer({ value: 'new' });
    return answer(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, 1])));
  }
}

function answer(...rows: Record<string, unknown>[]): QueryResult {
  return { rows, columns: Object.keys(rows[0] ?? {}), durationMs: 1 };
}

function planOf(sql: string) {
  const windowed = /\nWHERE "at" > now/.test(sql);
  const table = { Schema: 'public', 'Relation Name': 'orders', 'Total Cost': 1 };
  return windowed
    ? { ...table, 'Node Type': 'Index Scan', 'Index Name': 'orders_at', 'Plan Rows': 100_000 }
    : { ...table, 'Node Type': 'Seq Scan', 'Plan Rows': 1_000_000 };
}

let replica: PlanningReplica;
let clock: VirtualClock;
beforeEach(() => {
  replica = new PlanningReplica();
  clock = new VirtualClock();
});

let nextId = 1;
function due(type: string, config: Record<string, unknown>, changes: Partial<Due> = {}): Due {
  const input: CheckInput = {
    type,
    config,
    name: `${type} ${config.column ?? ''}`.trim(),
    bounds: NO_BOUNDS,
    rule: FIXED,
    severity: 'broken',
    intervalMs: 60_000,
    pendingRuns: 1,
    enabled: true,
  };
  const table = {
    id: 1,
    connectionId: 7,
    schema: 'public',
    name: 'orders',
    kind: 'table' as const,
    addedAt: 0,
  };
  return {
    check: { ...validateCheck(input), id: nextId++, connectionId: 7, tableId: 1 },
    context: { table, acceptedSchema: null, facts, rule: FIXED, known: null },
    price: null,
    past: NO_PAST,
    limitBytes: 1_024 * MB,
    ...changes,
  };
}
const window = { timestampColumn: 'at', windowSeconds: 900 };
const run = (...dues: Due[]) => runChecks(dues, replica, clock);

describe('checks that one statement answers', () => {
  test('are priced by one EXPLAIN of that statement, and one look at the sizes', async () => {
    const outcomes = await run(...['price', 'note', 'kind'].map((name) => due('missing', { column: name })));
    expect(replica.explains).toHaveLength(1);
    expect(replica.sizes).toHaveLength(1);
    expect(replica.asked).toHaveLength(1);
    expect(replica.explains[0]?.sql).toBe(`EXPLAIN (FORMAT JSON, VERBOSE)\n${replica.asked[0]?.sql}`);
    expect(replica.explains[0]?.reason).toBe(
      'Price of missing price, missing note, missing kind · public.orders',
    );
    for (const { price } of outcomes) {
      expect(price).toMatchObject({ step: 'as_asked', bytes: 100 * MB, tablePages: PAGES, window: null });
      expect(price?.sentence).toBe('Reads 100 MB (Seq Scan on orders), together with 2 other checks.');
    }
  });

  test('are those of one group: windows apart from passes over the table', async () => {
    const whole = ['price', 'note'].map((name) => due('missing', { column: name }));
    const windows = ['price', 'kind'].map((name) => due('missing', { column: name, ...window }));
    const outcomes = await run(...whole, ...windows);
    expect(replica.explains).toHaveLength(2);
    expect(replica.asked).toHaveLength(2);
    expect(outcomes.map(({ price }) => price?.shape)).toEqual([
      'Seq Scan on orders',
      'Seq Scan on orders',
      'Index Scan using orders_at',
      'Index Scan using orders_at',
    ]);
  });

  test('and never all rows for what an index may answer for a few', async () => {
    const rare = due('missing', { column: 'note', where: 'id = 5' });
    const wide = due('volume', { ...window, windowSeconds: 2_592_000 });
    const near = due('missing', { column: 'note', ...window });
    await run(due('missing', { column: 'price' }), due('missing', { column: 'kind' }), rare, wide, near);
    expect(replica.explains).toHaveLength(4);
  });

  test('keep the price they have while it holds', async () => {
    const dues = ['price', 'note'].map((name) => due('missing', { column: name }));
    const outcomes = await run(...dues);
    await run(...dues.map((it, i) => ({ ...it, price: outcomes[i]?.price ?? null })));
    expect(replica.explains).toHaveLength(1);
  });
});

describe('one by one', () => {
  test('only over the limit, and each steps down for itself', async () => {
    const dues = ['price', 'note'].map((name) => due('missing', { column: name }, { limitBytes: 50 * MB }));
    const outcomes = await run(...dues);
    expect(outcomes.map(({ price }) => price?.step)).toEqual(['window', 'window']);
    // The two together, each as it is set, and each with a window.
    expect(replica.explains).toHaveLength(5);
    expect(replica.sizes).toHaveLength(1);
  });

  test('when one of them cannot be planned: the others have their price, and run', async () => {
    const names = ['price', 'gone', 'note'];
    const [price, gone, note] = await run(...names.map((name) => due('missing', { column: name })));
    expect(replica.explains).toHaveLength(4);
    expect([price?.price?.bytes, gone?.price, note?.price?.bytes]).toEqual([100 * MB, null, 100 * MB]);
    expect([price?.status, gone?.failure?.kind, note?.status]).toEqual(['pass', 'missing_column', 'pass']);
  });

  test('not when the replica does not answer: it is left alone', async () => {
    replica.trouble = new ReplicaError('unreachable', { code: 'x', title: 'Gone.', hint: '' });
    const outcomes = await run(...['price', 'note'].map((name) => due('missing', { column: name })));
    expect(outcomes.map(({ status }) => status)).toEqual(['deferred', 'deferred']);
    expect(replica.explains).toHaveLength(1);
    expect(replica.asked).toHaveLength(0);
  });

  test('for a view, whose indexes nobody sees', async () => {
    const seen = due('missing', { column: 'price' });
    const view = { context: { ...seen.context, facts: { ...facts, kind: 'view' as const, indexes: [] } } };
    await run(due('missing', { column: 'price' }, view), due('missing', { column: 'note' }, view));
    expect(replica.explains).toHaveLength(2);
  });
});

describe('the newest entry of an index', () => {
  test('needs no EXPLAIN: a few pages, whatever the table holds', async () => {
    const [outcome] = await run(due('freshness', { timestampColumn: 'at' }));
    expect(replica.explains).toHaveLength(0);
    expect(outcome?.price).toMatchObject({
      step: 'as_asked',
      shape: 'Index Only Scan using orders_at',
      cost: null,
    });
    expect(outcome?.price?.bytes).toBeLessThan(MB);
    expect(outcome?.price?.bytes).toBeGreaterThan(0);
  });

  test('of some rows does, as nobody knows how many are passed over', async () => {
    await run(due('freshness', { timestampColumn: 'at', where: "kind = 'odd'" }));
    expect(replica.explains).toHaveLength(1);
  });
});

describe('a tiny table', () => {
  const tiny = { ...facts, estimatedRows: 40, pages: 2, bytes: 16_384 };
  const of = (config: Record<string, unknown>, about: TableFacts = tiny) => {
    const one = due('missing', config);
    return { ...one, context: { ...one.context, facts: about } };
  };

  test('needs no EXPLAIN: no plan can read more than all of it', async () => {
    const [price, note] = await run(of({ column: 'price' }), of({ column: 'note' }));
    expect(replica.explains).toHaveLength(0);
    expect(replica.asked).toHaveLength(1);
    expect(price?.price).toMatchObject({
      bytes: 16_384,
      cost: null,
      sentence: expect.stringContaining('16 kB'),
    });
    expect(note?.status).toBe('pass');
  });

  test('does where a condition may read another table, and where it is a view', async () => {
    await run(of({ column: 'price', where: 'id IN (SELECT id FROM big)' }));
    await run(of({ column: 'price' }, { ...tiny, kind: 'view', pages: null, bytes: null }));
    expect(replica.explains).toHaveLength(2);
  });
});

describe('sizes', () => {
  const alone = () => due('unique', { columns: ['price'] });

  test('are asked for once in an hour', async () => {
    await run(alone());
    await run(alone());
    expect([replica.explains.length, replica.sizes.length]).toEqual([2, 1]);
    await clock.advance(3_600_001);
    await run(alone());
    expect(replica.sizes).toHaveLength(2);
  });

  test('are asked for again when the table has another size', async () => {
    await run(alone());
    const later = alone();
    await run({ ...later, context: { ...later.context, facts: { ...facts, pages: PAGES + 1 } } });
    expect(replica.sizes).toHaveLength(2);
  });
});

test('the price of the statement that learns is not kept for the ones after it', async () => {
  const learn = { column: 'kind', values: [], learn: true, ...window };
  const [first] = await run(due('accepted_values', learn));
  expect(replica.explains).toHaveLength(1);
  expect(first).toMatchObject({ status: 'pass', price: null });
});

test('what else is asked of an answer may fail on the replica, but nothing else that goes wrong is hidden', async () => {
  const config = { column: 'kind', values: ['new'], ...window };
  const { query } = replica;
  const failWith = (error: Error) => {
    replica.query = async (statement) => {
      if (statement.sql.includes('min(')) throw error;
      return query.call(replica, statement);
    };
  };
  failWith(new ReplicaError('timeout', { code: 'x', title: 'It took too long.', hint: '' }));
  expect(await run(due('accepted_values', config))).toMatchObject([{ status: 'pass', value: 1 }]);
  failWith(new TypeError('A mistake of ours.'));
  const beside = due('missing', { column: 'kind', ...window });
  expect(await run(beside, due('accepted_values', config))).toMatchObject([
    { value: 100 },
    { status: 'error', message: 'Pulse could not judge this: A mistake of ours.' },
  ]);
});
