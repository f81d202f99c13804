import type { QuietWindow } from '../../../shared/domain/connection.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { minuteOfWeek } from '../baseline/zone.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** More than any zone ever turned its clocks by. */
const CLOCK_CHANGE_MINUTES = 180;

/**
 * When the quiet window that `now` lies in ends; null outside of one. Times of day are compared as a clock on the wall
 * of the window's zone shows them: a time that the clocks skip in spring counts as the moment they skip it, and an hour
 * that they repeat in autumn is quiet both times. A window that ends when it begins is none.
 */
export function quietUntil({ from, to, zone }: QuietWindow, now: EpochMs): EpochMs | null {
  const start = minuteOf(from);
  const end = minuteOf(to);
  if (start === end) return null;
  const timeOfDay = (at: EpochMs) => minuteOfWeek(at, zone) % DAY_MINUTES;
  const isQuiet = (at: EpochMs) => {
    const minute = timeOfDay(at);
    return start < end ? minute >= start && minute < end : minute >= start || minute < end;
  };
  if (!isQuiet(now)) return null;
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const left = (end - Math.floor(timeOfDay(minute)) + DAY_MINUTES) % DAY_MINUTES;
  // Exact, unless the clocks change before that. Then the end is at most so much earlier or later.
  let at = Math.max(minute, minute + (left - CLOCK_CHANGE_MINUTES) * MINUTE_MS);
  while (isQuiet(at)) at += MINUTE_MS;
  return at;
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
