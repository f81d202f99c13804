import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { DAY, HOUR, MINUTE } from '../world/calendar.ts';
import type { Random } from '../world/random.ts';
import { type Rhythm, shop } from '../world/rhythms.ts';
import { FAULT_DAYS, type World } from '../world/world.ts';
import { type TableSpec, tableOf } from './row-counts.ts';
import { type Built, type Series, usual } from './series.ts';

interface StateSpec
  extends Pick<Series, 'name' | 'season' | 'fault' | 'checkType' | 'unit'>,
    Partial<Pick<Series, 'awake' | 'missedRuns' | 'sides'>> {
  everyMinutes: number;
  /** The healthy value over time. */
  healthy(world: World, random: Random): (at: EpochMs) => number;
  broken(value: number): number;
}

/** A number about the table as a whole, which is there at any moment. */
function state(spec: StateSpec): Series {
  return {
    name: spec.name,
    season: spec.season,
    awake: spec.awake ?? usual.awake,
    missedRuns: spec.missedRuns ?? usual.missedRuns,
    checkType: spec.checkType,
    unit: spec.unit,
    sides: spec.sides ?? 'both',
    intervalMs: spec.everyMinutes * MINUTE,
    fault: spec.fault,
    build(world, random): Built {
      const healthy = spec.healthy(world, random);
      const onset = world.healthyUntil + random.between(0, FAULT_DAYS * DAY);
      return { onset, valueAt: (at) => (at >= onset ? spec.broken(healthy(at)) : healthy(at)) };
    },
  };
}

const always = (value: number) => () => () => value;

/** All rows of a table that only grows, by its rhythm. */
function growing(start: number, spec: TableSpec): StateSpec['healthy'] {
  return (world, random) => {
    const arrivals = tableOf(spec, world, random, HOUR);
    const before = arrivals.rowsUntil(world.start);
    return (at) => start + arrivals.rowsUntil(at) - before;
  };
}

/** A queue's length where each row waits for ten minutes. */
function queue(spec: TableSpec): StateSpec['healthy'] {
  return (world, random) => {
    const arrivals = tableOf(spec, world, random, 5 * MINUTE);
    return (at) => arrivals.rowsIn(at, 10 * MINUTE);
  };
}

/** A few customers of `population` buy in an hour: how many different ones? Who comes is luck, so it scatters. */
function distinct(population: number, rhythm: Rhythm, perHour: number): StateSpec['healthy'] {
  return (world, random) => {
    const arrivals = tableOf({ perHour, rhythm }, world, random, HOUR);
    const luck = Array.from({ length: 4_000 }, () => random.normal());
    return (at) => {
      const rows = arrivals.rowsIn(at, HOUR);
      const hit = 1 - Math.exp(-rows / population);
      // Occupancy: mean and variance of the number of filled cells.
      const scatter = Math.sqrt(population * (1 - hit) * (hit - (rows / population) * (1 - hit)));
      return Math.max(0, Math.round(population * hit + scatter * (luck[Math.floor(at / HOUR) % 4_000] ?? 0)));
    };
  };
}

/** Kinds that occur in a window: the rare one (1 row of 100) is missing now and then where rows are few. */
const kinds: StateSpec['healthy'] = (world, random) => {
  const arrivals = tableOf({ perHour: 900, rhythm: shop }, world, random, HOUR);
  const luck = Array.from({ length: 4_000 }, () => random.uniform());
  return (at) => {
    const rows = arrivals.rowsIn(at, HOUR);
    if (rows === 0) return 0;
    const none = 0.99 ** rows;
    return (luck[Math.floor(at / HOUR) % 4_000] ?? 1) < none ? 4 : 5;
  };
};

