import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { ProblemError } from '../problem.ts';
import type { ColumnFacts } from '../replica/api.ts';
import { typeOf } from '../replica/column-type.ts';
import { quoteIdent, quoteLiteral } from '../replica/sql.ts';
import {
  asNumber,
  type CheckContext,
  defineCheckType,
  type Observation,
  type ProbeAnswer,
  singleRow,
} from './check-type.ts';
import { shown } from './columns.ts';
import { definedValuesSql } from './defined-values.ts';
import { offendersOf } from './sampling.ts';
import { relationOf, rowSettings, rowWords, scanOf, whereRows, windowOf } from './window.ts';

/** A column with more values than this is no category. */
const MOST_LEARNED = 100;
/** Nor is one with values longer than this. */
const LONGEST = 200;
/** A table of so many pages is read as a whole to learn from: 1 MiB, the least that a connection allows at once. */
const SMALL_PAGES = 128;

const config = z
  .object({
    column: z.string().min(1, 'Which column holds the category?').meta({ title: 'Column', format: 'column' }),
    values: z.array(z.string().max(LONGEST)).max(1_000).default([]).meta({
      title: 'Accepted values',
      description:
        'As PostgreSQL prints them: true for a boolean, 2026-01-31 for a date. Nulls are left out.',
    }),
    learn: z
      .boolean()
      .default(false)
      .meta({
        title: 'Learn the values',
        description: `The first run accepts all values that are there, at most ${MOST_LEARNED}, the older ones that PostgreSQL's statistics know, and those that an enum, a CHECK or the condition of an index names; later runs report new ones.`,
      }),
    ...rowSettings,
  })
  .refine(({ values, learn }) => learn || values.length > 0, {
    message: 'List at least one accepted value, or let Pulse learn them.',
    path: ['values'],
  });

type Config = z.infer<typeof config>;

const Known = z.object({
  /** What it holds is of this column. */
  column: z.string(),
  /** The values of the first run. Null: nothing is learned. */
  learned: z.array(z.string()).nullable(),
  /** Values that the user said are fine. */
  accepted: z.array(z.string()),
  /** New values that were found last, to be accepted or not. */
  found: z.array(z.string()),
});
type Known = z.infer<typeof Known>;

function knownOf(known: unknown, column: string): Known {
  const parsed = Known.safeParse(known);
  if (parsed.success && parsed.data.column === column) return parsed.data;
  return { column, learned: null, accepted: [], found: [] };
}

/** Rows whose value is not accepted. It costs much over many rows, so one aggregate only asks it. */
function isNew(settings: Config, known: Known): string {
  const column = quoteIdent(settings.column);
  const list = hashed(acceptedBy(settings, known).map(quoteLiteral));
  // A null is unlike none of them, and only of an empty list that is not so.
  if (list.length === 0) return `${column} IS NOT NULL`;
  return `${column}::text <> ALL (ARRAY[${list.join(', ')}]::text[])`;
}

/** From so many on, PostgreSQL (15 and later) looks a value up in a hash table instead of comparing it with each. */
const HASHED_FROM = 9;
/** So few are compared as fast. */
const QUICKLY_COMPARED = 2;

/** A list made long enough to be hashed, which halves what a row costs (measured), by its last value again and again. */
function hashed(list: readonly string[]): string[] {
  if (list.length <= QUICKLY_COMPARED) return [...list];
  const missing = Math.max(0, HASHED_FROM - list.length);
  return [...list, ...new Array<string>(missing).fill(list.at(-1) ?? '')];
}

function acceptedBy(settings: Config, known: Known): string[] {
  const learned = settings.learn ? (known.learned ?? []) : [];
  return [...new Set([...settings.values, ...learned, ...known.accepted])];
}

/** Adds values to what a check accepts. Pure; nothing changes when the check has not run yet. */
export function acceptValues(known: unknown, values: readonly string[]): unknown {
  const parsed = Known.safeParse(known);
  if (!parsed.success) return known;
  const accepted = [...new Set([...parsed.data.accepted, ...values])];
  return { ...parsed.data, accepted, found: parsed.data.found.filter((value) => !accepted.includes(value)) };
}

