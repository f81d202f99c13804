import { expect, onTestFinished, test } from 'vitest';
import { Board } from '../../electron/engine/board/board.ts';
import { ConfigurationDesk } from '../../electron/engine/config/desk.ts';
import { parseConfiguration } from '../../electron/engine/config/parse-yaml.ts';
import { EventHub } from '../../electron/engine/events.ts';
import { IncidentBook } from '../../electron/engine/incidents/incident-book.ts';
import { Messenger } from '../../electron/engine/incidents/messenger.ts';
import { KeptSecrets } from '../../electron/engine/kept-secrets.ts';
import { Monitor } from '../../electron/engine/monitor/monitor.ts';
import { Roster } from '../../electron/engine/monitor/roster.ts';
import { Courier } from '../../electron/engine/webhooks/courier.ts';
import type { PulseEvent } from '../../shared/contract/contract.ts';
import { NO_BOUNDS } from '../../shared/domain/check.ts';
import { aCheck, aConnection, aTable } from '../support/samples.ts';
import { ScriptedReplica } from '../support/scripted-replica.ts';
import { testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MINUTE = 60_000;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A running monitor over a real store with one table that is checked for freshness, and the desk beside it. */
class World {
  readonly clock = new VirtualClock();
  readonly replica = new ScriptedReplica();
  readonly store = testStore();
  readonly events: PulseEvent[] = [];
  readonly made: string[] = [];
  readonly monitor: Monitor;
  readonly roster: Roster;
  readonly passwords: KeptSecrets;
  readonly desk: ConfigurationDesk;
  readonly connectionId: number;
  readonly tableId: number;

  constructor() {
    const { store, clock } = this;
    this.connectionId = aConnection(store, { name: 'shop' }).id;
    this.tableId = aTable(store, this.connectionId).id;
    const owner = { connectionId: this.connectionId, tableId: this.tableId };
    const config = { timestampColumn: 'at', where: null };
    const bounds = { ...NO_BOUNDS, failMax: 120 };
    aCheck(store, owner, { type: 'freshness', name: 'Freshness', config, bounds, pendingRuns: 1 });
    const events = new EventHub((error) => {
      throw error;
    });
    events.on((event) => this.events.push(event));
    const messenger = new Messenger({ store, notifier: { show: async () => true }, events, clock });
    this.roster = new Roster(store, clock.now());
    const vault = {
      mode: 'encrypted' as const,
      seal: async (secret: string) => Buffer.from(secret),
      open: async (sealed: Uint8Array) => Buffer.from(sealed).toString(),
    };
    this.passwords = new KeptSecrets(store.connections, vault, {
      title: 'It is lost.',
      hint: 'Enter it again.',
    });
    const kept = (id: number) => this.passwords.kept(id);
    const board = new Board({ store, clock, events, messenger, roster: this.roster, passwordKept: kept });
    const book = new IncidentBook(store, () => ({ connectionName: 'shop', tableName: 'public.orders' }));
    this.monitor = new Monitor({
      store,
      clock,
      events,
      log: quiet,
      messenger,
      roster: this.roster,
      board,
      book,
      makeReplica: (connection) => {
        this.made.push(connection.host);
        return this.replica;
      },
    });
    const { monitor, passwords } = this;
    const webhookSecrets = new KeptSecrets(store.webhooks, vault, {
      title: 'It is lost.',
      hint: 'Enter it again.',
    });
    const fetch = () => Promise.reject(new Error('Nothing is posted here.'));
    const courier = new Courier({ store, clock, events, secrets: webhookSecrets, fetch, log: quiet });
    this.desk = new ConfigurationDesk({
      ...{ store, monitor, board, events, clock, passwords, webhookSecrets, courier },
      reader: { read: async (text, known) => parseConfiguration(text, known), forget: () => {} },
    });
    onTestFinished(() => monitor.stop());
  }

  apply(text: string, prune = false) {
    return this.desk.apply(text, prune, null);
  }

  get checks() {
    return this.store.checks.list().map(({ name, bounds }) => `${name} ${bounds.failMax}`);
  }
}

test('the difference says what is added, changed and removed, with what was before and after', async () => {
  const world = new World();
  const text = world.desk
    .text()
    .replace('failMax: 120', 'failMax: 600')
    .replace('host: replica.example', 'host: elsewhere.example\n    sshHost: ana@bastion')
    .replace('        name: orders\n', '        name: orders\n        kind: view\n')
    .concat('  repeatHours: 4\n');
  const other = `
  - { name: crm, host: crm.example, database: crm, user: analyst }
webhooks: []`;
  const { plan, errors } = await world.desk.preview(text.replace('\nwebhooks: []', other), true);
  expect(errors).toEqual([]);
  const lines = plan?.changes.flatMap(({ kind, what, name, fields }) => [
    `${kind} ${what} ${name}`,
    ...(kind === 'changed'
      ? fields.map(({ field, before, after }) => `  ${field}: ${before} → ${after}`)
      : []),
  ]);
  expect(lines).toEqual([
    'changed connection shop',
    '  host: replica.example → elsewhere.example',
    '  sshHost: null → ana@bastion',
    'changed table shop / public.orders',
    '  kind: table → view',
    'changed check shop / public.orders / Freshness',
    '  bounds.failMax: 120 → 600',
    'added connection crm',
    'added check crm / Replication lag',
    'changed notifications Notifications',
    '  repeatHours: null → 4',
  ]);
  const notes = plan?.changes.flatMap((change) => change.notes);
  expect(notes?.[0]).toMatch(/stored password stays, and will be sent to the server/);
  expect(notes?.[1]).toBe(
    'Your own ssh will log in to ana@bastion with your keys, and reach the server from there.',
  );
  expect(notes?.[2]).toMatch(/^Needs its password/);
});

test('what a file does not name stays, and goes only when that is asked for', async () => {
  const world = new World();
  const text = world.desk
    .text()
    .replace(/ {6}- schema[\s\S]*(?=\nwebhooks)/, '')
    .replace('tables:', 'tables: []');
  expect((await world.desk.preview(text, false)).plan).toMatchObject({ changes: [], kept: 1 });
  const { plan } = await world.desk.preview(text, true);
  expect(plan?.changes).toEqual([
    {
      kind: 'removed',
      what: 'table',
      name: 'shop / public.orders',
      fields: [],
      notes: ['Its 1 check and all their history go with it.'],
    },
  ]);
  await world.apply(text, true);
  expect(world.store.tables.list()).toEqual([]);
  expect(world.store.connections.list()).toHaveLength(1);
  // A list that the file does not give at all is left alone.
  expect((await world.desk.preview('version: 1\n', true)).plan).toMatchObject({ changes: [], kept: 0 });
});

test('a check that got another name is the same one, with its history', async () => {
  const world = new World();
  const id = world.store.checks.list()[0]?.id;
  await world.apply(world.desk.text().replace('name: Freshness', 'name: New orders'), true);
  expect(world.store.checks.list()).toMatchObject([{ id, name: 'New orders' }]);
});

test('applied, the schedule follows at once: the changed bounds judge, and what is new is looked at', async () => {
  const world = new World();
  world.replica.answer = () => ({ age: 300 });
  world.monitor.start();
  await world.clock.advance(2 * MINUTE);
  const stateOf = (name: string) =>
    [...world.roster.checks()].find(({ check }) => check.name === name)?.state?.status;
  expect(stateOf('Freshness')).toBe('fail');
  const more = `- name: Tables
            type: schema
            bounds: { failMax: 0 }
          - name: Freshness`;
  const text = world.desk.text().replace('failMax: 120', 'failMax: 600').replace('- name: Freshness', more);
  await world.apply(text);
  await world.clock.advance(MINUTE);
  expect(stateOf('Freshness')).toBe('pass');
  expect([...world.roster.checks()].map(({ check }) => check.name)).toEqual(['Freshness', 'Tables']);
  const { id } = [...world.roster.checks()].find(({ check }) => check.name === 'Tables')?.check ?? { id: 0 };
  expect(world.store.runs.last(id)).not.toBeNull();
});

test('what was open for something that goes is over, without a word left behind', async () => {
  const world = new World();
  world.replica.answer = () => ({ age: 300 });
  world.monitor.start();
  await world.clock.advance(2 * MINUTE);
  expect(world.store.incidents.alerts()).toHaveLength(1);
  await world.apply('version: 1\nconnections: []\n', true);
  expect(world.store.incidents.alerts()).toEqual([]);
  expect(world.store.connections.list()).toEqual([]);
  expect([...world.roster.checks()]).toEqual([]);
  expect(world.events.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['check.removed', 'table.removed', 'connection.removed']),
  );
  await world.clock.advance(5 * MINUTE);
});

