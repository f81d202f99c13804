import type { IndexFacts, TableFacts } from './api.ts';

/** A whole btree index that begins with a column, so that it finds the column's newest values. Undefined: none. */
export function indexLedBy(
  facts: Pick<TableFacts, 'indexes'>,
  column: string | undefined,
): IndexFacts | undefined {
  return facts.indexes.find(
    ({ partial, method, columns: [first] }) => !partial && method === 'btree' && first === column,
  );
}
