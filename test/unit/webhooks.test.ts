import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EventHub } from '../../electron/engine/events.ts';
import { webhookHandlers } from '../../electron/engine/handlers/webhooks.ts';
import { KeptSecrets } from '../../electron/engine/kept-secrets.ts';
import type { SecretVault } from '../../electron/engine/ports.ts';
import { Courier } from '../../electron/engine/webhooks/courier.ts';
import { TIMEOUT_MS } from '../../electron/engine/webhooks/post.ts';
import type { PulseEvent } from '../../shared/contract/contract.ts';
import { MessageRoute } from '../../shared/domain/settings.ts';
import type { WebhookInput, WebhookMessage } from '../../shared/domain/webhook.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { temporaryFolder } from '../support/store.ts';
import { webhookServer } from '../support/webhook-server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const vault: SecretVault = {
  mode: 'encrypted',
  seal: async (secret) => Buffer.from(secret).reverse(),
  open: async (sealed) => Buffer.from(sealed).reverse().toString(),
};

/** The book of incidents with a courier behind it, and a receiver on loopback. */
async function setUp(input: Partial<WebhookInput> = {}) {
  const receiver = await webhookServer();
  const folder = temporaryFolder();
  const desk = new IncidentDesk(folder);
  onTestFinished(async () => {
    await world.courier.stop();
    desk.close();
    await receiver.close();
  });
  const connectionId = desk.addConnection('shop');
  const check = desk.addCheck(connectionId, 'orders');
  const events: PulseEvent[] = [];
  /** Milliseconds after which the courier wants to look again. */
  const waits: number[] = [];
  /** Ends the patience with posts that are on their way. */
  const patience = new Set<() => void>();
  const open = () => {
    const hub = new EventHub((error) => {
      throw error;
    });
    hub.on((event) => events.push(event));
    const { store } = desk;
    const clock = {
      now: () => desk.now,
      after: (ms: number, callback: () => void) => {
        if (ms !== TIMEOUT_MS) {
          waits.push(ms);
          return () => {};
        }
        patience.add(callback);
        return () => patience.delete(callback);
      },
    };
    const secrets = new KeptSecrets(store.webhooks, vault, { title: 'It is lost.', hint: 'Enter it again.' });
    const courier = new Courier({ store, clock, log, events: hub, secrets, fetch: globalThis.fetch });
    courier.start();
    const deps = { store, courier, events: hub, webhookSecrets: secrets } as unknown as Parameters<
      typeof webhookHandlers
    >[0];
    return { courier, handlers: webhookHandlers(deps) };
  };
  const world = {
    ...open(),
    desk,
    check,
    connectionId,
    receiver,
    folder,
    events,
    waits,
    webhook: {
      name: 'Team channel',
      format: 'json',
      url: receiver.url,
      token: 'the-secret-token',
      enabled: true,
      ...input,
    } satisfies WebhookInput as WebhookInput,
    /** Posts what is due now. */
    async look() {
      world.courier.look();
      await world.courier.idle();
    },
    /** As `look`, but nothing is answered in time. */
    async lookInVain() {
      receiver.answer = 'stall';
      const arrival = receiver.arrival();
      world.courier.look();
      await arrival;
      for (const end of patience) end();
      await world.courier.idle();
    },
    async restart() {
      await world.courier.stop();
      desk.restart();
      Object.assign(world, open());
    },
    view: () => world.courier.views()[0],
    titles: () => receiver.received.map(({ body }) => (body as WebhookMessage).title),
    undelivered: () => desk.store.inbox.list(100).filter(({ kind }) => kind === 'undelivered'),
    timeline: () =>
      desk.store.incidents.events(desk.incidents[0]?.id ?? 0).map(({ kind, text }) => `${kind} ${text}`),
  };
  await world.handlers['webhooks.create'](world.webhook);
  return world;
}

