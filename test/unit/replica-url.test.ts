import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../electron/engine/problem.ts';
import { parseConnectionUrl } from '../../electron/engine/replica/url.ts';

function problemFor(text: string) {
  try {
    parseConnectionUrl(text);
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('It should not have been readable.');
}

describe('a connection string', () => {
  it.each([
    [
      'postgresql://ana@replica1.example.com/shop',
      {
        host: 'replica1.example.com',
        port: 5432,
        database: 'shop',
        user: 'ana',
        password: null,
        name: 'shop on replica1',
      },
    ],
    [
      'postgres://ana:s%40cr%2Fet@10.0.0.5:6432/shop',
      { host: '10.0.0.5', port: 6432, password: 's@cr/et', name: 'shop on 10.0.0.5' },
    ],
    ['postgres://ana:p@ss:word@db/shop', { host: 'db', password: 'p@ss:word' }],
    ['postgresql://ana@db', { database: 'ana' }],
    ['postgresql://ana@db/', { database: 'ana' }],
    [
      'postgresql:///shop?user=ana&host=%2Fvar%2Frun%2Fpostgresql',
      { host: '/var/run/postgresql', user: 'ana', name: 'shop on this computer' },
    ],
    ['postgresql://ana@%2Fvar%2Frun%2Fpostgresql/shop', { host: '/var/run/postgresql', database: 'shop' }],
    [
      'postgresql://ana@[2001:db8::1]:5433/shop',
      { host: '2001:db8::1', port: 5433, name: 'shop on 2001:db8::1' },
    ],
    [
      'postgresql://ana@db/shop?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem',
      { tls: { mode: 'verify-full', caFile: '/etc/ca.pem' } },
    ],
    ['postgresql://ana@db/shop?sslrootcert=system', { tls: { mode: 'verify-full', caFile: null } }],
    ['postgresql://ana@db/shop?sslmode=no-verify', { tls: { mode: 'require', caFile: null } }],
    ['postgresql://ana@db/shop?sslmode=allow', { tls: { mode: 'prefer', caFile: null } }],
    ['postgresql://ana@db/shop?ssl=true&application_name=x', { tls: { mode: 'require', caFile: null } }],
    ['jdbc:postgresql://db:5432/shop?user=ana&password=x', { user: 'ana', password: 'x', database: 'shop' }],
    ['psql "postgresql://ana@db/shop"', { host: 'db', database: 'shop' }],
    ["'postgresql://ana@db/shop'", { host: 'db', database: 'shop' }],
    [
      'host=db port=6000 dbname=shop user=ana password=x sslmode=require',
      { host: 'db', port: 6000, password: 'x', tls: { mode: 'require', caFile: null } },
    ],
    [
      "host = db dbname='my shop' user=ana password='it\\'s \\\\ x'",
      { database: 'my shop', password: "it's \\ x", name: 'my shop on db' },
    ],
    ['user=ana', { host: 'localhost', database: 'ana' }],
  ])('%s', (text, expected) => {
    const input = parseConnectionUrl(text);
    expect(input).toMatchObject(expected);
    expect(input.standIn).toBeNull();
    expect(input.policy.maxConcurrency).toBe(2);
  });

  it('comes back as it was written, whatever is in the password', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 40 }).filter((text) => !text.includes('\0')),
        (password) => {
          fc.pre(password.isWellFormed());
          const url = `postgresql://ana:${encodeURIComponent(password)}@db/shop`;
          expect(parseConnectionUrl(url).password).toBe(password);
          const quoted = password.replace(/[\\']/g, '\\$&');
          expect(parseConnectionUrl(`user=ana password='${quoted}'`).password).toBe(password);
        },
      ),
    );
  });
});

describe('one that cannot be read', () => {
  it.each([
    ['', 'There is no connection string.'],
    ['   ', 'There is no connection string.'],
    ['shop', 'Pulse cannot read this connection string.'],
    ['mysql://ana@db/shop', 'This is an address of something else.'],
    ['https://example.com', 'This is an address of something else.'],
    ['postgresql://db/shop', 'Which user should Pulse log in as?'],
    ['postgresql://ana@db:port/shop', 'The port in the connection string is not a number from 1 to 65535.'],
    ['postgresql://ana@db:70000/shop', 'The port in the connection string is not a number from 1 to 65535.'],
    ['postgresql://ana@one:5432,two:5432/shop', 'The connection string names more than one host.'],
    ['postgresql://ana@one,two/shop', 'The connection string names more than one host.'],
    ['host=one,two user=ana', 'The connection string names more than one host.'],
    [
      'postgresql://ana:100%@db/shop',
      'A % in the connection string is not followed by two hexadecimal digits.',
    ],
    ['postgresql://ana:a#b@db/shop', 'Pulse cannot read this connection string.'],
    [
      'postgresql://ana@db/shop?sslmode=sometimes',
      'The sslmode in the connection string is none that PostgreSQL knows.',
    ],
    ["host=db user='ana", 'Pulse cannot read this connection string.'],
  ])('%s', (text, title) => {
    const problem = problemFor(text);
    expect(problem.title).toBe(title);
    expect(problem.code).toBe('bad_connection_string');
    expect(problem.hint).not.toBe('');
  });

  it('is not repeated in the sentence, as it may hold a password', () => {
    for (const text of [
      'postgresql://ana:s3cret#x@db/shop',
      "user=ana password='s3cret",
      'postgres://ana:s3cret%@db',
    ]) {
      expect(JSON.stringify(problemFor(text))).not.toContain('s3cret');
    }
  });
});

describe('what is written for other programs', () => {
  it('is read from a section of pg_service.conf, after which the connection is called', () => {
    const section =
      "# Reporting\n[shop-replica]\nhost=replica1.example.com\nport = 6432\r\ndbname=shop\nuser=ana\npassword=a b='c\n\n# end";
    expect(parseConnectionUrl(section)).toMatchObject({
      name: 'shop-replica',
      host: 'replica1.example.com',
      port: 6432,
      database: 'shop',
      user: 'ana',
      password: "a b='c",
    });
    expect(problemFor(`${section}\n[other]\nhost=x`).title).toBe('The text holds more than one service.');
    expect(problemFor('[shop]\nhost=db').title).toContain('user');
  });

  it('is read from variables of the environment, however they are set', () => {
    const expected = { host: 'db', port: 5433, database: 'shop', user: 'ana', password: 'p w;' };
    const variables = ['PGHOST=db', 'PGPORT=5433', 'PGDATABASE=shop', 'PGUSER=ana', "PGPASSWORD='p w;'"];
    for (const text of [
      variables.join('\n'),
      variables.map((each) => `export ${each}`).join('; '),
      `${variables.join(' ')} psql`,
    ])
      expect(parseConnectionUrl(text), text).toMatchObject(expected);
    expect(parseConnectionUrl('PGHOST=db PGUSER=ana PGSSLMODE=require')).toMatchObject({
      tls: { mode: 'require' },
    });
  });
});
