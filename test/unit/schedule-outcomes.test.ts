import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../electron/engine/checks/check-type.ts';
import { checkType } from '../../electron/engine/checks/registry.ts';
import { runCheck } from '../../electron/engine/checks/run-check.ts';
import { explain } from '../../electron/engine/replica/errors.ts';
import { healthOf } from '../../shared/domain/status.ts';
import { ScriptedReplica } from '../support/scripted-replica.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** What a replica under stress says to a check, by SQLSTATE, and what becomes of the check. */
const answers: [sqlstate: string, severity: string, message: string, kind: string, status: string][] = [
  ['40001', 'ERROR', 'canceling statement due to conflict with recovery', 'recovery_conflict', 'deferred'],
  ['40001', 'FATAL', 'terminating connection due to conflict with recovery', 'recovery_conflict', 'deferred'],
  ['40P01', 'ERROR', 'canceling statement due to conflict with recovery', 'recovery_conflict', 'deferred'],
  ['57P04', 'FATAL', 'terminating connection due to conflict with recovery', 'recovery_conflict', 'deferred'],
  ['57014', 'ERROR', 'canceling statement due to statement timeout', 'timeout', 'error'],
  ['57014', 'ERROR', 'canceling statement due to user request', 'cancelled', 'deferred'],
  ['25P04', 'FATAL', 'terminating connection due to transaction timeout', 'timeout', 'error'],
  ['57P01', 'FATAL', 'terminating connection due to administrator command', 'unreachable', 'deferred'],
  ['57P03', 'FATAL', 'the database system is shutting down', 'unreachable', 'deferred'],
  ['53300', 'FATAL', 'sorry, too many clients already', 'unreachable', 'deferred'],
  ['53300', 'FATAL', 'too many connections for role "analyst"', 'unreachable', 'deferred'],
  ['55P03', 'ERROR', 'canceling statement due to lock timeout', 'lock_timeout', 'deferred'],
];

describe.each(answers)('%s %s: %s', (code, severity, message, kind, status) => {
  const context = { host: 'replica1', port: 5432, database: 'shop', user: 'analyst' };
  const error = explain(Object.assign(new Error(message), { code, severity }), context);

  test.each(['freshness', 'volume', 'missing', 'unique', 'schema'])(
    'never becomes a verdict of a %s check',
    async (type) => {
      const replica = new ScriptedReplica();
      replica.answer = () => error;
      const { defaults } = checkType(type);
      const config = { timestampColumn: 'at', column: 'id', columns: ['id'] };
      const check = {
        ...defaults,
        type,
        id: 1,
        connectionId: 1,
        tableId: 1,
        config: { ...defaults.config, ...config },
      };
      const table: CheckContext['table'] = {
        id: 1,
        connectionId: 1,
        schema: 'public',
        name: 'orders',
        kind: 'table',
        addedAt: 0,
      };
      const rule = { kind: 'fixed' as const };
      const outcome = await runCheck(
        {
          check: { ...check, rule, severity: 'broken' },
          context: { table, acceptedSchema: null, facts: null, rule, known: null },
          price: null,
          past: { baseline: null, before: () => null },
          limitBytes: 1e9,
        },
        replica,
        new VirtualClock(),
      );
      expect(outcome).toMatchObject({ status, value: null, failure: { kind } });
      expect(healthOf(outcome.status)).toBe('unjudged');
    },
  );
});

test('a role that has used up its connections is told apart from a server that has', () => {
  const message = 'too many connections for role "analyst"';
  const error = explain(Object.assign(new Error(message), { code: '53300', severity: 'FATAL' }), {
    host: 'replica1',
    port: 5432,
    database: 'shop',
    user: 'analyst',
  });
  expect(error.problem.title).toBe('The role "analyst" has no free connection left on replica1:5432.');
  expect(error.problem.hint).toContain('ALTER ROLE "analyst" CONNECTION LIMIT 4;');
});
