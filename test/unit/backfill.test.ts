import { describe, expect, test } from 'vitest';
import { readPast } from '../../electron/engine/checks/backfill.ts';
import type { Due } from '../../electron/engine/checks/due.ts';
import { NO_PAST } from '../../electron/engine/checks/judge.ts';
import type { FailureKind, ReplicaApi, Statement, TableFacts } from '../../electron/engine/replica/api.ts';
import { ReplicaError } from '../../electron/engine/replica/errors.ts';
import { type Check, NO_BOUNDS } from '../../shared/domain/check.ts';

const NOW = 0;
const HOUR = 3_600;
const MB = 1_048_576;
const facts = {
  indexes: [
    { name: 'by_at', columns: ['at'], unique: false, primary: false, partial: false, method: 'btree' },
  ],
  columns: [],
  pages: 1_000,
} as unknown as TableFacts;

function due(id: number, type: string, config: Record<string, unknown>, changes: Partial<Due> = {}): Due {
  const rule = { kind: 'anomaly', sides: 'both', guard: 'always' } as const;
  const rest = { name: `${type} ${id}`, bounds: NO_BOUNDS, severity: 'broken' as const, pendingRuns: 1 };
  const check = {
    id,
    connectionId: 1,
    tableId: 1,
    type,
    config,
    rule,
    intervalMs: 60_000,
    enabled: true,
    ...rest,
  };
  const table = {
    id: 1,
    connectionId: 1,
    schema: 'public',
    name: 'orders',
    kind: 'table' as const,
    addedAt: 0,
  };
  return {
    check: check as Check,
    context: { table, acceptedSchema: null, facts, rule, known: null },
    price: null,
    past: NO_PAST,
    limitBytes: 1_024 * MB,
    ...changes,
  };
}
const rows = { timestampColumn: 'at', windowSeconds: HOUR };
const volume = (id = 1) => due(id, 'volume', rows);
const missing = (id: number, column = 'price') => due(id, 'missing', { ...rows, column });

/** Answers buckets of an hour, with the aggregates by their text; EXPLAIN prices a day at `mbPerDay`. */
function replica(
  buckets: Record<number, Record<string, number>>,
  mbPerDay = 0.01,
  fails?: (sql: string) => FailureKind | null,
) {
  const asked: string[] = [];
  const sizes: string[] = [];
  const query = async ({ sql }: Statement) => {
    if (sql.startsWith('EXPLAIN')) {
      const node = { 'Node Type': 'Seq Scan', 'Plan Rows': 1, 'Total Cost': 1 };
      const days = Number(/interval '(\d+) seconds'/.exec(sql)?.[1]) / 86_400;
      const name = `orders of ${days} days`;
      return { rows: [{ plan: [{ Plan: { ...node, Schema: 'public', 'Relation Name': name } }] }] };
    }
    if (sql.includes('"knownPages"')) {
      sizes.push(sql);
      const names = [...sql.matchAll(/'(orders of (\d+\.?\d*) days)'/g)];
      return {
        rows: names.map(([, name, days]) => ({
          schema: 'public',
          name,
          pages: (Number(days) * mbPerDay * MB) / 8_192,
          knownPages: 1,
          rows: 1,
          visible: 1,
        })),
      };
    }
    asked.push(sql);
    const kind = fails?.(sql);
    if (kind) throw new ReplicaError(kind, { code: kind, title: kind, hint: '' });
    const columns = [...sql.matchAll(/(count\(\*\).*?)::float8 AS (c\d+)/g)];
    return {
      rows: Object.entries(buckets).map(([bucket, values]) => ({
        bucket: Number(bucket),
        ...Object.fromEntries(
          columns.map(([, text = '', name = '']) => [
            name,
            values[text.includes('IS NULL') ? 'missing' : 'rows'] ?? 0,
          ]),
        ),
      })),
    };
  };
  return { asked, sizes, api: { query } as unknown as ReplicaApi };
}

const full = { 10: { rows: 5 }, 11: { rows: 7, missing: 7 }, 14: { rows: 9 }, 15: { rows: 1 } };

