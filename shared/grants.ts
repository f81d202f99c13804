/** A name as PostgreSQL reads it back unchanged, whatever is in it. */
export function quoteIdent(name: string): string {
  refuseNul(name);
  return `"${name.replaceAll('"', '""')}"`;
}

/** PostgreSQL's messages end at a NUL: what follows would be read as something else. */
export function refuseNul(text: string): void {
  if (text.includes('\0')) throw new RangeError('PostgreSQL text cannot contain a NUL character.');
}

/** What a role needs to read all tables of schemas. `role`: as it is written in SQL, quoted where it has to be. */
export function readGrants(role: string, schemas: readonly string[]): string {
  const within = schemas.map(quoteIdent).join(', ');
  return `GRANT USAGE ON SCHEMA ${within} TO ${role};
GRANT SELECT ON ALL TABLES IN SCHEMA ${within} TO ${role};`;
}
