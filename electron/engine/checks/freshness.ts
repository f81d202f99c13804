import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { fenced } from '../planner/scan.ts';
import { ProblemError } from '../problem.ts';
import type { TableFacts } from '../replica/api.ts';
import { isDated } from '../replica/column-type.ts';
import { quoteIdent } from '../replica/sql.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';
import { columnOf } from './columns.ts';
import { isIndexed, relationOf, timestampColumn, where } from './window.ts';

const config = z.object({ timestampColumn, where });

/**
 * Age of the newest row. With an index on the column, `max()` is a single probe of it (Postgres rewrites it to
 * `ORDER BY … DESC LIMIT 1`), on every partition at most once; without one it is an aggregate of the table's scan.
 */
export const freshness = defineCheckType({
  type: 'freshness',
  title: 'Freshness',
  description: 'How old is the newest row? Finds feeds that stopped, and timestamps in the future.',
  scope: 'table',
  unit: 'seconds',
  measure: 'age',
  stepDown: [],
  config,
  defaults: {
    name: 'Freshness',
    config: { timestampColumn: '', where: null },
    bounds: { ...NO_BOUNDS, failMin: -60, failMax: 3_600 },
    intervalMs: 60_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, { table, facts }) {
    const relation = relationOf(table);
    mustSayWhen(settings.timestampColumn, facts);
    const newest = `max(${quoteIdent(settings.timestampColumn)})`;
    // Servers before 17 refuse to subtract an infinite timestamp.
    const ageOf = (timestamp: string) =>
      `CASE WHEN isfinite(${timestamp}::timestamptz) IS FALSE THEN '-Infinity' ELSE extract(epoch FROM now() - ${timestamp}::timestamptz) END::float8`;
    const rows = { relation, window: null, where: settings.where };
    // A table that nobody has described yet is asked in the way that can use an index.
    if (facts && !isIndexed(facts, settings.timestampColumn)) {
      return { ask: 'scan', scan: { ...rows, aggregates: { age: { call: newest, result: ageOf('$') } } } };
    }
    const condition = settings.where === null ? '' : ` WHERE ${fenced(settings.where)}`;
    const lookups = { age: `SELECT ${ageOf(newest)} FROM ${relation}${condition}` };
    return { ask: 'scan', scan: { ...rows, aggregates: {}, lookups } };
  },
  observe(answer) {
    const age = asNumber(singleRow(answer).age);
    if (age === null)
      return { value: null, status: 'fail', finding: 'The table has no rows with a timestamp' };
    if (!Number.isFinite(age)) {
      return { value: null, status: 'fail', finding: "The newest row's timestamp is infinite" };
    }
    if (age < 0) return { value: age, finding: `The newest row is ${formatSeconds(-age)} in the future` };
    return { value: age, finding: `The newest row is ${formatSeconds(age)} old` };
  },
  arrivals(settings) {
    const { timestampColumn: column, where: condition } = config.parse(settings);
    return { column, where: condition };
  },
  // Without an age, or for a row in the future, its upper bound says nothing, and the finding says it all.
  normal(bounds, { value }) {
    if (value === null || value < 0) return null;
    const max = bounds.warnMax ?? bounds.failMax;
    return max === null ? null : `normal is at most ${formatSeconds(max)}`;
  },
});

/** A text may hold a time; other types do not. Throws a `ProblemError` where the catalogue says so. */
function mustSayWhen(name: string, facts: TableFacts | null): void {
  const column = columnOf(facts, name);
  if (!column || column.category === 'S' || isDated(column)) return;
  throw new ProblemError({
    code: 'not_a_time_column',
    title: `${name} holds ${column.type}, which says no time of a day. Choose a column of timestamps or dates.`,
    hint: 'A time kept as a number can be read by a query of your own: extract(epoch FROM now()) minus its highest value.',
  });
}
