import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { newIncident } from '../../electron/engine/incidents/new-incident.ts';
import type { AlertRow, NewIncident } from '../../electron/engine/store/api.ts';
import type { IncidentMember, Message } from '../../shared/domain/incident.ts';
import { Settings } from '../../shared/domain/settings.ts';
import {
  ALL_RUNS,
  aCheck,
  aConnection,
  aQuery,
  aRun,
  aTable,
  aWorld,
  checkInput,
  T0,
} from '../support/samples.ts';
import { temporaryFolder, testStore } from '../support/store.ts';

const problem = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });

describe('connections', () => {
  it('come back as they went in', () => {
    const store = testStore();
    const first = aConnection(store);
    const second = aConnection(store, {
      name: 'Warehouse "ü" 🐘',
      tls: { mode: 'disable', caFile: null },
      standIn: 'reporting_copy',
      paused: true,
    });
    expect(store.connections.list()).toEqual([first, second]);
    expect(store.connections.get(second.id)).toEqual(second);
    expect(store.connections.get(99)).toBeNull();

    const changed = store.connections.update({ ...first, name: 'Renamed', paused: true, port: 6432 });
    expect(store.connections.get(first.id)).toEqual(changed);
    expect(store.connections.get(second.id)).toEqual(second);
  });

  it('never use an id twice', () => {
    const store = testStore();
    const { id } = aConnection(store);
    store.connections.remove(id);
    expect(aConnection(store).id).toBe(id + 1);
  });

  it('keep a secret apart, and replace and forget it', () => {
    const store = testStore();
    const { id } = aConnection(store);
    expect(store.connections.secret(id)).toBeNull();
    store.connections.setSecret(id, { mode: 'plain', sealed: Buffer.from('one') });
    store.connections.setSecret(id, { mode: 'encrypted', sealed: new Uint8Array([0, 255, 7]) });
    const secret = store.connections.secret(id);
    expect(secret?.mode).toBe('encrypted');
    expect([...(secret?.sealed ?? [])]).toEqual([0, 255, 7]);
    expect(JSON.stringify(store.connections.list())).not.toContain('sealed');
    store.connections.setSecret(id, null);
    expect(store.connections.secret(id)).toBeNull();
  });

  it.each(['forgotten', 'replaced', 'removed with its connection'])(
    'leave nothing of a secret in the file when it is %s',
    (how) => {
      const folder = temporaryFolder();
      const contents = () => readFileSync(join(folder, 'pulse.db')).toString('latin1');
      const store = testStore(folder);
      const { id } = aConnection(store);
      // Longer than a page: what is left over in pages that are free is what matters here.
      const word = 'correct horse battery staple ';
      store.connections.setSecret(id, { mode: 'plain', sealed: Buffer.from(word.repeat(1_000)) });
      store.close();
      expect(contents()).toContain(word);

      const again = testStore(folder);
      if (how === 'forgotten') again.connections.setSecret(id, null);
      else if (how === 'replaced')
        again.connections.setSecret(id, { mode: 'encrypted', sealed: Buffer.from('x') });
      else again.connections.remove(id);
      again.close();
      expect(contents()).not.toContain(word);
    },
  );

  it('take everything with them that hangs on them, and nothing else', () => {
    const store = testStore();
    const gone = aWorld(store);
    const stays = aWorld(store);
    for (const { connection, table, check } of [gone, stays]) {
      store.connections.setSecret(connection.id, { mode: 'plain', sealed: Buffer.from('x') });
      store.runs.append(aRun(check.id));
      store.checks.setState(stateOf(check.id));
      const incidentId = store.incidents.insert(incidentOf(connection.id, table.id));
      store.incidents.setMember(incidentId, memberOf(check.id));
      store.incidents.setAlert(alertOf(connection.id, table.id, check.id, incidentId));
      store.inbox.insert(itemOf(incidentId));
      store.queries.append(aQuery(connection.id, T0, { checkId: check.id }));
    }
    store.connections.remove(gone.connection.id);
    expect(store.connections.list()).toEqual([stays.connection]);
    expect(store.connections.secret(gone.connection.id)).toBeNull();
    expect(store.tables.list()).toEqual([stays.table]);
    expect(store.checks.list()).toEqual([stays.check]);
    expect(store.checks.states()).toHaveLength(1);
    expect(store.runs.count(ALL_RUNS)).toBe(1);
    expect(store.incidents.list([], 10).map(({ connectionId }) => connectionId)).toEqual([
      stays.connection.id,
    ]);
    expect(store.incidents.alerts()).toHaveLength(1);
    expect(store.inbox.list(10)).toHaveLength(1);
    expect(store.queries.list(null, null, 10).map(({ checkId }) => checkId)).toEqual([stays.check.id]);
  });
});

