import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../electron/engine/problem.ts';
import type { FailureKind } from '../../electron/engine/replica/api.ts';
import { explain, notAReplica, ReplicaError, stoppedByPulse } from '../../electron/engine/replica/errors.ts';

const context = { host: 'replica1', port: 5432, database: 'shop', user: 'analyst' };

function serverError(code: string, message: string, severity = 'ERROR'): Error {
  return Object.assign(new Error(message), { code, severity });
}

function networkError(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

describe('words for what the server says', () => {
  const cases: [string, Error, FailureKind, string][] = [
    [
      '28P01',
      serverError('28P01', 'password authentication failed for user "analyst"', 'FATAL'),
      'auth',
      'wrong_password',
    ],
    ['28000 no user', serverError('28000', 'role "analyst" does not exist', 'FATAL'), 'auth', 'no_such_user'],
    [
      '28000 without TLS',
      serverError(
        '28000',
        'no pg_hba.conf entry for host "10.0.0.1", user "analyst", database "shop", no encryption',
        'FATAL',
      ),
      'auth',
      'tls_required',
    ],
    [
      '28000 without TLS, before 14',
      serverError(
        '28000',
        'no pg_hba.conf entry for host "10.0.0.1", user "analyst", database "shop", SSL off',
        'FATAL',
      ),
      'auth',
      'tls_required',
    ],
    [
      '28000 with TLS',
      serverError(
        '28000',
        'no pg_hba.conf entry for host "10.0.0.1", user "analyst", database "shop", SSL encryption',
        'FATAL',
      ),
      'auth',
      'not_allowed_from_here',
    ],
    [
      '28000 rejected',
      serverError(
        '28000',
        'pg_hba.conf rejects connection for host "10.0.0.1", user "analyst", database "shop", SSL encryption',
        'FATAL',
      ),
      'auth',
      'not_allowed_from_here',
    ],
    [
      '28000 certificate',
      serverError('28000', 'connection requires a valid client certificate', 'FATAL'),
      'auth',
      'client_certificate_required',
    ],
    ['3D000', serverError('3D000', 'database "shop" does not exist', 'FATAL'), 'auth', 'no_such_database'],
    [
      '53300',
      serverError('53300', 'sorry, too many clients already', 'FATAL'),
      'unreachable',
      'too_many_connections',
    ],
    [
      '57P03',
      serverError('57P03', 'the database system is starting up', 'FATAL'),
      'unreachable',
      'server_not_ready',
    ],
    [
      '57P01',
      serverError('57P01', 'terminating connection due to administrator command', 'FATAL'),
      'unreachable',
      'session_ended',
    ],
    [
      '57P02',
      serverError('57P02', 'terminating connection because of crash', 'FATAL'),
      'unreachable',
      'session_ended',
    ],
    [
      '25P03',
      serverError('25P03', 'terminating connection due to idle-in-transaction timeout', 'FATAL'),
      'unreachable',
      'session_ended',
    ],
    [
      '25P04',
      serverError('25P04', 'terminating connection due to transaction timeout', 'FATAL'),
      'timeout',
      'statement_timeout',
    ],
    [
      '57P04',
      serverError('57P04', 'terminating connection due to conflict with recovery', 'FATAL'),
      'recovery_conflict',
      'recovery_conflict',
    ],
    [
      '40001',
      serverError('40001', 'canceling statement due to conflict with recovery'),
      'recovery_conflict',
      'recovery_conflict',
    ],
    [
      '40001 fatal',
      serverError('40001', 'terminating connection due to conflict with recovery', 'FATAL'),
      'recovery_conflict',
      'recovery_conflict',
    ],
    [
      '40P01',
      serverError('40P01', 'canceling statement due to conflict with recovery'),
      'recovery_conflict',
      'recovery_conflict',
    ],
    [
      '40001 in another language',
      serverError('40001', 'storniere Anfrage wegen Konflikt mit der Wiederherstellung'),
      'recovery_conflict',
      'recovery_conflict',
    ],
    [
      '57014 by timeout',
      serverError('57014', 'canceling statement due to statement timeout'),
      'timeout',
      'statement_timeout',
    ],
    [
      '57014 by somebody',
      serverError('57014', 'canceling statement due to user request'),
      'cancelled',
      'cancelled_by_server',
    ],
    [
      '55P03',
      serverError('55P03', 'canceling statement due to lock timeout'),
      'lock_timeout',
      'lock_timeout',
    ],
    ['42501', serverError('42501', 'permission denied for table orders'), 'permission', 'no_permission'],
    ['42P01', serverError('42P01', 'relation "nix" does not exist'), 'missing_relation', 'missing_relation'],
    ['42703', serverError('42703', 'column "nix" does not exist'), 'missing_column', 'missing_column'],
    ['25006', serverError('25006', 'cannot execute INSERT in a read-only transaction'), 'sql', 'writes'],
    ['42601', serverError('42601', 'syntax error at or near "form"'), 'sql', 'syntax'],
    [
      '42883 operator',
      serverError('42883', 'operator does not exist: date = integer'),
      'sql',
      'type_mismatch',
    ],
    [
      '42883 function',
      serverError('42883', 'function nix(integer) does not exist'),
      'sql',
      'no_such_function',
    ],
    ['22P02', serverError('22P02', 'invalid input syntax for type integer: "a"'), 'sql', 'bad_value'],
    [
      '2201B',
      serverError('2201B', 'invalid regular expression: quantifier operand invalid'),
      'sql',
      'bad_pattern',
    ],
    ['22012', serverError('22012', 'division by zero'), 'sql', 'division_by_zero'],
    ['22xxx', serverError('22023', 'invalid parameter value'), 'sql', 'bad_value'],
    [
      '53100',
      serverError('53100', 'could not extend file: No space left on device'),
      'unreachable',
      'out_of_resources',
    ],
    ['XX001', serverError('XX001', 'invalid page in block 0 of relation base/1/2'), 'sql', 'server_trouble'],
    ['unknown', serverError('P0001', 'my own error'), 'sql', 'sql'],
    ['unknown and fatal', serverError('ZZZZZ', 'bye', 'FATAL'), 'unreachable', 'sql'],
  ];
  it.each(cases)('%s', (_title, error, kind, code) => {
    const failure = explain(error, context);
    expect(failure).toBeInstanceOf(ReplicaError);
    expect(failure.kind).toBe(kind);
    expect(failure.problem.code).toBe(code);
    expect(failure.problem.sqlstate).toBe((error as Error & { code: string }).code);
    expect(failure.problem.detail).toContain(error.message.replace(/"a"/, '"…"'));
    for (const text of [failure.problem.title, failure.problem.hint]) expect(text).toMatch(/^\S.+[.;]$/);
  });

  it('names the object and what to do about it', () => {
    const table = explain(serverError('42501', 'permission denied for table orders'), context).problem;
    expect(table.title).toBe('"analyst" may not read table orders.');
    expect(table.hint).toBe('Ask the owner to run on the primary: GRANT SELECT ON orders TO "analyst";');
    const schema = explain(serverError('42501', 'permission denied for schema private'), context).problem;
    expect(schema.hint).toBe(
      'Ask the owner to run on the primary: GRANT USAGE ON SCHEMA private TO "analyst";',
    );
    const german = explain(serverError('42P01', 'Relation »nix« existiert nicht'), context).problem;
    expect(german.title).toBe('There is no table or view "nix".');
    const column = explain(serverError('42703', 'column o.nix does not exist'), context).problem;
    expect(column.title).toBe('There is no column "o.nix".');
  });

  it('tells by itself which relation was refused', () => {
    const refused = (message: string) => explain(serverError('42501', message), context).refused;
    expect(refused('permission denied for table orders')).toBe('orders');
    expect(refused('permission denied for materialized view Sales of May')).toBe('Sales of May');
    expect(refused('permission denied for relation table')).toBe('table');
    expect(refused('permission denied for schema private')).toBeNull();
    expect(refused('keine Berechtigung für Tabelle orders')).toBeNull();
    expect(notAReplica(context, false).refused).toBeNull();
  });

  it('goes by the clock when the server speaks another language', () => {
    const error = serverError('57014', 'storniere Anfrage wegen Zeitüberschreitung der Anfrage');
    expect(explain(error, { ...context, timeoutMs: 1000, elapsedMs: 1001 }).kind).toBe('timeout');
    expect(explain(error, { ...context, timeoutMs: 1000, elapsedMs: 400 }).kind).toBe('cancelled');
  });

  it('leaves out values of the data', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => !text.includes('"')),
        (secret) => {
          const marked = `<${secret}>`;
          for (const code of ['22P02', '22003', '22007', '23505']) {
            const { detail } = explain(
              serverError(code, `invalid input syntax for type x: "${marked}"`),
              context,
            ).problem;
            expect(detail).not.toContain(marked);
          }
        },
      ),
    );
  });
});

