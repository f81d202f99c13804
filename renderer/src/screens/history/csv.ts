import { type CsvColumn, csvTime } from '../../components/table/copy-csv.ts';
import { statusWord } from '../../format/words.ts';
import type { HistoryRow } from './columns.tsx';

/** The history as it is copied. */
export const historyCsv: readonly CsvColumn<HistoryRow>[] = [
  { header: 'When', of: ({ run }) => csvTime(run.finishedAt) },
  { header: 'Status', of: ({ run }) => statusWord[run.status] },
  { header: 'Connection', of: ({ check }) => check?.connectionName ?? null },
  { header: 'Table', of: ({ check }) => check?.tableName ?? null },
  { header: 'Check', of: ({ check }) => check?.name ?? null },
  { header: 'What it said', of: ({ run }) => run.message },
  { header: 'Value', of: ({ run }) => run.value },
  { header: 'Unit', of: ({ check }) => check?.unit ?? null },
  { header: 'Took in ms', of: ({ run }) => run.durationMs },
];