describe('a message', () => {
  test('is posted as JSON with its token, and the timeline says so', async () => {
    const { desk, check, receiver, look, timeline, view } = await setUp();
    desk.observe(check, { bad: true, message: '14 min old.' });
    desk.advance(MINUTE);
    await look();
    expect(receiver.received).toHaveLength(1);
    const [posted] = receiver.received;
    expect(posted).toMatchObject({
      path: '/hook/the-secret-path',
      headers: { authorization: 'Bearer the-secret-token', 'content-type': 'application/json' },
      body: {
        version: 1,
        kind: 'firing',
        title: 'public.orders: Freshness failed',
        incidents: [{ table: 'public.orders', connection: 'shop', severity: 'broken', state: 'firing' }],
      },
    });
    expect(posted?.body).toMatchObject({ text: expect.stringContaining('14 min old.') });
    expect(timeline()).toContain(
      'notified Handed to the desktop, Team channel: public.orders: Freshness failed',
    );
    expect(timeline()).toContain('notified Posted to Team channel: public.orders: Freshness failed');
    expect(view()).toMatchObject({ waiting: 0, problem: null });
  });

  test('for Slack is text in which no name can do harm', async () => {
    const { desk, connectionId, receiver, look } = await setUp({ format: 'slack', token: '' });
    desk.observe(desk.addCheck(connectionId, 'a<!channel>&b'), { bad: true });
    desk.advance(MINUTE);
    await look();
    expect(receiver.received[0]?.body).toEqual({
      text: expect.stringMatching(/^\*public\.a&lt;!channel&gt;&amp;b: Freshness failed\*\n/),
    });
    expect(receiver.received[0]?.headers.authorization).toBeUndefined();
  });

  test('is not posted of what is pending, silenced, or for a webhook that is switched off', async () => {
    const { desk, check, connectionId, receiver, look, handlers, webhook } = await setUp();
    desk.observe(check, { bad: true, needed: 2 });
    desk.silence({ connectionId, until: desk.now + HOUR });
    desk.observe(check, { bad: true, needed: 2 });
    desk.advance(MINUTE);
    await look();
    expect(receiver.received).toEqual([]);

    await handlers['webhooks.update']({ id: 1, webhook: { ...webhook, url: null, enabled: false } });
    desk.observe(desk.addCheck(desk.addConnection('stock'), 'other'), { bad: true });
    desk.advance(MINUTE);
    await look();
    expect(desk.messages).toHaveLength(1);
    expect(receiver.received).toEqual([]);
  });
});

