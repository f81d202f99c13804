import { formatCount } from '../../../shared/format.ts';
import type { Aggregate } from '../planner/scan.ts';
import { ProblemError } from '../problem.ts';
import type { ColumnFacts, TableFacts } from '../replica/api.ts';
import { isDated, isNumber, typeOf } from '../replica/column-type.ts';
import { quoteIdent } from '../replica/sql.ts';

/** What the catalogue says of a column. Undefined: not asked yet, or there is none of that name. */
export function columnOf(facts: TableFacts | null, name: string): ColumnFacts | undefined {
  return facts?.columns.find((column) => column.name === name);
}

/** A column as something to reckon with. */
export interface NumberColumn {
  /** What averages, deviations, lowest and highest are taken of: what the server does that fastest with. */
  value: string;
  /** Its value as float8. */
  float: string;
  /** Rows that can be reckoned with: filled, and neither NaN nor infinite. Undefined: all that are filled. */
  usable: string | undefined;
  /** Counts the filled rows that cannot. Null: the column's type has none. */
  odd: Aggregate | null;
  /** Counts the filled rows, odd ones among them. No condition, so each row costs it next to nothing. */
  filled: Aggregate;
}

const INTEGERS = /^(smallint|integer|bigint)$/;
/** Digits before the point, beyond which a number's square is more than a float8 holds. */
const MOST_DIGITS = 150;

/**
 * How to reckon with a column. NaN, infinities and numbers beyond ±1e150 (whose squares a float8 cannot hold) would
 * turn an average into nonsense or an error, so they are left out and counted apart.
 * Throws a `ProblemError` when the catalogue says that the column does not hold numbers.
 */
export function numberColumn(facts: TableFacts | null, name: string): NumberColumn {
  const column = columnOf(facts, name);
  if (column && !isNumber(column)) {
    throw new ProblemError({
      code: 'not_a_number_column',
      title: `${name} holds ${column.type}, not numbers. Choose a column of numbers, or another statistic.`,
      hint: 'Dates can be checked with "outside" bounds or with freshness, text by its mean length or its format.',
    });
  }
  const type = column ? typeOf(column) : '';
  const bare = quoteIdent(name);
  const number = reckonable(bare, type);
  const float = `${number}::float8`;
  const { usable, odd } = oddNumbers(type, bare) ?? {};
  return {
    // A numeric becomes a float8 by way of its text, which takes longer than all that is reckoned with it.
    value: /^(numeric\b|money$)/.test(type) ? number : float,
    float,
    usable,
    odd: odd === undefined ? null : { call: 'count(*)', filter: odd },
    filled: { call: `count(${bare})` },
  };
}

/** A column's SQL in a type that can be compared with numbers: amounts of money are compared with each other only. */
export const reckonable = (sql: string, type: string | undefined): string =>
  type === 'money' ? `${sql}::numeric` : sql;

/** Which rows of a type can be reckoned with, and which cannot, neither true of a null. Null: all can. */
function oddNumbers(type: string, bare: string): { usable: string; odd: string } | null {
  if (INTEGERS.test(type) || type === 'money') return null;
  const declared = /^numeric\((\d+),(-?\d+)\)$/.exec(type);
  // A numeric of declared digits can be NaN, and neither infinite nor too large. Comparing it costs much, so once.
  if (declared && Number(declared[1]) - Number(declared[2]) <= MOST_DIGITS) {
    return { usable: `${bare} <> 'NaN'`, odd: `${bare} = 'NaN'` };
  }
  const usable = `${bare} BETWEEN -1e${MOST_DIGITS} AND 1e${MOST_DIGITS}`;
  return { usable, odd: `NOT (${usable})` };
}

/** Conditions for values that bounds may miss. Null: the column's type has none. */
export interface OddValues {
  /** NaN and infinite numbers: wrong whatever the bounds are. */
  numbers: string | null;
  /** Infinite dates, which may be meant as "for ever": worth a word. */
  dates: string | null;
}

/** What to look for in a column. While nobody knows its type, by how PostgreSQL prints such values. */
export function oddValues(facts: TableFacts | null, name: string): OddValues {
  const column = columnOf(facts, name);
  const bare = quoteIdent(name);
  if (!column) {
    return {
      numbers: `${bare}::text IN ('NaN', 'Infinity', '-Infinity')`,
      dates: `${bare}::text IN ('infinity', '-infinity')`,
    };
  }
  return {
    numbers: isNumber(column) ? (oddNumbers(typeOf(column), bare)?.odd ?? null) : null,
    dates: isDated(column) ? `NOT isfinite(${bare})` : null,
  };
}

/** "; 3 rows hold NaN or an infinity", and what became of them; nothing when there are none. */
export function oddWords(rows: number, then: string): string {
  if (rows === 0) return '';
  return `; ${formatCount(rows, 'row holds', 'rows hold')} NaN or an infinity${then}`;
}

/** Types that PostgreSQL cannot compare for equality, or not by an order or a hash, so that they cannot be grouped as they are. */
const WITHOUT_EQUALITY =
  /^(json|jsonpath|xml|point|line|lseg|box|path|polygon|circle|txid_snapshot|pg_snapshot)(\[\])*$/;

/** A column as a key of GROUP BY: types without equality are compared by their text. */
export function groupKey(facts: TableFacts | null, name: string): string {
  const column = columnOf(facts, name);
  return column && WITHOUT_EQUALITY.test(typeOf(column)) ? `${quoteIdent(name)}::text` : quoteIdent(name);
}

/** A value of a category between quotes, cut at 40 characters. */
export function shown(value: string): string {
  return [...value].length > 40 ? `"${[...value].slice(0, 39).join('')}…"` : `"${value}"`;
}
