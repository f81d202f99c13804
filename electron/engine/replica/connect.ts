import type net from 'node:net';
import type pg from 'pg';
import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import { explain, type ReplicaError } from './errors.ts';
import { SSH_TIMEOUT_MS, SshTunnel } from './ssh-tunnel.ts';
import { noSocketThere } from './ssh-words.ts';
import { type Encryption, encryptionAttempts, isSocketFolder } from './tls.ts';

/** Reaching, encrypting and logging in together may take this long; through SSH, from there on. */
const CONNECT_TIMEOUT_MS = 10_000;
const KEEPALIVE_MS = 30_000;

export const APPLICATION_NAME = 'pulse';

/** Where a server is and how to log in. */
export type Target = Pick<ConnectionConfig, 'host' | 'port' | 'database' | 'user' | 'tls' | 'sshHost'>;

/**
 * How far a connection has come: the SSH host let us in, the server answers but has let nobody in. Again when another
 * kind of encryption is tried.
 */
export type Approach = { at: 'tunnelled' } | { at: 'reached'; encrypted: boolean };
type Hear = (approach: Approach) => void;

/** A logged-in client, with what a cancel request for it needs. */
export interface Link {
  client: pg.Client;
  encryption: Encryption;
  /** From BackendKeyData; a pooler hands out its own. */
  processId: number;
  secretKey: number;
  /** Where the host's name led to; a second look-up may lead elsewhere. Null for a Unix socket, and through SSH. */
  address: string | null;
}

/** Everything arrives as PostgreSQL prints it: no value in somebody's data can trip a parser here. */
const asText = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;

/**
 * Connects and logs in. Sends no statement. Throws `ReplicaError`; the password is asked for only when the
 * server wants one.
 */
export async function connect(
  target: Target,
  password: () => Promise<string | null>,
  signal?: AbortSignal,
  hear?: Hear,
): Promise<Link> {
  const attempts = await encryptionAttempts(target.tls, target.host);
  let first: ReplicaError | undefined;
  for (const encryption of attempts) {
    try {
      return await attempt(target, encryption, password, signal, hear);
    } catch (error) {
      const failure = explain(error, target);
      if (first !== undefined) throw moreTelling(first, failure);
      if (!mayFallBack(failure) || signal?.aborted) throw failure;
      first = failure;
    }
  }
  throw first;
}

/** Of a failure with TLS and one without, the one that helps. */
function moreTelling(withTls: ReplicaError, plain: ReplicaError): ReplicaError {
  if (withTls.problem.code === 'tls_not_supported') return plain;
  return plain.kind === 'unreachable' || plain.problem.code === 'tls_required' ? withTls : plain;
}

/** As libpq does for `prefer`: without TLS when the server has none, cannot, or will not let us in with it. */
function mayFallBack({ problem }: ReplicaError): boolean {
  return ['tls_not_supported', 'tls_failed', 'not_allowed_from_here'].includes(problem.code);
}

async function attempt(
  target: Target,
  encryption: Encryption,
  password: () => Promise<string | null>,
  signal: AbortSignal | undefined,
  hear: Hear | undefined,
): Promise<Link> {
  // Read when it is first needed: a window that opens waits for nothing that only replicas need.
  const { Client } = (await import('pg')).default;
  signal?.throwIfAborted();
  const tunnel = tunnelTo(target);
  const client = new Client({
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    // An empty text is refused by name; nothing at all would make the driver look into PGPASSWORD and ~/.pgpass.
    password: async () => (await password()) ?? '',
    ssl: encryption ?? false,
    application_name: APPLICATION_NAME,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS + (tunnel ? SSH_TIMEOUT_MS : 0),
    ...(tunnel ? { stream: () => tunnel } : {}),
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_MS,
    types: asText,
  });
  ignoreShell(client);
  // A client without a listener would take the process down when its idle connection breaks.
  client.on('error', () => {});
  // Who is asked for a password, or let in, has reached a server that takes the connection.
  if (hear) {
    client.connection.once('message', ({ name }: { name: string }) => {
      if (name.startsWith('authentication')) hear({ at: 'reached', encrypted: encryption !== null });
    });
    tunnel?.once('up', () => hear({ at: 'tunnelled' }));
  }
  const abort = () => destroy(client);
  signal?.addEventListener('abort', abort);
  try {
    await client.connect();
  } catch (error) {
    destroy(client);
    throw tunnel?.explain(error) ?? error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
  const { remoteAddress } = client.connection.stream as Partial<net.Socket>;
  return { client, encryption, processId: processID, secretKey, address: remoteAddress ?? null };
}

/** The way to a server that is reached through SSH, not gone yet. Null: it is reached directly. */
export function tunnelTo({
  host,
  port,
  sshHost,
}: Pick<Target, 'host' | 'port' | 'sshHost'>): SshTunnel | null {
  if (sshHost === null) return null;
  const behind = { host, port, sshHost };
  if (isSocketFolder(host)) throw noSocketThere(behind);
  return new SshTunnel(behind);
}

/** Ends a connection on this side, at once. */
export function destroy(client: pg.Client): void {
  client.connection.stream.destroy();
}

/** Startup options of the person's shell are not Pulse's. */
function ignoreShell(client: pg.Client): void {
  const { connectionParameters } = client as unknown as { connectionParameters: Record<string, unknown> };
  connectionParameters.options = undefined;
  connectionParameters.replication = undefined;
  (client as unknown as Record<string, unknown>).replication = undefined;
}
