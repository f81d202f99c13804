import type { ExportFormat } from '../../../shared/domain/export.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** Every offset from UTC in use today is a multiple of it, and begins to hold at one. */
const BLOCK = 15 * MINUTE;
const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const SECONDS = TWO.map((seconds) => `${seconds}.`);
const THREE = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, '0'));
/** `00:00:` to `23:59:`. */
const MINUTES = Array.from({ length: 1_440 }, (_, n) => `${TWO[Math.floor(n / 60)]}:${TWO[n % 60]}:`);

/**
 * Writes times as ISO 8601 with milliseconds and offset. Neighbouring rows have neighbouring times, so the date and
 * the offset are worked out once per day, and the rest is looked up: `Date` alone would take a third of the export.
 */
export function timeWriter(zone: ExportFormat['times']): (at: number) => string {
  const offsetAt = zone === 'utc' ? () => 0 : localOffsets();
  let day = Number.NaN;
  let date = '';
  let offset = Number.NaN;
  let ending = '';
  return (at) => {
    const minutes = offsetAt(at);
    if (minutes !== offset) {
      offset = minutes;
      ending = zone === 'utc' ? 'Z' : offsetOf(minutes);
    }
    const shown = at + minutes * MINUTE;
    const own = Math.floor(shown / DAY);
    if (own !== day) {
      day = own;
      date = new Date(own * DAY).toISOString().slice(0, 11);
    }
    const rest = shown - own * DAY;
    const minute = Math.floor(rest / MINUTE);
    const millis = rest - minute * MINUTE;
    const second = Math.floor(millis / 1_000);
    return `${date}${MINUTES[minute]}${SECONDS[second]}${THREE[millis - second * 1_000]}${ending}`;
  };
}

/** Minutes that local time is ahead of UTC. Asked for once per day, except on the days when clocks are changed. */
function localOffsets(): (at: number) => number {
  let block = Number.NaN;
  let length = DAY;
  let minutes = 0;
  return (at) => {
    if (Math.floor(at / length) !== block) {
      const day = Math.floor(at / DAY) * DAY;
      length = offsetIn(day) === offsetIn(day + DAY) ? DAY : BLOCK;
      block = Math.floor(at / length);
      minutes = offsetIn(block * length);
    }
    return minutes;
  };
}

const offsetIn = (at: number): number => -new Date(at).getTimezoneOffset();

function offsetOf(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${TWO[Math.floor(size / 60)]}:${TWO[size % 60]}`;
}

/** As `write`, for a time that may not be there. */
export function orEmpty(write: (at: number) => string): (at: number | null) => string {
  return (at) => (at === null ? '' : write(at));
}
