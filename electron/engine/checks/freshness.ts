import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { quoteIdent } from '../replica/sql.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';
import { relationOf, timestampColumn } from './window.ts';

const config = z.object({ timestampColumn });

/**
 * Age of the newest row. `max()` over an indexed column is a single index probe (Postgres rewrites it to
 * `ORDER BY … DESC LIMIT 1`), on every partition at most once.
 */
export const freshness = defineCheckType({
  type: 'freshness',
  title: 'Freshness',
  description: 'How old is the newest row? Finds feeds that stopped, and timestamps in the future.',
  scope: 'table',
  unit: 'seconds',
  config,
  defaults: {
    name: 'Freshness',
    config: { timestampColumn: '' },
    bounds: { ...NO_BOUNDS, failMin: -60, failMax: 3_600 },
    intervalMs: 60_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, context) {
    const column = quoteIdent(settings.timestampColumn);
    return {
      ask: 'statement',
      readsData: true,
      sql: `SELECT extract(epoch FROM now() - max(${column})::timestamptz)::float8 AS age_seconds\nFROM ${relationOf(context.table)}`,
    };
  },
  observe(answer) {
    const age = asNumber(singleRow(answer).age_seconds);
    if (age === null)
      return { value: null, status: 'fail', finding: 'The table has no rows with a timestamp.' };
    if (!Number.isFinite(age)) {
      return { value: null, status: 'fail', finding: "The newest row's timestamp is infinite." };
    }
    if (age < 0) return { value: age, finding: `The newest row is ${formatSeconds(-age)} in the future` };
    return { value: age, finding: `The newest row is ${formatSeconds(age)} old` };
  },
  // For a row in the future the age's upper bound says nothing, and the finding says it all.
  normal(bounds, { value }) {
    if (value !== null && value < 0) return null;
    const max = bounds.warnMax ?? bounds.failMax;
    return max === null ? null : `normal is at most ${formatSeconds(max)}`;
  },
});
