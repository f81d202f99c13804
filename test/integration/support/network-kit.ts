import type pg from 'pg';
import type { Replica } from '../../../electron/engine/replica/replica.ts';
import type { NewQuery } from '../../../electron/engine/store/api.ts';
import { FaultyProxy } from '../../support/faulty-proxy.ts';
import { type Changes, eventually, type ReplicaKit, value } from './replica-kit.ts';

/** A replica behind a faulty network. */
export interface Behind {
  proxy: FaultyProxy;
  replica: Replica;
  log: NewQuery[];
  /** What each entry of the log was charged with in the load budget, in milliseconds. */
  charged: ReadonlyMap<NewQuery, number>;
}

/**
 * Runs a case with a replica behind a proxy of its own. Afterwards the network is healed, Pulse closed, and nothing
 * may be left: no backend on the server, no socket in this process.
 */
export async function behindProxy(
  kit: ReplicaKit,
  admin: pg.Client,
  changes: Changes,
  work: (behind: Behind) => Promise<void>,
): Promise<void> {
  const proxy = await FaultyProxy.start(kit.world.standby.port);
  try {
    const { replica, log, charged } = kit.replica('standby', { port: proxy.port, ...changes });
    try {
      await work({ proxy, replica, log, charged });
    } finally {
      proxy.heal();
      await replica.close();
    }
    await eventually(async () => proxy.openConnections === 0);
    await eventually(async () => (await backends(admin, proxy)) === 0);
  } finally {
    await proxy.stop();
  }
}

/** Backends that the server keeps for connections through the proxy, also those that have not logged in. */
export function backends(admin: pg.Client, proxy: FaultyProxy): Promise<number> {
  return count(admin, proxy, 'true');
}

/** Whether a statement that came through the proxy is still running. */
export async function running(admin: pg.Client, proxy: FaultyProxy, sql: string): Promise<boolean> {
  return (await count(admin, proxy, "state = 'active' and query = $2", [sql])) > 0;
}

let turn: Promise<unknown> = Promise.resolve();

/** Cases run at the same time, and a client answers one question at a time. */
function count(admin: pg.Client, proxy: FaultyProxy, which: string, more: unknown[] = []): Promise<number> {
  const sql = `select count(*) from pg_stat_activity where client_port = any($1::int[]) and ${which}`;
  const answer = turn.then(async () => Number(await value(admin, sql, [proxy.backendPorts, ...more])));
  turn = answer.catch(() => {});
  return answer;
}

/** Sockets that this process holds. */
export function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

/** Fails when a promise takes longer than all of its own time limits together allow. */
export async function atMost<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It had not ended after ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
