import { describe, expect, onTestFinished, test } from 'vitest';
import { Settings } from '../../shared/domain/settings.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { temporaryFolder } from '../support/store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function aDesk(options: ConstructorParameters<typeof IncidentDesk>[1] = {}) {
  const desk = new IncidentDesk(temporaryFolder(), options);
  onTestFinished(() => desk.close());
  const connectionId = desk.addConnection();
  const check = (table: string | null, type = 'freshness', name = 'Freshness') =>
    desk.addCheck(connectionId, table, { type, name });
  const titles = () => desk.messages.map(({ kind, title }) => `${kind}: ${title}`);
  return { desk, connectionId, check, titles };
}

describe('several tables that break together', () => {
  test('are one message and one group, and each has an incident of its own', () => {
    const { desk, check, titles } = aDesk();
    const checks = ['a', 'b', 'c', 'd', 'e'].map((table) => check(table));
    for (const one of checks) {
      desk.observe(one, { bad: true });
      desk.advance(1_000);
    }
    desk.advance(30_000);
    expect(titles()).toEqual(['firing: 5 tables on shop: Freshness failed']);
    expect(desk.messages[0]?.body).toContain('public.a, public.b, public.c and 2 more. public.a: It is bad.');
    const [group] = desk.incidents.filter((incident) => incident.group);
    expect(group?.children.map(({ tableName }) => tableName)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `public.${name}`),
    );
    for (const { tableId } of checks)
      expect(desk.store.incidents.get(desk.store.incidents.openOfTable(tableId ?? 0) ?? 0)).toMatchObject({
        parentId: group?.id,
        held: 'folded',
      });

    for (const one of checks) {
      desk.observe(one, { bad: false });
      desk.advance(1_000);
    }
    desk.advance(HOUR);
    expect(titles().slice(1)).toEqual(['resolved: 5 tables on shop: back to normal']);
  });

  test('take in a straggler without a word, but not a finding of another kind', () => {
    const { desk, check, titles } = aDesk();
    for (const table of ['a', 'b', 'c']) desk.observe(check(table), { bad: true });
    desk.advance(MINUTE);
    desk.observe(check('d'), { bad: true });
    desk.observe(check('e', 'missing', 'Missing values'), { bad: true });
    desk.advance(MINUTE);
    expect(titles()).toEqual([
      'firing: 3 tables on shop: Freshness failed',
      'firing: public.e: Missing values failed',
    ]);
    expect(desk.incidents.find((incident) => incident.group)).toMatchObject({
      title: '4 tables on shop: Freshness failed',
    });
  });

  test('with nothing in common are different problems, and each has its message', () => {
    const { desk, check, titles } = aDesk();
    desk.observe(check('a', 'missing', 'Missing values'), { bad: true });
    desk.observe(check('b', 'unique', 'Duplicates'), { bad: true });
    desk.observe(check('c', 'relationship', 'Orphans'), { bad: true });
    desk.observe(check('d'), { bad: true });
    desk.advance(MINUTE);
    expect(titles()).toHaveLength(4);
    expect(desk.incidents.some((incident) => incident.group)).toBe(false);
  });

  test('fewer than three speak for themselves, and so do tables of two connections', () => {
    const { desk, check, titles } = aDesk();
    const other = desk.addConnection('stock');
    desk.observe(check('a'), { bad: true });
    desk.observe(check('b'), { bad: true });
    desk.observe(desk.addCheck(other, 'a'), { bad: true });
    desk.advance(MINUTE);
    expect(titles()).toHaveLength(3);
    expect(desk.incidents.some((incident) => incident.group)).toBe(false);
  });

  test('speak again as one when one of them gets worse, and once only', () => {
    const { desk, check, titles } = aDesk();
    const checks = ['a', 'b', 'c'].map((table) => check(table));
    for (const one of checks) desk.observe(one, { bad: true, severity: 'warning' });
    desk.advance(MINUTE);
    for (const one of checks) {
      desk.observe(one, { bad: true, severity: 'broken' });
      desk.advance(MINUTE);
    }
    expect(titles()).toEqual([
      'firing: 3 tables on shop: Freshness warns',
      'worsened: 3 tables on shop: Freshness failed (worse)',
    ]);
  });

  test('of which one comes back after the end is that table alone', () => {
    const { desk, check, titles } = aDesk();
    const [first, ...rest] = ['a', 'b', 'c'].map((table) => check(table));
    if (!first) throw new Error('no check');
    for (const one of [first, ...rest]) desk.observe(one, { bad: true });
    desk.advance(MINUTE);
    for (const one of [first, ...rest]) desk.observe(one, { bad: false });
    desk.advance(MINUTE);
    desk.observe(first, { bad: true });
    desk.advance(MINUTE);
    expect(titles().at(-1)).toBe('firing: public.a: Freshness failed (again)');
  });
});

