import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configurationJsonSchema } from '../../electron/engine/config/document.ts';
import { exportConfiguration } from '../../electron/engine/config/export-yaml.ts';
import { parseConfiguration } from '../../electron/engine/config/parse-yaml.ts';
import { Check, NO_BOUNDS } from '../../shared/domain/check.ts';
import { ConnectionConfig, LoadPolicy } from '../../shared/domain/connection.ts';
import { TableLabels } from '../../shared/domain/labels.ts';
import { MessageRoute, NotificationPolicy, QuietHours } from '../../shared/domain/settings.ts';
import { WebhookInput } from '../../shared/domain/webhook.ts';
import { CONFIGURATION_HEAD as HEAD } from '../support/configuration-text.ts';
import { aCheck, aConnection, aTable } from '../support/samples.ts';
import { testStore } from '../support/store.ts';

/** `line 12, connections[0].name: what is wrong`, one for each error. */
const errorsOf = (text: string, known: string[] = []): string[] =>
  parseConfiguration(text, { connections: known, webhooks: ['Team'] }).errors.map(
    ({ line, field, message }) => `line ${line}, ${field}: ${message}`,
  );

describe('an error names its line and its field, and says what was expected', () => {
  test('a word where a number belongs', () => {
    const text = `${HEAD}          - type: freshness
            config: { timestampColumn: at }
          - type: missing
            config: { column: email }
            bounds:
              warnMax: 1
              failMax: many
`;
    expect(errorsOf(text)).toEqual([
      'line 17, connections[0].tables[0].checks[1].bounds.failMax: Expected a number, not "many".',
    ]);
  });

  test('all of them at once, in the order of the lines', () => {
    const text = `version: 1
connections:
  - name: shop
    host: replica.example
    port: 70000
    user: analyst
    limits: { statementTimeout: 10, busyShare: 2 }
    checks:
      - type: freshness
notifications:
  quietHours:
    from: 25:00
    days: [mon, tuesday]
  inboxOnly: shop
`;
    expect(errorsOf(text)).toEqual([
      'line 3, connections[0].database: This is missing; expected text.',
      'line 5, connections[0].port: A port is a number from 1 to 65535.',
      'line 7, connections[0].limits.statementTimeout: Expected text, not 10.',
      'line 7, connections[0].limits.busyShare: Expected at most 0.2, not 2.',
      'line 9, connections[0].checks[0].type: Expected replication_lag, not "freshness".',
      'line 12, notifications.quietHours.from: Give a time such as 22:00.',
      'line 13, notifications.quietHours.days[1]: Expected one of sun, mon, tue, wed, thu, fri, sat, not "tuesday".',
      'line 14, notifications.inboxOnly: Expected a list, not "shop".',
    ]);
  });

  test('a field that does not exist, at the field itself: in a check, in its settings, in its rule', () => {
    const text = `${HEAD}          - type: freshness
            intervall: 5m
            config:
              timestampColumn: at
              wher: a > 1
            rule:
              kind: anomaly
              side: lower
`;
    expect(errorsOf(text)).toEqual([
      'line 12, connections[0].tables[0].checks[0].intervall: There is no field "intervall" here. Is it misspelt?',
      'line 15, connections[0].tables[0].checks[0].config.wher: There is no field "wher" here. Is it misspelt?',
      'line 18, connections[0].tables[0].checks[0].rule.side: There is no field "side" here. Is it misspelt?',
    ]);
  });

  test('a setting that its type cannot do without', () => {
    expect(errorsOf(`${HEAD}          - type: freshness\n            name: New rows\n`)).toEqual([
      'line 11, connections[0].tables[0].checks[0].config.timestampColumn: This is missing; expected text.',
    ]);
  });

  test('a type that this version does not know', () => {
    const [error] = errorsOf(`${HEAD}          - type: fresh\n`);
    expect(error).toMatch(
      /^line 11, .*checks\[0\]\.type: Expected one of freshness, volume, .* not "fresh"\.$/,
    );
  });

  test.each([
    ['interval: 5', 'Expected text, not 5.'],
    ['interval: 5 minutes', 'Write a number and its unit (ms, s, m, h, d), such as 5m.'],
    ['interval: 5s', 'At least 10s.'],
    ['interval: 2d', 'At most 1d.'],
    ['bounds: { failMin: 5, failMax: 1 }', 'The lower bound (5) is above the upper bound (1).'],
    ['pendingRuns: 0', 'Expected at least 1, not 0.'],
    ['name: ""', 'Give the check a name.'],
  ])('%s', (field, message) => {
    const text = `${HEAD}          - type: schema\n            ${field}\n`;
    const [error = ''] = errorsOf(text);
    expect(error).toMatch(/^line 12, connections\[0\]\.tables\[0\]\.checks\[0\]\./);
    expect(error.endsWith(message)).toBe(true);
  });

  test('a password does not belong there', () => {
    const [error] = errorsOf(
      HEAD.replace('    tables:', '    password: hunter2\n    tables:').replace(/checks:\n$/, ''),
    );
    expect(error).toContain('line 7, connections[0].password: Passwords do not belong into this file');
  });

  test('what contradicts itself: the same name twice, a connection that is nowhere', () => {
    const text = `version: 1
connections:
  - { name: shop, host: a, database: d, user: u }
  - name: shop
    host: b
    database: d
    user: u
    tables:
      - { schema: public, name: orders }
      - schema: public
        name: orders
notifications:
  inboxOnly: [shop, crm, billing]
`;
    expect(errorsOf(text, ['crm'])).toEqual([
      'line 4, connections[1].name: There is a connection named "shop" further up already.',
      'line 11, connections[1].tables[1].name: public.orders is named further up already. Put its checks together.',
      'line 13, notifications.inboxOnly[2]: There is no connection named "billing", neither in this file nor in Pulse.',
    ]);
  });

  test('a webhook twice, and messages to one that nobody knows', () => {
    const text = `version: 1
connections:
  - name: shop
    host: a
    database: d
    user: u
    messages: { webhooks: [Team, Pager] }
    tables:
      - schema: public
        name: orders
        messages:
          webhooks: [Elsewhere]
webhooks:
  - { name: Pager, format: json }
  - { name: Pager, format: slack, url: https://hooks.example }
`;
    expect(errorsOf(text)).toEqual([
      'line 15, webhooks[1].url: There is no field "url" here. Is it misspelt?',
    ]);
    expect(errorsOf(text.replace(', url: https://hooks.example', ''))).toEqual([
      'line 12, connections[0].tables[0].messages.webhooks[0]: There is no webhook named "Elsewhere", neither in this file nor in Pulse.',
      'line 15, webhooks[1].name: There is a webhook named "Pager" further up already.',
    ]);
  });

  test('text that is not YAML at all', () => {
    const [error] = errorsOf('version: 1\nconnections:\n  - name: "shop\n');
    expect(error).toMatch(/^line [34], : This is not YAML: /);
    expect(errorsOf('')).toEqual(['line 1, : Expected a group of fields, not nothing.']);
  });

  test('a file made to fill the memory is refused', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const refs =
        level === 0
          ? 'lol'
          : Array(9)
              .fill(`*a${level - 1}`)
              .join(', ');
      return `a${level}: &a${level} [${refs}]`;
    });
    expect(errorsOf(levels.join('\n'))[0]).toContain('Excessive alias count');
  });

  test('a file of a later version', () => {
    expect(errorsOf('version: 2\n')).toEqual(['line 1, version: Expected 1, not 2.']);
  });
});

