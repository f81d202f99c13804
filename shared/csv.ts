/** Beginnings of a formula, their full-width forms, and what some programs skip in front of one. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** RFC 4180's line break. */
export const CSV_LINE_BREAK = '\r\n';

/** Tells Excel that the file is UTF-8: without it Excel takes it for the old code page of the country. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * One cell of text as RFC 4180 has it. A spreadsheet takes text that begins like a formula for one and runs it, and
 * the names in a database are not ours to trust: an apostrophe in front makes it text. Only for text, as a number may
 * well begin with a minus.
 */
export function csvText(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A whole small table, header first. Numbers stay numbers; null is an empty cell. */
export function csvTable(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null) =>
    value === null ? '' : typeof value === 'number' ? String(value) : csvText(value);
  return rows.map((cells) => cells.map(cell).join(',') + CSV_LINE_BREAK).join('');
}
