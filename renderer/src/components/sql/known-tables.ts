/** What of a database is known for completion. */
export interface KnownTables {
  /** Columns by schema and table. */
  schemas: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Its columns are offered without a prefix. */
  own: { schema: string; name: string } | null;
}

export const NO_TABLES: KnownTables = { schemas: {}, own: null };
