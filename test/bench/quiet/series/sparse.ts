import { office, type Rhythm, shop, steady } from '../world/rhythms.ts';
import { floods, rowCount, stops } from './row-counts.ts';
import type { Series } from './series.ts';

/** Rare trouble that comes in clusters: in about one hour of twenty something is wrong a little. */
const clusters: Rhythm = ({ hour, weekday, dayOfMonth }) => {
  const hash = Math.imul(dayOfMonth * 24 + Math.floor(hour) + weekday * 977, 0x9e_37_79_b1) >>> 0;
  return hash % 20 === 0 ? 1 : 0.01;
};

/** Tables in which mostly nothing happens. */
export const sparseSeries: Series[] = [
  rowCount({
    name: 'refunds: rows in 1 h, 0 to 6',
    season: 'autumn',
    everyMinutes: 60,
    windowMinutes: 60,
    perHour: 3,
    rhythm: shop,
    breaks: floods(60),
  }),
  rowCount({
    name: 'returns: rows in 1 day, 20 to 40',
    season: 'spring',
    everyMinutes: 1_440,
    windowMinutes: 1_440,
    perHour: 2,
    rhythm: shop,
    breaks: stops,
  }),
  rowCount({
    name: 'support tickets: rows in 1 h, office hours',
    season: 'autumn',
    awake: 'hybrid',
    everyMinutes: 60,
    windowMinutes: 60,
    perHour: 4,
    rhythm: office,
    breaks: floods(80),
  }),
  rowCount({
    name: 'admin actions: rows in 15 min, mostly none',
    sides: 'upper',
    season: 'spring',
    everyMinutes: 15,
    windowMinutes: 15,
    perHour: 0.25,
    rhythm: steady,
    breaks: floods(240),
  }),
  rowCount({
    name: 'job errors: rows in 5 min, in clusters',
    sides: 'upper',
    season: 'autumn',
    everyMinutes: 5,
    windowMinutes: 5,
    perHour: 50,
    rhythm: clusters,
    breaks: floods(3_000),
  }),
  rowCount({
    name: 'sign-ups: rows in 15 min, 0 to 9, every 5 min, laptop',
    season: 'spring',
    awake: 'office',
    everyMinutes: 5,
    windowMinutes: 15,
    perHour: 14,
    rhythm: shop,
    breaks: floods(400),
  }),
];
