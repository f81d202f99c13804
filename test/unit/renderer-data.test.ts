import { describe, expect, it } from 'vitest';
import { explain } from '../../electron/engine/replica/errors.ts';
import {
  eventsInWords,
  freerEdge,
  inWords,
  nearestPoint,
  pointAt,
  spanOf,
  stepTo,
  valueRange,
  withHoles,
  zoomBy,
} from '../../renderer/src/components/chart/points.ts';
import { grouped } from '../../renderer/src/components/table/group-rows.ts';
import {
  draftOf,
  errorsFrom,
  errorsIn,
  errorsOfTest,
  sendsElsewhere,
  withParsed,
} from '../../renderer/src/screens/connection/draft.ts';
import { matching, worstFirst } from '../../renderer/src/screens/overview/order.ts';
import { secretsInWords } from '../../renderer/src/screens/settings/secrets-words.ts';
import { applyToDetail } from '../../renderer/src/stores/apply-detail.ts';
import { payloads } from '../../renderer/src/stores/batch.ts';
import { applyChanges } from '../../renderer/src/stores/load.ts';
import type { PulseEvent } from '../../shared/contract/contract.ts';
import { NO_BOUNDS } from '../../shared/domain/check.ts';
import type { ConnectionView } from '../../shared/domain/connection.ts';
import type { TableDetail } from '../../shared/domain/table.ts';
import { tableView as table } from '../support/table-view.ts';