describe('a file by hand', () => {
  test('needs little: the rest is as each type has it', () => {
    const { configuration } = parseConfiguration(
      `${HEAD}          - type: freshness\n            config: { timestampColumn: at }\n`,
      { connections: [], webhooks: [] },
    );
    const [connection] = configuration?.connections ?? [];
    expect(connection?.port).toBe(5_432);
    expect(connection?.limits.statementTimeout).toBe(10_000);
    expect(connection?.tables?.[0]?.checks).toEqual([
      {
        type: 'freshness',
        name: 'Freshness',
        config: { timestampColumn: 'at', where: null },
        bounds: { ...NO_BOUNDS, failMin: -60, failMax: 3_600 },
        rule: { kind: 'fixed' },
        severity: 'broken',
        interval: 60_000,
        pendingRuns: 2,
        enabled: true,
      },
    ]);
  });

  test('bounds that are given are all the bounds there are', () => {
    const { configuration } = parseConfiguration(
      `${HEAD}          - type: schema\n            bounds: {}\n`,
      { connections: [], webhooks: [] },
    );
    expect(configuration?.connections?.[0]?.tables?.[0]?.checks?.[0]?.bounds).toEqual(NO_BOUNDS);
  });

  test('may begin with a byte order mark, and have the line ends of another system', () => {
    expect(errorsOf('\uFEFFversion: 1\r\nconnections: []\r\n')).toEqual([]);
  });
});

