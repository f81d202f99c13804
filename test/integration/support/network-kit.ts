import type pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import type { Replica } from '../../../electron/engine/replica/replica.ts';
import type { NewQuery } from '../../../electron/engine/store/api.ts';
import { FaultyProxy } from '../../support/faulty-proxy.ts';
import { type Changes, eventually, pulseSessions, ReplicaKit, replayed, value } from './replica-kit.ts';

/** What the cases of a file share; there once they run. */
export interface BrokenNetwork {
  kit: ReplicaKit;
  standby: pg.Client;
}

/** A function that takes no notice of the first attempt to cancel it. */
export const SWALLOW_ONCE = `create function swallow_once() returns int language plpgsql as $$ begin
  begin perform pg_sleep(30); exception when query_canceled then perform pg_sleep(30); end;
  return 1;
end $$`;

/**
 * Registers the set-up of a file: a primary with a standby, with such a `definition`. After all cases nothing may be
 * left: no session of Pulse on the server, no socket in this process.
 */
export function brokenNetwork(definition?: string): BrokenNetwork {
  const world = {} as BrokenNetwork;
  let socketsBefore = 0;
  beforeAll(async () => {
    world.kit = await ReplicaKit.start();
    world.standby = await world.kit.admin('standby');
    if (definition !== undefined) {
      const primary = await world.kit.admin('primary');
      await primary.query(definition);
      await replayed(primary, world.standby);
    }
    socketsBefore = openSockets();
  });
  afterAll(async () => {
    try {
      await eventually(async () => (await pulseSessions(world.standby)) === 0);
      await eventually(async () => openSockets() <= socketsBefore);
    } finally {
      await world.kit.stop();
    }
  });
  return world;
}

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
  { kit, standby }: BrokenNetwork,
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
    await eventually(async () => (await backends(standby, proxy)) === 0);
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
