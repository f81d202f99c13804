import { useMemo } from 'react';
import type { Column } from '../../../../shared/domain/table.ts';
import type { KnownTables } from '../../components/sql/known-tables.ts';
import { offersFor } from './offers.ts';
import type { Field } from './schema-fields.ts';

/** What each field offers, in their order. The same lists, of thousands of names it may be, until something else is meant. */
export function useOffers(
  fields: readonly Field[],
  { parentSchema, parentTable }: Readonly<Record<string, unknown>>,
  columns: readonly Column[],
  tables: KnownTables,
): readonly (readonly string[])[] {
  return useMemo(() => {
    const names = columns.map(({ name }) => name);
    return fields.map((field) => offersFor(field, { parentSchema, parentTable }, names, tables));
  }, [fields, parentSchema, parentTable, columns, tables]);
}