describe('what is wrong with a table itself', () => {
  test('is told though a column of it was told just before, and ends by itself', () => {
    const { desk, check, titles } = aDesk();
    const [values, schema] = [check('a', 'accepted_values', 'Values'), check('a', 'schema', 'Schema')];
    desk.observe(values, { bad: true });
    desk.advance(MINUTE);
    desk.observe(schema, { bad: true, message: 'The table is gone.' });
    desk.advance(MINUTE);
    expect(titles()).toEqual(['firing: public.a: Values failed', 'firing: public.a: Schema failed']);
    desk.observe(schema, { bad: false });
    desk.advance(HOUR);
    desk.observe(values, { bad: false });
    desk.advance(HOUR);
    expect(titles().slice(2)).toEqual([
      'resolved: public.a: Schema failed (over)',
      'resolved: public.a: back to normal',
    ]);
  });

  test('is told though a late batch speaks for the table', () => {
    const { desk, check, titles } = aDesk();
    for (const table of ['a', 'b', 'c']) desk.observe(check(table), { bad: true });
    desk.advance(MINUTE);
    desk.observe(check('a', 'schema', 'Schema'), { bad: true });
    desk.advance(MINUTE);
    expect(titles()).toEqual([
      'firing: 3 tables on shop: Freshness failed',
      'firing: public.a: Schema failed',
    ]);
  });

  test('speaks for what fails in it, whichever of them was seen first', () => {
    for (const order of [
      ['missing', 'schema'],
      ['schema', 'missing'],
    ] as const) {
      const { desk, check, titles } = aDesk();
      const checks = { missing: check('a', 'missing', 'Missing'), schema: check('a', 'schema', 'Schema') };
      for (const type of order) {
        desk.observe(checks[type], { bad: true });
        desk.advance(5_000);
      }
      desk.advance(MINUTE);
      desk.observe(check('a', 'range', 'Range'), { bad: true });
      desk.advance(MINUTE);
      expect(titles()).toEqual(['firing: public.a: Schema failed']);
    }
  });

  test('that cannot be judged, or was told already, says nothing more', () => {
    const { desk, check, titles } = aDesk();
    desk.observe(check('a', 'missing', 'Missing'), { bad: true });
    desk.advance(MINUTE);
    desk.observe(check('a', 'schema', 'Schema'), { bad: true, severity: 'unjudged' });
    desk.advance(MINUTE);
    expect(titles()).toEqual(['firing: public.a: Missing failed']);
  });
});

