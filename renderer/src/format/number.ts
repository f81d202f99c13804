const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 3 });
const upTo = (digits: number) => new Intl.NumberFormat(undefined, { maximumFractionDigits: digits });
const fine = [upTo(0), upTo(1), upTo(2), upTo(3), upTo(4)] as const;

export const count = (value: number): string => whole.format(value);

/** 1,234 as it is, 1,234,567 as 1.23M. */
export const shortCount = (value: number): string =>
  Math.abs(value) < 10_000 ? whole.format(value) : compact.format(value);

/** Three digits that matter, whatever the size. */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || value === 0) return fine[0].format(value);
  if (size >= 10) return fine[1].format(value);
  if (size >= 1) return fine[2].format(value);
  return size >= 0.01 ? fine[3].format(value) : fine[4].format(value);
}

/** Takes percent points: 12.5 is 12.5 %. */
export const percent = (value: number): string => `${decimal(value)} %`;

/** Takes a share: 0.01 is 1 %. */
export const share = (value: number): string => percent(value * 100);

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < BYTE_UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? count(size) : decimal(size)} ${BYTE_UNITS[unit]}`;
}

/** "1 table", "3 tables". */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;