describe('tables', () => {
  it('come back as they went in, and are found by name on their own connection', () => {
    const store = testStore();
    const one = aConnection(store);
    const other = aConnection(store);
    const orders = aTable(store, one.id);
    const theirs = aTable(store, other.id);
    expect(store.tables.list()).toEqual([orders, theirs]);
    expect(store.tables.get(orders.id)).toEqual(orders);
    expect(store.tables.find(other.id, 'public', 'orders')).toEqual(theirs);
    expect(store.tables.find(one.id, 'Public', 'orders')).toBeNull();
    const changed = store.tables.update({ ...orders, kind: 'view' });
    expect(store.tables.get(orders.id)).toEqual(changed);
    expect(store.tables.get(theirs.id)).toEqual(theirs);
  });

  it('are monitored once per connection', () => {
    const store = testStore();
    const { id } = aConnection(store);
    aTable(store, id);
    expect(() => aTable(store, id)).toThrow('public.orders is monitored already.');
    expect(() => aTable(store, 99)).toThrow(problem('not_found'));
    expect(store.tables.list()).toHaveLength(1);
  });

  it('remember the accepted schema and what changed, newest first', () => {
    const store = testStore();
    const { table } = aWorld(store);
    expect(store.tables.acceptedSchema(table.id)).toBeNull();
    const columns = [{ name: 'id', type: 'bigint', nullable: false, position: 1 }];
    store.tables.acceptSchema(table.id, { kind: null, columns }, T0);
    expect(store.tables.acceptedSchema(table.id)).toEqual({ kind: null, columns });
    store.tables.acceptKind(table.id, 'table');
    expect(store.tables.acceptedSchema(table.id)).toEqual({ kind: 'table', columns });
    store.tables.acceptSchema(table.id, { kind: 'view', columns: [] }, T0 + 1);
    expect(store.tables.acceptedSchema(table.id)).toEqual({ kind: 'view', columns: [] });

    for (const at of [1, 2, 3])
      store.tables.addSchemaEvent(table.id, { at, differences: [`Column c${at} is new.`] });
    expect(store.tables.schemaEvents(table.id, 2)).toEqual([
      { at: 3, differences: ['Column c3 is new.'] },
      { at: 2, differences: ['Column c2 is new.'] },
    ]);
  });
});

