import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { Calendar, DAY } from './calendar.ts';

/** Days in which all is well. */
export const HEALTHY_DAYS = 60;
/** The fault begins within so many days after them. */
export const FAULT_DAYS = 7;
/** Days that are simulated at the most: a fault on a Friday evening is first seen when the laptop wakes. */
const ALL_DAYS = HEALTHY_DAYS + FAULT_DAYS + 9;

export type Season = 'spring' | 'autumn';

/** The stretch of time that a series lives in. Each has a change of clocks and two month ends in its healthy days. */
export interface World {
  calendar: Calendar;
  /** Midnight of a Monday. */
  start: EpochMs;
  healthyUntil: EpochMs;
  end: EpochMs;
}

export const zone = 'Europe/Berlin';

/** Monday 2 February 2026 (clocks go forward on day 55), or Monday 7 September 2026 (back on day 48). */
const starts: Record<Season, EpochMs> = {
  spring: Date.UTC(2026, 1, 1, 23),
  autumn: Date.UTC(2026, 8, 6, 22),
};

export function makeWorld(season: Season): World {
  const start = starts[season];
  const end = start + ALL_DAYS * DAY;
  return {
    calendar: new Calendar(zone, start - 8 * DAY, end + DAY),
    start,
    healthyUntil: start + HEALTHY_DAYS * DAY,
    end,
  };
}
