/** A format of local time. */
export interface LocalFormat {
  format(at: number): string;
}

/**
 * Dates are said in the language of the window and of the sentences in it, whatever the machine's is
 * (docs/decisions/dates.md).
 */
export const DATE_LOCALE = 'en-GB';

/**
 * As `Intl.DateTimeFormat` for this machine's clock, wherever the machine is taken: one of Intl's keeps the time zone in
 * which it was made. They are dear to make, so there is one for each distance from UTC.
 */
export function localFormat(options: Intl.DateTimeFormatOptions): LocalFormat {
  const byOffset = new Map<number, Intl.DateTimeFormat>();
  return {
    format(at) {
      const offset = -Math.round(new Date(at).getTimezoneOffset());
      let format = byOffset.get(offset);
      if (format === undefined) {
        format = new Intl.DateTimeFormat(DATE_LOCALE, { ...options, timeZone: nameOf(offset) });
        byOffset.set(offset, format);
      }
      return format.format(at);
    },
  };
}

/** `+05:30`. */
function nameOf(offset: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