describe('a cause on the connection', () => {
  test('speaks for the tables that it blinds; what is still bad afterwards speaks for itself', () => {
    const { desk, connectionId, check, titles } = aDesk();
    const [a, b] = [check('a'), check('b')];
    desk.observe(a, { bad: true });
    desk.observe(b, { bad: true });
    desk.attempt(connectionId, true);
    desk.advance(HOUR);
    expect(titles()).toEqual(['firing: shop: Replica unreachable']);
    desk.attempt(connectionId, false);
    desk.advance(MINUTE);
    desk.observe(a, { bad: false });
    desk.observe(b, { bad: true });
    desk.advance(MINUTE);
    expect(titles().slice(1)).toEqual([
      'resolved: shop: back to normal',
      'firing: public.b: Freshness failed',
    ]);
  });

  test('is not awaited where the doubt is about something else, on another table', () => {
    const { desk, check, titles } = aDesk();
    const missing = check('b', 'missing', 'Missing values');
    desk.observe(missing, { bad: true, needed: 2 });
    desk.advance(5_000);
    desk.observe(check('a'), { bad: true, needed: 2 });
    desk.observe(check('c', 'range', 'Range'), { bad: true, needed: 2 });
    desk.advance(10_000);
    desk.observe(missing, { bad: true, needed: 2 });
    expect(titles()).toEqual(['firing: public.b: Missing values failed']);
  });

  test('in doubt makes the tables wait a moment', () => {
    const { desk, check, titles } = aDesk();
    const lag = check(null, 'replication_lag', 'Replication lag');
    desk.observe(lag, { bad: true, needed: 2 });
    desk.observe(check('a'), { bad: true });
    desk.advance(15_000);
    expect(titles()).toEqual([]);
    desk.observe(lag, { bad: true, needed: 2 });
    desk.advance(HOUR);
    expect(titles()).toEqual(['firing: shop: Replication lag failed']);
  });

  test('that ends the watching is said, whatever was said of the connection before', () => {
    const { desk, connectionId, check, titles } = aDesk();
    const lag = check(null, 'replication_lag', 'Replication lag');
    desk.observe(lag, { bad: true });
    desk.advance(MINUTE);
    // A failover: the replica is behind, then away, and then a primary.
    desk.attempt(connectionId, true);
    desk.advance(MINUTE);
    desk.attempt(connectionId, true, 'not_a_replica');
    desk.advance(HOUR);
    expect(titles()).toEqual([
      'firing: shop: Replication lag failed',
      'firing: shop: Not a replica any more',
    ]);
    for (const cause of ['unreachable', 'not_a_replica']) desk.attempt(connectionId, false, cause);
    desk.observe(lag, { bad: false });
    desk.advance(HOUR);
    expect(titles().slice(2)).toEqual(['resolved: shop: back to normal']);
    expect(desk.incidents).toHaveLength(1);
  });

  test('that makes data late explains nothing but lateness', () => {
    const { desk, check, titles } = aDesk();
    desk.observe(check(null, 'replication_lag', 'Replication lag'), { bad: true });
    desk.observe(check('a'), { bad: true });
    desk.observe(check('b', 'missing', 'Missing values'), { bad: true });
    desk.advance(MINUTE);
    expect(titles()).toEqual([
      'firing: shop: Replication lag failed',
      'firing: public.b: Missing values failed',
    ]);
  });
});

describe('what comes back', () => {
  test('within ten minutes is the same incident, reopened', () => {
    const { desk, check, titles } = aDesk();
    const a = check('a');
    for (const bad of [true, false, true]) {
      desk.observe(a, { bad });
      desk.advance(5 * MINUTE);
    }
    expect(desk.incidents).toMatchObject([{ state: 'firing', resolvedAt: null }]);
    expect(titles()).toEqual([
      'firing: public.a: Freshness failed',
      'resolved: public.a: back to normal',
      'firing: public.a: Freshness failed (again)',
    ]);
  });

  test('later is a new one', () => {
    const { desk, check } = aDesk();
    const a = check('a');
    for (const bad of [true, false, true]) {
      desk.observe(a, { bad });
      desk.advance(11 * MINUTE);
    }
    expect(desk.incidents.map(({ state }) => state)).toEqual(['firing', 'resolved']);
  });

  test('again and again is flapping: said once, and then nothing until it is calm', () => {
    const { desk, check, titles } = aDesk();
    const a = check('a');
    for (let turn = 0; turn < 20; turn++) {
      desk.observe(a, { bad: turn % 2 === 0 });
      desk.advance(3 * MINUTE);
    }
    expect(titles()).toEqual([
      'firing: public.a: Freshness failed',
      'resolved: public.a: back to normal',
      'firing: public.a: Freshness failed (again)',
      'resolved: public.a: back to normal',
      'firing: public.a: Freshness failed (comes and goes)',
    ]);
    expect(desk.incidents).toMatchObject([{ flapping: 'told', held: 'flapping' }]);
    desk.advance(HOUR);
    expect(titles().slice(5)).toEqual(['resolved: public.a: back to normal']);
    expect(desk.incidents).toMatchObject([{ state: 'resolved', flapping: null }]);
  });

  test('and then stays bad has been told; it is steady, and its end is told', () => {
    const { desk, check, titles } = aDesk();
    const a = check('a');
    for (const bad of [true, false, true, false, true, false, true]) {
      desk.observe(a, { bad });
      desk.advance(2 * MINUTE);
    }
    desk.advance(HOUR);
    expect(desk.incidents).toMatchObject([{ state: 'firing', flapping: null, told: 'broken' }]);
    const before = titles().length;
    desk.observe(a, { bad: false });
    desk.advance(MINUTE);
    expect(titles().slice(before)).toEqual(['resolved: public.a: back to normal']);
  });
});

