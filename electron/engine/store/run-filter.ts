import type { RunFilter } from '../../../shared/domain/export.ts';
import { checkShown } from './removed.ts';
import { statusCode } from './status-code.ts';

/** Conditions on `check_run r` and the values for their placeholders, in order. */
export interface Conditions {
  sql: string;
  values: (number | string)[];
}

/**
 * A run filter as SQL. Times are when a run ended. Only columns that the primary key and the index by id both hold
 * are used, so that either of them answers alone.
 */
export function conditionsOf(filter: RunFilter): Conditions {
  const parts: string[] = [];
  const values: (number | string)[] = [];
  const scope = scopeOf(filter);
  if (filter.checkId !== null && filter.tableId === null && filter.connectionId === null) {
    parts.push('r.check_id = ?', checkShown('r.check_id'));
    values.push(filter.checkId);
  } else if (scope.values.length > 0) {
    parts.push(`r.check_id IN (SELECT c.id FROM check_rule c WHERE ${scope.sql})`);
    values.push(...scope.values);
  } else {
    parts.push(checkShown('r.check_id'));
  }
  if (filter.statuses.length > 0) {
    // One placeholder for any number of statuses: the statement stays the same.
    parts.push('r.status IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(filter.statuses.map(statusCode)));
  }
  if (filter.from !== null) {
    parts.push('r.finished_at >= ?');
    values.push(filter.from);
  }
  if (filter.to !== null) {
    parts.push('r.finished_at < ?');
    values.push(filter.to);
  }
  return { sql: parts.join(' AND '), values };
}

/** Which checks a filter is about, as conditions on `check_rule c`. */
export function scopeOf(filter: RunFilter): Conditions {
  const parts: string[] = ['c.removed_at IS NULL'];
  const values: number[] = [];
  const columns = [
    ['c.id', filter.checkId],
    ['c.table_id', filter.tableId],
    ['c.connection_id', filter.connectionId],
  ] as const;
  for (const [column, id] of columns) {
    if (id === null) continue;
    parts.push(`${column} = ?`);
    values.push(id);
  }
  return { sql: parts.join(' AND '), values };
}
