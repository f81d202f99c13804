import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatCount } from '../../../shared/format.ts';
import { allOf, fenced, windowCondition } from '../planner/scan.ts';
import { quoteIdent } from '../replica/sql.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';
import { estimatedRowsSql } from './estimate.ts';
import { marginOfCount } from './sampling.ts';
import { relationOf, rowSettings, rowWords, scanOf, windowOf } from './window.ts';

const DAY_SECONDS = 86_400;

const config = z
  .object({
    ...rowSettings,
    count: z.enum(['exact', 'estimate', 'newest_load']).default('exact').meta({
      title: 'Count',
      description:
        'Exact reads the rows. Estimate takes the number from the catalogue, which costs nothing and is as old as the last ANALYZE. Newest load counts only the rows that share the newest timestamp, of a table that is loaded in batches.',
    }),
  })
  .refine((value) => value.count !== 'estimate' || (windowOf(value) === null && value.where === null), {
    message: 'An estimate is of the whole table: leave out the window and the condition, or count exactly.',
    path: ['count'],
  })
  .refine((value) => value.count !== 'newest_load' || value.timestampColumn !== null, {
    message: 'The newest load is known by its timestamp: name the column.',
    path: ['timestampColumn'],
  })
  .refine((value) => value.count !== 'newest_load' || value.windowSeconds === null, {
    message: 'The newest load is looked at whenever it came: leave out the window.',
    path: ['windowSeconds'],
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
    if (settings.count === 'newest_load' && settings.timestampColumn !== null) {
      const at = quoteIdent(settings.timestampColumn);
      const isNewest = `${at} = (SELECT max(${at}) FROM ${relation} WHERE ${at} <= now())`;
      const where = allOf(isNewest, scan.where === null ? null : fenced(scan.where));
      return { ask: 'scan', scan: { ...scan, where } };
    }
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
    const place = settings.count === 'newest_load' ? 'in the newest load' : 'in the table';
    const about = sample || settings.count === 'estimate' ? 'About ' : '';
    return {
      value: rows,
      finding: `${about}${formatCount(rows, 'row')} ${rowWords(settings, place)}`,
      ...(sample ? { margin: marginOfCount(counted, sample) } : {}),
      // Nothing came then either: there is nothing to compare with.
      ...(rule.kind === 'change' && windowOf(settings) ? { reference: asNumber(row.before) || null } : {}),
    };
  },
});
