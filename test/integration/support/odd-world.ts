import type pg from 'pg';
import type { TableFacts } from '../../../electron/engine/replica/api.ts';
import { describeTable } from '../../../electron/engine/replica/catalogue.ts';
import type { Replica } from '../../../electron/engine/replica/replica.ts';
import type { NewQuery } from '../../../electron/engine/store/api.ts';
import { type Subject, tableOf } from './check-kit.ts';
import { oddTablesSql, RELATIONS, SCHEMA } from './odd-tables.ts';
import { ReplicaKit, replayed } from './replica-kit.ts';

/** A primary and its standby with the odd tables, and a session of Pulse on the standby. */
export class OddWorld {
  readonly #kit: ReplicaKit;
  readonly #primary: pg.Client;
  readonly #standby: pg.Client;
  readonly #facts = new Map<string, TableFacts>();
  readonly replica: Replica;
  /** Everything that Pulse ran. */
  readonly log: NewQuery[];

  static async start(): Promise<OddWorld> {
    const kit = await ReplicaKit.start();
    const world = new OddWorld(kit, await kit.admin('primary'), await kit.admin('standby'));
    await world.change(oddTablesSql(kit.world.primary, kit.world.analyst));
    for (const name of [...RELATIONS, 'Empty', 'Defined', 'Wide']) {
      world.#facts.set(name, await describeTable(world.replica, SCHEMA, name));
    }
    return world;
  }

  private constructor(kit: ReplicaKit, primary: pg.Client, standby: pg.Client) {
    this.#kit = kit;
    this.#primary = primary;
    this.#standby = standby;
    ({ replica: this.replica, log: this.log } = kit.replica('standby'));
  }

  /** Changes something on the primary, and waits until the standby shows it. */
  async change(sql: string): Promise<void> {
    await this.#primary.query(sql);
    await replayed(this.#primary, this.#standby);
  }

  /** One of the odd tables as a check's subject. */
  subject(name: string, changes: Partial<Subject> = {}): Subject {
    return { table: tableOf(SCHEMA, name), facts: this.#facts.get(name) ?? null, ...changes };
  }

  stop(): Promise<void> {
    return this.#kit.stop();
  }
}
