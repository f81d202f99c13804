import { CopyTable } from './CopyTable.tsx';
import { asTable, type CsvColumn } from './copy-csv.ts';

interface Props<T> {
  /** What is copied, for readers: "Copy the statements as CSV". */
  what: string;
  columns: readonly CsvColumn<T>[];
  /** Asked for when it is pressed. */
  rows: () => readonly T[];
}

/** Copies what a list shows, for a spreadsheet or a message. */
export function CopyCsv<T>({ what, columns, rows }: Props<T>) {
  return <CopyTable what={what} table={() => asTable(columns, rows())} />;
}
