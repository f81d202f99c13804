import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { ReplicaApi, TableFacts } from '../replica/api.ts';
import type { Sizes } from './pages-read.ts';
import type { RelationName } from './plan-node.ts';
import { keyOf, sizesOf, sizesSql } from './sizes.ts';

/** PostgreSQL's planner takes an index on several columns to be so much less in order than its first column. */
const SEVERAL_COLUMNS = 0.75;
/** Sizes are asked for again after this long. */
const SIZES_MAX_AGE_MS = 3_600_000;

/** Sizes that were asked for, so that several plans of the same relations ask once. */
export class SizeBook {
  private readonly replica: ReplicaApi;
  private readonly expected: readonly RelationName[];
  private readonly asked = new Set<string>();
  private readonly rows: Record<string, unknown>[] = [];
  /** Rows of the system catalogue: the same for every table, so that all books of a replica have them in common. */
  private readonly catalogue: Record<string, unknown>[];

  /** What is expected to come up is asked for along with what comes up first, unless it is known already. */
  constructor(
    replica: ReplicaApi,
    expected: readonly RelationName[] = [],
    known: readonly Record<string, unknown>[] = [],
  ) {
    this.replica = replica;
    this.expected = expected;
    this.catalogue = catalogues.get(replica) ?? [];
    catalogues.set(replica, this.catalogue);
    this.take(known);
  }

  /** Throws `ReplicaError`. */
  async of(names: readonly RelationName[], reason: string, checkId: number | null): Promise<Sizes> {
    const isNew = (name: RelationName) => !this.asked.has(keyOf(name));
    this.take(this.catalogue.filter((row) => isNew(nameOf(row))));
    if (names.some(isNew)) {
      const wanted = [...names, ...this.expected].filter(isNew);
      const { rows } = await this.replica.query({ sql: sizesSql(wanted), reason, checkId });
      for (const name of wanted) this.asked.add(keyOf(name));
      this.rows.push(...rows);
      this.catalogue.push(...rows.filter(({ schema }) => schema === 'pg_catalog'));
    }
    return sizesOf(this.rows);
  }

  private take(rows: readonly Record<string, unknown>[]): void {
    this.rows.push(...rows);
    for (const row of rows) this.asked.add(keyOf(nameOf(row)));
  }
}

const catalogues = new WeakMap<ReplicaApi, Record<string, unknown>[]>();

const nameOf = ({ schema, name }: Record<string, unknown>): RelationName => ({
  schema: String(schema),
  name: String(name),
});

interface Page {
  book: SizeBook;
  /** The table's own size by its facts: when they say another one, all is asked for again. */
  pages: number | null;
  at: EpochMs;
}

const books = new WeakMap<ReplicaApi, Map<string, Page>>();

/** The sizes that checks of a table need, for an hour or until the table's facts change. */
export function sizeBookOf(replica: ReplicaApi, facts: TableFacts | null, now: EpochMs): SizeBook {
  if (!facts) return new SizeBook(replica);
  const pages = books.get(replica) ?? new Map<string, Page>();
  books.set(replica, pages);
  const key = keyOf(facts);
  const known = pages.get(key);
  const age = known ? now - known.at : Number.POSITIVE_INFINITY;
  if (known && age >= 0 && age < SIZES_MAX_AGE_MS && known.pages === facts.pages) return known.book;
  const book = new SizeBook(replica, relationsOf(facts), knownSizes(facts));
  pages.set(key, { book, pages: facts.pages, at: now });
  return book;
}

/** A partitioned table is read through its partitions, which only a plan names. */
function relationsOf({ kind, schema, name, indexes }: TableFacts): RelationName[] {
  if (kind !== 'table' && kind !== 'materialized_view') return [];
  return [{ schema, name }, ...indexes.map((index) => ({ schema, name: index.name }))];
}

/** What a look at the table has told already, as the answer to the question for sizes would. */
function knownSizes({ schema, name, size, costs, columns, indexes }: TableFacts): Record<string, unknown>[] {
  if (!size || !costs) return [];
  const correlationOf = (index: TableFacts['indexes'][number]) => {
    const of = columns.find((column) => column.name === index.columns[0])?.correlation ?? 0;
    return index.columns.length > 1 ? of * SEVERAL_COLUMNS : of;
  };
  return [
    { schema, name, ...size, ...costs },
    ...indexes.flatMap((index) =>
      index.size
        ? { schema, name: index.name, ...index.size, correlation: correlationOf(index), ...costs }
        : [],
    ),
  ];
}
