import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { RowSums } from '../world/arrivals.ts';
import { DAY, type LocalTime, MINUTE } from '../world/calendar.ts';
import { shop, steady } from '../world/rhythms.ts';
import { type TableSpec, tableOf } from './row-counts.ts';
import { type Series, usual } from './series.ts';

interface ShareSpec
  extends TableSpec,
    Pick<Series, 'name' | 'season' | 'fault'>,
    Partial<Pick<Series, 'awake' | 'missedRuns' | 'checkType'>> {
  everyMinutes: number;
  windowMinutes: number;
  /** Share of the rows, in percent, while all is well. */
  healthy(time: LocalTime, day: number): number;
  broken: number;
}

/** Share of the rows of a window that are null, or of one kind. In percent. */
function share(spec: ShareSpec): Series {
  const intervalMs = spec.everyMinutes * MINUTE;
  return {
    name: spec.name,
    season: spec.season,
    awake: spec.awake ?? usual.awake,
    missedRuns: spec.missedRuns ?? usual.missedRuns,
    checkType: spec.checkType ?? 'missing',
    unit: 'percent',
    // Missing values are bad where there are more; a share of a kind of rows can be wrong either way.
    sides: spec.checkType === 'custom_sql' ? 'both' : 'upper',
    intervalMs,
    fault: spec.fault,
    build(world, random) {
      const arrivals = tableOf(spec, world, random, intervalMs);
      const onset = arrivals.pickMoment(random);
      const percentAt = (at: EpochMs) =>
        at >= onset ? spec.broken : spec.healthy(world.calendar.local(at), (at - world.start) / DAY);
      const marked = new RowSums(
        arrivals,
        (rows, slot) => random.binomial(rows, percentAt(arrivals.timeOf(slot)) / 100),
        true,
      );
      const rowsAt = (at: EpochMs) => arrivals.rowsIn(at, spec.windowMinutes * MINUTE);
      return {
        onset,
        // A custom statement tells nothing but its value.
        ...(spec.checkType === 'custom_sql' ? {} : { rowsAt }),
        valueAt: (at) => {
          const perRow = marked.perRow(at, spec.windowMinutes * MINUTE);
          return perRow === null ? null : perRow * 100;
        },
      };
    },
  };
}

/** A swing over the day, highest at the given hour. */
const swing = (middle: number, by: number, peakHour: number) => (time: LocalTime) =>
  middle + by * Math.cos(((time.hour - peakHour) / 24) * 2 * Math.PI);

/** Null rates and shares of a category: none, a few, many by day and more at night. */
export const shareSeries: Series[] = [
  share({
    name: 'orders.customer_id: null 0 %',
    season: 'autumn',
    everyMinutes: 5,
    windowMinutes: 60,
    perHour: 800,
    rhythm: shop,
    healthy: () => 0,
    broken: 5,
    fault: '5 % of new rows have no customer',
  }),
  share({
    name: 'orders.email: null 0.3 %',
    season: 'spring',
    everyMinutes: 5,
    windowMinutes: 60,
    perHour: 2_000,
    rhythm: shop,
    healthy: () => 0.3,
    broken: 8,
    fault: '8 % of new rows have no email',
  }),
  share({
    name: 'profiles.phone: null 12 %, daily rhythm',
    season: 'autumn',
    everyMinutes: 15,
    windowMinutes: 60,
    perHour: 1_500,
    rhythm: shop,
    healthy: swing(12, 4, 2),
    broken: 40,
    fault: '40 % of new rows have no phone',
  }),
  share({
    name: 'leads.company: null 2 % of few rows',
    season: 'spring',
    everyMinutes: 15,
    windowMinutes: 60,
    perHour: 40,
    rhythm: shop,
    healthy: () => 2,
    broken: 35,
    fault: '35 % of new rows have no company',
  }),
  share({
    name: 'events.user_id: null 0.8 %, then 1.1 % after a release, laptop',
    season: 'autumn',
    awake: 'office',
    everyMinutes: 5,
    windowMinutes: 30,
    perHour: 12_000,
    rhythm: shop,
    healthy: (_, day) => (day < 27.5 ? 0.8 : 1.1),
    broken: 20,
    fault: '20 % of new rows have no user',
  }),
  share({
    name: 'readings.value: null 4 % in 5 min, every minute, laptop',
    season: 'spring',
    awake: 'waking',
    everyMinutes: 1,
    windowMinutes: 5,
    perHour: 6_000,
    rhythm: steady,
    wobble: { day: 0.01, hour: 0.01 },
    healthy: () => 4,
    broken: 25,
    fault: '25 % of new rows have no value',
  }),
  share({
    name: 'payments: share paid by card',
    season: 'autumn',
    checkType: 'custom_sql',
    everyMinutes: 15,
    windowMinutes: 60,
    perHour: 500,
    rhythm: shop,
    healthy: swing(55, 6, 13),
    broken: 0,
    fault: 'no payment by card any more',
  }),
  share({
    name: 'shipments: share by express',
    season: 'spring',
    checkType: 'custom_sql',
    awake: 'hybrid',
    everyMinutes: 60,
    windowMinutes: 60,
    perHour: 900,
    rhythm: shop,
    healthy: swing(12, 2, 16),
    broken: 0,
    fault: 'no express shipment any more',
  }),
];