describe('the overview', () => {
  it('puts the worst first, and what changed last before the rest', () => {
    const list = [
      table(1, { name: 'b' }),
      table(2, { name: 'a' }),
      table(3, { health: 'broken', since: 10 }),
      table(4, { health: 'broken', since: 20 }),
      table(5, { health: 'unjudged' }),
    ];
    expect(worstFirst(list).map(({ id }) => id)).toEqual([4, 3, 5, 2, 1]);
  });

  it('puts a table with an open incident before others of its health, though it could not be looked at since', () => {
    const list = [
      table(1, { health: 'unjudged', since: 20 }),
      table(2, { health: 'unjudged', since: 10, incidentId: 4 }),
      table(3, { health: 'broken', since: 1 }),
    ];
    expect(worstFirst(list).map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it('comes to the same order from how the rows stood before, whoever came, went or changed', () => {
    const before = worstFirst([table(1), table(2), table(3, { health: 'broken', since: 10 }), table(4)]);
    const list = [table(1, { health: 'warning', since: 30 }), table(3), table(4), table(5, { name: 'a' })];
    expect(worstFirst(list, before)).toEqual(worstFirst(list));
    expect(worstFirst(list, before).map(({ id }) => id)).toEqual([1, 5, 3, 4]);
  });

  it('shows what is new of a table where the table stays, and takes out one that has gone', () => {
    const before = worstFirst([table(1), table(2, { health: 'broken', since: 10 }), table(3)]);
    const now = [table(3, { sentence: 'Nine checks pass.' }), table(2, { health: 'broken', since: 10 })];
    expect(worstFirst(now, before)).toEqual([now[1], now[0]]);
    const since = [
      table(1),
      table(2, { health: 'broken', since: 10 }),
      table(3, { health: 'broken', since: 20 }),
    ];
    expect(worstFirst(since, before).map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it('finds by every word, in any order', () => {
    const list = [table(1, { name: 'orders', sentence: 'Rows are late.' }), table(2, { name: 'orders_old' })];
    expect(matching(list, 'late ORDERS').map(({ id }) => id)).toEqual([1]);
    expect(matching(list, '  ')).toHaveLength(2);
    const labelled = [table(3, { tags: ['finance'], owner: 'Data team' }), table(4)];
    expect(matching(labelled, 'finance team').map(({ id }) => id)).toEqual([3]);
  });

  it('gathers groups in the order in which they appear', () => {
    const items = grouped(
      ['b1', 'a1', 'b2'],
      (row) => row,
      (row) => row.charAt(0),
    );
    expect(items.map((item) => item.key)).toEqual(['group:b', 'b1', 'b2', 'group:a', 'a1']);
  });
});

describe('changes', () => {
  const batch: PulseEvent[] = [
    { name: 'table.changed', payload: table(1, { health: 'warning' }) },
    { name: 'table.removed', payload: { id: 9 } },
    { name: 'table.changed', payload: table(1, { health: 'broken' }) },
  ];

  it('are applied in order, so that the last one stays', () => {
    const changed = payloads(batch, 'table.changed');
    const list = applyChanges([table(1), table(9)], changed, [9]);
    expect(list.map(({ id, health }) => [id, health])).toEqual([[1, 'broken']]);
  });

  it('that concern nothing shown leave the very same object, so that nothing is drawn again', () => {
    const list = [table(1)];
    expect(applyChanges(list, [], [])).toBe(list);
    const detail: TableDetail = {
      table: table(7),
      checks: [],
      columns: [],
      profile: null,
      schemaDifferences: [],
      schemaHistory: [],
      incidents: [],
    };
    expect(applyToDetail(detail, batch)).toBe(detail);
    expect(applyToDetail({ ...detail, table: table(1) }, batch).table.health).toBe('broken');
  });
});

describe('a chart', () => {
  it('says what is pointed at where it hides less of the line', () => {
    expect(freerEdge([40, 50, 60], 100, 20)).toBe('top');
    expect(freerEdge([10, 15, 60], 100, 20)).toBe('bottom');
    expect(freerEdge([10, 15, 90], 100, 20)).toBe('bottom');
    expect(freerEdge([10, 90, 95], 100, 20)).toBe('top');
    expect(freerEdge([], 100, 20)).toBe('top');
  });

  const point = (at: number, value: number | null, status: 'pass' | 'fail' | 'error' = 'pass') => ({
    at,
    value,
    status,
    low: null,
    high: null,
  });

  it('has a hole where nothing was judged', () => {
    const data = withHoles([point(0, 1), point(1_000, 2), point(60_000, 3)], 1_000);
    expect(data.ys).toEqual([1, 2, null, 3]);
    expect(data.statuses).toEqual(['pass', 'pass', null, 'pass']);
  });

  it('is zoomed by a key around the result that is pointed at', () => {
    const span = { from: 1_000, to: 2_000 };
    expect(zoomBy('+', 1_200, span)).toEqual({ from: 1_100, to: 1_600 });
    expect(zoomBy('=', 2_000, span)).toEqual({ from: 1_500, to: 2_000 });
    expect(zoomBy('-', 1_200, span)).toEqual({ from: 800, to: 2_800 });
    expect(zoomBy('a', 1_200, span)).toBeNull();
  });

  it('is read result by result: over a hole, and not beyond the ends', () => {
    const points = [point(0, 1), point(1_000, 2), point(60_000, 3)];
    const data = withHoles(points, 1_000);
    expect(stepTo(data, null, 'ArrowLeft')).toBe(1);
    expect(stepTo(data, 1, 'ArrowRight')).toBe(3);
    expect(stepTo(data, 2, 'ArrowRight')).toBe(3);
    expect(stepTo(data, 3, 'ArrowRight')).toBe(3);
    expect(stepTo(data, 3, 'Home')).toBe(0);
    expect(stepTo(data, 3, 'a')).toBeNull();
    expect(stepTo(withHoles([], 1_000), null, 'End')).toBeNull();
    expect(pointAt(points, 1_900, 1_000)).toBe(points[1]);
    expect(pointAt(points, 30_000, 1_000)).toBeNull();
    expect(pointAt(points, 90_000, 1_000)).toBeNull();
  });

  it('shows bounds that are near, and does not flatten the values for one that is far', () => {
    const near = valueRange([10, 20], { ...NO_BOUNDS, failMax: 30 }, 'number');
    expect(near[1]).toBeGreaterThan(30);
    const far = valueRange([10, 20], { ...NO_BOUNDS, failMax: 10_000 }, 'number');
    expect(far[1]).toBeLessThan(30);
  });

  it('spans so much of large values that its labels differ', () => {
    const span = ([low, high]: [number, number]) => high - low;
    expect(span(valueRange([5_108_000_000, 5_108_001_000], NO_BOUNDS, 'rows'))).toBeGreaterThan(1e8);
    expect(span(valueRange([200 * 86_400, 200 * 86_400 + 900], NO_BOUNDS, 'seconds'))).toBeGreaterThan(
      4 * 86_400,
    );
    expect(span(valueRange([95, 96], NO_BOUNDS, 'seconds'))).toBeLessThan(2);
    expect(span(valueRange([99.95, 99.99], NO_BOUNDS, 'percent'))).toBeLessThan(0.1);
  });

  it('leaves no room for ages below zero while there are none', () => {
    const ages = valueRange([10, 20], { ...NO_BOUNDS, failMin: -60, failMax: 60 }, 'seconds');
    expect(ages[0], 'the half in which no age is').toBeGreaterThan(-10);
    expect(valueRange([-50, 20], { ...NO_BOUNDS, failMin: -60 }, 'seconds')[0]).toBeLessThan(-60);
  });

  it('has a range even without values', () => {
    const [low, high] = valueRange([null], NO_BOUNDS, 'number');
    expect(high).toBeGreaterThan(low);
  });

  it('finds the point that is nearest to where somebody clicked', () => {
    const points = [point(0, 1), point(100, 2), point(1_000, 3)];
    expect(nearestPoint(points, -5)?.at).toBe(0);
    expect(nearestPoint(points, 51)?.at).toBe(100);
    expect(nearestPoint(points, 549)?.at).toBe(100);
    expect(nearestPoint(points, 9_999)?.at).toBe(1_000);
    expect(nearestPoint([], 5)).toBeNull();
  });

  it('has points that stand for all of the range between them, none for the time of another', () => {
    const points = [point(10, 1), point(100, 2), point(201, 3)];
    const spans = points.map(({ at }) => spanOf(points, at, { from: 0, to: 300 }));
    expect(spans).toEqual([
      { from: 0, to: 56 },
      { from: 56, to: 151 },
      { from: 151, to: 301 },
    ]);
    expect(spanOf([point(500, 1)], 500, { from: 0, to: 300 })).toEqual({ from: 0, to: 501 });
  });

  it('says in words what is marked in its time', () => {
    const marks = [
      { kind: 'incident', at: 10, until: 20, faint: false, text: '' },
      { kind: 'incident', at: 50, until: null, faint: true, text: '' },
      { kind: 'schema', at: 60, until: 60, faint: false, text: '' },
    ] as const;
    expect(eventsInWords(marks, 0, 100)).toBe('Marked: 2 incidents, 1 schema change.');
    expect(eventsInWords(marks, 15, 40)).toBe('Marked: 1 incident.');
    expect(eventsInWords(marks, 70, 100)).toBe('Marked: 1 incident.');
    expect(eventsInWords(marks, 30, 40)).toBe('');
  });

  it('says in words what it draws', () => {
    expect(inWords([point(0, 60), point(1, 120, 'fail'), point(2, null, 'error')], 'seconds')).toBe(
      '3 results, from 1 min to 2 min; 1 failed; 1 not judged.',
    );
  });
});

describe('the connection form', () => {
  it('keeps what was typed when a string is pasted, but for where and who', () => {
    const draft = { ...draftOf(undefined), name: 'mine', standIn: 'reporting_copy' } as const;
    const parsed = { ...draftOf(undefined), name: 'theirs', host: 'db.example.com', password: 'secret' };
    expect(withParsed(draft, parsed, '')).toMatchObject({
      name: 'mine',
      host: 'db.example.com',
      password: 'secret',
      standIn: 'reporting_copy',
    });
  });

  it('takes the name of the second string that is pasted, unless the first one’s was changed', () => {
    const pasted = (name: string) => ({ ...draftOf(undefined), name });
    const first = withParsed(draftOf(undefined), pasted('shop on primary'), '');
    expect(withParsed(first, pasted('shop on replica'), 'shop on primary').name).toBe('shop on replica');
    const changed = { ...first, name: 'mine' };
    expect(withParsed(changed, pasted('shop on replica'), 'shop on primary').name).toBe('mine');
  });

  it('asks for what is missing in whole sentences', () => {
    const errors = errorsIn(draftOf(undefined));
    expect(errors.host).toBe('Which host does the replica run on?');
    expect(errors.password).toBeUndefined();
  });

  it('shows a name that is taken at the name', () => {
    const taken = { code: 'name_taken', title: 'Taken.', hint: '', detail: 'name', sqlstate: null };
    expect(errorsFrom(taken)).toEqual({ name: 'Taken.' });
  });

  it('marks the field at which the test of a connection ended', () => {
    const context = { host: 'db', port: 5432, database: 'shop', user: 'ana' };
    const marked = (error: object) => Object.keys(errorsOfTest(explain(error, context).problem));
    const said = (code: string) => Object.assign(new Error(), { code, severity: 'FATAL' });
    expect(marked(said('28P01'))).toEqual(['password']);
    expect(marked(said('3D000'))).toEqual(['database']);
    expect(marked(said('28000'))).toEqual(['user']);
    expect(marked(new Error('empty password returned by client'))).toEqual(['password']);
    expect(marked(Object.assign(new Error(), { code: 'ENOTFOUND' }))).toEqual(['host']);
    expect(marked(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toEqual(['port']);
    expect(marked(Object.assign(new Error(), { code: 'EHOSTUNREACH' }))).toEqual([]);
  });
});

describe('a kept password', () => {
  const draft = { ...draftOf(undefined), host: 'localhost', sshHost: 'bastion' };
  const saved = { ...draft, passwordKept: 'encrypted' } as unknown as ConnectionView;
  const elsewhere = (part: object) => sendsElsewhere({ ...draft, ...part }, saved);

  it('would be sent elsewhere by another host, port or SSH host', () => {
    expect(elsewhere({})).toBe(false);
    for (const part of [{ host: 'db' }, { port: 5433 }, { sshHost: 'other' }, { sshHost: null }])
      expect(elsewhere(part)).toBe(true);
  });
});

describe('how passwords are kept', () => {
  it('is said plainly', () => {
    const plain = { secrets: { backend: 'basic_text', encrypts: false } };
    expect(secretsInWords(plain, false)).toContain('in memory only');
    expect(secretsInWords(plain, true)).toContain('without encryption');
    expect(secretsInWords({ secrets: { backend: 'keychain', encrypts: true } }, false)).toContain('Keychain');
  });
});
