import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatCount, formatNumber, formatSeconds } from '../../../shared/format.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';
import { hasWindow, inWindow, recentWindow, relationOf, whereWindow, windowWords } from './window.ts';

const beforeSeconds = { previous: null, day: 86_400, week: 7 * 86_400 } as const;

const config = z
  .object({
    ...recentWindow,
    compareWith: z.enum(['none', 'previous', 'day', 'week']).default('none').meta({
      title: 'Compare with',
      description:
        'none: bounds are rows. Otherwise bounds are the change in percent against the same window before: right before it, one day or one week earlier.',
    }),
  })
  .refine((value) => value.compareWith === 'none' || hasWindow(value), {
    message: 'A comparison needs a timestamp column and a window.',
    path: ['compareWith'],
  });

/** Rows in a window, or their change against the same window before. One range on an indexed timestamp. */
export const volume = defineCheckType({
  type: 'volume',
  title: 'Volume',
  description: 'How many rows arrived? Finds loads that came in half, twice or not at all.',
  scope: 'table',
  unit: 'rows',
  unitWith: ({ compareWith = 'none' }) => (compareWith === 'none' ? 'rows' : 'percent'),
  config,
  defaults: {
    name: 'Volume',
    config: { timestampColumn: null, windowSeconds: 900, compareWith: 'none' },
    bounds: { ...NO_BOUNDS, failMin: 1 },
    intervalMs: 60_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, context) {
    const from = relationOf(context.table);
    if (settings.compareWith === 'none' || !hasWindow(settings)) {
      return {
        ask: 'statement',
        readsData: true,
        sql: `SELECT count(*)::float8 AS current_rows\nFROM ${from}${whereWindow(settings)}`,
      };
    }
    const { timestampColumn: column, windowSeconds: seconds } = settings;
    const ago = beforeSeconds[settings.compareWith] ?? seconds;
    const current = inWindow(column, seconds);
    const before = inWindow(column, seconds, ago);
    return {
      ask: 'statement',
      readsData: true,
      sql: [
        `SELECT (SELECT count(*) FROM ${from} WHERE ${current})::float8 AS current_rows,`,
        `       (SELECT count(*) FROM ${from} WHERE ${before})::float8 AS rows_before`,
      ].join('\n'),
    };
  },
  observe(answer, settings) {
    const row = singleRow(answer);
    const current = asNumber(row.current_rows) ?? 0;
    const rows = formatCount(current, 'row');
    if (settings.compareWith === 'none' || !hasWindow(settings)) {
      return { value: current, finding: `${rows} ${windowWords(settings)}` };
    }
    const before = asNumber(row.rows_before) ?? 0;
    const when = {
      previous: `the ${formatSeconds(settings.windowSeconds)} before`,
      day: 'the same window yesterday',
      week: 'the same window a week ago',
    }[settings.compareWith];
    if (before === 0) {
      return {
        value: null,
        status: 'learning',
        finding: `${rows} ${windowWords(settings)}; ${when} had none to compare with`,
      };
    }
    const change = ((current - before) / before) * 100;
    const direction = change < 0 ? 'fewer' : 'more';
    return {
      value: change,
      finding: `${rows} ${windowWords(settings)}, ${formatNumber(Math.abs(Math.round(change)))} % ${direction} than ${when} (${formatNumber(before)})`,
    };
  },
});
