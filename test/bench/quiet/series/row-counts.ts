import { Arrivals } from '../world/arrivals.ts';
import { DAY, HOUR, MINUTE } from '../world/calendar.ts';
import { addBlips, campaignFactor } from '../world/mishaps.ts';
import type { Random } from '../world/random.ts';
import type { Rhythm } from '../world/rhythms.ts';
import type { World } from '../world/world.ts';
import { type Series, usual } from './series.ts';

/** How many rows come instead of `rows` in a minute, once it is broken. */
export interface RowFault {
  words: string;
  change(rows: number, random: Random): number;
  /** It adds rows of its own, so that it may begin at any time, not only where rows are written. */
  anyTime?: boolean;
}

export const stops: RowFault = { words: 'the feed stops', change: () => 0 };
export const halves: RowFault = {
  words: 'half of the rows are lost',
  change: (rows, random) => random.binomial(rows, 0.5),
};
export const doubles: RowFault = { words: 'every row is loaded twice', change: (rows) => rows * 2 };
export const floods = (perHour: number): RowFault => ({
  words: `a loop writes ${perHour} rows an hour`,
  change: (rows, random) => rows + random.poisson(perHour / 60),
  anyTime: true,
});

export interface TableSpec {
  /** Rows in a busy hour; differs by a quarter or so from seed to seed. */
  perHour: number;
  rhythm: Rhythm;
  /** 0.2: 20 % more a month. */
  growth?: number;
  /** A release after which rows come at so many times the pace. */
  step?: { day: number; factor: number };
  campaigns?: { peak: number; everyDays: number };
  wobble?: { day: number; hour: number };
}

/** The rows of one table, healthy but for the blips that every table has. */
export function tableOf(spec: TableSpec, world: World, random: Random, intervalMs: number): Arrivals {
  const level = spec.perHour * random.logNormal(0.25);
  const campaigns = spec.campaigns
    ? campaignFactor(world, random, spec.campaigns.peak, spec.campaigns.everyDays)
    : () => 1;
  // Releases are rolled out at working hours, not at midnight.
  const stepAt = world.start + ((spec.step?.day ?? 0) + random.between(0.4, 0.7)) * DAY;
  const arrivals = new Arrivals(world, random, {
    wobble: spec.wobble ?? { day: 0.06, hour: 0.06 },
    perHour: (time, at) => {
      const grown = (1 + (spec.growth ?? 0)) ** ((at - world.start) / (30 * DAY));
      const step = spec.step && at >= stepAt ? spec.step.factor : 1;
      return level * spec.rhythm(time) * grown * step * campaigns(at);
    },
  });
  addBlips(arrivals, world, random, intervalMs);
  return arrivals;
}

export interface RowCountSpec extends TableSpec {
  name: string;
  season: Series['season'];
  awake?: Series['awake'];
  everyMinutes: number;
  windowMinutes: number;
  missedRuns?: number;
  /** Which side is bad; both, unless rows are trouble. */
  sides?: Series['sides'];
  breaks: RowFault;
}

/** Rows in a window that ends now. */
export function rowCount(spec: RowCountSpec): Series {
  const intervalMs = spec.everyMinutes * MINUTE;
  return {
    ...usual,
    ...(spec.awake && { awake: spec.awake }),
    ...(spec.missedRuns !== undefined && { missedRuns: spec.missedRuns }),
    name: spec.name,
    season: spec.season,
    checkType: 'volume',
    unit: 'rows',
    sides: spec.sides ?? 'both',
    intervalMs,
    windowMinutes: spec.windowMinutes,
    daily: spec.everyMinutes >= 1_440,
    fault: spec.breaks.words,
    build(world, random) {
      const arrivals = tableOf(spec, world, random, intervalMs);
      const onset = spec.breaks.anyTime
        ? world.healthyUntil + Math.floor(random.between(0, 7 * 24)) * HOUR + random.between(0, HOUR)
        : arrivals.pickMoment(random);
      arrivals.change(onset, world.end, (rows) => spec.breaks.change(rows, random));
      return { onset, valueAt: (at) => arrivals.rowsIn(at, spec.windowMinutes * MINUTE) };
    },
  };
}
