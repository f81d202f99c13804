import type { Field } from './schema-fields.ts';

interface Named {
  schema: string;
  name: string;
}

/** CodeMirror's own parser, which colours the text, ends a name at a doubled quote and at a letter beyond ASCII. */
const IDENTIFIER = '(?:"(?:[^"]|"")+"|[\\p{L}_][\\p{L}\\p{N}_$]*)';
const TABLE = `(?:(${IDENTIFIER})\\s*\\.\\s*)?(${IDENTIFIER})`;
const ALIASED = `${TABLE}(?:\\s+(?:as\\s+)?${IDENTIFIER})?\\s*`;
/** One, or several with commas between. */
const AFTER_FROM = new RegExp(`\\b(?:from|join)\\s+${ALIASED}(?:,\\s*${ALIASED})*`, 'giu');
const EACH = new RegExp(`(?:^(?:from|join)\\s|,)\\s*${TABLE}`, 'giu');

/**
 * The tables of a catalogue that a check names in its settings or in its SQL. One without a schema is meant in whichever
 * has it. Pure.
 */
export function namedTables<T extends Named>(
  fields: readonly Field[],
  config: Readonly<Record<string, unknown>>,
  catalogue: readonly T[],
): T[] {
  const named: { schema: string | null; name: string }[] = [];
  for (const { kind, name: setting } of fields) {
    const text = config[setting];
    if (typeof text !== 'string') continue;
    if (kind === 'table') named.push({ schema: String(config.parentSchema), name: text });
    if (kind !== 'sql') continue;
    for (const [list] of text.matchAll(AFTER_FROM)) {
      for (const [, schema, name] of list.matchAll(EACH))
        named.push({ schema: schema ? bare(schema) : null, name: bare(name ?? '') });
    }
  }
  if (named.length === 0) return [];
  return catalogue.filter((table) =>
    named.some(({ schema, name }) => name === table.name && (schema ?? table.schema) === table.schema),
  );
}

/** As PostgreSQL reads it. */
const bare = (identifier: string): string =>
  identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier.toLowerCase();
