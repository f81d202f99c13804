import { z } from 'zod';

/** A day of one year, `2026-12-25`, or of every year, `12-25`. */
const DAY = /^(?:(\d{4})-)?(\d{2})-(\d{2})$/;
/** Also knows 29 February. */
const LEAP_YEAR = 2024;
const DAYS_KEPT = 1_000;

export const HolidayDate = z
  .string()
  .refine(isDate, 'Give a day such as 2026-12-25, or 12-25 for every year.');

/** Days that are unlike others: what is normal on them is not what is normal on other days of that name. */
export const Holiday = z
  .strictObject({
    from: HolidayDate,
    /** The last day. Null: it is one day. */
    to: HolidayDate.nullable().default(null),
    name: z.string().trim().min(1, 'Give it a name.').max(80),
  })
  .superRefine(({ from, to }, { addIssue }) => {
    // What is no day at all has been said at its field.
    if (to === null || !isDate(from) || !isDate(to)) return;
    const wrong =
      from.length !== to.length
        ? 'Both days need a year, or neither.'
        : // Without a year it may well begin in December and end in January.
          from.length > 5 && from > to
          ? 'It ends before it begins.'
          : null;
    if (wrong) addIssue({ code: 'custom', path: ['to'], message: wrong });
  });
export type Holiday = z.infer<typeof Holiday>;

export const Holidays = z.array(Holiday).max(DAYS_KEPT, 'At most 1,000 holidays.');
export type Holidays = z.infer<typeof Holidays>;

/** Name of the holiday that a day (`2026-12-25`) is. Null: it is a day like others. */
export function holidayOn(holidays: readonly Holiday[], day: string): string | null {
  const holiday = holidays.find(({ from, to }) => {
    const asked = from.length === 5 ? day.slice(5) : day;
    if (to === null) return asked === from;
    return from <= to ? asked >= from && asked <= to : asked >= from || asked <= to;
  });
  return holiday?.name ?? null;
}

/** One holiday a line, as `parseHolidays` reads them. */
export function formatHolidays(holidays: readonly Holiday[]): string {
  return holidays.map(({ from, to, name }) => `${from}${to === null ? '' : `..${to}`} ${name}`).join('\n');
}

/**
 * Reads one holiday a line: `2026-12-25 Christmas Day`, `12-25 Christmas Day` for every year,
 * `12-24..01-01 Christmas break` for several days. Empty lines are left out. Lines are counted from 1.
 */
export function parseHolidays(text: string): {
  holidays: Holiday[];
  problems: { line: number; message: string }[];
} {
  const holidays: Holiday[] = [];
  const problems: { line: number; message: string }[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const [, from = '', to = null, name = ''] = /^([^\s.]+)(?:\s*\.\.\s*(\S+))?\s*(.*)$/.exec(line) ?? [];
    const parsed = Holiday.safeParse({ from, to, name });
    if (parsed.success) holidays.push(parsed.data);
    else
      problems.push({
        line: index + 1,
        message: parsed.error.issues[0]?.message ?? 'This is not a holiday.',
      });
  }
  return { holidays, problems };
}

function isDate(text: string): boolean {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(Number(year ?? LEAP_YEAR), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
