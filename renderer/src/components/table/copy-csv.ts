/** A column as it is copied: what the reader sees in words, here so that a spreadsheet can reckon with it. */
export interface CsvColumn<T> {
  header: string;
  of: (row: T) => string | number | null;
}

/** A row of a table that is copied. */
export type Cells = readonly (string | number | null)[];

/** The rows in their order, header first. */
export function asTable<T>(columns: readonly CsvColumn<T>[], rows: readonly T[]): Cells[] {
  return [columns.map(({ header }) => header), ...rows.map((row) => columns.map(({ of }) => of(row)))];
}

/** A time that every program reads the same. */
export const csvTime = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();