describe('checks', () => {
  it('come back as they went in', () => {
    const store = testStore();
    const { connection, check } = aWorld(store);
    const lag = aCheck(store, { connectionId: connection.id, tableId: null }, { enabled: false });
    expect(store.checks.list()).toEqual([check, lag]);
    expect(store.checks.get(check.id)).toEqual({ ...checkInput, id: check.id, connectionId: 1, tableId: 1 });
    expect(store.checks.get(99)).toBeNull();
    const changed = store.checks.update(lag.id, {
      ...checkInput,
      name: 'Lag',
      config: { nested: { list: [1, null] } },
      bounds: { warnMin: null, warnMax: 0.1, failMin: null, failMax: 1e12 },
      pendingMinutes: 0,
      keepFiringMinutes: 15,
    });
    expect(changed).toMatchObject({ id: lag.id, tableId: null, name: 'Lag' });
    expect(changed).toMatchObject({ pendingMinutes: 0, keepFiringMinutes: 15 });
    expect(store.checks.list()).toEqual([check, changed]);
  });

  it('that are gone cannot be changed', () => {
    const store = testStore();
    const { check } = aWorld(store);
    store.checks.remove(check.id);
    expect(() => store.checks.update(check.id, checkInput)).toThrow(problem('not_found'));
    expect(() => store.checks.setState(stateOf(check.id))).toThrow(problem('not_found'));
    expect(() => store.runs.append(aRun(check.id))).toThrow(problem('not_found'));
  });

  it('remember their state', () => {
    const store = testStore();
    const { connection, check } = aWorld(store);
    const other = aCheck(store, { connectionId: connection.id, tableId: null });
    const states = [
      stateOf(check.id),
      { ...stateOf(other.id), status: 'deferred' as const, value: null, judgedAt: null },
    ];
    for (const state of states) store.checks.setState(state);
    expect(store.checks.states()).toEqual(states);
    const worse = {
      ...stateOf(check.id),
      status: 'fail' as const,
      value: -0.5,
      message: 'Too few.',
      at: T0 + 9,
    };
    store.checks.setState(worse);
    expect(store.checks.states()[0]).toEqual(worse);
    store.checks.remove(check.id);
    expect(store.checks.states()).toEqual([states[1]]);
  });
});

