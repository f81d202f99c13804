import type { QueryLogEntry } from '../../../../shared/domain/query-log.ts';
import { type CsvColumn, csvTime } from '../../components/table/copy-csv.ts';
import { outcomes } from './outcomes.ts';

/** The query log as it is copied. */
export const queriesCsv: readonly CsvColumn<QueryLogEntry>[] = [
  { header: 'When', of: (entry) => csvTime(entry.startedAt) },
  { header: 'Why', of: (entry) => entry.reason },
  { header: 'Statement', of: (entry) => entry.sql },
  { header: 'Connection', of: (entry) => entry.connectionName },
  { header: 'Outcome', of: (entry) => outcomes[entry.outcome].word },
  { header: 'Error', of: (entry) => entry.error },
  { header: 'Rows', of: (entry) => entry.rows },
  { header: 'Took in ms', of: (entry) => entry.durationMs },
];
