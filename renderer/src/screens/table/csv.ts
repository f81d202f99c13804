import type { CheckRun } from '../../../../shared/domain/check.ts';
import type { Column, ColumnProfile, TableProfile } from '../../../../shared/domain/table.ts';
import { type CsvColumn, csvTime } from '../../components/table/copy-csv.ts';
import { statusWord } from '../../format/words.ts';

/** A column of a table beside what the server's statistics say of it. */
type ProfiledColumn = [column: Column, profile: ColumnProfile | undefined];

export function profiledColumns(columns: readonly Column[], profile: TableProfile | null): ProfiledColumn[] {
  const known = new Map(profile?.columns.map((column) => [column.name, column]));
  return columns.map((column) => [column, known.get(column.name)]);
}

/** A table's columns as they are copied. */
export const columnsCsv: readonly CsvColumn<ProfiledColumn>[] = [
  { header: 'Column', of: ([column]) => column.name },
  { header: 'Type', of: ([column]) => column.type },
  { header: 'Nullable', of: ([column]) => (column.nullable ? 'yes' : 'no') },
  { header: 'Null share', of: ([, profile]) => profile?.nullShare ?? null },
  { header: 'Different values', of: ([, profile]) => profile?.distinct ?? null },
  { header: 'Lowest', of: ([, profile]) => profile?.lowest ?? null },
  { header: 'Highest', of: ([, profile]) => profile?.highest ?? null },
];

/** Results of one check as they are copied. */
export const runsCsv: readonly CsvColumn<CheckRun>[] = [
  { header: 'When', of: (run) => csvTime(run.finishedAt) },
  { header: 'Status', of: (run) => statusWord[run.status] },
  { header: 'Value', of: (run) => run.value },
  { header: 'Usual low', of: (run) => run.low },
  { header: 'Usual high', of: (run) => run.high },
  { header: 'What it said', of: (run) => run.message },
  { header: 'Took in ms', of: (run) => run.durationMs },
];