describe('incidents', () => {
  it('come back with names and members', () => {
    const store = testStore();
    const { connection, table, check } = aWorld(store);
    const id = store.incidents.insert(incidentOf(connection.id, table.id));
    const member = memberOf(check.id);
    const { silenceId: _, ...stored } = incidentOf(connection.id, table.id);
    store.incidents.setMember(id, member);
    store.incidents.setMember(id, { ...member, key: 'down', checkId: null, since: T0 + 5 });
    store.incidents.setMember(id, { ...member, message: 'Worse.', resolvedAt: T0 + 9 });
    expect(store.incidents.get(id)).toEqual({
      ...stored,
      id,
      silence: null,
      children: [],
      connectionName: 'Shop replica',
      tableName: 'public.orders',
      members: [
        { ...member, kind: check.type, message: 'Worse.', resolvedAt: T0 + 9 },
        { ...member, key: 'down', checkId: null, kind: 'down', since: T0 + 5 },
      ],
    });
    const wide = store.incidents.insert(incidentOf(connection.id, null));
    expect(store.incidents.get(wide)).toMatchObject({ tableId: null, tableName: null, members: [] });
    expect(store.incidents.get(99)).toBeNull();
  });

  it('show the silence that covers them, and what is folded under them', () => {
    const store = testStore();
    const { connection, table } = aWorld(store);
    const silence = store.silences.insert({
      connectionId: connection.id,
      tableId: null,
      checkId: null,
      kind: 'freshness',
      matcher: 'shop/*',
      until: T0 + 60,
      note: 'Migration.',
      createdAt: T0,
    });
    const parent = store.incidents.insert({ ...incidentOf(connection.id, null), group: true });
    const child = store.incidents.insert({
      ...incidentOf(connection.id, table.id),
      parentId: parent,
      silenceId: silence.id,
      held: 'folded',
      label: 'noise',
      flapping: 'new',
    });
    const { title, state, severity } = incidentOf(connection.id, null);
    expect(store.incidents.get(parent)).toMatchObject({
      group: true,
      children: [{ id: child, tableId: table.id, tableName: 'public.orders', title, state, severity }],
    });
    expect(store.incidents.get(child)).toMatchObject({
      silence: { id: silence.id, until: T0 + 60 },
      parentId: parent,
      group: false,
      held: 'folded',
      label: 'noise',
      flapping: 'new',
    });
    expect(store.silences.active()).toEqual([silence]);
    store.silences.end(silence.id, T0 + 9);
    store.silences.end(silence.id, T0 + 99);
    expect(store.silences.active()).toEqual([]);
    expect(store.silences.list(10)).toEqual([{ ...silence, endedAt: T0 + 9 }]);
  });

  it('change only in what is given', () => {
    const store = testStore();
    const { connection, table } = aWorld(store);
    const id = store.incidents.insert(incidentOf(connection.id, table.id));
    const before = store.incidents.get(id);
    store.incidents.update(id, { state: 'resolved', resolvedAt: T0 + 7 });
    expect(store.incidents.get(id)).toEqual({ ...before, state: 'resolved', resolvedAt: T0 + 7 });
    store.incidents.update(id, { resolvedAt: null });
    expect(store.incidents.get(id)?.resolvedAt).toBeNull();
  });

  it('are listed open ones first, then newest first, without what ended unspoken of', () => {
    const store = testStore();
    const { connection, table } = aWorld(store);
    const other = aTable(store, connection.id, 'customers');
    const add = (tableId: number | null, changes: Partial<NewIncident>) =>
      store.incidents.insert({ ...incidentOf(connection.id, tableId), ...changes });
    const oldFiring = add(table.id, { startedAt: 10, firedAt: 20 });
    const resolved = add(table.id, { startedAt: 50, firedAt: 60, state: 'resolved', resolvedAt: 70 });
    add(table.id, { startedAt: 90, firedAt: null, state: 'resolved', resolvedAt: 91 });
    const pending = add(other.id, { startedAt: 40, firedAt: null, state: 'pending' });
    const firing = add(null, { startedAt: 30, firedAt: 31 });
    const resolvedLater = add(other.id, { startedAt: 55, firedAt: 60, state: 'resolved', resolvedAt: 61 });

    const ids = (...states: ('pending' | 'firing' | 'resolved')[]) =>
      store.incidents.list(states, 100).map(({ id }) => id);
    expect(ids()).toEqual([pending, firing, oldFiring, resolvedLater, resolved]);
    expect(ids('pending', 'firing', 'resolved')).toEqual(ids());
    expect(ids('firing')).toEqual([firing, oldFiring]);
    expect(ids('firing', 'pending')).toEqual([pending, firing, oldFiring]);
    expect(ids('resolved')).toEqual([resolvedLater, resolved]);
    expect(store.incidents.list([], 2).map(({ id }) => id)).toEqual([pending, firing]);
    expect(store.incidents.forTable(table.id, 10).map(({ id }) => id)).toEqual([oldFiring, resolved]);
    expect(store.incidents.forTable(table.id, 1).map(({ id }) => id)).toEqual([oldFiring]);
  });

  it('the worst firing one of a table is known', () => {
    const store = testStore();
    const { connection, table } = aWorld(store);
    expect(store.incidents.openOfTable(table.id)).toBeNull();
    const add = (changes: Partial<NewIncident>) =>
      store.incidents.insert({ ...incidentOf(connection.id, table.id), ...changes });
    add({ severity: 'broken', state: 'pending', firedAt: null });
    add({ severity: 'broken', state: 'resolved', resolvedAt: T0 });
    expect(store.incidents.openOfTable(table.id)).toBeNull();
    const unjudged = add({ severity: 'unjudged', startedAt: T0 + 9 });
    expect(store.incidents.openOfTable(table.id)).toBe(unjudged);
    expect([...store.incidents.openByTable()]).toEqual([[table.id, unjudged]]);
    const warning = add({ severity: 'warning', startedAt: T0 + 5 });
    expect(store.incidents.openOfTable(table.id)).toBe(warning);
    const broken = add({ severity: 'broken', startedAt: T0 });
    expect(store.incidents.openOfTable(table.id)).toBe(broken);
  });

  it('tell their events in the order in which they were told', () => {
    const store = testStore();
    const { connection } = aWorld(store);
    const id = store.incidents.insert(incidentOf(connection.id, null));
    store.incidents.addEvent(id, { at: 5, kind: 'pending', text: 'Seen.' });
    store.incidents.addEvent(id, { at: 3, kind: 'firing', text: 'The clock was set back.' });
    expect(store.incidents.events(id).map(({ kind }) => kind)).toEqual(['pending', 'firing']);
  });

  it('keep the story of a check that is removed, and lose its alert', () => {
    const store = testStore();
    const { connection, table, check } = aWorld(store);
    const id = store.incidents.insert(incidentOf(connection.id, table.id));
    store.incidents.setMember(id, memberOf(check.id));
    store.incidents.setAlert(alertOf(connection.id, table.id, check.id, id));
    store.checks.remove(check.id);
    expect(store.incidents.get(id)?.members).toEqual([{ ...memberOf(check.id), checkId: null, kind: null }]);
    expect(store.incidents.alerts()).toEqual([]);
  });

  it('keep alerts by key', () => {
    const store = testStore();
    const { connection, table, check } = aWorld(store);
    const alert = alertOf(connection.id, table.id, check.id, null);
    const down: AlertRow = { ...alert, key: 'connection:1:down', tableId: null, checkId: null };
    store.incidents.setAlert(down);
    store.incidents.setAlert(alert);
    store.incidents.setAlert({ ...alert, phase: 'firing', streak: 3 });
    expect(store.incidents.alerts()).toEqual([{ ...alert, phase: 'firing', streak: 3 }, down]);
    store.incidents.removeAlert(alert.key);
    expect(store.incidents.alerts()).toEqual([down]);
  });
});

