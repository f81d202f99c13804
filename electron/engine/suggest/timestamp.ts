import type { ColumnFacts, TableFacts } from '../replica/api.ts';
import { isTimestamp } from '../replica/column-type.ts';
import { indexLedBy } from '../replica/indexes.ts';

/** Names under which rows usually carry the time of their arrival, best first. */
const arrivalNames = [
  /(^|_)(created|inserted|ingested|loaded|received)(_?(at|on|time|ts|date))?$/i,
  /(^|_)(occurred|event|ordered|placed|paid|shipped|viewed|noted|logged|recorded)([_ ]?(at|on|time|ts|date))?$/i,
  /(^|_)(timestamp|ts|time)$/i,
  /(^|_)(updated|modified|changed)(_?(at|on|time|ts|date))?$/i,
  /[_ ](at|on|time|ts)$/i,
];

const plannedNames = /(expir|due|valid|scheduled|planned|deliver|birth|start|end|until|from|to$)/i;
const updateNames = /(updated|modified|changed|refreshed)/i;

/** A column that can say when a row arrived, how well, and what an index makes of it. */
export interface TimestampCandidate {
  column: ColumnFacts;
  indexed: boolean;
}

/** Whether a column says when a row was last touched, so that old rows move and counts by it are not arrivals. */
export function saysUpdate(name: string): boolean {
  return updateNames.test(name);
}

/** Whether a column says what is to come, so that its values may well lie in the future. */
export function saysPlan(name: string): boolean {
  return plannedNames.test(name);
}

/** The column that most likely says when rows arrive: by type, name, index and whether it may be null. */
export function findTimestamp(facts: TableFacts): TimestampCandidate | null {
  let best: (TimestampCandidate & { score: number }) | null = null;
  for (const column of facts.columns) {
    if (!isTimestamp(column)) continue;
    const indexed = indexLedBy(facts, column.name) !== undefined;
    const named = arrivalNames.findIndex((pattern) => pattern.test(column.name));
    if (named === -1 && !indexed) continue;
    const score =
      (named === -1 ? 0 : 10 - named * 2) +
      (indexed ? 6 : 0) +
      (column.nullable ? 0 : 2) -
      (saysPlan(column.name) ? 8 : 0);
    if (score > 0 && (!best || score > best.score)) best = { column, indexed, score };
  }
  return best && { column: best.column, indexed: best.indexed };
}
