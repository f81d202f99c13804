import type { Due } from './run-check.ts';

type Named = Pick<Due, 'check' | 'context'>;

/** Checks and their table in words, for the query log: "Volume, Missing price and 3 more · public.orders". */
export function reasonOf(dues: readonly Named[]): string {
  const names = dues.map(({ check }) => check.name);
  const table = dues[0]?.context.table;
  const shown =
    names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
  return table ? `${shown} · ${table.schema}.${table.name}` : shown;
}

/** The check that a statement is for. Null: several, or a dry run. */
export function idOf(dues: readonly Named[]): number | null {
  const [only, other] = dues;
  return only && !other && only.check.id !== 0 ? only.check.id : null;
}
