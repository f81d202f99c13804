import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import type { Tls } from '../../../shared/domain/connection.ts';
import { ReplicaError } from './errors.ts';

/** How one attempt encrypts: options for `tls.connect`, or null for not at all. */
export type Encryption = tls.ConnectionOptions | null;

/** A host that is a folder means a Unix socket in it. */
export function isSocketFolder(host: string): boolean {
  return host.startsWith('/');
}

/** Whether nothing on the way to it can be read by others: it runs where it is asked from. */
export function isLocal(host: string): boolean {
  return isSocketFolder(host) || ['localhost', '127.0.0.1', '::1'].includes(host);
}

/**
 * The attempts that a TLS mode allows, in order, with libpq's meaning of the modes: `prefer` may fall back to
 * plain, `require` encrypts without asking who is there (unless a CA file is given: then it is `verify-ca`),
 * `verify-ca` checks the signature, `verify-full` also the host name. TLS does not apply to Unix sockets.
 * Throws a `ReplicaError` when the CA file cannot be used.
 */
export async function encryptionAttempts(settings: Tls, host: string): Promise<Encryption[]> {
  const { mode, caFile } = settings;
  if (mode === 'disable' || isSocketFolder(host)) return [null];
  if (mode === 'prefer') return [{ rejectUnauthorized: false }, null];
  if (mode === 'require' && caFile === null) return [{ rejectUnauthorized: false }];
  const ca = caFile === null ? trustedAuthorities() : await readAuthorities(caFile);
  return [
    {
      rejectUnauthorized: true,
      ...(ca === undefined ? {} : { ca }),
      ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    },
  ];
}

async function readAuthorities(caFile: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(caFile, 'utf8');
  } catch (error) {
    throw new ReplicaError(
      'unreachable',
      {
        code: 'ca_file_unreadable',
        title: `The CA file ${caFile} cannot be read.`,
        hint: 'Choose the file again. It may have been moved, or belong to somebody else.',
        detail: error instanceof Error ? error.message : null,
      },
      error,
    );
  }
  try {
    // Node itself passes over what it cannot read, and then trusts nobody.
    new X509Certificate(text);
  } catch (error) {
    throw new ReplicaError(
      'unreachable',
      {
        code: 'ca_file_invalid',
        title: `The CA file ${caFile} holds no certificate that Pulse understands.`,
        hint: 'It must be a PEM file, which begins with -----BEGIN CERTIFICATE-----.',
        detail: error instanceof Error ? error.message : null,
      },
      error,
    );
  }
  return text;
}

/**
 * Node trusts its own list of authorities. Companies install theirs in the operating system, so both count,
 * where this version of Node can read the latter.
 */
function trustedAuthorities(): string[] | undefined {
  if (typeof tls.getCACertificates !== 'function') return undefined;
  authorities ??= [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
  return authorities;
}

let authorities: string[] | undefined;
