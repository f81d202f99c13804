import type { ColumnFacts } from './api.ts';

/** What a column's values are: of a domain or an array of one, what that is made of. By this, not by its name, it is decided how to ask. */
export const typeOf = ({ type, base }: Pick<ColumnFacts, 'type' | 'base'>): string => base ?? type;

/** Numbers to reckon with. Object ids (oid, regclass and their like) are names. */
export function isNumber(column: ColumnFacts): boolean {
  return column.category === 'N' && !/^(oid|reg[a-z]+)$/.test(typeOf(column));
}

/** A date and a time, with its zone or without; no list of them. */
export const isTimestamp = (column: ColumnFacts): boolean => /^timestamp[^[]*$/.test(typeOf(column));

/** A timestamp or a date. */
export const isDated = (column: ColumnFacts): boolean => isTimestamp(column) || typeOf(column) === 'date';
