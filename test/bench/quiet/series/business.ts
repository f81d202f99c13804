import { office, weekdaysOnly, withMonthEnd } from '../world/rhythms.ts';
import { doubles, halves, rowCount, stops } from './row-counts.ts';
import type { Series } from './series.ts';

/** Tables that people at work fill: weekdays, office hours, month ends. */
export const businessSeries: Series[] = [
  rowCount({
    name: 'invoices: rows in 1 h, month ends',
    season: 'autumn',
    everyMinutes: 60,
    windowMinutes: 60,
    perHour: 240,
    rhythm: withMonthEnd(weekdaysOnly, 1.8),
    breaks: stops,
  }),
  rowCount({
    name: 'bookings: rows in 1 day, month ends',
    season: 'spring',
    everyMinutes: 1_440,
    windowMinutes: 1_440,
    perHour: 150,
    rhythm: withMonthEnd(office, 1.5),
    breaks: halves,
  }),
  rowCount({
    name: 'API calls: rows in 5 min, weekdays, laptop',
    season: 'autumn',
    awake: 'office',
    everyMinutes: 5,
    windowMinutes: 5,
    perHour: 20_000,
    rhythm: office,
    breaks: halves,
  }),
  rowCount({
    name: 'sessions: rows in 15 min, every minute, laptop',
    season: 'spring',
    awake: 'hybrid',
    everyMinutes: 1,
    windowMinutes: 15,
    perHour: 1_200,
    rhythm: office,
    missedRuns: 0.02,
    breaks: stops,
  }),
  rowCount({
    name: 'log-ins: rows in 15 min, a release takes 20 %',
    season: 'autumn',
    everyMinutes: 15,
    windowMinutes: 15,
    perHour: 800,
    rhythm: office,
    step: { day: 38, factor: 0.8 },
    breaks: stops,
  }),
  rowCount({
    name: 'ledger entries: rows in 15 min, month ends, laptop',
    season: 'spring',
    awake: 'office',
    everyMinutes: 15,
    windowMinutes: 15,
    perHour: 3_000,
    rhythm: withMonthEnd(office, 1.4),
    growth: 0.05,
    breaks: doubles,
  }),
];
