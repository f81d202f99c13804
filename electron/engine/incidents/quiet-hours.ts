import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { QuietHours } from '../../../shared/domain/settings.ts';
import { minuteOfWeek } from '../baseline/zone.ts';

const DAY_MINUTES = 1_440;

/**
 * Whether it is quiet now, by the wall clock of `timeZone` (IANA; this machine's when left out). Times of day are
 * compared as a clock on the wall shows them, so that the nights on which it is changed need no rule of their own.
 */
export function isQuiet(hours: QuietHours, now: EpochMs, timeZone?: string): boolean {
  if (!hours.enabled || hours.from === hours.to) return false;
  const { day, minute } = wallClock(now, timeZone);
  const from = minuteOf(hours.from);
  const to = minuteOf(hours.to);
  if (from < to) return minute >= from && minute < to && hours.days.includes(day);
  const before = (day + 6) % 7;
  return (minute >= from && hours.days.includes(day)) || (minute < to && hours.days.includes(before));
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Of this machine as it is set now: it may have been taken elsewhere since Pulse was started. */
function wallClock(now: EpochMs, timeZone: string | undefined): { day: number; minute: number } {
  if (timeZone === undefined) {
    const here = new Date(now);
    return { day: here.getDay(), minute: here.getHours() * 60 + here.getMinutes() };
  }
  const minute = Math.floor(minuteOfWeek(now, timeZone));
  // Its weeks begin on Monday.
  return { day: (Math.floor(minute / DAY_MINUTES) + 1) % 7, minute: minute % DAY_MINUTES };
}
