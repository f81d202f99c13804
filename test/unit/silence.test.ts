import { describe, expect, onTestFinished, test } from 'vitest';
import type { HandlerDeps } from '../../electron/engine/handlers/handlers.ts';
import { incidentHandlers } from '../../electron/engine/handlers/incidents.ts';
import { silenceHandlers } from '../../electron/engine/handlers/silences.ts';
import { covers } from '../../electron/engine/incidents/silence.ts';
import type { Check } from '../../shared/domain/check.ts';
import { SilenceInput } from '../../shared/domain/silence.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { temporaryFolder } from '../support/store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function aDesk() {
  const desk = new IncidentDesk(temporaryFolder());
  onTestFinished(() => desk.close());
  const connectionId = desk.addConnection();
  const a = desk.addCheck(connectionId, 'a');
  const b = desk.addCheck(connectionId, 'b');
  const deps = {
    store: desk.store,
    monitor: desk,
    clock: { now: () => desk.now },
    events: { emit: () => {} },
    roster: {
      contextOf: ({ tableId }: Check) => ({
        table: desk.store.tables.get(tableId ?? 0),
        acceptedSchema: null,
      }),
    },
  } as unknown as HandlerDeps;
  const silences = silenceHandlers(deps);
  return { desk, connectionId, a, b, silences, incidents: incidentHandlers(deps) };
}

const input = (fields: Partial<SilenceInput>) => SilenceInput.parse({ until: null, ...fields });

describe('what a silence covers', () => {
  const finding = { connectionId: 1, tableId: 2, checkId: 3, kind: 'freshness', name: 'Freshness' };
  const place = { connectionName: 'Shop', tableName: 'public.orders' };

  test.each([
    [{ connectionId: 1 }, true],
    [{ connectionId: 2 }, false],
    [{ tableId: 2 }, true],
    [{ tableId: 3 }, false],
    [{ checkId: 3 }, true],
    [{ checkId: 4 }, false],
    [{ kind: 'freshness' }, true],
    [{ kind: 'volume' }, false],
    [{ connectionId: 1, kind: 'freshness' }, true],
    [{ connectionId: 1, kind: 'volume' }, false],
    [{ matcher: 'shop' }, true],
    [{ matcher: 'shop/public.orders' }, true],
    [{ matcher: 'shop/PUBLIC.*/fresh*' }, true],
    [{ matcher: '*/Freshness' }, true],
    [{ matcher: 'sho' }, false],
    [{ matcher: 'shop/public.order' }, false],
    [{ matcher: 'shop/publicXorders' }, false],
    [{ matcher: 'shop/public.*/Volume' }, false],
  ])('%j: %s', (fields, expected) => {
    expect(covers(input(fields), finding, place)).toBe(expected);
  });

  test('is never everything by mistake', () => {
    expect(SilenceInput.safeParse({ until: null }).success).toBe(false);
    expect(SilenceInput.safeParse({ until: 5, matcher: ' ' }).success).toBe(false);
  });

  test('a pattern of many stars is answered at once', () => {
    const matcher = `${'*a'.repeat(200)}b`;
    expect(covers(input({ matcher }), finding, { ...place, tableName: 'a'.repeat(5_000) })).toBe(false);
  });
});

