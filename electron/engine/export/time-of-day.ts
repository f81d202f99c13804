import type { DailySpan } from '../../../shared/domain/daily-export.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';

const DAY_MS = 86_400_000;

/** The last time that it was `at` ("06:00") by this machine's clock, now or before. Once on each day, DST or not. */
export function lastDaily(at: string, now: EpochMs): EpochMs {
  const today = onDay(at, now, 0);
  return today <= now ? today : onDay(at, now, -1);
}

/** The next time that it is `at`, after now. */
export function nextDaily(at: string, now: EpochMs): EpochMs {
  const today = onDay(at, now, 0);
  return today > now ? today : onDay(at, now, 1);
}

/** Calendar days, which are not always 24 hours long. A time that a day leaves out comes an hour later. */
function onDay(at: string, now: EpochMs, days: number): EpochMs {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hours, minutes).getTime();
}

/** Where a file that ends at `until` begins; null for the beginning of all. `reach`: the end of the file before it. */
export function beginningOf(span: DailySpan, until: EpochMs, reach: EpochMs | undefined): EpochMs | null {
  switch (span) {
    case 'new':
      // One that reaches further was written before the clock was set back.
      return reach !== undefined && reach < until ? reach : until - DAY_MS;
    case 'week':
      return until - 7 * DAY_MS;
    case 'days30':
      return until - 30 * DAY_MS;
    case 'all':
      return null;
  }
}
