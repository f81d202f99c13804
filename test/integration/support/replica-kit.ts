import pg from 'pg';
import { type DemoWorld, type NodeName, startDemoWorld } from '../../../demo/world.ts';
import { systemClock } from '../../../electron/engine/clock.ts';
import { ReplicaError } from '../../../electron/engine/replica/errors.ts';
import { Replica } from '../../../electron/engine/replica/replica.ts';
import type { NewQuery } from '../../../electron/engine/store/api.ts';
import { type ConnectionConfig, LoadPolicy } from '../../../shared/domain/connection.ts';

type Policy = Partial<ConnectionConfig['policy']>;
export type Changes = Partial<Omit<ConnectionConfig, 'policy'>> & {
  policy?: Policy;
  password?: string | null;
  /** The server was seen in recovery before. */
  wasReplica?: boolean;
};

export const quietLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A small world without a writer, with what tests of the replica's sessions need around it. */
export class ReplicaKit {
  readonly world: DemoWorld;
  readonly #clients: pg.Client[] = [];
  readonly #replicas: Replica[] = [];

  static async start(): Promise<ReplicaKit> {
    return new ReplicaKit(await startDemoWorld({ scale: 0.005, writer: false }));
  }

  private constructor(world: DemoWorld) {
    this.world = world;
  }

  config(
    node: NodeName,
    { password: _unused, wasReplica: _unusedToo, policy, ...changes }: Changes = {},
  ): ConnectionConfig {
    const { host, port, database } = this.world[node];
    return {
      id: 7,
      name: node,
      paused: false,
      host,
      port,
      database,
      user: this.world.analyst.user,
      tls: { mode: 'prefer', caFile: null },
      sshHost: null,
      standIn: null,
      ...changes,
      policy: LoadPolicy.parse(policy ?? {}),
    };
  }

  /** A replica object, everything that it logs, and the milliseconds each was charged with. Closed after the test by `closeReplicas`. */
  replica(
    node: NodeName,
    changes: Changes = {},
  ): { replica: Replica; log: NewQuery[]; charged: ReadonlyMap<NewQuery, number> } {
    const log: NewQuery[] = [];
    const charged = new Map<NewQuery, number>();
    const password = changes.password === undefined ? this.world.analyst.password : changes.password;
    const replica = new Replica(this.config(node, changes), {
      password: async () => password,
      clock: systemClock,
      log: quietLog,
      wasReplica: changes.wasReplica ?? false,
      onQuery: (entry, { busyMs }) => {
        log.push(entry);
        charged.set(entry, busyMs);
      },
    });
    this.#replicas.push(replica);
    return { replica, log, charged };
  }

  /** Superuser credentials, as changes to a connection. */
  get superuser(): { user: string; password: string } {
    return this.world.primary.superuser;
  }

  /** A superuser's client outside of Pulse. */
  async admin(node: NodeName): Promise<pg.Client> {
    const { host, port, database, superuser } = this.world[node];
    const client = new pg.Client({ host, port, database, ...superuser, application_name: 'test' });
    client.on('error', () => {});
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  /** Runs SQL on the primary, and waits until the standby has replayed it. */
  async make(sql: string): Promise<void> {
    const primary = await this.admin('primary');
    await primary.query(sql);
    await replayed(primary, await this.admin('standby'));
  }

  async closeReplicas(): Promise<void> {
    await Promise.all(this.#replicas.splice(0).map((replica) => replica.close()));
  }

  async stop(): Promise<void> {
    await this.closeReplicas();
    await Promise.all(this.#clients.splice(0).map((client) => client.end().catch(() => {})));
    await this.world.stop();
  }
}

/** One value of one row. */
export async function value(client: pg.Client, sql: string, values: unknown[] = []): Promise<unknown> {
  const { rows } = await client.query<unknown[]>({ text: sql, values, rowMode: 'array' });
  return rows[0]?.[0];
}

/** Number of sessions that Pulse has on a server. */
export async function pulseSessions(admin: pg.Client): Promise<number> {
  return Number(await value(admin, "select count(*) from pg_stat_activity where application_name = 'pulse'"));
}

/** Waits until the standby has replayed all that the primary has written. */
export async function replayed(primary: pg.Client, standby: pg.Client): Promise<void> {
  const written = await value(primary, 'select pg_current_wal_lsn()');
  await eventually(async () => value(standby, 'select pg_last_wal_replay_lsn() >= $1::pg_lsn', [written]));
}

/** Waits until something holds, for a generous while. */
export async function eventually(holds: () => Promise<unknown>, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come true within ${ms} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The failure of a promise that has to fail. */
export async function failure(promise: Promise<unknown>): Promise<ReplicaError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ReplicaError) return error;
    throw error;
  }
  throw new Error('It should have failed.');
}