/** Rows that break a rule: mostly none, and now and then one to four that someone mends within hours. */
const leftovers: StateSpec['healthy'] = (world, random) => {
  const spans: { from: EpochMs; to: EpochMs; rows: number }[] = [];
  let at = world.start;
  while (at < world.end) {
    at += random.exponential(2.5 * DAY);
    spans.push({
      from: at,
      to: at + random.between(1, 9) * HOUR,
      rows: 1 + Math.floor(random.between(0, 4)),
    });
  }
  return (now) => spans.reduce((sum, { from, to, rows }) => (now >= from && now < to ? sum + rows : sum), 0);
};

/** Values that mostly stand still, or only grow; counts of what should not be; counts of different values. */
export const stateSeries: Series[] = [
  state({
    name: 'orders.number: duplicates, always 0',
    season: 'autumn',
    checkType: 'unique',
    sides: 'upper',
    unit: 'rows',
    everyMinutes: 5,
    healthy: always(0),
    broken: () => 37,
    fault: '37 duplicates',
  }),
  state({
    name: 'payments.id: duplicates, always 0, laptop',
    season: 'spring',
    awake: 'office',
    checkType: 'unique',
    sides: 'upper',
    unit: 'rows',
    everyMinutes: 15,
    healthy: always(0),
    broken: () => 3,
    fault: '3 duplicates',
  }),
  state({
    name: 'countries: rows in the table, always 249',
    season: 'autumn',
    checkType: 'volume',
    unit: 'rows',
    everyMinutes: 60,
    healthy: always(249),
    broken: () => 0,
    fault: 'the table is empty',
  }),
  state({
    name: 'price list: rows in the table, a few more each release',
    season: 'spring',
    checkType: 'volume',
    unit: 'rows',
    everyMinutes: 15,
    healthy: (world) => (at) => 1_840 + 12 * Math.floor((at - world.start + 3.4 * DAY) / (14 * DAY)),
    broken: (value) => Math.round(value / 2),
    fault: 'half of the rows are deleted',
  }),
  state({
    name: 'customers: rows in the table, growing',
    season: 'autumn',
    checkType: 'volume',
    unit: 'rows',
    everyMinutes: 5,
    healthy: growing(50_000, { perHour: 5, rhythm: shop }),
    broken: (value) => Math.round(value * 0.6),
    fault: '40 % of the rows are deleted',
  }),
  state({
    name: 'articles: rows in a young table, growing fast, laptop',
    season: 'spring',
    awake: 'waking',
    checkType: 'volume',
    unit: 'rows',
    everyMinutes: 15,
    healthy: growing(2_000, { perHour: 8, rhythm: shop }),
    broken: (value) => value * 2,
    fault: 'every row is loaded twice',
  }),
  state({
    name: 'customers who order in 1 h: different ones',
    season: 'spring',
    checkType: 'custom_sql',
    unit: 'number',
    everyMinutes: 60,
    healthy: distinct(3_000, shop, 1_200),
    broken: (value) => Math.round(value * 0.45),
    fault: 'one of two shards is missing',
  }),
  state({
    name: 'order states in 1 h: different ones, mostly 5',
    season: 'autumn',
    checkType: 'custom_sql',
    unit: 'number',
    everyMinutes: 15,
    healthy: kinds,
    broken: (value) => Math.min(value, 2),
    fault: 'three of five states vanish',
  }),
  state({
    name: 'queue of emails: length, daily rhythm',
    sides: 'upper',
    season: 'spring',
    checkType: 'custom_sql',
    unit: 'rows',
    everyMinutes: 5,
    healthy: queue({ perHour: 1_800, rhythm: shop, wobble: { day: 0.1, hour: 0.2 } }),
    broken: (value) => value + 4_000,
    fault: '4,000 emails wait',
  }),
  state({
    name: 'stock below zero: rows, mostly none',
    sides: 'upper',
    season: 'autumn',
    awake: 'hybrid',
    checkType: 'custom_sql',
    unit: 'rows',
    everyMinutes: 15,
    healthy: leftovers,
    broken: (value) => value + 60,
    fault: '60 articles below zero',
  }),
];
