/** Every fault there is, and the one place where they are injected and healed, one after the other. */
import pg from 'pg';
import type { NodeName, Pair } from '../postgres/pair.ts';
import type { Writer } from '../writer/writer.ts';
import { accessFaults } from './access.ts';
import type { Fault, FaultContext, FaultInfo, Heal } from './fault.ts';
import { fileFaults } from './files.ts';
import { historyFaults } from './history.ts';
import { loadFaults } from './loads.ts';
import { catchUp, followAgain, replicationFaults } from './replication.ts';
import { retryOnConflict } from './retry.ts';
import { rowFaults } from './rows.ts';
import { structureFaults } from './structure.ts';
import { textFaults } from './texts.ts';
import { valueFaults } from './values.ts';

const ALL: readonly Fault[] = [
  ...loadFaults,
  ...fileFaults,
  ...rowFaults,
  ...valueFaults,
  ...textFaults,
  ...historyFaults,
  ...structureFaults,
  ...accessFaults,
  ...replicationFaults,
];

export const FAULTS: readonly FaultInfo[] = ALL.map(({ inject: _, ...info }) => info);

export class FaultBox {
  readonly #context: FaultContext;
  readonly #writer: Writer;
  readonly #heals = new Map<string, Heal>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(pair: Pair, writer: Writer) {
    this.#writer = writer;
    this.#context = {
      pair,
      writer,
      onPrimary: (work) => withAdmin(pair, 'primary', work),
      onStandby: (work) => retryOnConflict(() => withAdmin(pair, 'standby', work)),
      isActive: (name) => this.#heals.has(name),
    };
  }

  /** Names of the faults that are active, oldest first. */
  active(): string[] {
    return [...this.#heals.keys()];
  }

  /** Breaks something; the standby shows it when this resolves. Does nothing if the fault is active already. */
  inject(name: string): Promise<void> {
    const fault = find(name);
    return this.#inTurn(async () => {
      if (this.#heals.has(name)) return;
      await this.#writer.exclusively(async () => {
        const heal = await fault.inject(this.#context);
        this.#heals.set(name, heal);
        this.#writer.twists.add(name);
      });
      await catchUp(this.#context);
    });
  }

  /** Puts everything back; the standby shows it when this resolves. Does nothing if the fault is not active. */
  heal(name: string): Promise<void> {
    find(name);
    return this.#inTurn(() => this.#heal(name));
  }

  healAll(): Promise<void> {
    return this.#inTurn(async () => {
      const problems: unknown[] = [];
      for (const name of [...this.#heals.keys()].reverse()) {
        await this.#heal(name).catch((error) => problems.push(error));
      }
      if (problems.length > 0) throw new AggregateError(problems, 'Some faults could not be healed.');
    });
  }

  /** Resolves when nothing is being injected or healed. */
  async idle(): Promise<void> {
    await this.#queue;
  }

  async #heal(name: string): Promise<void> {
    const heal = this.#heals.get(name);
    if (heal === undefined) return;
    await this.#writer.exclusively(async () => {
      await heal();
      this.#heals.delete(name);
      this.#writer.twists.delete(name);
    });
    if (replicationFaults.some((fault) => fault.name === name)) await followAgain(this.#context);
    await catchUp(this.#context);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }
}

function find(name: string): Fault {
  const fault = ALL.find((candidate) => candidate.name === name);
  if (fault === undefined) {
    throw new Error(`There is no fault "${name}". There are: ${ALL.map((known) => known.name).join(', ')}.`);
  }
  return fault;
}

async function withAdmin<T>(pair: Pair, node: NodeName, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(pair.admin(node));
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(`set lock_timeout = '10s'`);
    return await work(client);
  } finally {
    await client.end();
  }
}
