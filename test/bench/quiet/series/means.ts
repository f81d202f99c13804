import { RowSums } from '../world/arrivals.ts';
import { DAY, MINUTE } from '../world/calendar.ts';
import type { Random } from '../world/random.ts';
import { office, shop, steady } from '../world/rhythms.ts';
import { type TableSpec, tableOf } from './row-counts.ts';
import { type Series, usual } from './series.ts';

interface MeanSpec
  extends TableSpec,
    Pick<Series, 'name' | 'season' | 'fault'>,
    Partial<Pick<Series, 'awake' | 'missedRuns'>> {
  everyMinutes: number;
  windowMinutes: number;
  /** One row's value while all is well. */
  row(random: Random, hour: number, day: number): number;
  /** What becomes of it. */
  broken(value: number): number;
}

/** Mean of a number column over the rows of a window. */
function mean(spec: MeanSpec): Series {
  const intervalMs = spec.everyMinutes * MINUTE;
  return {
    name: spec.name,
    season: spec.season,
    awake: spec.awake ?? usual.awake,
    missedRuns: spec.missedRuns ?? usual.missedRuns,
    checkType: 'custom_sql',
    unit: 'number',
    sides: 'both',
    intervalMs,
    fault: spec.fault,
    build(world, random) {
      const arrivals = tableOf(spec, world, random, intervalMs);
      const onset = arrivals.pickMoment(random);
      const sums = new RowSums(
        arrivals,
        (rows, slot) => {
          const at = arrivals.timeOf(slot);
          const { hour } = world.calendar.local(at);
          const day = (at - world.start) / DAY;
          let sum = 0;
          for (let i = 0; i < rows; i++) {
            const value = spec.row(random, hour, day);
            sum += at >= onset ? spec.broken(value) : value;
          }
          return sum;
        },
        false,
      );
      return { onset, valueAt: (at) => sums.perRow(at, spec.windowMinutes * MINUTE) };
    },
  };
}

const wave = (hour: number, peakHour: number) => Math.cos(((hour - peakHour) / 24) * 2 * Math.PI);

/** Means of amounts: log-normal, with heavy tails, drifting, around zero, with a rhythm. */
export const meanSeries: Series[] = [
  mean({
    name: 'orders.total: mean in 1 h',
    season: 'autumn',
    everyMinutes: 60,
    windowMinutes: 60,
    perHour: 400,
    rhythm: shop,
    row: (random) => 60 * random.logNormal(0.8),
    broken: (value) => value * 100,
    fault: 'amounts in cents',
  }),
  mean({
    name: 'deals.amount: mean in 1 h of few rows, heavy tail, laptop',
    season: 'spring',
    awake: 'hybrid',
    everyMinutes: 15,
    windowMinutes: 60,
    perHour: 20,
    rhythm: office,
    row: (random) => 4_000 * random.logNormal(1.2),
    broken: (value) => value * 100,
    fault: 'amounts in cents',
  }),
  mean({
    name: 'rides.price: mean in 15 min, drifting 10 % a month',
    season: 'autumn',
    everyMinutes: 15,
    windowMinutes: 15,
    perHour: 900,
    rhythm: shop,
    row: (random, _, day) => 18 * 1.1 ** (day / 30) * random.logNormal(0.5),
    broken: (value) => value * 1.7,
    fault: 'prices 70 % too high',
  }),
  mean({
    name: 'order lines per order: mean in 30 min, laptop',
    season: 'spring',
    awake: 'office',
    everyMinutes: 5,
    windowMinutes: 30,
    perHour: 1_500,
    rhythm: shop,
    row: (random) => 1 + random.poisson(1.6),
    broken: (value) => value * 2,
    fault: 'every line counted twice',
  }),
  mean({
    name: 'weather.temperature: mean in 15 min, around 0',
    season: 'spring',
    everyMinutes: 15,
    windowMinutes: 15,
    perHour: 240,
    rhythm: steady,
    row: (random, hour, day) =>
      3 + 0.1 * day + 5 * wave(hour, 15) + 2.5 * Math.sin(day / 2.3) + random.normal(),
    broken: (value) => value * 1.8 + 32,
    fault: 'degrees Fahrenheit',
  }),
  mean({
    name: 'requests.duration: mean in 5 min, rhythm and spikes',
    season: 'autumn',
    everyMinutes: 5,
    windowMinutes: 5,
    perHour: 3_000,
    rhythm: shop,
    row: (random, hour) =>
      (random.chance(0.0004) ? 40 : 1) * 120 * (1 + 0.25 * wave(hour, 20)) * random.logNormal(0.7),
    broken: (value) => value * 2,
    fault: 'requests take twice as long',
  }),
];