test('an incident is over when what fired is over, though something else is in doubt', () => {
  const { desk, check, titles } = aDesk();
  const [a, other] = [check('a'), check('a', 'missing', 'Missing values')];
  desk.observe(a, { bad: true });
  desk.advance(MINUTE);
  desk.observe(other, { bad: true, needed: 2 });
  desk.observe(a, { bad: false });
  desk.advance(MINUTE);
  expect(titles().at(-1)).toBe('resolved: public.a: back to normal');
  desk.observe(other, { bad: true, needed: 2 });
  desk.advance(MINUTE);
  expect(titles().at(-1)).toBe('firing: public.a: Missing values failed');
});

test('a finding is kept firing as long as the settings say', () => {
  const { desk, check, titles } = aDesk();
  desk.policy({ keepFiringMinutes: 10 });
  const a = check('a');
  desk.observe(a, { bad: true });
  desk.advance(MINUTE);
  for (let minute = 0; minute < 10; minute++) {
    desk.observe(a, { bad: false });
    desk.advance(MINUTE);
    expect(titles()).toHaveLength(1);
  }
  desk.observe(a, { bad: false });
  expect(titles()).toHaveLength(2);
});

describe('it is said again', () => {
  test('never, unless the settings say how often', () => {
    const { desk, check, titles } = aDesk();
    desk.observe(check('a'), { bad: true });
    desk.advance(72 * HOUR);
    expect(titles()).toHaveLength(1);
  });

  test('every so many hours until somebody acknowledges it', () => {
    const { desk, check, titles } = aDesk();
    desk.policy({ repeatHours: 4 });
    desk.observe(check('a'), { bad: true });
    desk.advance(9 * HOUR);
    expect(titles().slice(1)).toEqual([
      'reminder: public.a: Freshness failed (still)',
      'reminder: public.a: Freshness failed (still)',
    ]);
    desk.store.incidents.update(desk.incidents[0]?.id ?? 0, { acknowledgedAt: desk.now });
    desk.advance(24 * HOUR);
    expect(titles()).toHaveLength(3);
  });
});