describe('the inbox', () => {
  it('lists newest first, hands out what waits oldest first, and remembers the first reading', () => {
    const store = testStore();
    const { connection } = aWorld(store);
    const incidentId = store.incidents.insert(incidentOf(connection.id, null));
    const items = [1, 2, 3].map((at) => store.inbox.insert({ ...itemOf(incidentId), at }));
    const [first, second, third] = items.map(({ id }) => id);
    if (first === undefined || second === undefined || third === undefined) throw new Error('three items');
    expect(store.inbox.list(2)).toEqual([items[2], items[1]]);
    expect(store.inbox.waiting()).toEqual(items);
    store.inbox.setDelivery(second, 'native');
    expect(store.inbox.waiting().map(({ id }) => id)).toEqual([first, third]);
    expect(store.inbox.list(10)[1]?.delivery).toBe('native');

    store.inbox.markRead([first, second], 100);
    store.inbox.markRead([second, third, 99], 200);
    store.inbox.markRead([], 300);
    expect(store.inbox.list(10).map(({ readAt }) => readAt)).toEqual([200, 100, 100]);
  });
});

describe('the query log', () => {
  it('tells what was sent to a connection in a span of time, both ends included, in order', () => {
    const store = testStore();
    const { connection } = aWorld(store);
    const other = aConnection(store, { name: 'Other' });
    const at = (connectionId: number, startedAt: number) =>
      store.queries.append(aQuery(connectionId, startedAt));
    const [before, last, first, elsewhere, after] = [
      at(connection.id, T0 - 1),
      at(connection.id, T0 + 10),
      at(connection.id, T0),
      at(other.id, T0 + 5),
      at(connection.id, T0 + 11),
    ];
    const found = store.queries.between(connection.id, T0, T0 + 10);
    expect(found).toEqual([first, last]);
    for (const left of [before, elsewhere, after]) expect(found).not.toContainEqual(left);
  });

  it('comes back as it went in, newest first, page by page', () => {
    const store = testStore();
    const { connection, check } = aWorld(store);
    const other = aConnection(store, { name: 'Other' });
    const entries = [
      store.queries.append(aQuery(connection.id, T0, { checkId: check.id })),
      store.queries.append({
        ...aQuery(other.id, T0),
        outcome: 'timeout',
        error: 'canceling statement',
        cancelConfirmed: true,
        durationMs: 10_000.125,
      }),
      store.queries.append(aQuery(connection.id, T0, { outcome: 'cancelled', cancelConfirmed: false })),
    ];
    expect(entries[1]?.connectionName).toBe('Other');
    expect(store.queries.list(null, null, 10)).toEqual(entries.toReversed());
    expect(store.queries.list(null, entries[2]?.id ?? 0, 1)).toEqual([entries[1]]);
    expect(store.queries.list(connection.id, null, 10)).toEqual([entries[2], entries[0]]);
    expect(store.queries.list(connection.id, entries[2]?.id ?? 0, 10)).toEqual([entries[0]]);
  });

  it('keeps a statement once, however often it ran, and forgets it after its last line', () => {
    const folder = temporaryFolder();
    const store = testStore(folder);
    const { connection } = aWorld(store);
    const week = 7 * 86_400_000;
    const texts = () => {
      const db = new Sqlite(join(folder, 'pulse.db'), { readonly: true });
      try {
        return db.prepare('SELECT count(*) FROM query_text').pluck().get();
      } finally {
        db.close();
      }
    };
    for (let n = 0; n < 50; n++) store.queries.append(aQuery(connection.id, T0 + n));
    expect(texts()).toBe(2);
    store.queries.append(aQuery(connection.id, T0 + 5 * week));
    expect(texts()).toBe(4);
    expect(store.queries.prune(T0 + 2 * week, 30)).toBe(30);
    expect(texts()).toBe(4);
    // The lines, and then the two texts that only they had.
    expect(store.queries.prune(T0 + 2 * week, 30)).toBe(22);
    expect(texts()).toBe(2);
    expect(store.queries.list(null, null, 100).map(({ sql }) => sql)).toEqual(['SELECT 1']);
  });

  it('keeps its lines when a check goes', () => {
    const store = testStore();
    const { connection, check } = aWorld(store);
    store.queries.append(aQuery(connection.id, T0, { checkId: check.id }));
    store.checks.remove(check.id);
    expect(store.queries.list(null, null, 10)).toMatchObject([{ checkId: null, reason: 'Test' }]);
  });
});

