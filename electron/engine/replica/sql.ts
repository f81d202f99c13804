/** A name as PostgreSQL reads it back unchanged, whatever is in it. */
export function quoteIdent(name: string): string {
  refuseNul(name);
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."name"`. */
export function qualifiedName(schema: string, name: string): string {
  return `${quoteIdent(schema)}.${quoteIdent(name)}`;
}

/** A text literal that means the same whether `standard_conforming_strings` is on or off. */
export function quoteLiteral(text: string): string {
  refuseNul(text);
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** PostgreSQL's messages end at a NUL: what follows would be read as something else. */
export function refuseNul(text: string): void {
  if (text.includes('\0')) throw new RangeError('PostgreSQL text cannot contain a NUL character.');
}
