import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatNumber } from '../../../shared/format.ts';
import type { Scan } from '../planner/scan.ts';
import { ProblemError } from '../problem.ts';
import type { TableFacts } from '../replica/api.ts';
import { isNumber as holdsNumbers, typeOf } from '../replica/column-type.ts';
import { quoteIdent, quoteLiteral } from '../replica/sql.ts';
import { asNumber, defineCheckType, type Observation, singleRow } from './check-type.ts';
import { columnOf, numberColumn, oddValues, oddWords, reckonable } from './columns.ts';
import { marginOfMean, NO_PROOF, offendersOf } from './sampling.ts';
import { rowSettings, rowWords, scanOf } from './window.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOW = /^now\s*(?:([+-])\s*(\S.*))?$/i;

const bound = z.string().trim().min(1).max(200).nullable().default(null);

const config = z
  .object({
    column: z.string().min(1, 'Which column has a range?').meta({ title: 'Column', format: 'column' }),
    statistic: z.enum(['outside', 'min', 'max', 'mean', 'percentile']).default('outside').meta({
      title: 'Statistic',
      description:
        'Outside counts the rows outside of from and to. The others are one number of the column, judged by the bounds.',
    }),
    from: bound.meta({
      title: 'From',
      description: 'For "outside": the lowest value that is fine. A number, a date, or now, now - 1 year.',
    }),
    to: bound.meta({
      title: 'To',
      description: 'For "outside": the highest value that is fine. A number, a date, or now, now + 5 min.',
    }),
    percentile: z.number().min(0).max(100).default(95).meta({
      title: 'Percentile',
      description:
        'For "percentile": 95 is the value that 95 % of the rows do not exceed. It sorts the rows.',
    }),
    ...rowSettings,
  })
  .refine(({ statistic, from, to }) => statistic !== 'outside' || from !== null || to !== null, {
    message: 'Set from, to, or both: a number, a date, or now.',
    path: ['from'],
  })
  .refine(({ from, to }) => !(isNumber(from) && isNumber(to) && Number(from) > Number(to)), {
    message: 'It lies below "From". Swap them.',
    path: ['to'],
  });

type Config = z.infer<typeof config>;

function isNumber(text: string | null): text is string {
  return text !== null && NUMBER.test(text);
}

/** A bound beyond which every number that counts as odd lies, too. */
function isOrdinary(text: string | null): boolean {
  return isNumber(text) && Math.abs(Number(text)) <= 1e150;
}

/** A bound as SQL. What is neither a number nor relative to now is read by the column's own type. */
function boundSql(text: string): string {
  if (NUMBER.test(text)) return text;
  const now = NOW.exec(text);
  if (!now) return quoteLiteral(text);
  return now[1] ? `now() ${now[1]} interval ${quoteLiteral(now[2] ?? '')}` : 'now()';
}

/** Whether a column's numbers are where they should be (dbt's `accepted_range`, Great Expectations' `…_to_be_between`). */
export const range = defineCheckType({
  type: 'range',
  title: 'Range',
  description:
    'Do values lie where they should? Finds wrong units, signs, decimals, and dates in the future.',
  scope: 'table',
  unit: 'rows',
  unitWith: ({ statistic = 'outside' }) => (statistic === 'outside' ? 'rows' : 'number'),
  measure: 'number',
  measureWith: ({ statistic }) => (statistic === 'outside' ? 'count' : 'number'),
  stepDown: ['window', 'sample'],
  config,
  defaults: {
    name: 'Range',
    config: {
      column: '',
      statistic: 'outside',
      from: null,
      to: null,
      percentile: 95,
      timestampColumn: null,
      windowSeconds: null,
      where: null,
    },
    bounds: { ...NO_BOUNDS, failMax: 0 },
    intervalMs: 300_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, context) {
    const aggregates =
      settings.statistic === 'outside'
        ? outside(settings, context.facts)
        : statistic(settings, context.facts);
    return { ask: 'scan', scan: scanOf(settings, context.table, aggregates) };
  },
  observe(answer, settings, { rule }): Observation {
    const row = singleRow(answer);
    const sample = answer.ask === 'scan' ? answer.sample : null;
    const odd = asNumber(row.odd) ?? 0;
    const place = rowWords(settings);
    if (settings.statistic === 'outside') {
      const { words, ...judged } = offendersOf(asNumber(row.outside) ?? 0, sample, rule);
      const limits = limitWords(settings);
      const finding =
        judged.value === 0
          ? `Every ${settings.column} is ${limits} ${place}`
          : `${words} ${place} ${judged.value === 1 ? 'has' : 'have'} a ${settings.column} that is not ${limits}`;
      return {
        ...judged,
        finding: `${finding}${oddWords(odd, '')}`,
        ...(odd > 0 ? { status: 'warn' as const } : {}),
      };
    }
    const value = asNumber(row.value);
    const left = oddWords(odd, ', left out here');
    if (value === null || !Number.isFinite(value)) {
      const finding = `No ${settings.column} to judge ${place}${left}`;
      return { value: null, status: odd > 0 ? 'warn' : 'learning', finding };
    }
    const name = { min: 'lowest', max: 'highest', mean: 'mean', percentile: ordinal(settings.percentile) };
    return {
      value,
      finding: `The ${name[settings.statistic]} ${settings.column} is ${formatNumber(value)} ${place}${left}`,
      ...(odd > 0 ? { status: 'warn' as const } : {}),
      ...(sample
        ? {
            margin:
              settings.statistic === 'mean'
                ? marginOfMean(asNumber(row.deviation) ?? 0, (asNumber(row.filled) ?? 0) - odd, sample)
                : NO_PROOF,
          }
        : {}),
    };
  },
});

