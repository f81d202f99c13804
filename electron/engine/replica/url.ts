import type { ZodError } from 'zod';
import {
  ConnectionInput,
  LoadPolicy,
  PastedConnection,
  type TlsMode,
} from '../../../shared/domain/connection.ts';
import { readSshHost } from '../../../shared/ssh-host.ts';
import { ProblemError } from '../problem.ts';
import { isLocal } from './tls.ts';
import {
  commandIn,
  environmentIn,
  type Parameters,
  profilesIn,
  semicolonsIn,
  servicesIn,
} from './written-elsewhere.ts';

const TLS_MODES: Record<string, TlsMode> = {
  disable: 'disable',
  // Both try one way and then the other.
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  // What node-postgres calls `require`.
  'no-verify': 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
};

const EXAMPLE = 'postgresql://user:password@host:5432/database';

/** As `readConnection`, for who cannot fill in what is missing. */
export function parseConnectionUrl(text: string): ConnectionInput {
  const input = ConnectionInput.safeParse(readConnection(text));
  if (input.success) return input.data;
  throw incomplete(input.error);
}

/**
 * Reads a connection string, either `postgresql://…` or `host=… dbname=…`, as libpq would, into the fields of a
 * connection with the default load policy; or what is written for other programs: a section of `pg_service.conf`,
 * variables such as `PGHOST=…`, a command line of psql, `Host=…;Username=…`, a profile of dbt. Nothing is looked up and no file is read.
 * Throws `ProblemError`; no part of the input is in its text, as it may hold a password.
 *
 * (`pg-connection-string` reads the certificate files while it parses, and takes any text for a relative address.)
 */
export function readConnection(text: string): PastedConnection {
  if (!PAIRS.test(text) && (text.match(ADDRESSES) ?? []).length > 1) {
    throw badUrl(
      'The text holds more than one connection string.',
      'Paste the one of the replica: Pulse watches one replica per connection.',
    );
  }
  const parameters = split(unwrapped(text));
  if (!['host', 'hostaddr', 'user', 'dbname'].some((word) => parameters.has(word))) throw unreadable();
  const host = parameters.get('host') ?? parameters.get('hostaddr') ?? 'localhost';
  if (host.includes(',') || parameters.get('port')?.includes(',')) {
    throw badUrl(
      'The connection string names more than one host.',
      'Pulse watches one replica per connection, so that you know which one it asks. Leave one host.',
    );
  }
  const user = parameters.get('user') ?? '';
  const database = parameters.get('dbname') || user;
  const sshHost = sshHostOf(parameters);
  // Behind many an SSH host, the server is on "localhost".
  const place = sshHost !== null && isLocal(host) ? readSshHost(sshHost)?.host : host;
  const pasted = PastedConnection.safeParse({
    name: parameters.get('service') ?? nameOf(database, place ?? host),
    host,
    port: portOf(parameters.get('port') ?? ''),
    database,
    user,
    password: parameters.get('password') || null,
    tls: tlsOf(parameters),
    sshHost,
    standIn: null,
    policy: LoadPolicy.parse({}),
  });
  if (pasted.success) return pasted.data;
  throw incomplete(pasted.error);
}

function incomplete({ issues }: ZodError): ProblemError {
  const missing = issues.find(({ path }) => path[0] === 'user') ?? issues[0];
  return badUrl(
    missing?.message ?? 'The connection string is not complete.',
    `It should look like ${EXAMPLE}.`,
  );
}

/** SQLAlchemy names its driver before the colon. */
const SCHEME = /^postgres(?:ql)?(?:\+\w+)?:\/\//i;
/** Begins as libpq's own form does. Whatever its values hold, it is nothing else. */
const PAIRS = /^\s*(?:host|hostaddr|port|dbname|user|password|sslmode|sslrootcert)\s*=/;
const ADDRESSES = /postgres(?:ql)?(?:\+\w+)?:\/\/[^\s"'`“”‘’<>]+/gi;
/** What a console of a cloud provider shows as the endpoint. */
const BARE_HOST = /^(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?|[\w-]+:\d+)(?:\/\w*)?$/;

/** People copy the quotes around it, the name of the variable it is in, or what a mail has made two lines of. */
function unwrapped(text: string): string {
  const trimmed = text
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/^jdbc:/, '');
  if (SCHEME.test(trimmed)) return trimmed.replace(/\s*\n\s*/g, '');
  return BARE_HOST.test(trimmed) ? `postgresql://${trimmed}` : trimmed;
}

function split(text: string): Parameters {
  if (text === '') {
    throw badUrl('There is no connection string.', 'Paste one such as postgresql://user@host:5432/database.');
  }
  if (SCHEME.test(text)) return splitAnyUrl(text);
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
    throw badUrl('This is an address of something else.', 'A PostgreSQL address begins with postgresql://.');
  }
  if (PAIRS.test(text)) return semicolonsIn(text) ?? splitPairs(text);
  const command = commandIn(text);
  if (command) return splitCommand(command);
  const services = servicesIn(text);
  if (services) return onlyService(services);
  const variables = environmentIn(text);
  if (variables) return variables;
  const [address] = text.match(ADDRESSES) ?? [];
  if (address !== undefined) return splitAnyUrl(address);
  const [profile, another] = profilesIn(text);
  if (another) {
    throw badUrl(
      'The text holds more than one profile.',
      'Paste the lines of one: Pulse watches one replica per connection.',
    );
  }
  return profile ?? semicolonsIn(text) ?? splitPairs(text);
}