/** Rows whose value is none of a list (dbt's `accepted_values`), which Pulse may learn from the table itself. */
export const acceptedValues = defineCheckType({
  type: 'accepted_values',
  title: 'Accepted values',
  description: 'Is every value one that is expected? Finds new, misspelled and mixed-up categories.',
  scope: 'table',
  unit: 'rows',
  measure: 'count',
  stepDown: ['window', 'sample'],
  config,
  defaults: {
    name: 'Accepted values',
    config: {
      column: '',
      values: [],
      learn: true,
      timestampColumn: null,
      windowSeconds: null,
      where: null,
    },
    bounds: { ...NO_BOUNDS, failMax: 0 },
    intervalMs: 300_000,
    pendingRuns: 1,
    enabled: true,
  },
  plan(settings, context) {
    const known = knownOf(context.known, settings.column);
    if (settings.learn && known.learned === null) {
      return { ask: 'statement', readsData: true, sql: learnSql(settings, context) };
    }
    const aggregates = { rows: { call: 'count(*)', filter: isNew(settings, known) } };
    return { ask: 'scan', scan: scanOf(settings, context.table, aggregates) };
  },
  examples(row, settings, context) {
    if ((asNumber(row.rows) ?? 0) === 0) return null;
    const text = `${quoteIdent(settings.column)}::text`;
    const filter = isNew(settings, knownOf(context.known, settings.column));
    const result = `left($, ${LONGEST + 1})`;
    return scanOf(settings, context.table, {
      first: { call: `min(${text})`, filter, result },
      last: { call: `max(${text})`, filter, result },
    });
  },
  observe(answer, settings, context) {
    const known = knownOf(context.known, settings.column);
    if (answer.ask === 'statement') return learn(answer, settings, known);
    const { first, last, ...row } = singleRow(answer);
    const sample = answer.ask === 'scan' ? answer.sample : null;
    const { words, ...judged } = offendersOf(asNumber(row.rows) ?? 0, sample, context.rule);
    const found = [...new Set([first, last].filter((value) => typeof value === 'string'))];
    const place = rowWords(settings);
    // The examples may have had no answer: then those of the last run are still to be accepted.
    const unnamed = judged.value > 0 && found.length === 0;
    const news =
      unnamed || found.join() === known.found.join()
        ? {}
        : { known: { ...known, found: found.filter(short) } };
    if (judged.value === 0) {
      const many = formatCount(acceptedBy(settings, known).length, 'accepted value');
      return { ...judged, ...news, finding: `Every ${settings.column} is one of ${many} ${place}` };
    }
    if (unnamed) {
      return { ...judged, finding: `${words} ${place}: ${settings.column} is not an accepted value` };
    }
    const names = found.map(shown).join(' and ');
    const finding = settings.learn
      ? `${found.length === 1 ? 'New value' : 'New values'} appeared in ${settings.column}: ${names} (${words.toLowerCase()} ${place})`
      : `${words} ${place} ${judged.value === 1 ? 'has' : 'have'} a ${settings.column} that is not accepted: ${names}`;
    return { ...judged, ...news, finding };
  },
  accept: (known) => acceptValues(known, Known.safeParse(known).data?.found ?? []),
});

const short = (value: string): boolean => value.length <= LONGEST;

/**
 * Asks for all values that are there. A window holds today's values only, and a rare one of last month is no new one
 * when it comes again. So a small table is read as a whole, and of others PostgreSQL tells what it met at its last
 * ANALYZE: values of any row, so not where a condition leaves rows out. It tells nothing of views. The table's own
 * definition may name values that no row has at this moment.
 */
function learnSql(settings: Config, { table, facts }: CheckContext): string {
  const isSmall = facts !== null && facts.pages !== null && facts.pages <= SMALL_PAGES;
  const place = isSmall ? { ...settings, windowSeconds: null } : settings;
  const column = quoteIdent(settings.column);
  const rows = whereRows(place, `${column} IS NOT NULL`);
  const seen = `SELECT left(${column}::text, ${LONGEST + 1}) AS value\nFROM ${relationOf(table)}${rows}`;
  const known = facts?.columns.find(({ name }) => name === settings.column);
  const wantsPast = windowOf(place) !== null && settings.where === null;
  const sources = [
    seen,
    table && known && wantsPast ? pastSql(table, known) : null,
    table && known ? definedValuesSql(relationOf(table), known) : null,
  ].filter((sql) => sql !== null);
  const once = sources.length === 1 ? '\nGROUP BY 1' : '';
  return `${sources.join('\nUNION\n')}${once}\nLIMIT ${MOST_LEARNED + 1}`;
}

/** A query for what PostgreSQL met in a column at its last ANALYZE. Null: that is of no use. */
function pastSql({ schema, name }: { schema: string; name: string }, column: ColumnFacts): string | null {
  const array = arrayToRead(column);
  if (array === null) return null;
  const list = (values: string) => `s.${values}::text::${array}`;
  return [
    `SELECT left(v.value::text, ${LONGEST + 1})`,
    'FROM pg_catalog.pg_stats s',
    `  CROSS JOIN LATERAL unnest(${list('most_common_vals')} || ${list('histogram_bounds')}) AS v (value)`,
    `WHERE s.schemaname = ${quoteLiteral(schema)} AND s.tablename = ${quoteLiteral(name)}`,
    `  AND s.attname = ${quoteLiteral(column.name)}`,
  ].join('\n');
}

/**
 * As what array the values in `pg_stats` print as the column's own do. Null: they are of no use, as of a boolean, of
 * which everybody knows the values, and which prints as `t` in an array and as `true` outside of it.
 */
function arrayToRead(column: ColumnFacts): string | null {
  if (column.category === 'B') return null;
  return typeOf(column).startsWith('character(') ? 'bpchar[]' : 'text[]';
}

/** The first look at a column: all that is there becomes accepted. */
function learn(answer: ProbeAnswer, settings: Config, known: Known): Observation {
  const rows = answer.ask === 'statement' ? answer.result.rows : [];
  const values = rows.map(({ value }) => String(value)).sort();
  if (values.length > MOST_LEARNED || !values.every(short)) {
    const why =
      values.length > MOST_LEARNED
        ? `more than ${MOST_LEARNED} different values`
        : `values longer than ${LONGEST} characters`;
    throw new ProblemError({
      code: 'not_a_category',
      title: `${settings.column} has ${why}, so it is no category that Pulse can learn. List the accepted values, or check its format or range instead.`,
      hint: 'A condition or a window may also narrow it down to fewer values.',
    });
  }
  if (values.length === 0) {
    const finding = `No filled rows ${rowWords(settings)}, so there are no values to learn yet`;
    return { value: null, status: 'learning', finding };
  }
  const names = values.slice(0, 5).map(shown).join(', ');
  const more = values.length > 5 ? ` and ${formatNumber(values.length - 5)} more` : '';
  return {
    value: 0,
    finding: `Learned ${formatCount(values.length, 'value')} of ${settings.column}: ${names}${more}`,
    known: { ...known, learned: values, found: [] },
  };
}