describe('words for what the network says', () => {
  const cases: [Error, FailureKind, string][] = [
    [networkError('ENOTFOUND', 'getaddrinfo ENOTFOUND replica1'), 'unreachable', 'host_not_found'],
    [networkError('EAI_AGAIN'), 'unreachable', 'name_lookup_failed'],
    [networkError('ECONNREFUSED'), 'unreachable', 'refused'],
    [new AggregateError([networkError('ECONNREFUSED')]), 'unreachable', 'refused'],
    [networkError('ENOENT'), 'unreachable', 'no_socket'],
    [networkError('EHOSTUNREACH'), 'unreachable', 'no_route'],
    [networkError('ENETUNREACH'), 'unreachable', 'no_route'],
    [networkError('ETIMEDOUT'), 'unreachable', 'no_answer'],
    [new Error('timeout expired'), 'unreachable', 'no_answer'],
    [networkError('ECONNRESET'), 'unreachable', 'connection_lost'],
    [networkError('EPIPE'), 'unreachable', 'connection_lost'],
    [new Error('Connection terminated unexpectedly'), 'unreachable', 'connection_lost'],
    [new Error('The server does not support SSL connections'), 'unreachable', 'tls_not_supported'],
    [new Error('There was an error establishing an SSL connection'), 'unreachable', 'tls_failed'],
    [networkError('ERR_TLS_CERT_ALTNAME_INVALID'), 'unreachable', 'certificate_name'],
    [networkError('CERT_HAS_EXPIRED'), 'unreachable', 'certificate_expired'],
    [networkError('SELF_SIGNED_CERT_IN_CHAIN'), 'unreachable', 'certificate_untrusted'],
    [networkError('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'unreachable', 'certificate_untrusted'],
    [networkError('ERR_SSL_WRONG_VERSION_NUMBER'), 'unreachable', 'tls_failed'],
    [
      new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string'),
      'auth',
      'password_needed',
    ],
  ];
  it.each(cases)('%s', (error, kind, code) => {
    const failure = explain(error, context);
    expect([failure.kind, failure.problem.code]).toEqual([kind, code]);
    expect(failure.problem.sqlstate).toBeNull();
    expect(failure.problem.title).toMatch(/[.]$/);
    expect(failure.problem.hint).not.toBe('');
  });

  it('passes on what is explained already', () => {
    const error = notAReplica(context, false);
    expect(explain(error, context)).toBe(error);
  });

  it('lets the keeper of the password speak for itself', () => {
    const error = new ProblemError({
      code: 'keychain_locked',
      title: 'The keychain is locked.',
      hint: 'Unlock it.',
    });
    expect(explain(error, context)).toMatchObject({ kind: 'auth', message: 'The keychain is locked.' });
  });

  it('survives anything that is thrown', () => {
    for (const thrown of [null, undefined, 'text', 42, {}]) {
      expect(explain(thrown, context).kind).toBe('unreachable');
    }
  });
});

describe('words for what Pulse does itself', () => {
  it('says whether the server agreed', () => {
    expect(stoppedByPulse('timeout', 1500, true)).toMatchObject({
      kind: 'timeout',
      message: 'The query took longer than its limit of 1.5 s and was stopped.',
      problem: { detail: 'Pulse cancelled the query, and the server confirmed that it is gone.' },
    });
    expect(stoppedByPulse('cancelled', 0, false).problem.detail).toContain('did not confirm');
  });
});
