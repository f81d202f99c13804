import type { EpochMs } from '../../../../shared/domain/primitives.ts';

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** A moment as people and nightly jobs in one place see it. */
export interface LocalTime {
  /** Hours since midnight by the wall clock, with a fraction. */
  hour: number;
  /** 0 is Monday. */
  weekday: number;
  dayOfMonth: number;
  /** Days until the month's last day; 0 on the last. */
  daysToMonthEnd: number;
}

/** Wall-clock time of one zone over a limited range, fast enough to be asked for every minute of it. */
export class Calendar {
  private readonly changes: { from: EpochMs; offset: number }[] = [];

  constructor(zone: string, from: EpochMs, to: EpochMs) {
    let last: number | null = null;
    for (let at = Math.floor(from / HOUR) * HOUR; at <= to; at += HOUR) {
      const offset = offsetOf(zone, at);
      if (offset !== last) this.changes.push({ from: at, offset });
      last = offset;
    }
  }

  /** When the clocks change within the range. */
  get clockChanges(): EpochMs[] {
    return this.changes.slice(1).map(({ from }) => from);
  }

  /** Milliseconds ahead of UTC. */
  offset(at: EpochMs): number {
    let offset = 0;
    for (const change of this.changes) {
      if (change.from > at && change !== this.changes[0]) break;
      offset = change.offset;
    }
    return offset;
  }

  local(at: EpochMs): LocalTime {
    const wall = at + this.offset(at);
    const dayNumber = Math.floor(wall / DAY);
    const date = new Date(dayNumber * DAY);
    const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY;
    return {
      hour: (wall - dayNumber * DAY) / HOUR,
      weekday: (dayNumber + 3) % 7,
      dayOfMonth: date.getUTCDate(),
      daysToMonthEnd: month - dayNumber - 1,
    };
  }

  /** The moment at which the wall clock shows so many hours since midnight of the day that `at` is in. */
  atHour(at: EpochMs, hour: number): EpochMs {
    const wall = Math.floor((at + this.offset(at)) / DAY) * DAY + hour * HOUR;
    return wall - this.offset(wall - this.offset(at));
  }
}

/** Offset from UTC at an hour, from the platform's own zone data. */
function offsetOf(zone: string, at: EpochMs): number {
  const parts = formatter(zone).formatToParts(at);
  const field = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(
    field('year'),
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second'),
  );
  return wall - at;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, found);
  }
  return found;
}
