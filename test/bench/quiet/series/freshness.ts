import { MINUTE } from '../world/calendar.ts';
import { office, shop, steady } from '../world/rhythms.ts';
import { type TableSpec, tableOf } from './row-counts.ts';
import { type Series, usual } from './series.ts';

interface AgeSpec
  extends TableSpec,
    Pick<Series, 'name' | 'season'>,
    Partial<Pick<Series, 'awake' | 'missedRuns'>> {
  everyMinutes: number;
  /** Seconds that a row needs through the pipeline until it can be seen. */
  pipeline?: number;
  /** The pipeline stands still for so long from the fault on; without it, rows stop coming. Seconds. */
  delayed?: number;
}

/** Age of the newest row of a table whose rows come one by one. */
function age(spec: AgeSpec): Series {
  const intervalMs = spec.everyMinutes * MINUTE;
  const delayed = (spec.delayed ?? 0) * 1_000;
  return {
    name: spec.name,
    season: spec.season,
    awake: spec.awake ?? usual.awake,
    missedRuns: spec.missedRuns ?? usual.missedRuns,
    checkType: 'freshness',
    unit: 'seconds',
    sides: 'upper',
    intervalMs,
    fault: spec.delayed ? `rows come ${spec.delayed / 60} min late` : 'the feed stops',
    build(world, random) {
      // A pause of a minute or two is what a busy table is always good for.
      const arrivals = tableOf(spec, world, random, Math.max(intervalMs, 4 * MINUTE));
      const onset = arrivals.pickMoment(random);
      if (!spec.delayed) arrivals.change(onset, world.end, () => 0);
      const pipeline = (spec.pipeline ?? 0) * 1_000;
      return {
        onset,
        valueAt: (at) => {
          // The delay builds up as time passes: what was through before stays through.
          const broken = at < onset ? 0 : Math.min(delayed, at - onset);
          const newest = arrivals.newest(at - pipeline - broken);
          return newest === null ? null : (at - newest) / 1_000;
        },
      };
    },
  };
}

/** How old the newest row is: seconds by day, and for some tables hours at night. */
export const freshnessSeries: Series[] = [
  age({
    name: 'orders: age, seconds by day, minutes at night',
    season: 'autumn',
    everyMinutes: 1,
    perHour: 400,
    rhythm: shop,
  }),
  age({
    name: 'contracts: age, hours at night, days on weekends, laptop',
    season: 'spring',
    awake: 'hybrid',
    everyMinutes: 1,
    missedRuns: 0.03,
    perHour: 60,
    rhythm: office,
  }),
  age({
    name: 'reviews: age, a few rows an hour',
    season: 'autumn',
    everyMinutes: 5,
    perHour: 6,
    rhythm: shop,
  }),
  age({
    name: 'measurements: age, through a pipeline of 40 s',
    season: 'spring',
    everyMinutes: 1,
    perHour: 3_600,
    rhythm: steady,
    pipeline: 40,
    delayed: 1_800,
  }),
];
