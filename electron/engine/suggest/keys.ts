import type { ColumnFacts, TableFacts } from '../replica/api.ts';
import type { Parent } from './parents.ts';
import {
  fromDefaults,
  intervalFor,
  isAffordable,
  isRecent,
  type Proposal,
  type ReadPlan,
  rowWords,
} from './read-plan.ts';

const keyNames = /(^|_)(id|uuid|key|ref|reference|code|number|no|email|sku|slug|hash)$/i;
/** A check of its own for at most so many columns; more can be added by hand. */
const MOST_KEYS = 3;

/** Whether a column's name says that it identifies something, so that its size means nothing. */
export function saysKey(name: string): boolean {
  return keyNames.test(name);
}

/** Columns that look like keys and are different in (nearly) every row, yet have no unique index to guard them. */
export function suggestUnique(read: ReadPlan): Proposal[] {
  const { facts, keys } = read;
  const guarded = new Set(
    facts.indexes
      .filter((index) => index.unique && !index.partial && index.columns.length === 1)
      .map((index) => index.columns[0]),
  );
  return facts.columns
    .filter((column) => !guarded.has(column.name) && looksUnique(column, facts))
    .slice(0, MOST_KEYS)
    .map((column) => ({
      key: `unique:${column.name}`,
      reason: `Different in every row so far, but no unique index keeps it so. ${rowWords(keys)}.`,
      recommended: isAffordable(read, keys),
      check: fromDefaults('unique', {
        name: `Duplicates in ${column.name}`,
        config: { columns: [column.name], ...keys },
        intervalMs: intervalFor(read, keys),
      }),
    }));
}

function looksUnique(column: ColumnFacts, facts: TableFacts): boolean {
  if (!saysKey(column.name) || column.category === 'D' || column.distinct === null) return false;
  const share =
    column.distinct < 0 ? -column.distinct : facts.estimatedRows ? column.distinct / facts.estimatedRows : 0;
  return share / (1 - (column.nullFraction ?? 0) || 1) > 0.98;
}

/** Columns that point to another table without a foreign key that would keep them true. */
export function suggestRelationships(read: ReadPlan, parents: readonly Parent[]): Proposal[] {
  const { columns } = read;
  return parents.slice(0, MOST_KEYS).map(({ column, schema, table, key }) => ({
    key: `relationship:${column}`,
    reason: `Seems to point to ${schema}.${table}, but no foreign key keeps it so. ${rowWords(columns)}.`,
    // Without a window both tables would be read as a whole.
    recommended: isRecent(columns) || read.cheap,
    check: fromDefaults('relationship', {
      name: `Orphans in ${column}`,
      config: { column, parentSchema: schema, parentTable: table, parentColumn: key, ...columns },
      intervalMs: intervalFor(read, columns),
    }),
  }));
}
