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