describe('an export', () => {
  test('is made to be read: in order, without ids, and without anything secret', () => {
    const store = testStore();
    const { id: connectionId } = aConnection(store, { name: 'shop' });
    store.connections.setSecret(connectionId, { mode: 'plain', sealed: Buffer.from('hunter2') });
    aTable(store, connectionId, 'zebras');
    const { id: tableId } = aTable(store, connectionId, 'orders');
    const owner = { connectionId, tableId };
    aCheck(store, owner, {
      type: 'schema',
      name: 'Schema',
      config: {},
      bounds: { ...NO_BOUNDS, failMax: 0 },
    });
    aCheck(store, owner, {
      type: 'freshness',
      name: 'Freshness',
      config: { timestampColumn: 'at', where: null },
    });
    const text = exportConfiguration(store);
    expect(text).not.toContain('hunter2');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./pulse-config.schema.json');
    expect(text.slice(text.indexOf('    checks: []'), text.indexOf('webhooks: []'))).toBe(`    checks: []
    tables:
      - schema: public
        name: orders
        checks:
          - name: Freshness
            type: freshness
            config:
              timestampColumn: at
            bounds: { warnMin: 100, failMin: 10.5 }
            interval: 1m
            pendingRuns: 2
          - name: Schema
            type: schema
            bounds: { failMax: 0 }
            interval: 1m
            pendingRuns: 2

      - schema: public
        name: zebras
        checks: []
`);
  });
});

test('no settings of any check type may be misspelt unnoticed', () => {
  const open: string[] = [];
  const visit = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return;
    if ('properties' in schema && !('additionalProperties' in schema)) open.push(path);
    for (const [key, value] of Object.entries(schema)) visit(value, `${path}/${key}`);
  };
  visit(configurationJsonSchema(), '');
  expect(open).toEqual([]);
});

describe('the documentation', () => {
  const docs = join(import.meta.dirname, '..', '..', 'docs');
  const read = (name: string) => readFileSync(join(docs, name), 'utf8').replaceAll('\r\n', '\n');

  test('has the JSON Schema that `npm run docs:config` writes', () => {
    expect(read('pulse-config.schema.json')).toBe(`${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
  });

  test('has an example without an error', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(read('configuration.md')) ?? [];
    expect(example).toContain('connections:');
    expect(errorsOf(example)).toEqual([]);
  });
});

test('every setting is part of the file, or was left out on purpose', () => {
  // A new one goes into shared/domain/configuration.ts and electron/engine/config, or, when it is none to share, here.
  const leftOut = [
    'id',
    'paused',
    'connectionId',
    'tableId',
    'inboxOnlyConnections',
    'routes',
    'url',
    'token',
  ];
  const renamed = {
    intervalMs: 'interval',
    statementTimeoutMs: 'statementTimeout',
    lockTimeoutMs: 'lockTimeout',
  };
  const names: Record<string, string> = { ...renamed, maxScanBytes: 'maxScan', policy: 'limits' };
  const text = JSON.stringify(configurationJsonSchema());
  const missing = [
    ...[ConnectionConfig, LoadPolicy, Check, NotificationPolicy, QuietHours],
    ...[MessageRoute, TableLabels, WebhookInput],
  ].flatMap(({ shape }) =>
    Object.keys(shape).filter((key) => !leftOut.includes(key) && !text.includes(`"${names[key] ?? key}":`)),
  );
  expect(missing).toEqual([]);
});
