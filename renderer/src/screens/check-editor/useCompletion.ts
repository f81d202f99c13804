import { useEffect, useMemo } from 'react';
import type { Column } from '../../../../shared/domain/table.ts';
import type { KnownTables } from '../../components/sql/known-tables.ts';
import { haveCatalogue, useCatalogue } from '../../stores/catalogue.ts';
import type { CheckOwner } from '../../stores/checks.ts';
import { learnColumns, loadKnownTables, useKnownTables } from '../../stores/known-tables.ts';
import { useTables } from '../../stores/tables.ts';
import { namedTables } from './named-tables.ts';
import type { Field, FieldKind } from './schema-fields.ts';

/** Settings in which a table is named that may not be watched. */
const NAMES_TABLES: ReadonlySet<FieldKind> = new Set(['sql', 'table']);

/**
 * Tables and columns to offer while names and SQL are written: what Pulse knows of the connection already, and the
 * catalogue's tables where another one may be meant. Of one that is named its columns are asked for.
 */
export function useCompletion(
  { connectionId, tableId }: CheckOwner,
  columns: readonly Column[],
  fields: readonly Field[],
  config: Readonly<Record<string, unknown>>,
): KnownTables {
  const others = fields.some(({ kind }) => NAMES_TABLES.has(kind));
  useEffect(() => void loadKnownTables(connectionId), [connectionId]);
  useEffect(() => {
    if (others) void haveCatalogue(connectionId);
  }, [others, connectionId]);
  const known = useKnownTables((state) => (state.connectionId === connectionId ? state.tables : NONE));
  const catalogue = useCatalogue((state) => (state.connectionId === connectionId ? state.tables : NONE));
  const named = useKnownTables((state) => (state.connectionId === connectionId ? state.named : NONE));
  useEffect(() => {
    for (const table of namedTables(fields, config, catalogue)) {
      if (table.canSelect) void learnColumns(connectionId, table);
    }
  }, [fields, config, catalogue, connectionId]);
  const own = useTables((state) => state.list.find((table) => table.id === tableId));
  return useMemo(() => {
    // Maps, which hold any name and grow: an object copied for each of a catalogue's tables took seconds.
    const bySchema = new Map<string, Map<string, readonly string[]>>();
    const put = (schema: string, name: string, of: readonly string[]) =>
      bySchema.set(schema, (bySchema.get(schema) ?? new Map()).set(name, of));
    for (const { schema, name } of catalogue) put(schema, name, []);
    for (const table of [...named, ...known]) put(table.schema, table.name, table.columns);
    if (own && columns.length > 0)
      put(
        own.schema,
        own.name,
        columns.map((column) => column.name),
      );
    const schemas = Object.fromEntries(
      [...bySchema].map(([schema, tables]) => [schema, Object.fromEntries(tables)]),
    );
    return { schemas, own: own ? { schema: own.schema, name: own.name } : null };
  }, [known, named, catalogue, own, columns]);
}

const NONE: readonly never[] = [];