describe('silent', () => {
  test('is a finding that begins meanwhile, and its end', () => {
    const { desk, a } = aDesk();
    desk.silence({ tableId: a.tableId, until: desk.now + HOUR });
    desk.observe(a, { bad: true });
    desk.advance(MINUTE);
    expect(desk.incidents).toMatchObject([
      { state: 'firing', held: 'silenced', silence: { until: expect.any(Number) } },
    ]);
    desk.observe(a, { bad: false });
    desk.advance(24 * HOUR);
    expect(desk.said).toEqual([]);
    expect(desk.incidents).toMatchObject([{ state: 'resolved', silence: null }]);
  });

  test('is also that it gets worse, and that what was told before ends', () => {
    const { desk, a } = aDesk();
    desk.observe(a, { bad: true, severity: 'warning' });
    desk.advance(MINUTE);
    desk.silence({ tableId: a.tableId, until: desk.now + HOUR });
    desk.observe(a, { bad: true, severity: 'critical' });
    desk.observe(a, { bad: false });
    desk.advance(24 * HOUR);
    expect(desk.said).toEqual(['firing public.a: Freshness warns']);
  });

  test('is not a table of which another check is not covered', () => {
    const { desk, connectionId, a } = aDesk();
    const other = desk.addCheck(connectionId, 'a', { type: 'missing', name: 'Missing values' });
    desk.silence({ checkId: a.id, until: desk.now + HOUR });
    desk.observe(a, { bad: true });
    desk.observe(other, { bad: true });
    desk.advance(MINUTE);
    expect(desk.said).toHaveLength(1);
  });

  test('are three tables of a batch, and the others still speak', () => {
    const { desk, connectionId, a, b } = aDesk();
    desk.silence({ matcher: 'shop/public.quiet*', until: desk.now + HOUR });
    for (const name of ['quiet1', 'quiet2', 'quiet3'])
      desk.observe(desk.addCheck(connectionId, name), { bad: true });
    desk.observe(a, { bad: true });
    desk.observe(b, { bad: true });
    desk.advance(MINUTE);
    expect(desk.said).toEqual(['firing public.a: Freshness failed', 'firing public.b: Freshness failed']);
  });

  test('is a group all of whose tables are', () => {
    const { desk, connectionId, a, b, silences } = aDesk();
    for (const check of [a, b, desk.addCheck(connectionId, 'c')]) desk.observe(check, { bad: true });
    desk.advance(MINUTE);
    const one = desk.silence({ tableId: a.tableId, until: desk.now + HOUR });
    expect(silences['silences.list'](null)).toMatchObject([{ incidents: 0, inLoudGroup: 1 }]);
    desk.unsilence(one);
    desk.silence({ connectionId, until: desk.now + HOUR });
    expect(desk.incidents.find(({ group }) => group)).toMatchObject({ silence: { id: 2 } });
    expect(silences['silences.list'](null)).toMatchObject([{ incidents: 1, inLoudGroup: 0 }, { id: one }]);
    desk.observe(a, { bad: true, severity: 'critical' });
    desk.advance(30 * MINUTE);
    expect(desk.said).toHaveLength(1);
    desk.advance(HOUR);
    expect(desk.said.slice(1)).toEqual(['reminder 3 tables on shop: Freshness failed (still)']);
  });
});

describe('when a silence ends while the problem lasts', () => {
  test('it is said once, also if it was told before', () => {
    const { desk, a, b } = aDesk();
    desk.observe(a, { bad: true });
    desk.advance(MINUTE);
    desk.silence({ kind: 'freshness', until: desk.now + HOUR });
    desk.observe(b, { bad: true });
    desk.advance(72 * HOUR);
    expect(desk.said).toEqual([
      'firing public.a: Freshness failed',
      'reminder public.a: Freshness failed (still)',
      'firing public.b: Freshness failed',
    ]);
  });

  test('by hand, only what was never told is said', () => {
    const { desk, a, b } = aDesk();
    desk.observe(a, { bad: true });
    desk.advance(MINUTE);
    const id = desk.silence({ kind: 'freshness', until: desk.now + HOUR });
    desk.observe(b, { bad: true });
    desk.advance(MINUTE);
    desk.unsilence(id);
    desk.advance(72 * HOUR);
    expect(desk.said).toEqual(['firing public.a: Freshness failed', 'firing public.b: Freshness failed']);
  });

  test('while the app was not running, it is said after the start', () => {
    const { desk, a } = aDesk();
    desk.silence({ kind: 'freshness', until: desk.now + HOUR });
    desk.observe(a, { bad: true });
    desk.now += 5 * HOUR;
    desk.restart();
    desk.advance(MINUTE);
    expect(desk.said).toEqual(['firing public.a: Freshness failed']);
  });
});

test('"until it is resolved" ends with what was open, and the next problem is spoken of', () => {
  const { desk, a, silences } = aDesk();
  desk.observe(a, { bad: true });
  desk.advance(MINUTE);
  const view = silences['silences.create'](input({ tableId: a.tableId }));
  expect(view).toMatchObject({ scope: 'everything on public.a on shop', incidents: 1, endedAt: null });
  desk.advance(72 * HOUR);
  desk.observe(a, { bad: false });
  desk.advance(HOUR);
  expect(desk.said).toHaveLength(1);
  expect(silences['silences.list'](null)).toMatchObject([{ endedAt: expect.any(Number) }]);
  desk.observe(a, { bad: true });
  desk.advance(MINUTE);
  expect(desk.said).toHaveLength(2);
});