describe('quiet hours', () => {
  const night = { enabled: true, from: '22:00', to: '07:00', days: [0, 1, 2, 3, 4, 5, 6] };
  /** Monday, 5 January 2026, 23:00 in Berlin. */
  const evening = Date.UTC(2026, 0, 5, 22);

  test('end on the minute, whenever it broke', () => {
    const { desk, check } = aDesk({ start: evening + 17_300, timeZone: 'Europe/Berlin' });
    desk.policy({ quietHours: night });
    desk.observe(check('a'), { bad: true });
    desk.advance(12 * HOUR);
    expect(desk.messages.map(({ at }) => new Date(at).toISOString())).toEqual(['2026-01-06T06:00:00.000Z']);
  });

  test('end with one digest of what broke, what ended, and what came and went', () => {
    const { desk, check, titles } = aDesk({ start: evening - 3 * HOUR, timeZone: 'Europe/Berlin' });
    const [a, b, c, d] = [check('a'), check('b'), check('c'), check('d')];
    desk.observe(a, { bad: true });
    desk.advance(2 * HOUR);
    desk.policy({ quietHours: night });
    desk.advance(HOUR);
    const before = titles().length;
    desk.observe(a, { bad: false });
    desk.observe(b, { bad: true });
    desk.advance(HOUR);
    desk.observe(c, { bad: true });
    desk.advance(HOUR);
    desk.observe(d, { bad: true });
    desk.observe(c, { bad: false });
    desk.advance(5 * HOUR);
    expect(titles()).toHaveLength(before);
    desk.advance(2 * HOUR);
    expect(titles().slice(before)).toEqual(['summary: 2 problems now, 1 back to normal, 1 came and went']);
    expect(desk.messages.at(-1)?.body.split('\n')).toEqual([
      expect.stringContaining('public.b: Freshness failed, since'),
      expect.stringContaining('public.d: Freshness failed, since'),
      'public.a: back to normal',
      'public.c: Freshness failed, came and went.',
    ]);
    desk.advance(48 * HOUR);
    expect(titles()).toHaveLength(before + 1);
  });

  test('let through what is critical', () => {
    const { desk, check, titles } = aDesk({ start: evening, timeZone: 'Europe/Berlin' });
    desk.policy({ quietHours: night });
    desk.observe(check('a'), { bad: true, severity: 'critical' });
    desk.observe(check('b'), { bad: true });
    desk.advance(MINUTE);
    expect(titles()).toEqual(['firing: public.a: Freshness failed']);
  });

  test('with one thing to tell end with its own message', () => {
    const { desk, check, titles } = aDesk({ start: evening, timeZone: 'Europe/Berlin' });
    desk.policy({ quietHours: night });
    desk.observe(check('a'), { bad: true });
    desk.advance(12 * HOUR);
    expect(titles()).toEqual(['firing: public.a: Freshness failed']);
  });

  test('last as long as the clock on the wall says in the nights when it is changed', () => {
    for (const [start, hours] of [
      [Date.UTC(2026, 2, 28, 21), 8],
      [Date.UTC(2026, 9, 24, 20), 10],
    ] as const) {
      const { desk, check, titles } = aDesk({ start, timeZone: 'Europe/Berlin' });
      desk.policy({ quietHours: night });
      desk.observe(check('a'), { bad: true });
      desk.advance(hours * HOUR - 1_000);
      expect(titles()).toEqual([]);
      desk.advance(MINUTE);
      expect(titles()).toHaveLength(1);
    }
  });

  test('are told of a table that broke, ended and broke again only as it is in the morning', () => {
    const { desk, check, titles } = aDesk({ start: evening, timeZone: 'Europe/Berlin' });
    desk.policy({ quietHours: night });
    const a = check('a');
    for (const bad of [true, false, true]) {
      desk.observe(a, { bad });
      desk.advance(3 * MINUTE);
    }
    desk.advance(12 * HOUR);
    expect(titles()).toHaveLength(1);
  });
});

describe('where messages go', () => {
  const deliveries = (desk: IncidentDesk) => desk.messages.map(({ kind, delivery }) => `${kind} ${delivery}`);

  test('of a connection that is set to the inbox only, never to the desktop', () => {
    const { desk, check, connectionId } = aDesk();
    const other = desk.addConnection('stock');
    desk.policy({ inboxOnlyConnections: [connectionId] });
    desk.observe(check('a'), { bad: true });
    desk.observe(desk.addCheck(other, 'b'), { bad: true });
    desk.advance(MINUTE);
    expect(deliveries(desk)).toEqual(['firing inbox_only', 'firing waiting']);
  });

  test('an end goes to the inbox only where its user does not want to hear of it', () => {
    const { desk, check } = aDesk();
    desk.policy({ onResolved: false });
    const a = check('a');
    desk.observe(a, { bad: true });
    desk.advance(MINUTE);
    desk.observe(a, { bad: false });
    desk.advance(MINUTE);
    expect(deliveries(desk)).toEqual(['firing waiting', 'resolved inbox_only']);
  });
});