/** Rows beyond the bounds. NaN is beyond every bound, and so is an infinite number; an infinite date may be meant. */
function outside({ column, from, to }: Config, facts: TableFacts | null): Scan['aggregates'] {
  for (const limit of [from, to]) if (limit !== null) mustFit(limit, column, facts);
  const described = columnOf(facts, column);
  const bare = reckonable(quoteIdent(column), described && typeOf(described));
  const odd = oddValues(facts, column);
  const beyond = [
    from === null ? null : `${bare} < ${boundSql(from)}`,
    to === null ? null : `${bare} > ${boundSql(to)}`,
    // NaN sorts above +Infinity, so bounds on both sides have caught all odd numbers already.
    isOrdinary(from) && isOrdinary(to) ? null : odd.numbers,
  ];
  const either = (conditions: (string | null)[]) => conditions.filter((one) => one !== null).join(' OR ');
  const strange = either([odd.numbers, odd.dates]);
  return {
    outside: { call: 'count(*)', filter: `(${either(beyond)})` },
    ...(strange === '' ? {} : { odd: { call: 'count(*)', filter: `(${strange})` } }),
  };
}

/** A number is compared with numbers, and a date with dates. Throws a `ProblemError` where the catalogue says otherwise. */
function mustFit(limit: string, name: string, facts: TableFacts | null): void {
  const column = columnOf(facts, name);
  if (!column) return;
  const numeric = holdsNumbers(column);
  const dated = column.category === 'D';
  if (numeric === NUMBER.test(limit) && (dated || !NOW.test(limit))) return;
  throw new ProblemError({
    code: 'bound_does_not_fit',
    title: `${name} holds ${column.type}, which cannot be compared with the bound ${limit}. ${numeric ? 'Use a number.' : 'Choose a column of numbers, or write the bound as the column would.'}`,
    hint: 'Change "From" and "To", or the column.',
  });
}

function statistic({ column, statistic, percentile }: Config, facts: TableFacts | null): Scan['aggregates'] {
  const { value, float, usable, odd, filled } = numberColumn(facts, column);
  const filter = usable === undefined ? {} : { filter: usable };
  const call = {
    outside: '',
    min: `min(${value})`,
    max: `max(${value})`,
    mean: `avg(${value})`,
    percentile: `percentile_cont(${percentile / 100}) WITHIN GROUP (ORDER BY ${float})`,
  }[statistic];
  return {
    value: { call, ...filter },
    ...(odd ? { odd } : {}),
    // Of floats Postgres keeps one state for both, so the deviation is free beside the mean; a sample needs it.
    ...(statistic === 'mean' ? { deviation: { call: `stddev_samp(${value})`, ...filter }, filled } : {}),
  };
}

function limitWords({ from, to }: Config): string {
  const words = (text: string) => (NUMBER.test(text) ? formatNumber(Number(text)) : text);
  if (from !== null && to !== null) return `between ${words(from)} and ${words(to)}`;
  return from === null ? `at most ${words(to ?? '')}` : `at least ${words(from)}`;
}

function ordinal(percentile: number): string {
  const ends: Record<string, string> = { one: 'st', two: 'nd', few: 'rd' };
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(percentile);
  return `${formatNumber(percentile)}${ends[rule] ?? 'th'} percentile of`;
}
