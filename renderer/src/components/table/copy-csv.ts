import { csvTable } from '../../../../shared/csv.ts';

/** A column as it is copied: what the reader sees in words, here so that a spreadsheet can reckon with it. */
export interface CsvColumn<T> {
  header: string;
  of: (row: T) => string | number | null;
}

/** The rows as CSV, in their order, header first. */
export function asCsv<T>(columns: readonly CsvColumn<T>[], rows: readonly T[]): string {
  return csvTable([
    columns.map(({ header }) => header),
    ...rows.map((row) => columns.map(({ of }) => of(row))),
  ]);
}

/** A time that every program reads the same. */
export const csvTime = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();