test('passwords are neither written nor touched', async () => {
  const world = new World();
  await world.passwords.set(world.connectionId, 'hunter2');
  const text = world.desk.text();
  expect(text).not.toContain('hunter2');
  await world.apply(text.replace('host: replica.example', 'host: elsewhere.example'));
  expect(await world.passwords.get(world.connectionId)).toBe('hunter2');
  expect(world.made.at(-1)).toBe('elsewhere.example');
});

test('before watching has begun, a changed connection is no reason to connect', async () => {
  const world = new World();
  await world.apply(world.desk.text().replace('host: replica.example', 'host: elsewhere.example'));
  await world.clock.advance(MINUTE);
  expect(world.roster.watch(world.connectionId).keeper.status).toBe('connecting');
});

test('a failure in the middle changes nothing: neither the store nor what is watched', async () => {
  const world = new World();
  world.replica.answer = () => ({ age: 300 });
  world.monitor.start();
  await world.clock.advance(2 * MINUTE);
  const was = world.desk.text();
  const text = was
    .replace('failMax: 120', 'failMax: 600')
    .replace('name: orders', 'name: customers')
    .concat('  repeatHours: 4\n');
  const before = { checks: world.checks, alerts: world.store.incidents.alerts() };
  const { set } = world.store.settings;
  world.store.settings.set = () => {
    throw new Error('The disk is full.');
  };
  await expect(world.apply(text, true)).rejects.toThrow('The disk is full.');
  world.store.settings.set = set;
  expect(world.desk.text()).toBe(was);
  expect({ checks: world.checks, alerts: world.store.incidents.alerts() }).toEqual(before);
  expect([...world.roster.checks()].map(({ check }) => check.bounds.failMax)).toEqual([120]);
  await world.clock.advance(2 * MINUTE);
  expect(world.store.incidents.list(['firing'], 10)).toHaveLength(1);
});