describe('a silence is refused', () => {
  test('when its time is over, when nothing is open, or when its table is gone', () => {
    const { desk, a, silences } = aDesk();
    const create = (fields: Partial<SilenceInput>) => () => silences['silences.create'](input(fields));
    expect(create({ tableId: a.tableId, until: desk.now })).toThrow('over already');
    expect(create({ tableId: a.tableId })).toThrow('Nothing is firing there');
    expect(create({ tableId: 99, until: desk.now + HOUR })).toThrow('This table is not there any more.');
    expect(silences['silences.list'](null)).toEqual([]);
  });
});

test('an incident tells why its user was and was not notified', () => {
  const { desk, a, incidents } = aDesk();
  const explain = () => incidents['incidents.explain']({ id: 1 });
  desk.observe(a, { bad: true, needed: 2 });
  expect(explain()).toEqual([
    'Nothing was said: it has not been seen often enough yet.',
    'Pulse speaks when the next looks show the same.',
  ]);
  desk.observe(a, { bad: true, needed: 2 });
  desk.advance(MINUTE);
  desk.silence({ kind: 'freshness', until: desk.now + HOUR });
  expect(explain()).toEqual([
    expect.stringMatching(/^\d\d:\d\d: Handed to the desktop: public\.a: Freshness failed\.$/),
    expect.stringMatching(/^\d\d:\d\d: Silenced until \d\d:\d\d\.$/),
    expect.stringMatching(/^It is silenced until \d\d:\d\d\.$/),
  ]);
  incidents['incidents.acknowledge']({ id: 1, note: 'Known.' });
  expect(incidents['incidents.label']({ id: 1, label: 'expected' })).toMatchObject({ label: 'expected' });
  desk.observe(a, { bad: false });
  desk.observe(a, { bad: false });
  desk.advance(MINUTE);
  expect(incidents['incidents.explain']({ id: 1 })).toEqual(
    expect.arrayContaining([
      expect.stringContaining('Acknowledged: Known.'),
      expect.stringContaining('Its end: held back: it is silenced.'),
      'It is over: nothing more will be said.',
    ]),
  );
});

test('a note stands in the timeline, and changes neither the incident nor what is said of it', async () => {
  const { desk, a, incidents } = aDesk();
  desk.observe(a, { bad: true });
  desk.advance(MINUTE);
  const before = await incidents['incidents.get']({ id: 1 });
  const said = [...desk.said];
  const explained = incidents['incidents.explain']({ id: 1 });
  expect(incidents['incidents.note']({ id: 1, note: 'The loader was restarted.' })).toEqual(before.incident);
  const after = await incidents['incidents.get']({ id: 1 });
  expect(after).toEqual({
    ...before,
    timeline: [...before.timeline, { at: desk.now, kind: 'noted', text: 'The loader was restarted.' }],
  });
  expect(incidents['incidents.explain']({ id: 1 })).toEqual(explained);
  expect(desk.said).toEqual(said);
  expect(() => incidents['incidents.note']({ id: 99, note: 'Nobody.' })).toThrow();
});

test('a group shows the statement of the first of its tables', () => {
  const { desk, connectionId, incidents } = aDesk();
  const config = { timestampColumn: 'at' };
  const checks = ['c', 'd', 'e'].map((table) => desk.addCheck(connectionId, table, { config }));
  for (const check of checks) desk.observe(check, { bad: true });
  desk.advance(MINUTE);
  const group = desk.incidents.find((incident) => incident.group);
  expect(incidents['incidents.get']({ id: group?.id ?? 0 })).toMatchObject({
    query: expect.stringContaining('FROM "public"."c"'),
  });
});

test('who acknowledges a group has acknowledged its tables', () => {
  const { desk, connectionId, a, b, incidents } = aDesk();
  for (const check of [a, b, desk.addCheck(connectionId, 'c')]) desk.observe(check, { bad: true });
  desk.advance(MINUTE);
  const group = desk.incidents.find((incident) => incident.group);
  incidents['incidents.acknowledge']({ id: group?.id ?? 0, note: '' });
  expect(desk.incidents.map(({ acknowledgedAt }) => acknowledgedAt)).toEqual(Array(4).fill(desk.now));
});
