import type { QueryFilter } from '../../../shared/domain/query-log.ts';
import type { Part } from './conditions.ts';
import { connectionShown } from './removed.ts';
import { plainTerms } from './search-words.ts';

/** Texts are few beside the lines that share them: SQLite looks through them once, then asks for ids alone. */
const texts = (column: 'reason_id' | 'sql_id', condition: string) =>
  `q.${column} IN (SELECT s.id FROM query_text s WHERE ${condition})`;

/** By the words with which reasons begin and end: see `checks/reason.ts` and the replica's own questions. */
const PURPOSE = `CASE
  WHEN ${texts('reason_id', "s.text LIKE 'Guard: %'")} THEN 'other'
  WHEN ${texts('reason_id', "s.text LIKE 'Price of %'")} OR ${texts('sql_id', "s.text LIKE 'EXPLAIN %'")} THEN 'price'
  WHEN ${texts('reason_id', "s.text LIKE 'Role, %'")} THEN 'state'
  WHEN q.check_id IS NOT NULL OR ${texts('reason_id', "s.text LIKE '% · %'")} THEN 'check'
  ELSE 'other' END`;

/** A filter as conditions on `query_log q`. */
export function queryParts(
  filter: QueryFilter & { checkId?: number | null },
  checkIds: ReadonlySet<number> | null = null,
): Part[] {
  const { connectionId, tableId, checkId = null, from, to, sql, slowerThanMs, outcomes, purposes } = filter;
  const parts: Part[] = [[connectionShown('q.connection_id')]];
  if (connectionId !== null) parts.push(['q.connection_id = ?', connectionId]);
  if (tableId !== null) parts.push(ofTable(tableId));
  if (checkId !== null)
    parts.push(['q.check_id IN (SELECT id FROM check_rule WHERE id = ? AND removed_at IS NULL)', checkId]);
  if (checkIds !== null) parts.push(['q.check_id IN (SELECT value FROM json_each(?))', asJson(checkIds)]);
  if (from !== null) parts.push(['q.started_at >= ?', from]);
  if (to !== null) parts.push(['q.started_at < ?', to]);
  if (sql !== null) parts.push([texts('sql_id', 's.text = ?'), sql]);
  if (slowerThanMs !== null) parts.push(['q.duration_us > ?', slowerThanMs * 1_000]);
  if (outcomes.length > 0) parts.push(['q.outcome IN (SELECT value FROM json_each(?))', asJson(outcomes)]);
  if (purposes.length > 0) parts.push([`${PURPOSE} IN (SELECT value FROM json_each(?))`, asJson(purposes)]);
  for (const term of plainTerms(filter.text)) parts.push(saying(term));
  return parts;
}

const asJson = (values: Iterable<unknown>): string => JSON.stringify([...values]);

/** A statement that was for several checks has no check of its own, but its reason names the table. */
function ofTable(tableId: number): Part {
  const checks = 'SELECT id FROM check_rule WHERE table_id = ? AND removed_at IS NULL';
  const names = `SELECT s.id FROM query_text s JOIN monitored_table t ON t.id = ?
    WHERE instr(s.text || ' ', ' ' || t.schema_name || '.' || t.name || ' ') > 0`;
  const connection = 'SELECT connection_id FROM monitored_table WHERE id = ?';
  return [
    `(q.check_id IN (${checks}) OR (q.connection_id = (${connection}) AND q.reason_id IN (${names})))`,
    tableId,
    tableId,
    tableId,
  ];
}

function saying(term: string): Part {
  const like = `%${term.replace(/[\\%_]/g, '\\$&')}%`;
  const holds = "LIKE ? ESCAPE '\\'";
  return [
    `(${texts('sql_id', `s.text ${holds}`)} OR ${texts('reason_id', `s.text ${holds}`)} OR q.error ${holds})`,
    like,
    like,
    like,
  ];
}
