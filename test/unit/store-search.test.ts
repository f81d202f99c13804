import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newIncident } from '../../electron/engine/incidents/new-incident.ts';
import { messageWords, textWords } from '../../electron/engine/store/search-words.ts';
import type { Store } from '../../electron/engine/store/store.ts';
import type { CheckRun } from '../../shared/domain/check.ts';
import type { RunFilter } from '../../shared/domain/export.ts';
import type { SearchPlace } from '../../shared/domain/search.ts';
import { RunStatus } from '../../shared/domain/status.ts';
import { ALL_RUNS, aCheck, aConnection, aRun, aTable, aWorld, T0 } from '../support/samples.ts';
import { testStore } from '../support/store.ts';

const HOUR = 3_600_000;

describe('what is typed into a search box', () => {
  it.each([
    ['rows', '"rows"*', []],
    ['rows missing', '"rows" AND "missing"*', []],
    ['"came in half" lat', '"came in half" AND "lat"*', []],
    ['orders_2024 is', '"orders_2024" AND "is"*', []],
    ['12,345 rows', '"rows"*', ['12345']],
    ['12345', null, ['12345']],
    ['"42 rows came', '" rows came"', ['42']],
    ['  ', null, []],
    ['* ( ) - "" AND', '"AND"*', []],
  ])('%s', (text, match, numbers) => {
    expect(messageWords(text)).toEqual({ match: match?.replace('" rows', '"  rows') ?? null, numbers });
  });

  it('keeps its numbers where texts are kept whole', () => {
    expect(textWords('42 rows')).toBe('"42" AND "rows"*');
    expect(textWords('?!')).toBeNull();
  });
});

/** As the search should see it: whole words and numbers, of the words the last may be a beginning. */
function says(message: string, terms: readonly string[]): boolean {
  const said = message.toLowerCase().split(' ');
  const beginning = terms.findLast((term) => !/^\d/.test(term));
  return terms.every((term) =>
    said.some((word) => (term === beginning ? word.startsWith(term) : word === term)),
  );
}

