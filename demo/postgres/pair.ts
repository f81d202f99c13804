/** A primary and its streaming standby, from nothing to both running. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import {
  ANALYST,
  DATABASE,
  GRANTS,
  makeRoles,
  type Passwords,
  REPLICATOR,
  SUPERUSER,
} from '../shop/roles.ts';
import { type Progress, SEED_SETTINGS, seedShop } from '../shop/seed.ts';
import { makeCertificates } from './certificates.ts';
import { freePort } from './ports.ts';
import { type Host, Server } from './server.ts';
import { configure } from './settings.ts';
import { cloneStandby } from './standby.ts';

export type NodeName = 'primary' | 'standby';

export interface Pair {
  primary: Server;
  standby: Server;
  passwords: Passwords;
  /** The certificate authority that signed the servers' certificate for `localhost`. */
  caFile: string;
  /** End of the seeded history. */
  seededUntil: Date;
  /** Connection facts of the superuser, in the shop's database unless told otherwise. */
  admin(node: NodeName, database?: string): pg.ClientConfig;
  analystUrl(node: NodeName): string;
  /** Copies the (stopped) standby anew from the running primary; it keeps its port. */
  cloneStandby(): Promise<void>;
  stop(): Promise<void>;
}

export interface PairOptions {
  scale: number;
  seed: number;
  onProgress: (progress: Progress) => void;
}

export async function startPair(host: Host, options: PairOptions): Promise<Pair> {
  const secret = () => randomBytes(18).toString('hex');
  const passwords = { superuser: secret(), analyst: secret(), replicator: secret() };
  const primary = new Server(host, 'primary', await freePort());
  const standby = new Server(host, 'standby', await freePort());
  const servers = { primary, standby };
  const admin = (node: NodeName, database = DATABASE): pg.ClientConfig => ({
    host: '127.0.0.1',
    port: servers[node].port,
    user: SUPERUSER,
    password: passwords.superuser,
    database,
    application_name: 'shop demo',
  });
  const cloneFromPrimary = () =>
    cloneStandby(primary, standby, {
      admin: admin('primary'),
      user: REPLICATOR,
      password: passwords.replicator,
    });
  const pair = {
    primary,
    standby,
    passwords,
    admin,
    analystUrl: (node: NodeName) =>
      `postgresql://${ANALYST}:${passwords.analyst}@127.0.0.1:${servers[node].port}/${DATABASE}`,
    cloneStandby: cloneFromPrimary,
    stop: async () => {
      await Promise.all([standby.stop('immediate'), primary.stop('immediate')]);
    },
  };

  try {
    // The seed's steps are in the middle: one step before them, two after.
    let total = 3;
    options.onProgress({ step: 'making the primary', done: 0, total });
    const onSeedProgress = (progress: Progress) => {
      total = progress.total + 3;
      options.onProgress({ step: progress.step, done: progress.done + 1, total });
    };
    await primary.initialise(SUPERUSER, passwords.superuser);
    const { caFile } = await configure(primary, makeCertificates());
    await startOnFreePort(primary, SEED_SETTINGS);
    await withClient(admin('primary', 'postgres'), async (client) => {
      await client.query(`create database ${DATABASE} template template0`);
    });
    const seededUntil = new Date();
    await withClient(admin('primary'), (left) =>
      withClient(admin('primary'), async (right) => {
        await makeRoles(left, passwords);
        await seedShop(
          [left, right],
          { end: seededUntil, scale: options.scale },
          options.seed,
          onSeedProgress,
        );
        await left.query(GRANTS);
      }),
    );
    await primary.stop('fast');
    await primary.start();
    options.onProgress({ step: 'making the standby', done: total - 1, total });
    await cloneFromPrimary();
    await startOnFreePort(standby);
    options.onProgress({ step: 'ready', done: total, total });
    return { ...pair, caFile, seededUntil };
  } catch (error) {
    await pair.stop();
    throw error;
  }
}

/** Between finding a free port and using it somebody else may take it; as nobody knows it yet, take another. */
async function startOnFreePort(server: Server, settings?: Record<string, string>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await server.start(settings);
    } catch (error) {
      if (attempt === 3 || !String(error).includes('could not bind')) throw error;
      server.port = await freePort();
    }
  }
}

async function withClient<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config);
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
