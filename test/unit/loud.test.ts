import { describe, expect, onTestFinished, test } from 'vitest';
import { EventHub } from '../../electron/engine/events.ts';
import { loudness } from '../../electron/engine/incidents/loud.ts';
import { lastMonday, WeeklyNote } from '../../electron/engine/incidents/weekly.ts';
import type { PulseEvent } from '../../shared/contract/contract.ts';
import { type Check, FIXED, type Rule } from '../../shared/domain/check.ts';
import { WEEK_MS } from '../../shared/domain/loudness.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { temporaryFolder } from '../support/store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function setUp() {
  const desk = new IncidentDesk(temporaryFolder());
  onTestFinished(() => desk.close());
  const connectionId = desk.addConnection('shop');
  /** Bad for a while, then good for two hours. */
  const episode = (check: Check, ms: number) => {
    desk.observe(check, { bad: true });
    desk.advance(ms);
    desk.observe(check, { bad: false });
    desk.advance(2 * HOUR);
  };
  const week = () => loudness(desk.store, { from: desk.now - WEEK_MS, to: desk.now + 1 });
  const label = (value: 'real' | 'expected' | 'noise') => {
    for (const { id } of desk.incidents) desk.store.incidents.update(id, { label: value });
  };
  return { desk, connectionId, episode, week, label };
}

describe('what was loud', () => {
  test('is not one problem with its end', () => {
    const { desk, connectionId, episode, week } = setUp();
    episode(desk.addCheck(connectionId, 'orders'), HOUR);
    expect(week()).toMatchObject({ messages: 2, incidents: 1, loud: [] });
  });

  test('are causes that came again and again, loudest first, over all of their incidents', () => {
    const { desk, connectionId, episode, week } = setUp();
    const orders = desk.addCheck(connectionId, 'orders');
    const items = desk.addCheck(connectionId, 'items', { name: 'Row count', type: 'volume' });
    for (const ms of [4, 6, 5]) episode(orders, ms * MINUTE);
    for (const ms of [60, 90]) episode(items, ms * MINUTE);
    const { messages, incidents, loud } = week();
    expect({ messages, incidents }).toEqual({ messages: 10, incidents: 5 });
    expect(loud).toMatchObject([
      {
        key: `check:${orders.id}`,
        tableName: 'public.orders',
        messages: 6,
        incidents: 3,
        medianMs: 5 * MINUTE,
      },
      { key: `check:${items.id}`, name: 'Row count', messages: 4, incidents: 2, medianMs: 60 * MINUTE },
    ]);
    expect(loud[0]?.advice[0]).toBe(
      'Half of its incidents were over within 5 min: set “Bad for at least” of its check to 10 min.',
    );
    expect(loud[1]?.advice).toEqual([expect.stringContaining('Label its incidents')]);
  });

  test('is not what was before, and not what is about Pulse itself', () => {
    const { desk, connectionId, episode, week } = setUp();
    const orders = desk.addCheck(connectionId, 'orders');
    for (let each = 0; each < 3; each++) episode(orders, 5 * MINUTE);
    const incidentId = desk.incidents[0]?.id ?? 0;
    const about = {
      incidentId,
      at: desk.now,
      title: 'x',
      body: 'x',
      delivery: 'inbox_only',
      readAt: null,
    } as const;
    desk.store.inbox.insert({ ...about, kind: 'undelivered' });
    expect(week().messages).toBe(6);
    desk.advance(WEEK_MS);
    expect(week()).toMatchObject({ messages: 0, loud: [] });
  });

  test.each([
    ['noise', 'fixed', 'Widen its bounds'],
    ['noise', 'anomaly', 'was learned anew'],
    ['expected', 'fixed', 'plan a silence'],
    ['real', 'fixed', 'something to mend'],
  ] as const)('labelled %s, with %s bounds: %s', (value, kind, words) => {
    const { desk, connectionId, episode, week, label } = setUp();
    const learned: Rule = { kind: 'anomaly', sides: 'both', guard: 'always' };
    const check = desk.addCheck(connectionId, 'orders', { rule: kind === 'anomaly' ? learned : FIXED });
    for (let each = 0; each < 2; each++) episode(check, HOUR);
    label(value);
    expect(week().loud[0]?.advice[0]).toContain(words);
  });

  test('comes back while it recovers, or is said again and again', () => {
    const { desk, connectionId, week } = setUp();
    desk.policy({ repeatHours: 1 });
    const check = desk.addCheck(connectionId, 'orders');
    desk.observe(check, { bad: true });
    desk.advance(3 * HOUR + MINUTE);
    expect(week().loud[0]?.advice.join()).toContain('It was said again 3 times: acknowledge it');
    for (let each = 0; each < 2; each++) {
      desk.observe(check, { bad: false });
      desk.advance(3 * MINUTE);
      desk.observe(check, { bad: true });
      desk.advance(3 * MINUTE);
    }
    expect(week().loud[0]?.advice.join()).toContain('“Good for at least” of its check to 15 min');
  });
});

