import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { ColumnProfile, TableProfile } from '../../../shared/domain/table.ts';
import type { ColumnFacts, TableFacts } from '../replica/api.ts';

/** A share of different values above which a column is called unique: a sample never shows quite all. */
const UNIQUE_SHARE = 0.99;

/** The columns of a table as the window shows them, from what the planner knows anyway. Null when it knows nothing. */
export function profileView(known: { facts: TableFacts; at: EpochMs } | null): TableProfile | null {
  if (!known) return null;
  const { facts, at } = known;
  const { estimatedRows, bytes, columns } = facts;
  return { at, estimatedRows, bytes, columns: columns.map((column) => columnProfile(column, estimatedRows)) };
}

function columnProfile(column: ColumnFacts, rows: number | null): ColumnProfile {
  const { name, nullFraction, distinct, lowest = null, highest = null } = column;
  return {
    name,
    nullShare: nullFraction,
    distinct: distinctValues(distinct, rows),
    // `n_distinct` counts nulls among the rows, of which each value has its share.
    unique: distinct !== null && distinct < 0 && -distinct >= UNIQUE_SHARE * (1 - (nullFraction ?? 0)),
    lowest,
    highest,
  };
}

/** `pg_stats.n_distinct` as a count: a negative one is a share of the rows. */
function distinctValues(distinct: number | null, rows: number | null): number | null {
  if (distinct === null || distinct >= 0) return distinct;
  return rows === null ? null : Math.round(-distinct * rows);
}
