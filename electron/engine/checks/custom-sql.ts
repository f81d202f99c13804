import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatNumber } from '../../../shared/format.ts';
import { ProblemError } from '../problem.ts';
import { ReplicaError } from '../replica/errors.ts';
import { assertReads } from '../replica/only-reads.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';

/** Failing rows are counted up to here; more make no difference to the verdict. */
const MOST_FAILURES = 10_000;

const config = z.object({
  sql: z
    .string()
    .trim()
    .min(1, 'Write a SELECT statement.')
    .max(20_000)
    .superRefine((sql, issues) => {
      const fault = faultOf(sql);
      if (fault) issues.addIssue({ code: 'custom', message: fault });
    })
    .meta({ title: 'SQL', description: 'One SELECT statement, without parameters.', format: 'sql' }),
  result: z.enum(['value', 'failures']).default('failures').meta({
    title: 'Result',
    description:
      'Failures: every row that it returns is one failure. Value: it returns one number, judged by the bounds.',
  }),
});

/** Statement without semicolons at its end, where they do no harm. */
const inner = (sql: string): string => sql.replace(/[;\s]+$/, '');

/** Texts, quoted names and comments: what is in them is no syntax. */
const QUOTED =
  /\be'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|(\$\w*\$)[\s\S]*?\1/gi;

/** Why a statement cannot be a check, as far as that can be told without the server. Null: nothing meets the eye. */
function faultOf(sql: string): string | null {
  try {
    assertReads(sql);
  } catch (error) {
    return error instanceof ReplicaError ? error.problem.title : String(error);
  }
  const bare = inner(sql).replace(QUOTED, ' ').trim();
  if (/^(show|explain)\b/i.test(bare)) return 'Write a SELECT (or WITH … SELECT, VALUES, TABLE).';
  if (bare.includes(';')) return 'Write one statement only, without a semicolon inside.';
  if (/\$\d/.test(bare)) return 'Write values in place of parameters such as $1.';
  return null;
}

/**
 * A question in the analyst's own SQL. It is wrapped as a subquery, so only something that returns rows can
 * run at all; the session's guard refuses writes in any case.
 */
export const customSql = defineCheckType({
  type: 'custom_sql',
  title: 'Custom SQL',
  description: 'Your own SELECT: one number to judge, or rows that are failures.',
  scope: 'table',
  unit: 'number',
  measure: 'number',
  stepDown: [],
  config,
  defaults: {
    name: 'Custom SQL',
    config: { sql: '', result: 'failures' },
    bounds: { ...NO_BOUNDS, failMax: 0 },
    intervalMs: 300_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings) {
    // The line breaks keep a trailing `-- comment` from swallowing what follows.
    const statement = inner(settings.sql);
    const sql =
      settings.result === 'failures'
        ? `SELECT count(*)::float8 AS failures\nFROM (SELECT 1 FROM (\n${statement}\n) AS pulse_custom LIMIT ${MOST_FAILURES}) AS pulse_failures`
        : `SELECT *\nFROM (\n${statement}\n) AS pulse_custom\nLIMIT 2`;
    return { ask: 'statement', sql, readsData: false };
  },
  observe(answer, settings) {
    if (settings.result === 'failures') {
      const failures = asNumber(singleRow(answer).failures) ?? 0;
      const count = failures >= MOST_FAILURES ? `At least ${formatNumber(failures)}` : formatNumber(failures);
      return {
        value: failures,
        finding: failures === 0 ? 'No failing rows' : `${count} failing ${failures === 1 ? 'row' : 'rows'}`,
      };
    }
    const { rows, columns } = answer.ask === 'statement' ? answer.result : { rows: [], columns: [] };
    const column = columns[0];
    if (rows.length !== 1 || columns.length !== 1 || column === undefined) {
      throw new ProblemError({
        code: 'not_one_value',
        title: `The statement returned ${rows.length === 0 ? 'no row' : rows.length > 1 ? 'more than one row' : `${columns.length} columns`}; one number was expected.`,
        hint: 'Make it return one row with one column, or choose "failures" to count its rows.',
      });
    }
    const raw = rows[0]?.[column];
    const value = typeof raw === 'boolean' ? Number(raw) : asNumber(raw);
    if (raw === null)
      return { value: null, status: 'learning', finding: `${column} is null, so nothing to judge` };
    if (value === null || !Number.isFinite(value)) {
      throw new ProblemError({
        code: 'not_a_number',
        title: `The statement returned a value that is not a number in "${column}".`,
        hint: 'Make it return a number, for example with count(*), sum(…) or extract(epoch from …).',
      });
    }
    return { value, finding: `${column} is ${formatNumber(value)}` };
  },
});
