import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatNumber } from '../../../shared/format.ts';
import { quoteIdent } from '../replica/sql.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';
import { marginOfShare, noiseOfShare } from './sampling.ts';
import { rowSettings, rowWords, scanOf } from './window.ts';

const config = z.object({
  column: z.string().min(1, 'Which column should be filled?').meta({ title: 'Column', format: 'column' }),
  blankIsMissing: z.boolean().default(false).meta({
    title: 'Blank text counts as missing',
    description: 'Also counts empty text and text of spaces only.',
  }),
  ...rowSettings,
});

/** Share of rows in which a column is null (dbt's `not_null`, Soda's `missing_percent`). */
export const missing = defineCheckType({
  type: 'missing',
  title: 'Missing values',
  description: 'In what share of the rows is a column empty? Finds columns that went null.',
  scope: 'table',
  unit: 'percent',
  measure: 'share',
  stepDown: ['window', 'sample'],
  config,
  defaults: {
    name: 'Missing values',
    config: { column: '', blankIsMissing: false, timestampColumn: null, windowSeconds: null, where: null },
    bounds: { ...NO_BOUNDS, warnMax: 0, failMax: 1 },
    intervalMs: 300_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, context) {
    const column = quoteIdent(settings.column);
    const empty = settings.blankIsMissing
      ? `(${column} IS NULL OR btrim(${column}::text) = '')`
      : `${column} IS NULL`;
    const aggregates = { all: { call: 'count(*)' }, missing: { call: 'count(*)', filter: empty } };
    return { ask: 'scan', scan: scanOf(settings, context.table, aggregates) };
  },
  observe(answer, settings) {
    const row = singleRow(answer);
    const all = asNumber(row.all) ?? 0;
    const missingRows = asNumber(row.missing) ?? 0;
    if (all === 0)
      return {
        value: null,
        status: 'learning',
        finding: `No rows ${rowWords(settings)}, so nothing to judge`,
      };
    const percent = (missingRows / all) * 100;
    const sample = answer.ask === 'scan' ? answer.sample : null;
    return {
      value: percent,
      noise: noiseOfShare(percent, all),
      ...(sample ? { margin: marginOfShare(percent, all, sample) } : {}),
      finding: `${settings.column} is missing in ${formatNumber(percent)} % of rows (${formatNumber(missingRows)} of ${formatNumber(all)}) ${rowWords(settings)}`,
    };
  },
});