describe('the search', () => {
  it('finds runs by words, in any order, and by numbers with or without separators', () => {
    const store = testStore();
    const { check } = aWorld(store);
    const say = (message: string, n: number, status: RunStatus = 'fail') =>
      store.runs.append(aRun(check.id, { finishedAt: T0 + n, message, status })).id;
    const late = say('The newest row is 14 min old; normal is at most 5 min.', 1);
    const half = say('12,345 rows in the last 60 min, Größe unklar.', 2, 'warn');
    const fine = say('12,346 rows in the last 60 min.', 3, 'pass');
    const found = (text: string) =>
      store.search.runs({ text, filter: ALL_RUNS, before: null, limit: 10 }).runs.map(({ id }) => id);
    expect(found('row')).toEqual([fine, half, late]);
    expect(found('min row newest')).toEqual([late]);
    expect(found('"in the last"')).toEqual([fine, half]);
    expect(found('"last the in"')).toEqual([]);
    expect(found('12345')).toEqual([half]);
    expect(found('12,346 rows')).toEqual([fine]);
    expect(found('345')).toEqual([]);
    expect(found('GRÖß')).toEqual([half]);
    expect(found('groß')).toEqual([half]);
    expect(found('')).toEqual([fine, half, late]);
    expect(found('" OR rows NEAR(')).toEqual([]);
  });

  it('agrees with reading every message, page by page, whatever the filter', () => {
    const store = testStore();
    const owners = [aConnection(store), aConnection(store)].flatMap((connection) => [
      { connectionId: connection.id, tableId: null },
      { connectionId: connection.id, tableId: aTable(store, connection.id).id },
    ]);
    // More than a search asks for one by one.
    const checks = owners.flatMap((owner) => Array.from({ length: 18 }, () => aCheck(store, owner)));
    const words = ['late', 'missing', 'rows', 'Rows of orders'];
    const runs: CheckRun[] = [];
    store.transaction(() => {
      for (let n = 0; n < 1_500; n++) {
        const check = checks[(n * 35) % checks.length];
        const status = n % 3 === 0 ? (RunStatus.options[n % 6] ?? 'fail') : 'pass';
        const message = `${words[(n * 7 + (n % 5)) % 4]} ${n % 9} ${words[n % 3]}`;
        if (!check) throw new Error('in range');
        // Now and then the clock was set back, and several end at the same time.
        const finishedAt = T0 + (n - (n % 11 === 0 ? n % 300 : n % 2)) * HOUR;
        runs.push(store.runs.append(aRun(check.id, { finishedAt, status, message })));
      }
    });
    const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
    const time = optional(fc.integer({ min: -1, max: 1_501 }).map((n) => T0 + n * HOUR));
    const filters: fc.Arbitrary<RunFilter> = fc.record({
      connectionId: optional(fc.integer({ min: 1, max: 3 })),
      tableId: optional(fc.integer({ min: 1, max: 3 })),
      checkId: optional(fc.integer({ min: 1, max: 73 })),
      statuses: fc.subarray([...RunStatus.options]),
      from: time,
      to: time,
    });
    const texts = fc.subarray(['late', 'missing', 'rows', 'orders', 'ord', '4'], { maxLength: 3 });
    fc.assert(
      fc.property(filters, texts, fc.integer({ min: 1, max: 400 }), (filter, terms, limit) => {
        const expected = runs
          .filter((run) => {
            const check = checks.find(({ id }) => id === run.checkId);
            return (
              says(run.message, terms) &&
              (filter.connectionId === null || check?.connectionId === filter.connectionId) &&
              (filter.tableId === null || check?.tableId === filter.tableId) &&
              (filter.checkId === null || run.checkId === filter.checkId) &&
              (filter.statuses.length === 0 || filter.statuses.includes(run.status)) &&
              (filter.from === null || run.finishedAt >= filter.from) &&
              (filter.to === null || run.finishedAt < filter.to)
            );
          })
          .toSorted((a, b) => b.finishedAt - a.finishedAt || b.id - a.id);
        const found: CheckRun[] = [];
        let before: SearchPlace | null = null;
        do {
          const page = store.search.runs({ text: terms.join(' '), filter, before, limit });
          expect(page.runs.length).toBeLessThanOrEqual(limit);
          found.push(...page.runs);
          before = page.next;
        } while (before !== null);
        expect(found).toEqual(expected);
      }),
      {
        numRuns: 300,
        // Page by page at the very beginning of what is asked for, where several ended at the same time.
        examples: [
          [{ connectionId: null, tableId: null, checkId: null, statuses: [], from: T0, to: null }, [], 1],
        ],
      },
    );
  });

  it('answers after a bounded look, however rare what it looks for, and goes on from there', () => {
    const store = testStore();
    const { check } = aWorld(store);
    store.transaction(() => {
      for (let n = 0; n < 25_000; n++)
        store.runs.append(
          aRun(check.id, { finishedAt: T0 + n * 10_000, message: `${n} rows`, status: 'pass' }),
        );
    });
    const search = (before: SearchPlace | null) =>
      store.search.runs({ text: 'rows 7', filter: ALL_RUNS, before, limit: 10 });
    const first = search(null);
    expect(first.runs).toEqual([]);
    expect(first.next).not.toBeNull();
    let page = first;
    while (page.runs.length === 0 && page.next !== null) page = search(page.next);
    expect(page.runs.map(({ message }) => message)).toEqual(['7 rows']);
    expect(page.next).toBeNull();
  });

  it('finds incidents by title, sentence and timeline, as they are worded now', () => {
    const store = testStore();
    const { connection } = aWorld(store);
    const incident = (title: string) => anIncident(store, connection.id, title);
    const orders = incident('public.orders: Freshness failed');
    const customers = incident('public.customers: Freshness failed');
    const found = (text: string) => store.search.incidents(text, 10);
    expect(found('freshness')).toEqual([customers, orders]);
    expect(found('public.orders')).toEqual([orders]);
    expect(found('14 min')).toEqual([customers, orders]);
    store.incidents.addEvent(orders, {
      at: T0,
      kind: 'acknowledged',
      text: 'Acknowledged: the courier knows',
    });
    expect(found('cour')).toEqual([orders]);
    store.incidents.update(customers, { title: 'public.customers: Volume failed' });
    expect(found('freshness')).toEqual([orders]);
    expect(found('volume')).toEqual([customers]);
    store.connections.remove(connection.id);
    expect(found('volume')).toEqual([]);
    expect(found('courier')).toEqual([]);
  });

  it('finds the newest incidents, however much was told of older ones since', () => {
    const store = testStore();
    const { connection } = aWorld(store);
    const [oldest, middle, newest] = ['A', 'B', 'C'].map((title) => anIncident(store, connection.id, title));
    const tell = (id = 0) =>
      store.incidents.addEvent(id, { at: T0, kind: 'worsened', text: 'The courier again' });
    tell(middle);
    tell(newest);
    store.transaction(() => {
      for (let n = 0; n < 1_100; n++) tell(oldest);
    });
    const found = (limit: number) => store.search.incidents('courier', limit);
    expect(found(1)).toEqual([newest]);
    expect(found(2)).toEqual([newest, middle]);
    expect(found(10)).toEqual([newest, middle, oldest]);
    expect(store.incidents.many(found(2)).map(({ title }) => title)).toEqual(['C', 'B']);
  });
});

function anIncident(store: Store, connectionId: number, title: string): number {
  const told = { title, sentence: 'It is 14 min late.', startedAt: T0, firedAt: T0, turnedAt: T0 };
  return store.incidents.insert(
    newIncident({ connectionId, tableId: null, state: 'firing', severity: 'broken', ...told }),
  );
}
