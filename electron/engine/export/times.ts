import type { ExportFormat } from '../../../shared/domain/export.ts';

const MINUTE = 60_000;
/** Every offset from UTC in use today is a multiple of it, and begins to hold at one. */
const BLOCK = 15 * MINUTE;
const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const THREE = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, '0'));

/**
 * Writes times as ISO 8601 with milliseconds and offset. Neighbouring rows have neighbouring times, so the date, the
 * hour and the offset are worked out once per quarter of an hour: `Date` alone would take a third of the export.
 */
export function timeWriter(zone: ExportFormat['times']): (at: number) => string {
  let block = Number.NaN;
  let hour = '';
  let minute = 0;
  let offset = '';
  return (at) => {
    const wanted = Math.floor(at / BLOCK);
    if (wanted !== block) {
      block = wanted;
      const minutes = zone === 'utc' ? 0 : -new Date(block * BLOCK).getTimezoneOffset();
      const shown = new Date(block * BLOCK + minutes * MINUTE);
      hour = shown.toISOString().slice(0, 14);
      minute = shown.getUTCMinutes();
      offset = zone === 'utc' ? 'Z' : offsetOf(minutes);
    }
    const rest = at - block * BLOCK;
    const seconds = Math.floor(rest / 1_000);
    return `${hour}${TWO[minute + Math.floor(seconds / 60)]}:${TWO[seconds % 60]}.${THREE[rest % 1_000]}${offset}`;
  };
}

function offsetOf(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${TWO[Math.floor(size / 60)]}:${TWO[size % 60]}`;
}

/** As `write`, for a time that may not be there. */
export function orEmpty(write: (at: number) => string): (at: number | null) => string {
  return (at) => (at === null ? '' : write(at));
}
