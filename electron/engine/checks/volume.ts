import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatCount } from '../../../shared/format.ts';
import { allOf, fenced, windowCondition } from '../planner/scan.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';
import { estimatedRowsSql } from './estimate.ts';
import { marginOfCount } from './sampling.ts';
import { relationOf, rowSettings, rowWords, scanOf, windowOf } from './window.ts';

const DAY_SECONDS = 86_400;

const config = z
  .object({
    ...rowSettings,
    count: z.enum(['exact', 'estimate']).default('exact').meta({
      title: 'Count',
      description:
        'exact: reads the rows. estimate: takes the number from the catalogue, which costs nothing and is as old as the last ANALYZE.',
    }),
  })
  .refine((value) => value.count === 'exact' || (windowOf(value) === null && value.where === null), {
    message: 'An estimate is of the whole table: leave out the window and the condition, or count exactly.',
    path: ['count'],
  });

/** Rows in a window or in the table. One range of the index on the timestamp where there is one. */
export const volume = defineCheckType({
  type: 'volume',
  title: 'Volume',
  description: 'How many rows arrived? Finds loads that came in half, twice or not at all.',
  scope: 'table',
  unit: 'rows',
  measure: 'count',
  stepDown: ['sample'],
  config,
  defaults: {
    name: 'Volume',
    config: { timestampColumn: null, windowSeconds: 900, where: null, count: 'exact' },
    bounds: { ...NO_BOUNDS, failMin: 1 },
    intervalMs: 60_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, { table, rule }) {
    const relation = relationOf(table);
    if (settings.count === 'estimate') {
      return { ask: 'statement', readsData: false, free: true, sql: estimatedRowsSql(relation) };
    }
    const scan = scanOf(settings, table, { rows: { call: 'count(*)' } });
    if (rule.kind !== 'change' || !scan.window) return { ask: 'scan', scan };
    const { seconds } = scan.window;
    const endSecondsAgo = { previous: seconds, day: DAY_SECONDS, week: 7 * DAY_SECONDS }[rule.against];
    const condition = allOf(
      windowCondition({ ...scan.window, endSecondsAgo }),
      scan.where === null ? null : fenced(scan.where),
    );
    const before = `SELECT count(*)::float8 FROM ${relation} WHERE ${condition}`;
    return { ask: 'scan', scan: { ...scan, lookups: { before } } };
  },
  observe(answer, settings, { rule }) {
    const row = singleRow(answer);
    if (settings.count === 'estimate' && row.rows === null) {
      const finding = 'The catalogue has no estimate (a view, or never analysed): count exactly instead';
      return { value: null, status: 'learning', finding };
    }
    const counted = asNumber(row.rows) ?? 0;
    const sample = answer.ask === 'scan' ? answer.sample : null;
    const rows = sample ? Math.round((counted * 100) / sample.percent) : counted;
    const about = sample || settings.count === 'estimate' ? 'About ' : '';
    return {
      value: rows,
      finding: `${about}${formatCount(rows, 'row')} ${rowWords(settings)}`,
      ...(sample ? { margin: marginOfCount(counted, sample) } : {}),
      // Nothing came then either: there is nothing to compare with.
      ...(rule.kind === 'change' && windowOf(settings) ? { reference: asNumber(row.before) || null } : {}),
    };
  },
});
