/** Wall-clock time in a zone, cheaply: `Intl.DateTimeFormat` is asked once per zone and half day or so. */

const HOUR = 3_600_000;
const QUARTER = 900_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();
/** Offsets that are kept per zone: a year of quarter days. Beyond that the cache starts again. */
const MOST_KEPT = 4_000;

/** Minutes of the local week, Monday 00:00 being 0. An unknown zone is read as UTC. */
export function minuteOfWeek(at: number, zone: string): number {
  const local = at + offsetAt(at, zone);
  // 1970-01-01 was a Thursday.
  const sinceMonday = (((local + 3 * 24 * HOUR) % (7 * 24 * HOUR)) + 7 * 24 * HOUR) % (7 * 24 * HOUR);
  return sinceMonday / 60_000;
}

/** What to add to UTC to get the zone's wall clock, in milliseconds. All zones change on quarter hours. */
export function offsetAt(at: number, zone: string): number {
  if (zone === 'UTC') return 0;
  let known = offsets.get(zone);
  if (!known) {
    known = new Map();
    offsets.set(zone, known);
  }
  const from = Math.floor(at / (6 * HOUR));
  const start = cached(known, from * 6 * HOUR, zone);
  const end = cached(known, (from + 1) * 6 * HOUR, zone);
  return start === end ? start : cached(known, Math.floor(at / QUARTER) * QUARTER, zone);
}

function cached(known: Map<number, number>, at: number, zone: string): number {
  const had = known.get(at);
  if (had !== undefined) return had;
  if (known.size > MOST_KEPT) known.clear();
  const offset = askIntl(at, zone);
  known.set(at, offset);
  return offset;
}

function askIntl(at: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = formatOf(zone);
    formats.set(zone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const local = Date.UTC(
    part.year ?? 1970,
    (part.month ?? 1) - 1,
    part.day ?? 1,
    part.hour ?? 0,
    part.minute ?? 0,
  );
  return local - at;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const fields = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
    calendar: 'gregory',
    numberingSystem: 'latn',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: 'UTC' });
  }
}
