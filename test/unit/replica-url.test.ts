import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../electron/engine/problem.ts';
import { parseConnectionUrl, readConnection } from '../../electron/engine/replica/url.ts';

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
    ['postgres://ana:[secret]@db/shop', { host: 'db', password: '[secret]' }],
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
    ['postgresql+psycopg2://ana:x@db:6000/shop', { host: 'db', port: 6000, database: 'shop', password: 'x' }],
    ['  postgres://ana:x@db.example\n  .com/shop\n', { host: 'db.example.com', database: 'shop' }],
    ['export DATABASE_URL="postgres://ana:x@db/shop"', { host: 'db', user: 'ana', database: 'shop' }],
    ['{ "url": "postgres://ana:x@db/shop" }', { host: 'db', database: 'shop' }],
    ['“postgres://ana@db/shop”', { host: 'db', database: 'shop' }],
    ['<postgres://ana@db/shop>', { host: 'db', database: 'shop' }],
    ['postgresql://ana@db/shop', { sshHost: null }],
    [
      'postgresql+ssh://eva@bastion.example:2222/ana:x%40y@localhost:5433/shop?name=Shop&usePrivateKey=true',
      { sshHost: 'eva@bastion.example:2222', host: 'localhost', port: 5433, user: 'ana', password: 'x@y' },
    ],
    ['postgresql+ssh://bastion.example/ana@127.0.0.1/shop', { name: 'shop on bastion' }],
    // A password of SSH is left where it is.
    [
      'postgres+ssh://eva:secret@bastion/ana@db/shop',
      { sshHost: 'eva@bastion', host: 'db', password: null, name: 'shop on db' },
    ],
    ['postgresql+ssh://@bastion/ana:x@/shop', { sshHost: 'bastion', host: 'localhost', database: 'shop' }],
    [
      'open "postgresql+ssh://eva@[2001:db8::1]:2222/ana@[::1]/shop"',
      { sshHost: 'eva@[2001:db8::1]:2222', host: '::1', database: 'shop' },
    ],
    ['postgres://ana@db/shop?ssh_user=eva&ssh_host=bastion', { sshHost: 'eva@bastion', host: 'db' }],
  ])('%s', (text, expected) => {
    const input = parseConnectionUrl(text);
    expect(input).toMatchObject(expected);
    expect(input.standIn).toBeNull();
    expect(input.policy.maxConcurrency).toBe(2);
  });

  it.each([';A=', ';host=', 'x; user=y', 'postgres://a@b/c postgres://d@e/f', 'a\nhost: b', ' psql -h x'])(
    'is not taken for another form by a password such as %j',
    (password) => {
      expect(parseConnectionUrl(`user=ana password='${password}'`)).toMatchObject({ user: 'ana', password });
    },
  );

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
    ['postgres://ana@one/shop\npostgres://ana@two/shop', 'The text holds more than one connection string.'],
    ['Reading one: postgres://a@b/c, postgres://a@d/c', 'The text holds more than one connection string.'],
    ['DB_HOST=db\nDB_USER=ana', 'Pulse cannot read this connection string.'],
    ['threads: 4\ntype: postgres', 'Pulse cannot read this connection string.'],
    ['dev:\n  host: a\n  user: x\nprod:\n  host: b', 'The text holds more than one profile.'],
    ['postgresql+ssh://-oProxyCommand=x/ana@db/shop', 'Write it as bastion, ana@bastion or ana@bastion:22.'],
    ['redis+tls://ana@db/shop', 'This is an address of something else.'],
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

describe('one that does not say all', () => {
  it.each([
    [
      'jdbc:postgresql://replica.example:6432/shop',
      { host: 'replica.example', port: 6432, database: 'shop' },
    ],
    ['postgres://replica.example', { host: 'replica.example', database: '', name: 'replica' }],
    ['shop-replica.abc.eu-west-1.rds.amazonaws.com', { port: 5432, name: 'shop-replica' }],
    ['10.0.0.5:6432', { host: '10.0.0.5', port: 6432 }],
    ['localhost:6432/shop', { host: 'localhost', port: 6432, database: 'shop' }],
    ['psql -h replica.example shop', { host: 'replica.example', database: 'shop' }],
  ])('fills in what %s says, for the rest to be asked', (text, expected) => {
    expect(readConnection(text)).toMatchObject({ user: '', ...expected });
    expect(problemFor(text).title).toBe('Which user should Pulse log in as?');
  });
});

describe('what is written for other programs', () => {
  it.each([
    'psql -h db -p 5433 -U ana -d shop',
    'psql -hdb -p5433 -Uana shop',
    '$ psql --host=db --port=5433 --username ana --dbname=shop -X -c "select 1; select 2"',
    'psql -W -c "select * from t" -h db -p 5433 shop ana',
    '/usr/lib/postgresql/18/bin/psql postgres://ana@db:5433/shop -v ON_ERROR_STOP=1',
    'psql -p 1 -U nobody -d "host=db port=5433 dbname=shop user=ana"',
    'PGUSER=ana PGPORT=5433 psql -h db shop',
    'C:\\tools\\psql.exe -h db -p 5433 -U ana shop',
  ])('is read from a command line: %s', (line) => {
    expect(parseConnectionUrl(line)).toMatchObject({
      ...{ host: 'db', port: 5433, database: 'shop', user: 'ana', password: null },
    });
  });

  it('is read from a command line with its password and what it asks of TLS', () => {
    const line = `PGPASSWORD='p w;' PGSSLMODE=verify-full psql -h db -U "ana b" 'my shop'`;
    expect(parseConnectionUrl(line)).toMatchObject({
      ...{ host: 'db', database: 'my shop', user: 'ana b', password: 'p w;' },
      tls: { mode: 'verify-full' },
    });
  });

  it('is read from a profile of dbt, but for what stands in a variable', () => {
    const profile = `shop:
  target: dev
  outputs:
    dev:
      type: postgres
      host: db
      port: 5433 # the pooler
      user: ana
      password: "{{ env_var('DBT_PASSWORD') }}"
      dbname: 'shop'
      schema: analytics
      sslmode: require`;
    expect(parseConnectionUrl(profile)).toMatchObject({
      ...{ host: 'db', port: 5433, database: 'shop', user: 'ana', password: null, tls: { mode: 'require' } },
    });
    expect(readConnection(profile.replace('host: db', `host: "{{ env_var('HOST') }}"`))).toMatchObject({
      ...{ name: 'shop', host: '', user: 'ana' },
    });
  });

  it.each([
    'Host=db;Port=5433;Username=ana;Password=p=w;Database=shop;SSL Mode=VerifyFull',
    'Driver={PostgreSQL Unicode};Server=db;Port=5433;Database=shop;Uid=ana;Pwd=p=w;SSLmode=verify-full;',
    'User ID=ana; Password=p=w; Host=db; Port=5433; Database=shop; Pooling=true; SslMode=Verify-Full',
  ])('is read as it is written for a driver: %s', (text) => {
    expect(parseConnectionUrl(text)).toMatchObject({
      ...{ host: 'db', port: 5433, database: 'shop', user: 'ana', password: 'p=w' },
      tls: { mode: 'verify-full' },
    });
  });

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
