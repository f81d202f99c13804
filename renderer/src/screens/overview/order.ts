import { healthRank } from '../../../../shared/domain/status.ts';
import type { TableView } from '../../../../shared/domain/table.ts';

/** Worst first; among equals the one that changed last, then by name. */
export function worstFirst(tables: readonly TableView[]): TableView[] {
  return [...tables].sort(
    (a, b) =>
      healthRank(a.health) - healthRank(b.health) ||
      (a.health === 'healthy' ? 0 : (b.since ?? 0) - (a.since ?? 0)) ||
      fullName(a).localeCompare(fullName(b)),
  );
}

export const fullName = (table: { schema: string; name: string }): string => `${table.schema}.${table.name}`;

/** Every word must be found in the name, the connection or the sentence. */
export function matching(tables: TableView[], search: string): TableView[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return tables;
  return tables.filter((table) => {
    const text = `${fullName(table)} ${table.connectionName} ${table.sentence}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