describe('a webhook that fails', () => {
  test('is tried again with growing patience, told of once, and gets its messages in order', async () => {
    const { desk, check, receiver, look, titles, undelivered, view, waits } = await setUp();
    receiver.answer = { status: 503, text: 'down for work' };
    desk.observe(check, { bad: true });
    desk.advance(MINUTE);
    // The last but one wait is cut in two, so that a clock that was set meanwhile is noticed.
    for (let looks = 0; looks < 7; looks++) {
      await look();
      desk.advance(waits.at(-1) ?? 0);
    }
    expect(receiver.received).toHaveLength(6);
    expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(view()).toMatchObject({
      waiting: 1,
      problem: expect.stringContaining('answered 503 (down for work)'),
    });
    expect(undelivered()).toHaveLength(1);
    expect(undelivered()[0]).toMatchObject({
      title: 'Messages do not reach Team channel',
      delivery: 'inbox_only',
    });

    desk.observe(check, { bad: false });
    desk.advance(10 * MINUTE);
    receiver.answer = { status: 200 };
    receiver.received.length = 0;
    await look();
    expect(titles()).toEqual(['public.orders: Freshness failed', 'public.orders: back to normal']);
    expect(view()).toMatchObject({ waiting: 0, problem: null, failingSince: null });
    expect(undelivered()).toHaveLength(1);
  });

  test('is told of at once where only its user can mend it, and tried at once when that was done', async () => {
    const { desk, check, receiver, look, undelivered, handlers, webhook, timeline, waits } = await setUp();
    receiver.answer = { status: 404, text: 'no_service' };
    desk.observe(check, { bad: true });
    desk.advance(MINUTE);
    await look();
    expect(undelivered()[0]?.body).toContain('answered 404 (no_service): there is no such webhook any more.');
    expect(timeline().join()).toContain('Not posted to Team channel so far');
    expect(waits).toEqual([MINUTE]);
    desk.advance(29 * MINUTE);
    await look();
    expect(receiver.received).toHaveLength(1);

    receiver.answer = { status: 200 };
    await handlers['webhooks.update']({ id: 1, webhook });
    await look();
    expect(receiver.received).toHaveLength(2);
  });

  test('for long gets what waited as one message', async () => {
    const { desk, connectionId, receiver, look, titles } = await setUp();
    receiver.answer = { status: 500 };
    for (const table of ['a', 'b', 'c']) {
      desk.observe(desk.addCheck(connectionId, table, { type: 'range' }), { bad: true });
      desk.advance(6 * MINUTE);
      await look();
    }
    receiver.answer = { status: 200 };
    receiver.received.length = 0;
    desk.advance(HOUR);
    await look();
    expect(titles()).toEqual(['3 messages from while Pulse could not post here']);
    expect(receiver.received[0]?.body).toMatchObject({ incidents: [{ id: 1 }, { id: 2 }, { id: 3 }] });
  });

  test('in whatever way gets one message in the end, under one key however often it was posted', async () => {
    const { desk, check, receiver, look, lookInVain, view, undelivered } = await setUp();
    desk.observe(check, { bad: true });
    desk.advance(MINUTE);
    await lookInVain();
    expect(view()?.problem).toMatch(/^127\.0\.0\.1:\d+ did not answer within 15 s\.$/);
    for (const answer of ['cut', { status: 429 }, { status: 500 }, { status: 200 }] as const) {
      receiver.answer = answer;
      desk.advance(MINUTE);
      await look();
    }
    desk.advance(HOUR);
    await look();
    const keys = receiver.received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(Array(5).fill(keys[0]));
    expect(keys[0]).toMatch(/^pulse-1-\d+$/);
    expect(view()).toMatchObject({ waiting: 0, problem: null });
    expect(undelivered()).toHaveLength(1);
  });

  test('and then takes a parcel knows it from any other by its key', async () => {
    const { desk, connectionId, receiver, look } = await setUp();
    const pile = async (count: number, from: number) => {
      receiver.answer = { status: 500 };
      for (let each = from; each < from + count; each++) {
        desk.observe(desk.addCheck(connectionId, `t${each}`, { type: 'range' }), { bad: true });
        desk.advance(6 * MINUTE);
      }
      await look();
      receiver.answer = { status: 200 };
      desk.advance(2 * HOUR);
      receiver.received.length = 0;
      await look();
      return receiver.received.map(({ headers }) => headers['idempotency-key']);
    };
    const keys = [...(await pile(60, 0)), ...(await pile(61, 60))];
    expect(new Set(keys).size).toBe(2);
    expect(Math.max(...keys.map((key) => String(key).length))).toBeLessThan(60);
  });

  test('for a day is given up on, and the timeline keeps that', async () => {
    const { desk, check, receiver, look, timeline, view } = await setUp();
    receiver.answer = { status: 500 };
    desk.observe(check, { bad: true });
    desk.advance(25 * HOUR);
    await look();
    expect(view()?.waiting).toBe(0);
    expect(timeline().join()).toContain('Not posted to Team channel in a day of trying');
  });

  // Both ways to write it: RFC 9110, 10.2.3.
  test.each(['seconds', 'a date'])('waits as long as the server asks, in %s', async (way) => {
    const { desk, check, receiver, look } = await setUp();
    desk.observe(check, { bad: true });
    desk.advance(MINUTE);
    const until = new Date(desk.now + 120_000).toUTCString();
    receiver.answer = { status: 429, headers: { 'retry-after': way === 'seconds' ? '120' : until } };
    await look();
    desk.advance(119_000);
    await look();
    expect(receiver.received).toHaveLength(1);
    desk.advance(1_000);
    await look();
    expect(receiver.received).toHaveLength(2);
  });

  test('never sends its token where it was not told to', async () => {
    const { desk, check, receiver, look, view } = await setUp();
    const elsewhere = await webhookServer();
    onTestFinished(() => elsewhere.close());
    receiver.answer = { status: 307, headers: { location: elsewhere.url } };
    desk.observe(check, { bad: true });
    desk.advance(MINUTE);
    await look();
    expect(elsewhere.received).toEqual([]);
    expect(view()?.problem).toContain('another address');
  });
});

