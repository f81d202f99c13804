/** What a part of the shop consists of: its tables, their history, and the streams that keep them changing. */
import type { Span } from './rhythm.ts';

export interface Area {
  /** Tables and comments, without keys and indexes: those are cheaper to make after loading. */
  create: string;
  fill(span: Span): readonly Fill[];
  /** Keys, indexes and views, per table; foreign keys of all areas come last. */
  finish: readonly Finish[];
  foreignKeys: readonly string[];
  streams: readonly Stream[];
}

export interface Fill {
  tables: readonly string[];
  sql: string;
}

export interface Finish {
  table: string;
  sql: string;
}

/** Something that goes on in the shop. Either so many times a minute, or every so many seconds by the clock. */
export interface Stream {
  name: string;
  table: string;
  pace: { perMinute: number } | { everySeconds: number };
  write(batch: WriteBatch): Promise<void>;
}

export interface WriteBatch {
  /** When it happened, oldest first; never empty. */
  at: readonly Date[];
  /** Runs one statement, or several in one transaction when called from `transaction`. */
  query: Query;
  transaction(work: (query: Query) => Promise<void>): Promise<void>;
  /** The faults that are active, by name: a stream that a fault bites behaves accordingly. */
  twists: ReadonlySet<string>;
  random(): number;
}

export type Query = (
  sql: string,
  values?: readonly unknown[],
) => Promise<{ rows: Record<string, unknown>[] }>;

/** How many products the shop sells; the same at every scale. */
export const PRODUCTS = 1200;
/** How many of them appear in a batch of the loaded tables. */
export const BATCH_ROWS = 1000;
export const BATCH_SECONDS = 30;
export const CURRENCIES = "(array['EUR','EUR','EUR','USD','USD','GBP'])";

/** SQL: a random element of an SQL array expression of known length. */
export function oneOf(array: string, length: number): string {
  return `${array}[1 + floor(random() * ${length})::int]`;
}

/** SQL: a number in [0, 1) that follows from a bigint expression alone; another `salt` gives another number. */
export function hashed(key: string, salt: number): string {
  return `((hashint8extended((${key})::bigint, ${salt}) & 1048575) / 1048576::float8)`;
}
