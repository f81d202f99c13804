import { type Health, healthRank } from '../../../../shared/domain/status.ts';
import type { TableView } from '../../../../shared/domain/table.ts';

/**
 * Worst first; among equals those with an open incident, then the one that changed last, then by name. `before`: how
 * they stood last time, from which few move; so sorted, thousands take a tenth of the time, and none where none moves.
 */
export function worstFirst(
  tables: readonly TableView[],
  before: readonly TableView[] = [],
): readonly TableView[] {
  const left = new Map(tables.map((table) => [table.id, table]));
  let moves = false;
  const standing = before.flatMap((stood) => {
    const table = left.get(stood.id);
    left.delete(stood.id);
    moves ||= table !== undefined && table !== stood && compare(table, stood) !== 0;
    return table ?? [];
  });
  return left.size === 0 && !moves ? standing : [...standing, ...left.values()].sort(compare);
}

const compare = (a: TableView, b: TableView): number =>
  healthRank(a.health) - healthRank(b.health) ||
  Number(b.incidentId !== null) - Number(a.incidentId !== null) ||
  (a.health === 'healthy' ? 0 : (b.since ?? 0) - (a.since ?? 0)) ||
  (a.schema === b.schema ? 0 : byName.compare(a.schema, b.schema)) ||
  byName.compare(a.name, b.name) ||
  a.id - b.id;

// Made once: `localeCompare` looks up the language anew for each of the thousands of comparisons of a sort.
const byName = new Intl.Collator();

export const fullName = (table: { schema: string; name: string }): string => `${table.schema}.${table.name}`;

/** Every word must be found in the name, the connection, the sentence, a tag or the owner. */
export function matching(tables: readonly TableView[], search: string): readonly TableView[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return tables;
  return tables.filter((table) => {
    const labels = `${table.tags.join(' ')} ${table.owner ?? ''}`;
    const text = `${fullName(table)} ${table.connectionName} ${table.sentence} ${labels}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * How many of those that were found are in each health that any table has, worst first: also none, so that the choice
 * between them stays as it is while one types.
 */
export function healthsOf(
  tables: readonly TableView[],
  found: readonly TableView[],
): { health: Health; count: number }[] {
  const counts = new Map<Health, number>(tables.map(({ health }) => [health, 0]));
  for (const { health } of found) counts.set(health, (counts.get(health) ?? 0) + 1);
  return [...counts]
    .map(([health, count]) => ({ health, count }))
    .sort((a, b) => healthRank(a.health) - healthRank(b.health));
}

export type GroupBy = 'none' | 'connection' | 'schema' | 'tag' | 'owner';

const groupNames: Record<Exclude<GroupBy, 'none'>, (table: TableView) => string> = {
  connection: (table) => table.connectionName,
  schema: (table) => table.schema,
  // One row a table: with several tags it stands under the first of them.
  tag: (table) => table.tags[0] ?? 'Without a tag',
  owner: (table) => table.owner ?? 'Nobody looks after it',
};

/** Undefined when all tables would stand under the one name. */
export function grouping(
  tables: readonly TableView[],
  groupBy: GroupBy,
): ((table: TableView) => string) | undefined {
  if (groupBy === 'none') return undefined;
  const name = groupNames[groupBy];
  return new Set(tables.map(name)).size > 1 ? name : undefined;
}
