import type { Unit } from '../../../../shared/domain/check.ts';
import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import type { AwakePattern } from '../world/awake.ts';
import type { Random } from '../world/random.ts';
import type { Season, World } from '../world/world.ts';

/** What a check would see, healthy until `onset` and broken from then on. */
export interface Built {
  /** The check's value if it ran at this moment; null when there is nothing to measure. */
  valueAt(at: EpochMs): number | null;
  /** The rows behind the value, where the check type makes room for the chance of few (`noise`). */
  rowsAt?(at: EpochMs): number;
  /** When the first row comes that would not have come so, or the first does not come that would have. */
  onset: EpochMs;
}

/** One check on one table of the world. */
export interface Series {
  name: string;
  season: Season;
  awake: AwakePattern;
  /** Type of the check whose value this is, and what that counts. */
  checkType: 'volume' | 'freshness' | 'missing' | 'unique' | 'custom_sql';
  unit: Unit;
  /** Which side is bad (`Rule` in shared/domain/check.ts). */
  sides: 'both' | 'lower' | 'upper';
  intervalMs: number;
  /** Its rows come, or it runs, once a day: a fault takes days to show. */
  daily?: boolean;
  /** Share of due runs that do not take place (deferred for load, lock or lag). */
  missedRuns: number;
  /** Minutes over which rows are counted. */
  windowMinutes?: number;
  /** What breaks, in words. */
  fault: string;
  build(world: World, random: Random): Built;
}

/** What most series leave as it is. */
export const usual = { awake: 'always', missedRuns: 0.01 } as const;