describe('settings', () => {
  it('have defaults, and keep what was set', () => {
    const folder = temporaryFolder();
    const store = testStore(folder);
    expect(store.settings.get()).toEqual(Settings.parse({}));
    const chosen: Settings = {
      theme: 'dark',
      timeZone: 'utc',
      overview: {
        density: 'compact',
        groupBy: 'schema',
        views: [{ name: 'Broken', search: '', health: 'broken', groupBy: 'none' }],
      },
      lists: { history: { order: ['table', 'when'], hidden: ['took'], widths: { table: 240 } } },
      notifications: {
        enabled: false,
        onResolved: false,
        quietHours: { enabled: true, from: '21:30', to: '06:00', days: [1, 2] },
        repeatHours: 4,
        keepFiringMinutes: 5,
        inboxOnlyConnections: [3],
        routes: [
          {
            ...{ connectionId: 3, tableId: 4, desktop: true, webhooks: [1], least: 'broken', repeatHours: 2 },
            ...{ pendingRuns: 4, pendingMinutes: 3, keepFiringMinutes: null, severity: 'critical' },
          },
        ],
      },
      holidays: [{ from: '12-24', to: '01-01', name: 'Christmas break' }],
      allowPlainSecrets: true,
      launchAtLogin: true,
      retentionDays: 7,
      rollupDays: 100,
      exportFormat: { times: 'local', bom: true, gzip: false },
      keepWatchingExplained: true,
      quittingExplained: true,
    };
    store.settings.set(chosen);
    store.close();
    expect(testStore(folder).settings.get()).toEqual(chosen);
  });

  it('are one object for all who ask, that nobody can change by the way', () => {
    const { settings } = testStore();
    const { notifications } = settings.get();
    expect(() => notifications.routes.push({} as never)).toThrow(TypeError);
    expect(settings.get()).toBe(settings.get());
    settings.set({ ...settings.get(), retentionDays: 8 });
    expect(settings.get().retentionDays).toBe(8);
  });

  it('that this version does not understand fall back one by one', () => {
    const folder = temporaryFolder();
    const store = testStore(folder);
    store.settings.set({ ...store.settings.get(), retentionDays: 7 });
    store.close();
    const db = new Sqlite(join(folder, 'pulse.db'));
    db.exec(`UPDATE setting SET value = '"sepia"' WHERE key = 'theme';
             INSERT INTO setting VALUES ('fromTheFuture', '1')`);
    db.close();
    expect(testStore(folder).settings.get()).toEqual({ ...Settings.parse({}), retentionDays: 7 });
  });
});

