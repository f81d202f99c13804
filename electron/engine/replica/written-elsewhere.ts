import { parseArgs } from 'node:util';

/** libpq's words for a connection, whichever way it was written. */
export type Parameters = Map<string, string>;

const ENVIRONMENT: Record<string, string> = {
  PGHOST: 'host',
  PGHOSTADDR: 'hostaddr',
  PGPORT: 'port',
  PGDATABASE: 'dbname',
  PGUSER: 'user',
  PGPASSWORD: 'password',
  PGSSLMODE: 'sslmode',
  PGSSLROOTCERT: 'sslrootcert',
};

const SECTION = /^\[([^\]]*)\]$/;
const VARIABLE = /(?:^|[\s;])(PG[A-Z]+)=(?:"([^"]*)"|'([^']*)'|([^\s;"']*))/g;

/**
 * The sections of a service file (`pg_service.conf`), by name. As libpq reads it: a value goes on to the end of its
 * line, without quotes. Null when the text is none.
 */
export function servicesIn(text: string): Map<string, Parameters> | null {
  const services = new Map<string, Parameters>();
  let current: Parameters | null = null;
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const name = SECTION.exec(line)?.[1];
    const at = line.indexOf('=');
    if (name !== undefined) {
      current = new Map();
      services.set(name.trim(), current);
    } else if (current === null || at < 1) return null;
    else current.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
  }
  return services.size === 0 ? null : services;
}

/** What variables such as `PGHOST=…` say, as a shell or a `.env` file sets them. Null when there are none. */
export function environmentIn(text: string): Parameters | null {
  const parameters: Parameters = new Map();
  for (const [, name = '', double, single, bare] of text.matchAll(VARIABLE)) {
    const word = ENVIRONMENT[name];
    if (word !== undefined) parameters.set(word, double ?? single ?? bare ?? '');
  }
  return parameters.size === 0 ? null : parameters;
}

/** What other programs call libpq's words, in small letters and without spaces: Npgsql, ODBC drivers, dbt. */
const ALIASES: Record<string, string> = {
  server: 'host',
  database: 'dbname',
  pass: 'password',
  username: 'user',
  userid: 'user',
  uid: 'user',
  pwd: 'password',
};

/** What stands before the first semicolon is one pair: more of them, or a quote, are libpq's, with a semicolon in a value. */
const ONE_PAIR = /^[a-z][a-z ]*=[^'=]*$/i;

/** What `Host=…;Port=…;Username=…` says, as Npgsql and ODBC drivers are told. Null when the text is none. */
export function semicolonsIn(text: string): Parameters | null {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  if (parts.length < 2 || !parts.every((part) => /^\s*[a-z][a-z ]*=/i.test(part))) return null;
  if (!ONE_PAIR.test(parts[0] ?? '')) return null;
  const parameters: Parameters = new Map();
  for (const part of parts) {
    const at = part.indexOf('=');
    const word = part.slice(0, at).toLowerCase().replaceAll(' ', '');
    const value = part.slice(at + 1).trim();
    // Npgsql writes VerifyFull.
    const fitting = word === 'sslmode' ? value.toLowerCase().replace(/^verify(?=[cf])/, 'verify-') : value;
    parameters.set(ALIASES[word] ?? word, fitting);
  }
  return parameters;
}

const PROFILE_LINE =
  /^[ \t]*(host|port|user|pass|password|dbname|database|sslmode|sslrootcert):[ \t]*(.*)$/gm;

/**
 * What the outputs in dbt's `profiles.yml` say, or lines such as those. What is taken from a variable is not known.
 * Empty when the text has none.
 */
export function profilesIn(text: string): Parameters[] {
  const profiles: Parameters[] = [];
  for (const [, key = '', rest = ''] of text.matchAll(PROFILE_LINE)) {
    const word = ALIASES[key] ?? key;
    const value = rest
      .replace(/\s+#.*$/, '')
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2');
    // Each word stands once in an output.
    const known = profiles.at(-1);
    const profile = known && !known.has(word) ? known : new Map<string, string>();
    if (profile !== known) profiles.push(profile);
    profile.set(word, value.includes('{{') ? '' : value);
  }
  return profiles.filter((profile) => profile.has('host'));
}

/** A word of a command line, with whatever is quoted in it. */
const SHELL_WORD = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs;
const CLIENT = /^(?:.*[\\/])?(?:psql|pgcli)(?:\.exe)?$/;
const text = (short: string) => ({ type: 'string', short }) as const;
const OPTIONS = {
  host: text('h'),
  port: text('p'),
  username: text('U'),
  dbname: text('d'),
  // These say nothing of the server, but the word after them is theirs.
  command: text('c'),
  file: text('f'),
  set: text('v'),
  output: text('o'),
  pset: text('P'),
};

/**
 * What the command line of a client such as psql says, with the variables before it. `target` is what stands for the
 * database: its name, or a whole connection string. Null when the text is no such command.
 */
export function commandIn(line: string): { parameters: Parameters; target: string } | null {
  const words = line.replace(/^\$\s+/, '').match(SHELL_WORD) ?? [];
  const at = words.findIndex((word) => CLIENT.test(word));
  if (at === -1 || !words.slice(0, at).every((word) => /^[A-Z_]+=/.test(word))) return null;
  const parameters = environmentIn(words.slice(0, at).join('\n')) ?? new Map();
  const { values, positionals } = parseArgs({
    args: words.slice(at + 1).map((word) => word.replace(QUOTED, '$1$2$3')),
    options: OPTIONS,
    strict: false,
  });
  const { host, port, username, dbname } = values;
  const [target = '', user = ''] = typeof dbname === 'string' ? [dbname, ...positionals] : positionals;
  const said = { host, port, user: username ?? user };
  for (const [name, value] of Object.entries(said)) {
    if (typeof value === 'string' && value !== '') parameters.set(name, value);
  }
  return { parameters, target };
}
