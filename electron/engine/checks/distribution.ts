import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatNumber } from '../../../shared/format.ts';
import { fenced, type Scan } from '../planner/scan.ts';
import type { TableFacts } from '../replica/api.ts';
import { quoteIdent, quoteLiteral } from '../replica/sql.ts';
import { asNumber, defineCheckType, type Observation, type Sample, singleRow } from './check-type.ts';
import { type NumberColumn, numberColumn, oddWords } from './columns.ts';
import { marginOfMean, marginOfShare, noiseOfShare } from './sampling.ts';
import { rowSettings, rowWords, scanOf } from './window.ts';

const config = z
  .object({
    column: z
      .string()
      .min(1, 'Which column is compared with its own past?')
      .meta({ title: 'Column', format: 'column' }),
    statistic: z.enum(['mean', 'stddev', 'share', 'mean_length']).default('mean').meta({
      title: 'Statistic',
      description:
        'mean, stddev: of a column of numbers. mean_length: characters of a text. share: percent of the rows with a value, or for which a condition holds.',
    }),
    value: z.string().max(1_000).nullable().default(null).meta({
      title: 'Value',
      description: 'For "share": counts rows with this value, written as PostgreSQL prints it.',
    }),
    condition: z.string().trim().min(1).max(4_000).nullable().default(null).meta({
      title: 'Condition',
      description:
        'For "share", instead of a value: counts rows for which this SQL holds, such as price = 0.',
      format: 'sql_condition',
    }),
    ...rowSettings,
  })
  .refine(
    ({ statistic, value, condition }) => statistic !== 'share' || value !== null || condition !== null,
    {
      message: 'A share of which rows? Set a value or a condition.',
      path: ['value'],
    },
  )
  .refine(({ value, condition }) => value === null || condition === null, {
    message: 'Set either a value or a condition, not both.',
    path: ['condition'],
  });

type Config = z.infer<typeof config>;

/** One number that sums up a column, compared with what it used to be: a shift that no single row shows. */
export const distribution = defineCheckType({
  type: 'distribution',
  title: 'Distribution',
  description: 'Is a column as it used to be? Finds shifts of its mean, its spread or the share of a value.',
  scope: 'table',
  unit: 'number',
  unitWith: ({ statistic }) => (statistic === 'share' ? 'percent' : 'number'),
  measure: 'number',
  measureWith: ({ statistic }) => (statistic === 'share' ? 'share' : 'number'),
  stepDown: ['window', 'sample'],
  config,
  defaults: {
    name: 'Distribution',
    config: {
      column: '',
      statistic: 'mean',
      value: null,
      condition: null,
      timestampColumn: null,
      windowSeconds: 3_600,
      where: null,
    },
    rule: { kind: 'anomaly', sides: 'both', guard: 'always' },
    bounds: NO_BOUNDS,
    intervalMs: 300_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, context) {
    const aggregates = settings.statistic === 'share' ? share(settings) : moments(settings, context.facts);
    return { ask: 'scan', scan: scanOf(settings, context.table, aggregates) };
  },
  observe(answer, settings): Observation {
    const row = singleRow(answer);
    const sample = answer.ask === 'scan' ? answer.sample : null;
    const place = rowWords(settings);
    if (settings.statistic === 'share') {
      return observeShare(asNumber(row.all) ?? 0, asNumber(row.matching) ?? 0, settings, sample);
    }
    const odd = asNumber(row.odd) ?? 0;
    const rows = (asNumber(row.filled) ?? 0) - odd;
    const left = oddWords(odd, ', left out here');
    const deviation = asNumber(row.deviation);
    const value = settings.statistic === 'stddev' ? deviation : asNumber(row.mean);
    if (value === null || !Number.isFinite(value)) {
      const few = settings.statistic === 'stddev' ? 'Too few rows' : 'No filled rows';
      return {
        value: null,
        status: odd > 0 ? 'warn' : 'learning',
        finding: `${few} ${place} to judge ${settings.column}${left}`,
      };
    }
    const name = {
      mean: `The mean of ${settings.column}`,
      stddev: `The standard deviation of ${settings.column}`,
      mean_length: `The mean length of ${settings.column}`,
    }[settings.statistic];
    const unit = settings.statistic === 'mean_length' ? ' characters' : '';
    return {
      value,
      finding: `${name} is ${formatNumber(value)}${unit} ${place} (${formatNumber(rows)} rows)${left}`,
      ...(odd > 0 ? { status: 'warn' as const } : {}),
      ...(rows > 0 && deviation !== null ? { noise: deviation / Math.sqrt(rows) } : {}),
      // A standard deviation of normal values is off by less than their mean is; others have heavier tails.
      ...(sample ? { margin: marginOfMean(deviation ?? 0, rows, sample) } : {}),
    };
  },
});

function share({ column, value, condition }: Config): Scan['aggregates'] {
  const holds =
    condition === null ? `${quoteIdent(column)}::text = ${quoteLiteral(value ?? '')}` : fenced(condition);
  return { all: { call: 'count(*)' }, matching: { call: 'count(*)', filter: holds } };
}

/** Count, mean and deviation; for the last two of floats Postgres keeps one state. */
function moments({ column, statistic }: Config, facts: TableFacts | null): Scan['aggregates'] {
  const { value, usable, odd, filled } =
    statistic === 'mean_length' ? lengths(column) : numberColumn(facts, column);
  const filter = usable === undefined ? {} : { filter: usable };
  return {
    filled,
    mean: { call: `avg(${value})`, ...filter },
    deviation: { call: `stddev_samp(${value})`, ...filter },
    ...(odd ? { odd } : {}),
  };
}

/** The characters of a text as numbers. */
function lengths(name: string): Omit<NumberColumn, 'float'> {
  const column = quoteIdent(name);
  return {
    value: `char_length(${column}::text)::float8`,
    usable: undefined,
    odd: null,
    filled: { call: `count(${column})` },
  };
}

function observeShare(all: number, matching: number, settings: Config, sample: Sample | null): Observation {
  const place = rowWords(settings);
  if (all === 0) {
    return { value: null, status: 'learning', finding: `No rows ${place}, so nothing to judge` };
  }
  const percent = (matching / all) * 100;
  const what =
    settings.condition === null
      ? `${settings.column} is "${settings.value ?? ''}"`
      : `${settings.condition.replace(/\s+/g, ' ')} holds`;
  return {
    value: percent,
    finding: `${what} in ${formatNumber(percent)} % of rows (${formatNumber(matching)} of ${formatNumber(all)}) ${place}`,
    noise: noiseOfShare(percent, all),
    ...(sample ? { margin: marginOfShare(percent, all, sample) } : {}),
  };
}
