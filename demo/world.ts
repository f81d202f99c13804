/**
 * The demo world: a real PostgreSQL primary with a streaming standby, a small shop in it that keeps changing, and
 * faults to break it with. Everything lives in one temporary folder and is gone when this process is.
 */
import { rm } from 'node:fs/promises';
import { Guard } from './cleanup/guard.ts';
import { makeWorldFolder } from './cleanup/world-folder.ts';
import type { FaultInfo } from './faults/fault.ts';
import { FAULTS, FaultBox } from './faults/registry.ts';
import { findBinaries, postgresOwner } from './postgres/binaries.ts';
import { type NodeName, startPair } from './postgres/pair.ts';
import { ANALYST, DATABASE, SUPERUSER } from './shop/roles.ts';
import type { Progress } from './shop/seed.ts';
import { AREAS } from './shop/shop.ts';
import { Writer } from './writer/writer.ts';

export type { FaultInfo, NodeName, Progress };
export { FAULTS };

export interface DemoWorldOptions {
  /** 1 (the default) is two million events; tests use something like 0.02. */
  scale?: number;
  onProgress?: (progress: Progress) => void;
  /** Whether the shop keeps changing; it does unless told not to. */
  writer?: boolean;
  /** The same seed gives the same history, apart from the time it ends at. */
  seed?: number;
  /** Where to make the world's temporary folder; the system's folder for such by default. */
  dir?: string;
}

export interface DemoNode {
  host: string;
  port: number;
  database: string;
  superuser: { user: string; password: string };
  /** The postmaster's process id while the server runs. */
  readonly pid: number | undefined;
}

export interface DemoWorld {
  /** The temporary folder everything lives in. */
  folder: string;
  primary: DemoNode;
  standby: DemoNode;
  /** The read-only role a monitoring tool is given. */
  analyst: { user: string; password: string; database: string; urlFor(node: NodeName): string };
  /** Both servers offer TLS with a certificate for `localhost` (and 127.0.0.1) that this authority signed. */
  tls: { caFile: string };
  /** The end of the seeded history. */
  seededUntil: Date;
  /** Everything that can be broken. */
  faults: readonly FaultInfo[];
  /** Breaks something. Resolves when the standby shows it; nothing happens if it is broken already. */
  inject(name: string): Promise<void>;
  /** Puts it back, data included. Resolves when the standby shows it; nothing happens if it is whole. */
  heal(name: string): Promise<void>;
  healAll(): Promise<void>;
  /** Names of the faults that are active. */
  active(): string[];
  /** Has a process that the world's owner started ended as well should the owner die without stop(). */
  adopt(pid: number): void;
  /** Ends the servers and removes the folder. */
  stop(): Promise<void>;
}

export async function startDemoWorld(options: DemoWorldOptions = {}): Promise<DemoWorld> {
  const scale = options.scale ?? 1;
  if (!(scale > 0 && scale <= 100))
    throw new RangeError(`scale must be above 0 and at most 100, not ${scale}`);
  const owner = postgresOwner();
  const folder = await makeWorldFolder(options.dir, owner);
  const guard = new Guard(folder);
  const cleanUp = async () => {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    await guard.release();
  };
  try {
    const host = { folder, owner, guard, binaries: await findBinaries(folder, owner) };
    const pair = await startPair(host, {
      scale,
      seed: options.seed ?? 1,
      onProgress: options.onProgress ?? (() => {}),
    });
    const node = (name: NodeName): DemoNode => ({
      host: '127.0.0.1',
      port: pair[name].port,
      database: DATABASE,
      superuser: { user: SUPERUSER, password: pair.passwords.superuser },
      get pid() {
        return pair[name].pid;
      },
    });
    const writer = new Writer({
      connection: pair.admin('primary'),
      streams: AREAS.flatMap((area) => area.streams),
      scale,
      seed: options.seed ?? 1,
      from: pair.seededUntil,
    });
    const faults = new FaultBox(pair, writer);
    if (options.writer !== false) await writer.start();
    let stopping: Promise<void> | undefined;
    return {
      folder,
      primary: node('primary'),
      standby: node('standby'),
      analyst: {
        user: ANALYST,
        password: pair.passwords.analyst,
        database: DATABASE,
        urlFor: pair.analystUrl,
      },
      tls: { caFile: pair.caFile },
      seededUntil: pair.seededUntil,
      faults: FAULTS,
      inject: (name) => faults.inject(name),
      heal: (name) => faults.heal(name),
      healAll: () => faults.healAll(),
      active: () => faults.active(),
      adopt: (pid) => guard.watch(pid),
      stop() {
        stopping ??= (async () => {
          await faults.idle();
          await writer.stop();
          await pair.stop();
          await cleanUp();
        })();
        return stopping;
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}
