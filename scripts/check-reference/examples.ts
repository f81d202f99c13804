import type { ProbeAnswer } from '../../electron/engine/checks/check-type.ts';
import type { Rule } from '../../shared/domain/check.ts';

/** Settings to show on a type's page, with answers as the server might give them. */
export interface Example {
  /** What is asked, as a heading. */
  title: string;
  config: Record<string, unknown>;
  rule?: Rule;
  known?: unknown;
  /** Rows by the names under which the type asks for them: what it says of each is shown. */
  answers?: readonly Record<string, unknown>[];
  /** More than one row at once, for statements that return many. */
  rows?: readonly Record<string, unknown>[];
  lagSeconds?: readonly (number | null)[];
}

const HOUR = { timestampColumn: 'created_at', windowSeconds: 3_600 };
const known = { column: 'status', learned: ['new', 'paid', 'sent'], accepted: [], found: [] };

/** By type. Every type in the registry has at least one. */
export const EXAMPLES: Record<string, readonly Example[]> = {
  freshness: [
    {
      title: 'By an indexed column',
      config: { timestampColumn: 'created_at' },
      answers: [{ age: 840 }, { age: -7_200 }, { age: null }],
    },
    { title: 'By a column without an index', config: { timestampColumn: 'placed_at' } },
  ],
  volume: [
    { title: 'In a window', config: HOUR, answers: [{ rows: 1_240 }, { rows: 0 }] },
    {
      title: 'In a window, compared with the same hour yesterday',
      config: HOUR,
      rule: { kind: 'change', against: 'day' },
    },
    {
      title: 'The newest load of a table that is loaded in batches',
      config: { timestampColumn: 'created_at', windowSeconds: null, count: 'newest_load' },
      answers: [{ rows: 1_000 }],
    },
    {
      title: 'By estimate',
      config: { windowSeconds: null, count: 'estimate' },
      answers: [{ rows: 5_000_000 }, { rows: null }],
    },
  ],
  missing: [
    {
      title: 'Nulls',
      config: { column: 'email', ...HOUR },
      answers: [
        { all: 1_240, missing: 0 },
        { all: 1_240, missing: 31 },
        { all: 0, missing: 0 },
      ],
    },
    { title: 'Nulls and blank text', config: { column: 'email', blankIsMissing: true, ...HOUR } },
  ],
  unique: [
    {
      title: 'A key',
      config: { columns: ['id'], ...HOUR },
      answers: [
        { surplus_rows: 0, doubled_keys: 0 },
        { surplus_rows: 12, doubled_keys: 9 },
      ],
    },
  ],
  accepted_values: [
    {
      title: 'A fixed list',
      config: { column: 'status', values: ['new', 'paid', 'sent'], learn: false, ...HOUR },
      answers: [
        { rows: 0, first: null, last: null },
        { rows: 12, first: 'SENT', last: 'paied' },
      ],
    },
    {
      title: 'Learned: the first run',
      config: { column: 'status', learn: true, ...HOUR },
      rows: [{ value: 'new' }, { value: 'paid' }, { value: 'sent' }],
    },
    {
      title: 'Learned: later runs',
      config: { column: 'status', learn: true, ...HOUR },
      known,
      answers: [
        { rows: 0, first: null, last: null },
        { rows: 12, first: 'returned', last: 'returned' },
      ],
    },
  ],
  range: [
    {
      title: 'Rows outside of bounds',
      config: { column: 'total', from: '0', to: '10000', ...HOUR },
      answers: [
        { outside: 0, odd: 0 },
        { outside: 3, odd: 0 },
        { outside: 3, odd: 1 },
      ],
    },
    {
      title: 'Dates in the future',
      config: { column: 'placed_at', to: 'now + 5 min', ...HOUR },
      answers: [{ outside: 17, odd: 0 }],
    },
    {
      title: 'A mean',
      config: { column: 'total', statistic: 'mean', ...HOUR },
      answers: [
        { value: 48.2, odd: 0 },
        { value: 48.2, odd: 2 },
        { value: null, odd: 0 },
      ],
    },
    {
      title: 'A percentile',
      config: { column: 'total', statistic: 'percentile', percentile: 95, ...HOUR },
      answers: [{ value: 190, odd: 0 }],
    },
  ],
  relationship: [
    {
      title: 'Newest rows',
      config: { column: 'customer_id', parentTable: 'customers', timestampColumn: 'created_at' },
      answers: [{ orphans: 0 }, { orphans: 4 }],
    },
  ],
  distribution: [
    {
      title: 'A mean or a standard deviation',
      config: { column: 'total', statistic: 'mean', timestampColumn: 'created_at' },
      answers: [
        { mean: 48.2, deviation: 20, filled: 1_240, odd: 0 },
        { mean: null, deviation: null, filled: 0, odd: 0 },
      ],
    },
    {
      title: 'The share of a value',
      config: { column: 'status', statistic: 'share', value: 'paid', timestampColumn: 'created_at' },
      answers: [{ all: 1_240, matching: 1_116 }],
    },
    {
      title: 'The mean length of a text',
      config: { column: 'email', statistic: 'mean_length', timestampColumn: 'created_at' },
      answers: [{ mean: 21.4, deviation: 4, filled: 1_240 }],
    },
  ],
  cardinality: [
    { title: 'Exact', config: { column: 'customer_id', ...HOUR }, answers: [{ distinct_values: 914 }] },
    {
      title: 'By estimate',
      config: { column: 'customer_id', count: 'estimate' },
      answers: [{ distinct_values: 80_000 }, { distinct_values: null }],
    },
  ],
  text_format: [
    {
      title: 'A form',
      config: { column: 'email', kind: 'email', ...HOUR },
      answers: [
        { filled: 1_240, bad: 0 },
        { filled: 1_240, bad: 31 },
        { filled: 0, bad: 0 },
      ],
    },
    { title: 'Your own pattern', config: { column: 'status', kind: 'regex', pattern: '^[a-z]+$', ...HOUR } },
    {
      title: 'Damaged text',
      config: { column: 'email', kind: 'damaged', ...HOUR },
      answers: [{ filled: 1_240, bad: 8 }],
    },
  ],
  event_delay: [
    {
      title: 'On average',
      config: { column: 'placed_at', ...HOUR },
      answers: [{ delay: 42 }, { delay: -3_600 }, { delay: null }],
    },
  ],
  schema: [
    {
      title: 'Columns',
      config: {},
      rows: [
        { name: 'id', type: 'integer', nullable: true, position: 1 },
        { name: 'client_id', type: 'bigint', nullable: true, position: 2 },
      ],
    },
  ],
  replication_lag: [{ title: 'Lag', config: {}, lagSeconds: [4, null] }],
  custom_sql: [
    {
      title: 'Rows are failures',
      config: { sql: 'SELECT id FROM orders WHERE total < 0', result: 'failures' },
      answers: [{ failures: 0 }, { failures: 3 }],
    },
    {
      title: 'One value',
      config: { sql: 'SELECT sum(total) AS turnover FROM orders', result: 'value' },
      answers: [{ turnover: '48210.50' }, { turnover: null }],
    },
  ],
};

/** The answers of an example as the planner would hand them over. */
export function answersOf(example: Example, ask: 'scan' | 'statement' | 'server'): ProbeAnswer[] {
  if (ask === 'server') {
    return (example.lagSeconds ?? []).map((lagSeconds) => ({
      ask,
      facts: {
        role: 'replica',
        version: '18.4',
        versionNum: 180_004,
        lagSeconds,
        pressure: null,
        hotStandbyFeedback: null,
      },
    }));
  }
  const sets = [...(example.rows ? [[...example.rows]] : []), ...(example.answers ?? []).map((row) => [row])];
  return sets.map((rows) => {
    const row = rows[0] ?? {};
    if (ask === 'scan') return { ask, row, sample: null };
    return { ask, result: { rows, columns: Object.keys(row), durationMs: 0 } };
  });
}
