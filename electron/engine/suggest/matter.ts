import type { ListedTable } from '../replica/catalogue.ts';

/** What each says of a table's importance. Size counts most, as it is known of every stored table. */
const WEIGHTS = { size: 0.5, references: 0.3, written: 0.2 } as const;

/**
 * Tables with how much each matters among them, 0 to 1, most first. Size and references count by their logarithm:
 * twice as large is not twice as important. Pure.
 */
export function byMatter(tables: readonly ListedTable[]): (ListedTable & { matter: number })[] {
  const size = ({ bytes }: ListedTable) => Math.log2(1 + (bytes ?? 0) / 8_192);
  const references = ({ referencedBy }: ListedTable) => Math.log2(1 + referencedBy);
  const largest = tables.reduce((most, table) => Math.max(most, size(table)), 0);
  const mostReferences = tables.reduce((most, table) => Math.max(most, references(table)), 0);
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
  return tables
    .map((table) => ({
      ...table,
      matter:
        WEIGHTS.size * share(size(table), largest) +
        WEIGHTS.references * share(references(table), mostReferences) +
        // Of an empty table every page may be new, which says nothing.
        WEIGHTS.written * (table.writtenShare ?? 0) * share(size(table), largest),
    }))
    .toSorted((a, b) => b.matter - a.matter);
}