test('what was taken is not posted again because the disk was full when that was to be noted', async () => {
  const { desk, check, receiver, look, view, titles, timeline } = await setUp();
  desk.observe(check, { bad: true });
  desk.advance(MINUTE);
  const full = vi.spyOn(desk.store, 'transaction').mockImplementation(() => {
    throw new Error('database or disk is full');
  });
  await look();
  await look();
  full.mockRestore();
  expect(titles()).toEqual(['public.orders: Freshness failed']);
  expect(view()?.waiting).toBe(1);
  desk.advance(MINUTE);
  await look();
  expect(receiver.received).toHaveLength(1);
  expect(view()?.waiting).toBe(0);
  expect(timeline()).toContain('notified Posted to Team channel: public.orders: Freshness failed');
});

describe('after a restart', () => {
  test('what waited is posted, and what was posted is not posted again', async () => {
    const world = await setUp();
    const { desk, check, receiver, look } = world;
    desk.observe(check, { bad: true });
    desk.advance(MINUTE);
    await look();
    receiver.answer = { status: 500 };
    desk.observe(check, { bad: false });
    desk.advance(MINUTE);
    await look();
    receiver.received.length = 0;

    await world.restart();
    receiver.answer = { status: 200 };
    desk.advance(MINUTE);
    await look();
    await look();
    expect(world.titles()).toEqual(['public.orders: back to normal']);
  });

  test('a failure that was told of is not told of again', async () => {
    const world = await setUp();
    const { desk, check, receiver, look, undelivered } = world;
    receiver.answer = { status: 410 };
    desk.observe(check, { bad: true });
    desk.advance(MINUTE);
    await look();
    await world.restart();
    desk.advance(HOUR);
    await look();
    expect(receiver.received.length).toBeGreaterThan(1);
    expect(undelivered()).toHaveLength(1);
  });
});

describe('the address', () => {
  test('and the token are nowhere but sealed, whatever the server says', async () => {
    const { desk, check, receiver, look, folder, events, courier } = await setUp();
    receiver.answer = { status: 400, text: `no: ${receiver.url} the-secret-token` };
    desk.observe(check, { bad: true });
    desk.advance(MINUTE);
    await look();
    const told = JSON.stringify([courier.views(), events, desk.store.inbox.list(10)]);
    desk.store.close();
    const file = readFileSync(join(folder, 'pulse.db'), 'latin1');
    for (const place of [told, file]) {
      expect(place).not.toContain('the-secret');
      expect(place).toContain('127.0.0.1');
    }
  });

  test.each([
    ['not an address', 'https://'],
    ['http://hooks.example/x', 'https://'],
    ['https://user:password@hooks.example/x', 'token'],
  ])('%s is refused with what to do instead', async (url, hint) => {
    const { handlers, webhook } = await setUp();
    const create = async () => handlers['webhooks.create']({ ...webhook, name: 'Other', url });
    await expect(create()).rejects.toMatchObject({
      problem: { code: 'webhook_address', hint: expect.stringContaining(hint) },
    });
  });

  test('is erased with its webhook', async () => {
    const { desk, handlers, courier } = await setUp();
    await handlers['webhooks.remove']({ id: 1 });
    expect(desk.store.webhooks.secret(1)).toBeNull();
    expect(courier.views()).toEqual([]);
  });
});

describe('a test', () => {
  test('says in words what came of it, and stands in no timeline', async () => {
    const { handlers, webhook, receiver, desk } = await setUp();
    const kept = { id: 1, webhook: { ...webhook, url: null, token: '' } };
    expect(await handlers['webhooks.test'](kept)).toMatchObject({ delivered: true });
    expect(receiver.received[0]?.body).toMatchObject({ kind: 'test', title: 'Pulse can post here' });
    receiver.answer = { status: 401 };
    expect(await handlers['webhooks.test'](kept)).toEqual({
      delivered: false,
      words: expect.stringContaining('the token or the address is not accepted'),
    });
    await receiver.close();
    expect((await handlers['webhooks.test'](kept)).words).toMatch(/^Nothing listens at 127/);
    expect(desk.incidents).toEqual([]);
  });
});