describe('the note of the week', () => {
  function weekly() {
    const base = setUp();
    const { desk } = base;
    const events: PulseEvent[] = [];
    const hub = new EventHub((error) => {
      throw error;
    });
    hub.on((event) => events.push(event));
    const open = () => {
      const note = new WeeklyNote({
        store: desk.store,
        clock: { now: () => desk.now, after: () => () => {} },
        events: hub,
        log: quiet,
        read: async (span) => ({
          loudness: loudness(desk.store, span),
          toldAt: desk.store.inbox.lastOf('weekly'),
        }),
      });
      note.start();
      return note;
    };
    const notes = () => desk.store.inbox.list(100).filter(({ kind }) => kind === 'weekly');
    /** To the next Monday, at nine and a bit. */
    const toMonday = () => desk.advance(lastMonday(desk.now) + WEEK_MS + HOUR - desk.now);
    return { ...base, open, notes, events, toMonday };
  }

  test('is said once, in the inbox alone, also across a restart', async () => {
    const { desk, connectionId, episode, open, notes, events, toMonday } = weekly();
    toMonday();
    const check = desk.addCheck(connectionId, 'orders');
    for (let each = 0; each < 3; each++) episode(check, 5 * MINUTE);
    await open().look();
    expect(notes()).toEqual([]);
    toMonday();
    const note = open();
    await note.look();
    await note.look();
    await open().look();
    expect(notes()).toMatchObject([
      { title: 'Last week: 6 messages about 3 incidents', delivery: 'inbox_only', incidentId: 3 },
    ]);
    expect(notes()[0]?.body).toContain('public.orders: Freshness, 6 messages. Half of its incidents');
    expect(events.map(({ name }) => name)).toEqual(['inbox.added']);
    toMonday();
    await open().look();
    expect(notes()).toHaveLength(1);
  });

  test('is not begun after Pulse has stopped', async () => {
    const { desk, connectionId, episode, open, notes, toMonday } = weekly();
    const check = desk.addCheck(connectionId, 'orders');
    for (let each = 0; each < 3; each++) episode(check, 5 * MINUTE);
    toMonday();
    const note = open();
    const looking = note.look();
    note.stop();
    await looking;
    expect(notes()).toEqual([]);
  });

  test('ends its week on Monday at nine, by the clock on the wall', () => {
    const at = (day: number, hour: number) => new Date(2026, 2, day, hour, 30).getTime();
    const monday = new Date(2026, 2, 30, 9).getTime();
    expect(lastMonday(at(30, 9))).toBe(monday);
    expect(lastMonday(new Date(2026, 3, 5, 23).getTime())).toBe(monday);
    expect(lastMonday(at(30, 8))).toBe(new Date(2026, 2, 23, 9).getTime());
  });
});