describe('a transaction', () => {
  it('is all or nothing', () => {
    const store = testStore();
    const { check } = aWorld(store);
    expect(() =>
      store.transaction(() => {
        store.runs.append(aRun(check.id));
        store.checks.setState(stateOf(check.id));
        throw new Error('The plug was pulled.');
      }),
    ).toThrow('The plug was pulled.');
    expect(store.runs.count(ALL_RUNS)).toBe(0);
    expect(store.checks.states()).toEqual([]);
    expect(store.runs.append(aRun(check.id)).message).toBe(store.runs.last(check.id)?.message);
  });

  it('joins the one around it', () => {
    const store = testStore();
    const { check } = aWorld(store);
    const append = (value: number) => store.runs.append(aRun(check.id, { value }));
    expect(() =>
      store.transaction(() => {
        store.transaction(() => append(1));
        throw new Error('outer');
      }),
    ).toThrow('outer');
    expect(store.runs.count(ALL_RUNS)).toBe(0);

    store.transaction(() => {
      append(2);
      expect(() =>
        store.transaction(() => {
          append(3);
          throw new Error('inner');
        }),
      ).toThrow('inner');
    });
    expect(store.runs.list(ALL_RUNS, null, 10).map(({ value }) => value)).toEqual([2]);
  });

  it('hands back what its work returns, and refuses work that waits', () => {
    const store = testStore();
    expect(store.transaction(() => 7)).toBe(7);
    expect(() => store.transaction(() => Promise.resolve())).toThrow('promise');
  });
});

function stateOf(checkId: number) {
  return {
    checkId,
    status: 'pass' as const,
    value: 42,
    message: 'Fine.',
    at: T0,
    since: T0 - 60,
    judgedAt: T0,
    low: null,
    high: null,
  };
}

function incidentOf(connectionId: number, tableId: number | null): NewIncident {
  const told = { title: 'Orders stopped', sentence: 'No row for 2 hours; at most 1 is normal.' };
  const since = { state: 'firing', startedAt: T0, firedAt: T0 + 1, turnedAt: T0 + 1 } as const;
  return newIncident({ connectionId, tableId, severity: 'broken', ...told, ...since });
}

function memberOf(checkId: number): Omit<IncidentMember, 'kind'> {
  return {
    key: `check:${checkId}`,
    checkId,
    name: 'Enough rows',
    severity: 'broken',
    message: 'Too few.',
    since: T0,
    resolvedAt: null,
  };
}

function alertOf(
  connectionId: number,
  tableId: number | null,
  checkId: number | null,
  incidentId: number | null,
): AlertRow {
  return {
    key: `check:${checkId}`,
    connectionId,
    tableId,
    checkId,
    kind: 'volume',
    phase: 'pending',
    streak: 1,
    severity: 'broken',
    name: 'Enough rows',
    message: 'Too few.',
    since: T0,
    seenAt: T0 + 2,
    goodSince: null,
    incidentId,
  };
}

function itemOf(incidentId: number): Message {
  return {
    incidentId,
    kind: 'firing',
    at: T0,
    title: 'Orders stopped',
    body: 'No row for 2 hours.',
    delivery: 'waiting',
    readAt: null,
  };
}
