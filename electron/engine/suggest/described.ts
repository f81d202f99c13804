import type { Clock } from '../ports.ts';
import type { ReplicaApi, TableFacts } from '../replica/api.ts';
import { describeTable } from '../replica/catalogue.ts';

const MAX_AGE_MS = 600_000;
const MOST = 200;

interface Relation {
  schema: string;
  name: string;
}

/** What the catalogue said of tables that are not monitored yet: good for what mostly follows at once. */
export class DescribedTables {
  readonly #clock: Clock;
  readonly #byKey = new Map<string, { facts: TableFacts; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(connectionId: number, facts: TableFacts): void {
    const key = keyOf(connectionId, facts);
    this.#byKey.delete(key);
    this.#byKey.set(key, { facts, at: this.#clock.now() });
    for (const old of [...this.#byKey.keys()].slice(0, -MOST)) this.#byKey.delete(old);
  }

  /** As noted lately, else as the catalogue says now. Throws `ReplicaError`. */
  async factsOf(connectionId: number, relation: Relation, replica: ReplicaApi): Promise<TableFacts> {
    const known = this.#byKey.get(keyOf(connectionId, relation));
    const age = known ? this.#clock.now() - known.at : Number.POSITIVE_INFINITY;
    if (known && age >= 0 && age < MAX_AGE_MS) return known.facts;
    const facts = await describeTable(replica, relation.schema, relation.name);
    this.note(connectionId, facts);
    return facts;
  }
}

const keyOf = (connectionId: number, { schema, name }: Relation): string =>
  JSON.stringify([connectionId, schema, name]);
