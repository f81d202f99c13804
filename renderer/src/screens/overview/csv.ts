import type { TableView } from '../../../../shared/domain/table.ts';
import { type CsvColumn, csvTime } from '../../components/table/copy-csv.ts';
import { healthWord } from '../../format/words.ts';
import { fullName } from './order.ts';

/** The overview as it is copied. */
export const overviewCsv: readonly CsvColumn<TableView>[] = [
  { header: 'Health', of: (table) => healthWord[table.health] },
  { header: 'Table', of: fullName },
  { header: 'Connection', of: (table) => table.connectionName },
  { header: 'Tags', of: (table) => table.tags.join(' ') },
  { header: 'Owner', of: (table) => table.owner },
  { header: 'What we know', of: (table) => table.sentence },
  { header: 'Since', of: (table) => csvTime(table.since) },
  { header: 'Freshness in seconds', of: (table) => table.freshness?.value ?? null },
  { header: 'Volume', of: (table) => table.volume?.value ?? null },
  { header: 'Last judged', of: (table) => csvTime(table.lastJudgedAt) },
  { header: 'Next check', of: (table) => csvTime(table.nextDueAt) },
];
