import type { Check, CheckRun } from '../../../shared/domain/check.ts';
import type { QueryLogEntry } from '../../../shared/domain/query-log.ts';
import type { Due } from './due.ts';

type Named = Pick<Due, 'check' | 'context'>;
type Relation = { schema: string; name: string };

const PRICE_OF = 'Price of ';

/**
 * Checks and their table in words, for the query log: "Volume, Missing price and 3 more · public.orders", or
 * "Schema · 23 tables".
 */
export function reasonOf(dues: readonly Named[]): string {
  const tables = new Set(dues.map(({ context }) => context.table?.id));
  const isOfMany = tables.size > 1;
  const all = dues.map(({ check }) => check.name);
  const names = isOfMany ? [...new Set(all)] : all;
  const table = dues[0]?.context.table;
  const shown =
    names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
  if (isOfMany) return `${shown}${ofTables(tables.size)}`;
  return table ? `${shown}${ofTable(table)}` : shown;
}

/** Why the price of these checks is asked for. */
export function priceReasonOf(dues: readonly Named[]): string {
  return `${PRICE_OF}${reasonOf(dues)}`;
}

const ofTable = ({ schema, name }: Relation): string => ` · ${schema}.${name}`;
const ofTables = (count: number): string => ` · ${count} tables`;
const OF_TABLES = / · \d+ tables$/;

/** The check that a statement is for. Null: several, or a dry run. */
export function idOf(dues: readonly Named[]): number | null {
  const [only, other] = dues;
  return only && !other && only.check.id !== 0 ? only.check.id : null;
}

/**
 * Whether a statement was for a check: `yes` by its id or its name, `perhaps` when it was for so many checks, or tables,
 * that not all are named. `table` is null for a check on the connection itself.
 */
export function isReasonOf(
  entry: Pick<QueryLogEntry, 'checkId' | 'reason'>,
  check: Pick<Check, 'id' | 'name'>,
  table: Relation | null,
): 'yes' | 'perhaps' | 'no' {
  if (entry.checkId !== null) return entry.checkId === check.id ? 'yes' : 'no';
  const many = (table && OF_TABLES.exec(entry.reason)?.[0]) || null;
  const end = many ?? (table ? ofTable(table) : '');
  if (!entry.reason.endsWith(end)) return 'no';
  const names = entry.reason.slice(0, entry.reason.length - end.length);
  const more = / and \d+ more$/.exec(names)?.[0] ?? '';
  const named = names.slice(0, names.length - more.length);
  const readings = named.startsWith(PRICE_OF) ? [named, named.slice(PRICE_OF.length)] : [named];
  if (readings.some((each) => `, ${each}, `.includes(`, ${check.name}, `))) return many ? 'perhaps' : 'yes';
  return more === '' ? 'no' : 'perhaps';
}

/**
 * Of the statements that were sent while a run lasted, those that were for it, estimates by EXPLAIN last. Where
 * several checks were asked in one statement that names only some of them, that one.
 */
export function statementsOf(
  run: Pick<CheckRun, 'startedAt' | 'finishedAt'>,
  entries: readonly QueryLogEntry[],
  check: Pick<Check, 'id' | 'name'>,
  table: Relation | null,
): QueryLogEntry[] {
  const meanwhile = entries.filter(
    ({ startedAt }) => startedAt >= run.startedAt && startedAt <= run.finishedAt,
  );
  const how = (entry: QueryLogEntry) => isReasonOf(entry, check, table);
  const isEstimate = ({ sql }: QueryLogEntry) => sql.startsWith('EXPLAIN');
  const sure = meanwhile.filter((entry) => how(entry) === 'yes');
  const perhaps = sure.every(isEstimate) ? meanwhile.filter((entry) => how(entry) === 'perhaps') : [];
  // What it found comes before what it was expected to cost.
  return [...sure, ...perhaps].sort(
    (a, b) => Number(isEstimate(a)) - Number(isEstimate(b)) || a.startedAt - b.startedAt || a.id - b.id,
  );
}