describe('what checks would have seen before', () => {
  test('comes out of one statement for all of them', async () => {
    const { asked, api } = replica(full);
    const past = await readPast([volume(1), missing(2)], api, NOW);
    expect(asked).toHaveLength(1);
    expect([...past.keys()]).toEqual([1, 2]);
  });

  test('asks for the sizes of what it reads once, whatever the windows', async () => {
    const { asked, sizes, api } = replica(full);
    const longer = due(2, 'volume', { ...rows, windowSeconds: 2 * HOUR });
    await readPast([volume(1), longer], api, NOW);
    expect(asked).toHaveLength(2);
    expect(sizes).toHaveLength(1);
  });

  test('no row is a 0 for a count, and nothing to judge for a share; what is cut off at both ends is left out', async () => {
    const past = await readPast([volume(1), missing(2)], replica(full).api, NOW);
    const at = (bucket: number) => (bucket + 1) * HOUR * 1_000;
    expect(past.get(1)).toEqual([
      { at: at(11), value: 7 },
      { at: at(12), value: 0 },
      { at: at(13), value: 0 },
      { at: at(14), value: 9 },
    ]);
    expect(past.get(2)).toEqual([
      { at: at(11), value: 100 },
      { at: at(14), value: 0 },
    ]);
  });

  test.each([{}, { 10: { rows: 1 } }, { 10: { rows: 1 }, 11: { rows: 1 } }])(
    'is nothing in %j',
    async (buckets) => {
      expect((await readPast([volume()], replica(buckets).api, NOW)).get(1)).toEqual([]);
    },
  );

  test.each([
    ['all of it', 0.01, 56],
    ['what is cheap', 1, 7],
    ['what the connection allows', 1, 2, 3 * MB],
  ])('reaches back over %s', async (_, mbPerDay, days, limitBytes = 1_024 * MB) => {
    const { asked, api } = replica(full, mbPerDay);
    await readPast([{ ...volume(), limitBytes }], api, NOW);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(`interval '${days * 86_400} seconds'`);
  });

  test('is not read where it is too dear', async () => {
    const { asked, api } = replica(full, 10_000);
    expect(await readPast([volume()], api, NOW)).toEqual(new Map());
    expect(asked).toEqual([]);
  });

  test('is not read without an index, a window or learned bounds', async () => {
    const { asked, api } = replica(full);
    const whole = due(2, 'volume', { timestampColumn: null, windowSeconds: null });
    const fixed = volume(3);
    fixed.check = { ...fixed.check, rule: { kind: 'fixed' } };
    const bare = volume(1);
    bare.context = { ...bare.context, facts: { ...facts, indexes: [] } };
    expect(await readPast([bare, whole, fixed], api, NOW)).toEqual(new Map());
    expect(asked).toEqual([]);
  });

  test('of one check that cannot be asked, or has settings that do not fit, is no reason to leave out the others', async () => {
    const { api } = replica(full, 0.01, (sql) => (sql.includes('"gone"') ? 'missing_column' : null));
    const past = await readPast(
      [missing(1, 'gone'), volume(2), due(3, 'volume', { windowSeconds: 'soon' })],
      api,
      NOW,
    );
    expect(past.get(2)).toHaveLength(4);
    expect(past.get(1)).toBeUndefined();
  });

  test('that takes too long is asked for over a shorter time, and given up in the end', async () => {
    const slow = (days: number) => (sql: string) =>
      Number(/interval '(\d+) seconds'/.exec(sql)?.[1]) > days * 86_400 ? ('timeout' as const) : null;
    const { asked, api } = replica(full, 0.01, slow(30));
    expect((await readPast([volume()], api, NOW)).get(1)).toHaveLength(4);
    expect(asked).toHaveLength(2);
    expect(await readPast([volume()], replica(full, 0.01, slow(0)).api, NOW)).toEqual(new Map());
  });

  test('cannot be known while the replica does not answer', async () => {
    const { api } = replica(full, 0.01, () => 'unreachable');
    await expect(readPast([volume()], api, NOW)).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
