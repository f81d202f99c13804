export type Value = number | string;

/** A condition, and the values for its placeholders in order. */
export type Part = [sql: string, ...values: Value[]];

/** Conditions of which all must hold. There has to be one. */
export function joined(parts: readonly Part[]): { sql: string; values: Value[] } {
  return {
    sql: parts.map(([sql]) => sql).join(' AND '),
    values: parts.flatMap(([, ...values]) => values),
  };
}
