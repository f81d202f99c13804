import type { Problem } from '../../../shared/domain/primitives.ts';
import type { FailureContext, FailureKind, ReplicaFailure } from './api.ts';

type Words = Pick<Problem, 'code' | 'title' | 'hint'>;

/** What a failure below SQL (name, network, TLS, driver) means for Pulse, and in words. */
export function explainNetwork(error: unknown, context: FailureContext): ReplicaFailure {
  // Advice for people who start Node by hand is no help to anybody here.
  const message = (error instanceof Error ? error.message : String(error)).replace(
    /; if the root CA .*$/,
    '',
  );
  const code = codeOf(error);
  const [kind, words] = wordsFor(code, message, context);
  const detail = code && !message.includes(code) ? `${message} (${code})` : message;
  return { kind, problem: { ...words, detail: detail || code, sqlstate: null } };
}

/** With several addresses for a name, Node reports one error of many; its first cause speaks for all. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return '';
}

function wordsFor(code: string, message: string, context: FailureContext): [FailureKind, Words] {
  const { host, port } = context;
  const server = `${host}:${port}`;
  const tls = tlsWords(code, message, context);
  if (tls) return ['unreachable', tls];
  if (/client password must be|no password supplied|empty password/i.test(message)) {
    return [
      'auth',
      {
        code: 'password_needed',
        title: `The server at ${host} asks for a password, and Pulse has none for "${context.user}".`,
        hint: 'Enter the password in the connection.',
      },
    ];
  }
  switch (code) {
    case 'ENOTFOUND':
      return unreachable(
        'host_not_found',
        `There is no host named "${host}".`,
        'Check how it is spelled. Some names exist only inside the company network or VPN.',
      );
    case 'EAI_AGAIN':
      return unreachable(
        'name_lookup_failed',
        `The name "${host}" could not be looked up.`,
        'Is this computer online? Some names exist only inside the company network or VPN.',
      );
    case 'ECONNREFUSED':
      return unreachable(
        'refused',
        `No server accepts connections at ${server}.`,
        'Check host and port, and whether the server is running.',
      );
    case 'ENOENT':
    case 'EACCES':
      return unreachable(
        'no_socket',
        `There is no socket of a server in ${host} for port ${port} that Pulse may use.`,
        'Check the folder and the port, and whether the server is running.',
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return unreachable(
        'no_route',
        `This computer has no way to ${host}.`,
        'Is this computer online, and connected to the VPN if the server needs it?',
      );
    case 'ETIMEDOUT':
      return timedOut(server);
  }
  if (/timeout expired|timed out/i.test(message)) return timedOut(server);
  return unreachable(
    'connection_lost',
    `The connection to ${server} broke.`,
    'The network, the server, or something between them ended it. Pulse tries again by itself.',
  );
}

function unreachable(code: string, title: string, hint: string): [FailureKind, Words] {
  return ['unreachable', { code, title, hint }];
}

function timedOut(server: string): [FailureKind, Words] {
  return unreachable(
    'no_answer',
    `${server} did not answer in time.`,
    'Check host and port. A firewall that drops packets, or a missing VPN, looks like this.',
  );
}

const untrusted = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
]);

function tlsWords(code: string, message: string, { host }: FailureContext): Words | null {
  if (/does not support SSL/i.test(message)) {
    return {
      code: 'tls_not_supported',
      title: `The server at ${host} does not offer TLS.`,
      hint: 'Set TLS to "prefer" or "disable" if the network between is trusted, or ask the administrator to turn TLS on.',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return {
      code: 'certificate_name',
      title: `The server's certificate is not for "${host}".`,
      hint: 'Use the host name that is in the certificate, or "verify-ca" if the name cannot match.',
    };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return {
      code: 'certificate_expired',
      title: `The certificate of the server at ${host} is not valid today.`,
      hint: 'Ask the administrator to renew it, and check the date of this computer.',
    };
  }
  if (untrusted.has(code)) {
    return {
      code: 'certificate_untrusted',
      title: `The certificate of the server at ${host} was not signed by an authority that Pulse trusts.`,
      hint: 'Choose the CA file that the administrator or cloud provider gives out for this server.',
    };
  }
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO' || /establishing an SSL connection/i.test(message)) {
    return {
      code: 'tls_failed',
      title: `No encrypted connection to ${host} came about.`,
      hint: 'Is this the port of a PostgreSQL server? A very old server or something between may also break TLS.',
    };
  }
  return null;
}
