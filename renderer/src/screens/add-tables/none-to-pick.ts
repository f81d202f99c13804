import type { CatalogueTable } from '../../../../shared/domain/table.ts';
import { quoteIdent, readGrants } from '../../../../shared/grants.ts';

/** Why no table of a catalogue can be chosen: the role may read none, or all that it may read are watched. Pure. */
export function noneToPick(tables: readonly CatalogueTable[]): 'unreadable' | 'watched' | null {
  const readable = tables.filter((table) => table.canSelect || table.monitoredTableId !== null);
  if (readable.length === 0) return 'unreadable';
  return readable.every((table) => table.monitoredTableId !== null) ? 'watched' : null;
}

/** What somebody who owns the tables runs on the primary, so that a role may read them. Pure. */
export function grantSql(user: string, tables: readonly CatalogueTable[]): string {
  return readGrants(quoteIdent(user), [...new Set(tables.map(({ schema }) => schema))]);
}
