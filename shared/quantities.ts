import { z } from 'zod';

const DURATION_UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SIZE_UNITS = { B: 1, KiB: 1_024, MiB: 1_048_576, GiB: 1_073_741_824, TiB: 1_099_511_627_776 } as const;

type Units = Readonly<Record<string, number>>;

/** The largest unit that divides the amount, so that writing and reading it back changes nothing. */
function write(amount: number, units: Units): string {
  const fitting = Object.entries(units).filter(([, factor]) => amount % factor === 0 && amount >= factor);
  const [unit, factor] = fitting.at(-1) ?? (Object.entries(units)[0] as [string, number]);
  return `${amount / factor}${unit}`;
}

const read = (text: string, units: Units): number => {
  const [, amount = '', unit = ''] = /^(\d+)(\w+)$/.exec(text) ?? [];
  return Number(amount) * (units[unit] ?? Number.NaN);
};

/** Whole milliseconds as `90s`, `5m`, `250ms`. */
export const writeDuration = (ms: number): string => write(ms, DURATION_UNITS);

/** Whole bytes as `1GiB`, `40MiB`. */
export const writeSize = (bytes: number): string => write(bytes, SIZE_UNITS);

/** A quantity written with its unit, with the limits of the number that it stands for. */
function quantity(number: z.ZodNumber, units: Units, example: string) {
  const least = number.minValue ?? 0;
  const most = number.maxValue ?? Number.MAX_SAFE_INTEGER;
  const names = Object.keys(units);
  return z.codec(
    z
      .string()
      .regex(
        new RegExp(`^\\d{1,15}(${names.join('|')})$`),
        `Write a number and its unit (${names.join(', ')}), such as ${example}.`,
      ),
    z
      .number()
      .int()
      .min(least, `At least ${write(least, units)}.`)
      .max(most, `At most ${write(most, units)}.`),
    { decode: (text) => read(text, units), encode: (amount) => write(amount, units) },
  );
}

/** `5m` in a file, milliseconds in the program; within the limits of that number. */
export const durationOf = (ms: z.ZodNumber) => quantity(ms, DURATION_UNITS, '5m');

/** `1GiB` in a file, bytes in the program; within the limits of that number. */
export const sizeOf = (bytes: z.ZodNumber) => quantity(bytes, SIZE_UNITS, '512MiB');