test('a file with an error changes nothing, and says where it is', async () => {
  const world = new World();
  const was = world.desk.text();
  const text = was.replace('failMax: 120', 'failMax: many').concat('  repeatHours: 4\n');
  const line = text.slice(0, text.indexOf('many')).split('\n').length;
  expect(await world.desk.preview(text, false)).toMatchObject({ plan: null, errors: [{ line }] });
  await expect(world.apply(text)).rejects.toThrow(
    new RegExp(`Line ${line}, connections\\[0\\].*failMax: Expected a number`),
  );
  expect(world.desk.text()).toBe(was);
});

test('what was looked at is what is applied: a set-up that changed meanwhile is looked at again', async () => {
  const world = new World();
  const text = world.desk.text().replace('failMax: 120', 'failMax: 600');
  const { plan } = await world.desk.preview(text, false);
  const [check] = world.store.checks.list();
  if (check) world.store.checks.update(check.id, { ...check, bounds: { ...check.bounds, failMax: 240 } });
  const fingerprint = plan?.fingerprint ?? '';
  await expect(world.desk.apply(text, false, fingerprint)).rejects.toMatchObject({
    problem: { code: 'changed_meanwhile' },
  });
  expect(world.checks).toEqual(['Freshness 240']);
  const again = (await world.desk.preview(text, false)).plan?.fingerprint ?? '';
  await world.desk.apply(text, false, again);
  expect(world.checks).toEqual(['Freshness 600']);
});

test('messages of a connection that the same file brings can go to the inbox only', async () => {
  const world = new World();
  await world.apply(`version: 1
connections:
  - { name: crm, host: crm.example, database: crm, user: analyst }
notifications:
  inboxOnly: [crm]
`);
  const crm = world.store.connections.list().find(({ name }) => name === 'crm');
  expect(world.store.settings.get().notifications.inboxOnlyConnections).toEqual([crm?.id]);
  expect(world.events.some(({ name }) => name === 'settings.changed')).toBe(true);
});

test('holidays go into the file and come back from it, as a whole list', async () => {
  const world = new World();
  const days = [
    { from: '12-24', to: '12-26', name: 'Christmas' },
    { from: '2027-04-05', to: null, name: 'Easter Monday' },
  ];
  world.store.settings.set({ ...world.store.settings.get(), holidays: days });
  const text = world.desk.text();
  expect((await world.desk.preview(text, true)).plan?.changes).toEqual([]);
  const fewer = text.replace(/ {2}- from: 2027-04-05\n.*\n/, '');
  expect((await world.desk.preview(fewer, false)).plan?.changes).toMatchObject([
    {
      what: 'holidays',
      fields: [
        {
          field: 'days',
          before: '12-24..12-26 Christmas, 2027-04-05 Easter Monday',
          after: '12-24..12-26 Christmas',
        },
      ],
    },
  ]);
  await world.apply(fewer);
  expect(world.store.settings.get().holidays).toEqual(days.slice(0, 1));
  const wrong = await world.desk.preview(fewer.replace('from: 12-24', 'from: 24.12.'), false);
  expect(wrong.errors).toMatchObject([{ field: 'holidays[0].from' }]);
});
