import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { MonitoredTable, TableShape } from '../../../shared/domain/table.ts';
import type { ReplicaApi, TableFacts } from '../replica/api.ts';
import { describeTable } from '../replica/catalogue.ts';
import { ReplicaError } from '../replica/errors.ts';
import { cannotBeWritten } from '../saving.ts';
import type { StoreApi } from '../store/api.ts';

/** The catalogue is asked again after this long: by then a table may have grown or got an index. */
export const FACTS_MAX_AGE_MS = 6 * 3_600_000;
/** After a failure (a lock in the way, say) it is left in peace for so long. */
const RETRY_MS = 300_000;

interface Entry {
  facts: TableFacts | null;
  at: EpochMs;
  failedAt?: EpochMs;
}

/** What the replica's catalogue says of the monitored tables, kept over restarts. */
export class FactsBook {
  private readonly store: StoreApi;
  private readonly facts = new Map<number, Entry>();

  constructor(store: StoreApi) {
    this.store = store;
  }

  /** As last known, however old. */
  of(tableId: number): TableFacts | null {
    return this.entry(tableId)?.facts ?? null;
  }

  /** As last known, with when the catalogue said so. */
  dated(tableId: number): { facts: TableFacts; at: EpochMs } | null {
    const stored = this.store.tables.facts(tableId);
    const facts = this.of(tableId);
    return stored && facts ? { facts, at: stored.at } : null;
  }

  /** The monitored tables whose rows a monitored view shows; none for what is no view. */
  sourcesOf(tableId: number): number[] {
    const sources = this.of(tableId)?.sources ?? [];
    const connectionId = sources.length === 0 ? undefined : this.store.tables.get(tableId)?.connectionId;
    if (connectionId === undefined) return [];
    return sources.flatMap(
      ({ schema, name }) => this.store.tables.find(connectionId, schema, name)?.id ?? [],
    );
  }

  /** Takes note of facts that were just read. */
  learn(tableId: number, facts: TableFacts, at: EpochMs): void {
    this.facts.set(tableId, { facts, at });
    this.store.tables.setFacts(tableId, JSON.stringify(facts), at);
  }

  /**
   * What was seen of a table just now, which costs nothing. Where it is not what is known, the whole description is
   * wrong, too, and the catalogue is asked for it before the table's next check.
   */
  compare(tableId: number, seen: TableShape & Pick<TableFacts, 'rowSecurity'>, now: EpochMs): void {
    const entry = this.entry(tableId);
    if (
      !entry?.facts ||
      seen.columns.length === 0 ||
      now - (entry.failedAt ?? Number.NEGATIVE_INFINITY) < RETRY_MS
    )
      return;
    if (shapeOf(entry.facts) !== shapeOf(seen)) entry.at = Number.NEGATIVE_INFINITY;
  }

  /** Asks the catalogue when what is known is old. A replica that does not tell is no reason not to go on without. */
  async refresh(table: MonitoredTable, replica: ReplicaApi, now: EpochMs): Promise<void> {
    const entry = this.entry(table.id);
    const age = entry ? now - entry.at : Number.POSITIVE_INFINITY;
    if (age >= 0 && age < FACTS_MAX_AGE_MS) return;
    try {
      const facts = await describeTable(replica, table.schema, table.name);
      if (this.store.tables.get(table.id)) this.learn(table.id, facts, now);
    } catch (error) {
      // They are in memory, and the catalogue is asked again when they are old.
      if (cannotBeWritten(error)) return;
      if (!(error instanceof ReplicaError)) throw error;
      const at = now - FACTS_MAX_AGE_MS + RETRY_MS;
      this.facts.set(table.id, { facts: entry?.facts ?? null, at, failedAt: now });
    }
  }

  drop(tableId: number): void {
    this.facts.delete(tableId);
  }

  private entry(tableId: number): Entry | undefined {
    const known = this.facts.get(tableId);
    if (known) return known;
    const stored = this.store.tables.facts(tableId);
    if (!stored) return undefined;
    const entry = { facts: JSON.parse(stored.facts) as TableFacts, at: stored.at };
    this.facts.set(tableId, entry);
    return entry;
  }
}

/** What a check of the schema sees of a table, to be compared. */
export function shapeOf({
  kind,
  columns,
  rowSecurity,
}: TableShape & Pick<TableFacts, 'rowSecurity'>): string {
  const parts = columns.map(({ name, type, nullable, position }) => [name, type, nullable, position]);
  return JSON.stringify([kind, parts, rowSecurity ?? false]);
}
