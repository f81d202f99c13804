import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { QuietHours } from '../../../shared/domain/settings.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

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

const formats = new Map<string | undefined, Intl.DateTimeFormat>();

function wallClock(now: EpochMs, timeZone: string | undefined): { day: number; minute: number } {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    day: weekdays.indexOf(parts.weekday ?? ''),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}
