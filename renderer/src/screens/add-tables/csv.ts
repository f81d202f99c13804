import type { CatalogueTable } from '../../../../shared/domain/table.ts';
import type { CsvColumn } from '../../components/table/copy-csv.ts';
import { kindWord } from '../../format/words.ts';
import { keyOf, remark } from './columns.tsx';

/** The catalogue as it is copied. */
export const catalogueCsv: readonly CsvColumn<CatalogueTable>[] = [
  { header: 'Table', of: keyOf },
  { header: 'Remark', of: remark },
  { header: 'Kind', of: (table) => kindWord[table.kind] },
  { header: 'Rows, about', of: (table) => table.estimatedRows },
  { header: 'Size in bytes', of: (table) => table.bytes },
];