describe('a connection that is back after long', () => {
  test('tells in one message what broke meanwhile; others tell theirs as always', () => {
    const { desk, check, connectionId, titles } = aDesk();
    const other = desk.addCheck(desk.addConnection('stock'), 'c');
    const [a, b] = [check('a'), check('b', 'missing', 'Missing')];
    desk.attempt(connectionId, true);
    desk.advance(HOUR);
    desk.back(connectionId);
    desk.attempt(connectionId, false);
    desk.observe(a, { bad: true });
    desk.observe(other, { bad: true });
    desk.observe(b, { bad: true });
    desk.advance(MINUTE);
    expect(titles().slice(1).sort()).toEqual([
      'firing: public.c: Freshness failed',
      'summary: 2 problems now, 1 back to normal',
    ]);
  });
});

describe('after waking up', () => {
  test('what broke and what ended meanwhile is one message', () => {
    const { desk, check, titles } = aDesk();
    const [a, b, c] = [check('a'), check('b'), check('c')];
    desk.observe(a, { bad: true });
    desk.advance(MINUTE);
    desk.sleep(60 * HOUR);
    desk.observe(a, { bad: false });
    desk.observe(b, { bad: true, needed: 2 });
    desk.observe(c, { bad: true, needed: 2 });
    desk.advance(15_000);
    desk.observe(b, { bad: true, needed: 2 });
    desk.observe(c, { bad: true, needed: 2 });
    desk.advance(MINUTE);
    expect(titles().slice(1)).toEqual(['summary: 2 problems now, 1 back to normal']);
  });

  test('one thing is told as always', () => {
    const { desk, check, titles } = aDesk();
    desk.sleep(HOUR);
    desk.observe(check('a'), { bad: true });
    desk.advance(MINUTE);
    expect(titles()).toEqual(['firing: public.a: Freshness failed']);
  });
});

describe('a clock that is set back by hours', () => {
  test('holds nothing back until it has caught up', () => {
    const { desk, check, titles } = aDesk();
    desk.observe(check('a'), { bad: true });
    desk.setClock(-5 * HOUR);
    desk.advance(MINUTE);
    expect(titles()).toEqual(['firing: public.a: Freshness failed']);
  });

  test('does not keep a symptom folded under a cause that is over', () => {
    const { desk, connectionId, check, titles } = aDesk();
    const a = check('a');
    desk.attempt(connectionId, true);
    desk.observe(a, { bad: true });
    desk.advance(MINUTE);
    desk.attempt(connectionId, false);
    desk.setClock(-5 * HOUR);
    desk.observe(a, { bad: true });
    desk.advance(MINUTE);
    expect(titles().at(-1)).toBe('firing: public.a: Freshness failed');
  });
});

test('settings of before, which knew no quiet hours, keep what they said', () => {
  const old = { notifications: { enabled: false, onResolved: true } };
  expect(Settings.parse(old).notifications).toMatchObject({
    enabled: false,
    quietHours: { enabled: false },
    repeatHours: null,
  });
});

test('the sentence follows the finding that its title names, also when others have joined', () => {
  const { desk, check } = aDesk();
  const stale = check('a');
  const few = check('a', 'volume', 'Volume');
  desk.observe(stale, { bad: true, message: '3 min old.' });
  desk.observe(few, { bad: true, message: '12 rows.' });
  desk.advance(MINUTE);
  desk.observe(few, { bad: true, message: '0 rows.' });
  desk.observe(stale, { bad: true, message: '19 min old.' });
  desk.observe(few, { bad: true, message: '1 row.' });
  expect(desk.incidents).toMatchObject([{ title: 'public.a: Freshness failed', sentence: '19 min old.' }]);
  desk.observe(stale, { bad: true, severity: 'warning', message: '20 min old.' });
  expect(desk.incidents).toMatchObject([{ title: 'public.a: Freshness failed', sentence: '20 min old.' }]);
});