describe('routes', () => {
  const { connectionId: _, ...route } = MessageRoute.parse({ connectionId: 1, tableId: null });

  test('a table goes where it says, the rest of its connection where that says', async () => {
    const { desk, check, connectionId, receiver, look, titles } = await setUp();
    const other = desk.addCheck(connectionId, 'items');
    desk.policy({
      routes: [
        { ...route, connectionId, webhooks: [] },
        { ...route, connectionId, tableId: other.tableId, webhooks: [1], desktop: false },
      ],
    });
    desk.observe(check, { bad: true });
    desk.advance(10 * MINUTE);
    desk.observe(other, { bad: true });
    desk.advance(10 * MINUTE);
    await look();
    expect(desk.messages.map(({ delivery }) => delivery)).toEqual(['waiting', 'inbox_only']);
    expect(titles()).toEqual(['public.items: Freshness failed']);
    expect(receiver.received).toHaveLength(1);
  });

  test('what is not bad enough stands in the inbox, and says why; when it gets worse it is said', async () => {
    const { desk, check, connectionId, look, titles, timeline } = await setUp();
    desk.policy({ routes: [{ ...route, connectionId, least: 'broken' }] });
    desk.observe(check, { bad: true, severity: 'warning' });
    desk.advance(MINUTE);
    await look();
    expect(titles()).toEqual([]);
    expect(desk.messages.map(({ delivery }) => delivery)).toEqual(['inbox_only']);
    expect(timeline().join()).toContain('only what is broken or worse is to be said here');
    desk.observe(check, { bad: true, severity: 'broken' });
    desk.advance(MINUTE);
    await look();
    expect(titles()).toEqual(['public.orders: Freshness failed (worse)']);
  });

  test('a webhook that is removed leaves them, and nothing goes elsewhere in its place', async () => {
    const { desk, check, connectionId, receiver, look, handlers, webhook, events } = await setUp();
    desk.policy({ routes: [{ ...route, connectionId, webhooks: [1] }] });
    await handlers['webhooks.create']({ ...webhook, name: 'Everything' });
    await handlers['webhooks.remove']({ id: 1 });
    expect(desk.store.settings.get().notifications.routes).toEqual([
      { ...route, connectionId, webhooks: [] },
    ]);
    expect(events.some(({ name }) => name === 'settings.changed')).toBe(true);
    desk.observe(check, { bad: true });
    desk.advance(MINUTE);
    await look();
    expect(receiver.received).toEqual([]);
  });

  test('what a check says of its reminders counts before that', async () => {
    const { desk, connectionId } = await setUp();
    const often = desk.addCheck(connectionId, 'items', { repeatHours: 1 });
    const never = desk.addCheck(connectionId, 'customers', { repeatHours: 0, type: 'range' });
    desk.policy({ repeatHours: 2, routes: [{ ...route, connectionId, repeatHours: 24 }] });
    desk.observe(often, { bad: true });
    desk.observe(never, { bad: true });
    desk.advance(150 * MINUTE);
    const reminders = desk.messages.filter(({ kind }) => kind === 'reminder').map(({ title }) => title);
    expect(reminders).toEqual(Array(2).fill('public.items: Freshness failed (still)'));
  });

  test('a table may be said again more often than the rest, or never', async () => {
    const { desk, check, connectionId } = await setUp();
    desk.policy({
      repeatHours: 1,
      routes: [{ ...route, connectionId, tableId: check.tableId, repeatHours: 0 }],
    });
    const other = desk.addCheck(connectionId, 'items', { type: 'range' });
    desk.observe(check, { bad: true });
    desk.observe(other, { bad: true });
    desk.advance(150 * MINUTE);
    const reminders = desk.messages.filter(({ kind }) => kind === 'reminder').map(({ title }) => title);
    expect(reminders).toEqual([
      'public.items: Freshness failed (still)',
      'public.items: Freshness failed (still)',
    ]);
  });
});
