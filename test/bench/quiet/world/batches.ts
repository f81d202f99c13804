import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { DAY, MINUTE } from './calendar.ts';
import type { Random } from './random.ts';
import { FAULT_DAYS, type World } from './world.ts';

interface Load {
  at: EpochMs;
  rows: number;
}

export interface BatchSpec {
  /** When the loads are planned to start, from eight days before the first run on, in order. */
  planned(world: World): EpochMs[];
  /** How long a load takes until its rows are there, in minutes: usual length, and its spread (log-normal). */
  minutes: number;
  spread: number;
  /** Share of loads that are retried, and come so many minutes later. */
  retried?: { share: number; minutes: number };
  rows(at: EpochMs, random: Random): number;
}

/** Rows that come in loads: each load's rows appear at one moment (one transaction). */
export class Batches {
  private readonly world: World;
  private loads: Load[];

  constructor(world: World, random: Random, spec: BatchSpec) {
    this.world = world;
    this.loads = spec.planned(world).map((planned) => {
      const retry = random.chance(spec.retried?.share ?? 0) ? (spec.retried?.minutes ?? 0) : 0;
      const late = spec.minutes * random.logNormal(spec.spread) + retry * random.between(0.6, 1);
      return { at: planned + late * MINUTE, rows: spec.rows(planned, random) };
    });
    this.loads.sort((a, b) => a.at - b.at);
  }

  rowsIn(at: EpochMs, windowMs: number): number {
    let rows = 0;
    for (let i = this.latest(at); i >= 0; i--) {
      const load = this.loads[i];
      if (!load || load.at <= at - windowMs) break;
      rows += load.rows;
    }
    return rows;
  }

  newest(at: EpochMs): EpochMs | null {
    return this.loads[this.latest(at)]?.at ?? null;
  }

  /** When a load picked by chance in the week after the healthy days comes. */
  pickMoment(random: Random): EpochMs {
    const from = this.world.healthyUntil;
    const week = this.loads.filter(({ at, rows }) => at >= from && at < from + FAULT_DAYS * DAY && rows > 0);
    const load = week[Math.floor(random.uniform() * week.length)];
    if (!load) throw new Error('No load comes in the week in which the fault should begin.');
    return load.at;
  }

  /** Changes each load from a moment on; null: it does not come. */
  change(from: EpochMs, change: (load: Load) => Load | null): void {
    this.loads = this.loads
      .flatMap((load) => (load.at < from ? [load] : [change(load)]))
      .filter((load) => load !== null)
      .sort((a, b) => a.at - b.at);
  }

  /** Index of the last load that had come by then. */
  private latest(at: EpochMs): number {
    let low = 0;
    let high = this.loads.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.loads[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** A load each so many milliseconds. */
export function each(everyMs: number, offsetMs = 0): BatchSpec['planned'] {
  return (world) => {
    const times: EpochMs[] = [];
    const first = Math.ceil((world.start - 8 * DAY) / everyMs) * everyMs;
    for (let at = first + offsetMs; at < world.end; at += everyMs) times.push(at);
    return times;
  };
}

/** A load a day at an hour of the wall clock, or (a server's cron) of UTC; on weekdays only, if so wished. */
export function daily(hour: number, clock: 'local' | 'utc', weekdaysOnly = false): BatchSpec['planned'] {
  return (world) => {
    const times: EpochMs[] = [];
    for (let noon = world.start - 8 * DAY + DAY / 2; noon < world.end; noon += DAY) {
      if (weekdaysOnly && world.calendar.local(noon).weekday > 4) continue;
      const midnight = Math.floor(noon / DAY) * DAY;
      times.push(clock === 'utc' ? midnight + hour * 60 * MINUTE : world.calendar.atHour(noon, hour));
    }
    return times;
  };
}
