import type { KnownTables } from '../../components/sql/known-tables.ts';
import type { Field } from './schema-fields.ts';

type Config = Readonly<Record<string, unknown>>;

/** The names that a setting may be meant to have: of the table's own columns, or of another table that Pulse knows. */
export function offersFor(
  { kind }: Pick<Field, 'kind'>,
  config: Config,
  columns: readonly string[],
  { schemas }: KnownTables,
): readonly string[] {
  const elsewhere = schemas[String(config.parentSchema)] ?? {};
  switch (kind) {
    case 'column':
    case 'columns':
      return columns;
    case 'schema':
      return Object.keys(schemas);
    case 'table':
      return Object.keys(elsewhere);
    case 'column_elsewhere':
      return elsewhere[String(config.parentTable)] ?? [];
    default:
      return [];
  }
}
