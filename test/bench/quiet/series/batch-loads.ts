import { Batches, type BatchSpec, daily, each } from '../world/batches.ts';
import { DAY, HOUR, MINUTE } from '../world/calendar.ts';
import type { Random } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { type Series, usual } from './series.ts';

interface LoadFault {
  words: string;
  /** Null: the load does not come. */
  rows(rows: number): number | null;
}

const stops: LoadFault = { words: 'no load comes any more', rows: () => null };
const halves: LoadFault = { words: 'loads bring half of their rows', rows: (rows) => Math.round(rows / 2) };
const doubles: LoadFault = { words: 'loads bring every row twice', rows: (rows) => rows * 2 };

interface LoadSeries extends Pick<Series, 'name' | 'season'>, Partial<Pick<Series, 'awake' | 'daily'>> {
  everyMinutes: number;
  batch: BatchSpec;
  breaks: LoadFault;
}

function built(spec: LoadSeries, world: World, random: Random): { batches: Batches; onset: number } {
  const batches = new Batches(world, random, spec.batch);
  const onset = batches.pickMoment(random);
  batches.change(onset, (load) => {
    const rows = spec.breaks.rows(load.rows);
    return rows === null ? null : { ...load, rows };
  });
  return { batches, onset };
}

function common(spec: LoadSeries): Omit<Series, 'checkType' | 'unit' | 'sides' | 'build'> {
  const { name, season, awake = usual.awake, daily = false, everyMinutes, breaks } = spec;
  const { missedRuns } = usual;
  return { name, season, awake, daily, missedRuns, intervalMs: everyMinutes * MINUTE, fault: breaks.words };
}

function rowsLoaded(spec: LoadSeries & { windowMinutes: number }): Series {
  return {
    ...common(spec),
    checkType: 'volume',
    unit: 'rows',
    windowMinutes: spec.windowMinutes,
    sides: 'both',
    build(world, random) {
      const { batches, onset } = built(spec, world, random);
      return { onset, valueAt: (at) => batches.rowsIn(at, spec.windowMinutes * MINUTE) };
    },
  };
}

function ageOfLoad(spec: LoadSeries): Series {
  return {
    ...common(spec),
    checkType: 'freshness',
    unit: 'seconds',
    sides: 'upper',
    build(world, random) {
      const { batches, onset } = built(spec, world, random);
      return {
        onset,
        valueAt: (at) => {
          const newest = batches.newest(at);
          return newest === null ? null : (at - newest) / 1_000;
        },
      };
    },
  };
}

const about =
  (rows: number, spread: number): BatchSpec['rows'] =>
  (_, random) =>
    Math.round(rows * random.logNormal(spread));

/** Tables that jobs fill: how much came, and how long ago. */
export const batchSeries: Series[] = [
  rowsLoaded({
    name: 'stock, a load each 15 min: rows in 1 h',
    season: 'autumn',
    everyMinutes: 5,
    windowMinutes: 60,
    batch: { planned: each(15 * MINUTE), minutes: 2, spread: 0.4, rows: about(5_000, 0.08) },
    breaks: stops,
  }),
  rowsLoaded({
    name: 'exchange rates, a load each hour: rows in 1 day',
    daily: true,
    season: 'spring',
    everyMinutes: 60,
    windowMinutes: 1_440,
    batch: {
      planned: each(HOUR),
      minutes: 4,
      spread: 0.5,
      retried: { share: 0.03, minutes: 20 },
      rows: () => 170,
    },
    breaks: halves,
  }),
  rowsLoaded({
    name: 'sales of the day, a load each night: rows in 1 day',
    daily: true,
    season: 'autumn',
    everyMinutes: 60,
    windowMinutes: 1_440,
    batch: { planned: daily(3, 'utc'), minutes: 12, spread: 0.4, rows: about(40_000, 0.08) },
    breaks: stops,
  }),
  rowsLoaded({
    name: 'supplier prices, a load each hour: rows in 1 h',
    season: 'spring',
    everyMinutes: 60,
    windowMinutes: 60,
    batch: { planned: each(HOUR, 20 * MINUTE), minutes: 3, spread: 0.3, rows: about(1_200, 0.1) },
    breaks: doubles,
  }),
  ageOfLoad({
    name: 'stock, a load each 15 min: age',
    season: 'spring',
    everyMinutes: 1,
    batch: {
      planned: each(15 * MINUTE),
      minutes: 2,
      spread: 0.5,
      retried: { share: 0.004, minutes: 8 },
      rows: () => 1,
    },
    breaks: stops,
  }),
  ageOfLoad({
    name: 'search index, a load each hour: age, laptop',
    season: 'autumn',
    awake: 'office',
    everyMinutes: 1,
    batch: {
      planned: each(HOUR),
      minutes: 6,
      spread: 0.5,
      retried: { share: 0.02, minutes: 15 },
      rows: () => 1,
    },
    breaks: stops,
  }),
  ageOfLoad({
    name: 'warehouse, a load each night: age',
    daily: true,
    season: 'spring',
    everyMinutes: 5,
    batch: { planned: daily(4, 'local'), minutes: 40, spread: 0.25, rows: () => 1 },
    breaks: stops,
  }),
  ageOfLoad({
    name: 'bank statements, a load each weekday: age',
    daily: true,
    season: 'autumn',
    everyMinutes: 15,
    batch: { planned: daily(6, 'local', true), minutes: 20, spread: 0.3, rows: () => 1 },
    breaks: stops,
  }),
  ageOfLoad({
    name: 'partner feed, a load each 6 h: age, laptop',
    season: 'spring',
    awake: 'waking',
    everyMinutes: 5,
    batch: {
      planned: each(DAY / 4, HOUR),
      minutes: 15,
      spread: 0.5,
      retried: { share: 0.03, minutes: 45 },
      rows: () => 1,
    },
    breaks: stops,
  }),
];
