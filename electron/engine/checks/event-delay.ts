import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { quoteIdent } from '../replica/sql.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';
import { rowSettings, rowWords, scanOf, timestampColumn } from './window.ts';

const config = z.object({
  column: z.string().min(1, 'Which column says when it happened?').meta({
    title: 'Event time',
    description: 'Says when it happened; the timestamp column says when the row arrived.',
    format: 'column',
  }),
  ...rowSettings,
  timestampColumn,
  statistic: z.enum(['mean', 'max']).default('mean').meta({ title: 'Delay', description: 'Of all rows.' }),
});

/** Time between an event and the arrival of its row. */
export const eventDelay = defineCheckType({
  type: 'event_delay',
  title: 'Arrival delay',
  description:
    'How long after the event does its row arrive? Finds wrong time zones, late events, and old files that are loaded again.',
  scope: 'table',
  unit: 'seconds',
  measure: 'number',
  stepDown: ['window', 'sample'],
  config,
  defaults: {
    name: 'Arrival delay',
    config: { column: '', timestampColumn: '', windowSeconds: 900, where: null, statistic: 'mean' },
    bounds: { ...NO_BOUNDS, failMin: -60, failMax: 3_600 },
    intervalMs: 60_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, { table }) {
    const [event, arrival] = [settings.column, settings.timestampColumn].map(
      (name) => `${quoteIdent(name)}::timestamptz`,
    );
    const call = settings.statistic === 'mean' ? 'avg' : 'max';
    const delay = { call: `${call}(extract(epoch FROM ${arrival} - ${event})::float8)` };
    return { ask: 'scan', scan: scanOf(settings, table, { delay }) };
  },
  observe(answer, settings) {
    const delay = asNumber(singleRow(answer).delay);
    const place = rowWords(settings);
    if (delay === null) {
      return { value: null, status: 'learning', finding: `No rows ${place}, so nothing to judge` };
    }
    if (!Number.isFinite(delay)) {
      return { value: null, status: 'fail', finding: `${settings.column} is infinite in rows ${place}` };
    }
    const often = settings.statistic === 'mean' ? 'on average' : 'at most';
    const words =
      delay < 0
        ? `${formatSeconds(-delay)} before ${settings.column}`
        : `${formatSeconds(delay)} after ${settings.column}`;
    return { value: delay, finding: `Rows arrive ${often} ${words} ${place}` };
  },
});