/** As psql does, a whole connection string replaces what is said beside it. */
function splitCommand({ parameters, target }: { parameters: Parameters; target: string }): Parameters {
  if (/=|:\/\//.test(target)) return new Map([...parameters, ...split(target)]);
  return target === '' ? parameters : new Map(parameters).set('dbname', target);
}

/** Named after its section. */
function onlyService(services: ReadonlyMap<string, Parameters>): Parameters {
  const [[name, parameters] = ['', new Map()], other] = services;
  if (other) {
    throw badUrl(
      'The text holds more than one service.',
      'Paste the section of one, with its name in brackets: Pulse watches one replica per connection.',
    );
  }
  return name === '' ? parameters : new Map(parameters).set('service', name.slice(0, 80));
}

/** How TablePlus and Postico write the way through an SSH host: it stands first, and then what is seen from there. */
const THROUGH_SSH = /^postgres(?:ql)?\+ssh:\/\/([^/?#]+)\/(.*)$/i;

function splitAnyUrl(text: string): Parameters {
  const [, through, rest] = THROUGH_SSH.exec(text) ?? [];
  if (through === undefined) return splitUrl(text);
  const ssh = splitUrl(`postgresql://${through}`);
  const parameters = splitUrl(`postgresql://${rest}`);
  for (const part of ['user', 'host', 'port']) {
    const value = ssh.get(part);
    if (value !== undefined) parameters.set(`ssh_${part}`, value);
  }
  return parameters;
}

function splitUrl(text: string): Parameters {
  const match =
    /^[a-z]+(?:\+\w+)?:\/\/(?:(?<user>[^:@/?#]*)(?::(?<password>[^/?#]*))?@)?(?<host>\[[^\]]*\]|[^:/?#]*)(?::(?<port>[^/?#]*))?(?:\/(?<dbname>[^?#]*))?(?:\?(?<query>[^#]*))?$/i.exec(
      text,
    );
  if (!match?.groups) {
    throw badUrl(
      'Pulse cannot read this connection string.',
      'If the password contains characters such as @ : / ? or #, write them as %40 %3A %2F %3F %23.',
    );
  }
  const { query = '', ...parts } = match.groups;
  const parameters: Parameters = new Map();
  for (const [name, value] of Object.entries(parts)) {
    if (!value) continue;
    const text = decode(value);
    // An address of IPv6 stands in brackets.
    parameters.set(name, name === 'host' ? text.replace(/^\[(.*)\]$/, '$1') : text);
  }
  for (const pair of query.split('&').filter(Boolean)) {
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    // As libpq does, what is in the query replaces what stands before it.
    parameters.set(name === 'database' ? 'dbname' : name, at < 0 ? '' : decode(pair.slice(at + 1)));
  }
  return parameters;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badUrl(
      'A % in the connection string is not followed by two hexadecimal digits.',
      'Write a % that belongs to the password as %25.',
    );
  }
}

function splitPairs(text: string): Parameters {
  const parameters: Parameters = new Map();
  const pair = /\s*([a-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?=\s|$)/giy;
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    if (!match?.[1]) {
      throw unreadable();
    }
    parameters.set(match[1].toLowerCase(), (match[2] ?? match[3] ?? '').replace(/\\(.)/gs, '$1'));
  }
  return parameters;
}

function portOf(text: string): number {
  if (text === '') return 5432;
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw badUrl(
    'The port in the connection string is not a number from 1 to 65535.',
    'PostgreSQL mostly listens on 5432.',
  );
}

function tlsOf(parameters: Parameters): { mode: TlsMode; caFile: string | null } {
  const rootCert = parameters.get('sslrootcert') || null;
  const implied = parameters.get('ssl') === 'true' ? 'require' : 'prefer';
  const word = parameters.get('sslmode') ?? (rootCert === 'system' ? 'verify-full' : implied);
  const mode = TLS_MODES[word];
  if (mode === undefined) {
    throw badUrl(
      'The sslmode in the connection string is none that PostgreSQL knows.',
      'Use disable, prefer, require, verify-ca or verify-full.',
    );
  }
  return { mode, caFile: rootCert === 'system' ? null : rootCert };
}

/** Without a password for SSH: Pulse keeps none. */
function sshHostOf(parameters: Parameters): string | null {
  const host = parameters.get('ssh_host');
  if (!host) return null;
  const [user, port] = ['ssh_user', 'ssh_port'].map((word) => parameters.get(word));
  const place = host.includes(':') && port ? `[${host}]` : host;
  return `${user ? `${user}@` : ''}${place}${port ? `:${port}` : ''}`;
}

/** `shop on replica1`: short, and different for the same database on another replica. */
function nameOf(database: string, host: string): string {
  const address = /^[\d.]+$|:/.test(host);
  const server = host.startsWith('/') ? 'this computer' : address ? host : host.split('.')[0];
  return [database, server].filter(Boolean).join(' on ').slice(0, 80);
}

function unreadable(): ProblemError {
  return badUrl(
    'Pulse cannot read this connection string.',
    "It should look like postgresql://user@host:5432/database, or like host=… port=5432 dbname=… user=…; put a value with spaces in '…'.",
  );
}

function badUrl(title: string, hint: string): ProblemError {
  return new ProblemError({ code: 'bad_connection_string', title, hint });
}
